//! Authorization: stages of panels, one after the other, and the decision in time.
//!
//! The panels of a stage are asked together, and all of them have to approve; the next stage is
//! asked when they have. One panel that rejects decides the whole. The first decision that is
//! reached stays: answers that come after it are kept, and decide nothing. A board is one panel
//! among others, and a stage may as well be a single colleague, or nobody at all.
//!
//! What counts as the time of an answer is when it was written down: an approval by telephone that
//! is recorded in the afternoon cannot undo what was decided at noon. When it was given is kept
//! beside it.
//!
//! Source: FitSM-1 PR12.4; ITIL 4 change enablement (change authority, delegated by model and risk).

use crate::course::{Course, Rest, StageCourse};
use crate::delegation::Delegations;
use crate::panel::{Answer, Missing, Panel, Standing};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;
use core::fmt;
use itsm_core::fault::Faults;
use itsm_core::id::PersonId;
use itsm_core::text::{Code, Note};
use itsm_core::time::{Instant, Seconds};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What a stage comes to when nobody has decided it in time.
    pub enum Silence {
        /// It is rejected.
        Rejects = "rejects",
        /// It is approved: for changes that harm nobody who does not object.
        Approves = "approves",
    }
}

wire_struct! {
    /// An answer.
    pub struct Vote {
        /// Which panel.
        panel: Code,
        /// For whom of those who were asked.
        member: PersonId,
        /// What.
        answer: Answer,
        /// When it was given.
        given_at: Instant,
        /// When it was written down; not before.
        recorded_at: Instant,
        /// On which way it came from the member to whoever gave it, both included.
        way: Vec<PersonId>,
    } optional {
        /// What there is to say.
        comment: Note,
    }
}

wire_struct! {
    /// Panels that are asked together.
    pub struct ApprovalStage {
        /// All of them have to approve. The same panel twice is asked once.
        panels: Vec<Panel>,
    } optional {
        /// How long they have, from when the stage is asked.
        within: Seconds,
        /// What it comes to when that has passed; without it, rejected.
        silence: Silence,
    }
}

wire_struct! {
    /// An authorization in its raw form.
    pub struct DraftAuthorization {
        /// The stages, in their order. Without any, it is approved as soon as it is asked for.
        stages: Vec<ApprovalStage>,
    }
}

/// Everybody who has to be asked, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "DraftAuthorization", into = "DraftAuthorization")
)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(with = "DraftAuthorization")
)]
pub struct Authorization {
    stages: Vec<ApprovalStage>,
}

/// Why an answer is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VoteRefused {
    /// No stage has a panel of this name.
    PanelUnknown(Code),
    /// Whoever it is for was not asked by this panel.
    NotAsked(PersonId),
    /// Whoever it is for, or gives it, wants the change or makes it.
    Barred(PersonId),
    /// No delegation leads from the member to whoever answers.
    NoDelegation {
        /// For whom.
        member: PersonId,
        /// Who answers.
        by: PersonId,
    },
    /// It was written down before it was given.
    RecordedBefore {
        /// When it was given.
        given_at: Instant,
        /// When it was written down.
        recorded_at: Instant,
    },
}

impl VoteRefused {
    /// The stable id of the rule.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::PanelUnknown(_) => "approval.vote.panel_unknown",
            Self::NotAsked(_) => "approval.vote.not_asked",
            Self::Barred(_) => "approval.vote.barred",
            Self::NoDelegation { .. } => "approval.vote.no_delegation",
            Self::RecordedBefore { .. } => "approval.vote.recorded_before",
        }
    }
}

impl fmt::Display for VoteRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PanelUnknown(id) => write!(f, "no panel is called `{id}`")?,
            Self::NotAsked(person) => write!(f, "`{person}` was not asked")?,
            Self::Barred(person) => {
                write!(
                    f,
                    "`{person}` wants the change or makes it, and may not authorize it"
                )?;
            }
            Self::NoDelegation { member, by } => {
                write!(f, "no delegation leads from `{member}` to `{by}`")?;
            }
            Self::RecordedBefore {
                given_at,
                recorded_at,
            } => write!(
                f,
                "given at {given_at}, and written down before, at {recorded_at}"
            )?,
        }
        write!(f, " ({})", self.rule())
    }
}

impl core::error::Error for VoteRefused {}

impl From<Authorization> for DraftAuthorization {
    fn from(it: Authorization) -> Self {
        Self { stages: it.stages }
    }
}

impl TryFrom<DraftAuthorization> for Authorization {
    type Error = Faults;

    /// # Errors
    /// All [`Faults`] at once, each with its path.
    fn try_from(draft: DraftAuthorization) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let mut known: BTreeMap<Code, (usize, Panel)> = BTreeMap::new();
        let mut stages = Vec::new();
        for (place, mut stage) in draft.stages.into_iter().enumerate() {
            if stage.panels.is_empty() {
                let path = format!("stages[{place}].panels");
                faults.add(path, "approval.stage.nobody", "expected a panel, got none");
            }
            if stage.within == Some(Seconds(0)) {
                let path = format!("stages[{place}].within");
                let message = "expected at least a second, got `0`";
                faults.add(path, "approval.stage.no_time", message);
            }
            let mut panels = Vec::new();
            for panel in core::mem::take(&mut stage.panels) {
                match known.get(panel.id()) {
                    Some((at, same)) if *at == place && *same == panel => continue,
                    Some(_) => {
                        let path = format!("stages[{place}].panels[{}]", panels.len());
                        let id = panel.id();
                        let message = format!("expected a name of its own, got `{id}` again");
                        faults.add(path, "approval.panel.twice", message);
                    }
                    None => {
                        known.insert(panel.id().clone(), (place, panel.clone()));
                    }
                }
                panels.push(panel);
            }
            stage.panels = panels;
            stages.push(stage);
        }
        faults.or(Some(Self { stages }))
    }
}

impl Authorization {
    /// The stages, in their order.
    pub fn stages(&self) -> &[ApprovalStage] {
        &self.stages
    }

    fn panel(&self, id: &Code) -> Option<&Panel> {
        let mut panels = self.stages.iter().flat_map(|it| &it.panels);
        panels.find(|it| it.id() == id)
    }

    /// An answer, if it may be given: by whoever was asked, or by whoever stands in, and by nobody
    /// who is barred.
    ///
    /// # Errors
    /// Why it may not.
    pub fn vote(
        &self,
        panel: &Code,
        (member, by): (PersonId, PersonId),
        answer: Answer,
        (given_at, recorded_at): (Instant, Instant),
        delegations: &Delegations,
    ) -> Result<Vote, VoteRefused> {
        let Some(found) = self.panel(panel) else {
            return Err(VoteRefused::PanelUnknown(panel.clone()));
        };
        if let Some(barred) = [member, by].into_iter().find(|it| found.bars(*it)) {
            return Err(VoteRefused::Barred(barred));
        }
        if !found.asks(member) {
            return Err(VoteRefused::NotAsked(member));
        }
        if recorded_at < given_at {
            return Err(VoteRefused::RecordedBefore {
                given_at,
                recorded_at,
            });
        }
        let way = delegations.way(member, by, given_at);
        let Some(way) = way else {
            return Err(VoteRefused::NoDelegation { member, by });
        };
        if let Some(barred) = way.iter().find(|it| found.bars(**it)) {
            return Err(VoteRefused::Barred(*barred));
        }
        let panel = panel.clone();
        Ok(Vote::new(panel, member, answer, given_at, recorded_at, way))
    }

    /// What the answers have come to by now: which stage is asked, what was decided, and when.
    ///
    /// Votes may be given in any order; they are taken in the order in which they were written down,
    /// and those of one instant in the order of when they were given, of panels, and of members.
    pub fn course(&self, asked_at: Instant, votes: &[Vote], now: Instant) -> Course {
        let mut course = Course::begin(self, asked_at);
        let mut order: Vec<&Vote> = votes.iter().filter(|it| it.recorded_at <= now).collect();
        order.sort_by(|a, b| {
            let key = |it: &Vote| (it.recorded_at, it.given_at);
            let who = |it: &Vote| (it.panel.clone(), it.member);
            key(a).cmp(&key(b)).then_with(|| who(a).cmp(&who(b)))
        });
        for vote in order {
            course.pass(self, vote.recorded_at, Rest::Before);
            course.take(self, vote);
        }
        course.pass(self, now, Rest::AtOrBefore);
        course
    }

    /// What is still missing now: of each panel that is asked and open, in the order of the stage.
    pub fn missing(&self, course: &Course) -> Vec<Missing> {
        let Some((stage, now)) = self.asked_now(course) else {
            return Vec::new();
        };
        let panels = stage.panels.iter();
        let open = panels.filter_map(|it| it.missing(&now.answers_of(it)));
        open.collect()
    }

    /// Whether it is approved, or could still be, if everybody approves who has not answered yet.
    pub fn could_approve(&self, course: &Course) -> bool {
        match course.standing() {
            Standing::Approved => true,
            Standing::Rejected => false,
            Standing::Open => {
                let nobody = BTreeMap::new();
                let later = self.stages.iter().skip(course.stage().saturating_add(1));
                let mut panels = later.flat_map(|it| &it.panels);
                panels.all(|it| it.could_approve(&nobody))
            }
        }
    }

    fn asked_now<'a>(&'a self, course: &'a Course) -> Option<(&'a ApprovalStage, &'a StageCourse)> {
        let now = course.now()?;
        Some((self.stages.get(course.stage())?, now))
    }
}
