//! The course of an authorization: stage by stage, until it is decided.

use crate::authorization::{ApprovalStage, Authorization, Silence, Vote};
use crate::panel::{Answer, Panel, Standing};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use itsm_core::id::PersonId;
use itsm_core::text::Code;
use itsm_core::time::Instant;

/// How far an authorization has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    standing: Standing,
    decided_at: Option<Instant>,
    stage: usize,
    now: Option<StageCourse>,
    /// Votes that came after the decision of their panel, or before it was asked.
    inert: Vec<Vote>,
}

/// The stage that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StageCourse {
    asked_at: Instant,
    answers: BTreeMap<Code, BTreeMap<PersonId, Answer>>,
    approved: Vec<Code>,
}

/// Whether the time of a stage has passed at an instant that is its very end: an answer that is
/// written down then is in time, and silence is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    Before,
    AtOrBefore,
}

impl StageCourse {
    fn new(asked_at: Instant) -> Self {
        Self {
            asked_at,
            answers: BTreeMap::new(),
            approved: Vec::new(),
        }
    }

    pub(crate) fn answers_of(&self, panel: &Panel) -> BTreeMap<PersonId, Answer> {
        self.answers.get(panel.id()).cloned().unwrap_or_default()
    }
}

impl Course {
    pub(crate) fn begin(of: &Authorization, asked_at: Instant) -> Self {
        let mut course = Self {
            standing: Standing::Open,
            decided_at: None,
            stage: 0,
            now: None,
            inert: Vec::new(),
        };
        course.ask(of, 0, asked_at);
        course
    }

    /// What it has come to.
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// When it was decided.
    pub const fn decided_at(&self) -> Option<Instant> {
        self.decided_at
    }

    /// Which stage is asked, or was when it was decided; counted from 0.
    pub const fn stage(&self) -> usize {
        self.stage
    }

    /// The answers that decided nothing: of a panel that had decided, or was not asked yet, or no
    /// longer. In the order in which they were written down.
    pub fn inert(&self) -> &[Vote] {
        &self.inert
    }

    /// When the stage that is asked is over, if it has an end.
    pub fn due(&self, of: &Authorization) -> Option<Instant> {
        let stage = of.stages().get(self.stage)?;
        stage.within?.after(self.now.as_ref()?.asked_at)
    }

    /// When the stage that is asked was.
    pub(crate) fn asked_at(&self) -> Option<Instant> {
        self.now.as_ref().map(|it| it.asked_at)
    }

    /// Whether a panel has approved, or its stage is over. Nothing is asked after the decision.
    pub(crate) fn is_past(&self, of: &Authorization, panel: &Code) -> bool {
        let has = |it: &ApprovalStage| it.panels.iter().any(|it| it.id() == panel);
        let place = of.stages().iter().position(has);
        match &self.now {
            None => true,
            Some(now) => {
                place.is_some_and(|it| it < self.stage)
                    || (place == Some(self.stage) && now.approved.contains(panel))
            }
        }
    }

    /// The time of the stage that is asked is over, and its silence approves.
    pub(crate) fn lapse(&mut self, of: &Authorization, at: Instant) {
        if self.now.is_some() {
            self.ask(of, self.stage.saturating_add(1), at);
        }
    }

    pub(crate) const fn now(&self) -> Option<&StageCourse> {
        self.now.as_ref()
    }

    /// Asks a stage; those that decide by themselves are passed at once.
    fn ask(&mut self, of: &Authorization, stage: usize, at: Instant) {
        let Some(asked) = of.stages().get(stage) else {
            return self.decide(Standing::Approved, at);
        };
        self.stage = stage;
        self.now = Some(StageCourse::new(at));
        for panel in &asked.panels {
            self.settle(panel);
            if panel.standing(&BTreeMap::new()) == Standing::Rejected {
                return self.decide(Standing::Rejected, at);
            }
        }
        self.move_on(of, asked, at);
    }

    fn decide(&mut self, standing: Standing, at: Instant) {
        self.standing = standing;
        self.decided_at = Some(at);
        self.now = None;
    }

    /// Remembers that a panel has approved: that stays, whoever answers it later.
    fn settle(&mut self, panel: &Panel) {
        if let Some(now) = &mut self.now {
            let approved = panel.standing(&now.answers_of(panel)) == Standing::Approved;
            if approved && !now.approved.contains(panel.id()) {
                now.approved.push(panel.id().clone());
            }
        }
    }

    fn move_on(&mut self, of: &Authorization, asked: &ApprovalStage, at: Instant) {
        let approved = self.now.as_ref().map(|it| &it.approved);
        let done = |it: &Panel| approved.is_some_and(|all| all.contains(it.id()));
        if asked.panels.iter().all(done) {
            self.ask(of, self.stage.saturating_add(1), at);
        }
    }

    /// Lets time pass: a stage whose time is over comes to what its silence comes to.
    pub(crate) fn pass(&mut self, of: &Authorization, at: Instant, rest: Rest) {
        while let Some(due) = self.due(of) {
            let over = match rest {
                Rest::Before => due < at,
                Rest::AtOrBefore => due <= at,
            };
            let Some(stage) = of.stages().get(self.stage).filter(|_| over) else {
                return;
            };
            match stage.silence.unwrap_or(Silence::Rejects) {
                Silence::Rejects => return self.decide(Standing::Rejected, due),
                Silence::Approves => self.ask(of, self.stage.saturating_add(1), due),
            }
        }
    }

    /// Takes in an answer.
    pub(crate) fn take(&mut self, of: &Authorization, vote: &Vote) {
        let stage = of.stages().get(self.stage);
        let panel = stage.and_then(|it| it.panels.iter().find(|it| *it.id() == vote.panel));
        let counts = panel.is_some_and(|it| it.asks(vote.member));
        let (Some(stage), Some(panel), Some(now), true) = (stage, panel, &mut self.now, counts)
        else {
            self.inert.push(vote.clone());
            return;
        };
        if now.approved.contains(panel.id()) {
            self.inert.push(vote.clone());
            return;
        }
        let answers = now.answers.entry(vote.panel.clone()).or_default();
        answers.insert(vote.member, vote.answer);
        if panel.standing(answers) == Standing::Rejected {
            return self.decide(Standing::Rejected, vote.recorded_at);
        }
        self.settle(panel);
        self.move_on(of, stage, vote.recorded_at);
    }
}
