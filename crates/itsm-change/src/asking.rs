//! Asking: how far an authorization has come, what decides it, and what asks anew.

use crate::approval::{
    Answer, ApprovalRule, ApprovalsInvalidated, Authorized, OnRejection, RecordedVote, Rejected,
};
use crate::authorization::Authorization;
use crate::change::Change;
use crate::course::Course;
use crate::decide::Cx;
use crate::event::ChangeEvent;
use crate::kind::ChangeType;
use crate::model::ChangeModel;
use crate::panel::Standing;
use crate::policy::ChangePolicy;
use crate::quorum::Quorum;
use crate::state::ChangeStage;
use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::aggregate::stamp;
use itsm_core::id::PersonId;
use itsm_core::text::{Code, Note};
use itsm_core::time::Instant;

impl Change {
    pub(crate) fn approval_rule<'a>(
        model: &ChangeModel,
        policy: &'a ChangePolicy,
    ) -> Option<&'a ApprovalRule> {
        model.approval.as_ref().and_then(|it| policy.approval(it))
    }

    /// What answers come to, taken in the order in which they were written down, with the stages
    /// whose time was over in between.
    pub(crate) fn walk<'a>(
        &self,
        of: &Authorization,
        votes: impl Iterator<Item = &'a RecordedVote>,
    ) -> Course {
        let mut course = Course::begin(of, self.asked_at.unwrap_or(self.since));
        let mut lapses = self.lapses.iter().peekable();
        for (n, vote) in votes.enumerate() {
            while let Some(lapse) =
                lapses.next_if(|it| usize::try_from(it.votes).is_ok_and(|before| before <= n))
            {
                course.lapse(of, lapse.at);
            }
            course.take(of, &vote.counted());
        }
        for lapse in lapses {
            course.lapse(of, lapse.at);
        }
        course
    }

    /// Whether a panel has decided, or its stage is over.
    pub(crate) fn is_past(&self, panel: &Code, policy: &ChangePolicy) -> bool {
        match (self.authorization(policy), self.course(policy)) {
            (Some(of), Some(course)) => course.is_past(&of, panel),
            _ => false,
        }
    }

    /// Whether somebody has approved it who may then not make it, or is asked by name.
    pub(crate) fn has_a_say(&self, person: PersonId, policy: &ChangePolicy) -> bool {
        let model = self.model(policy);
        let Some(rule) = model.and_then(|it| Self::approval_rule(it, policy)) else {
            return false;
        };
        let separate = |id: &Code| rule.panel(id).is_none_or(|it| it.separate);
        let approved = |it: &RecordedVote| {
            it.is_of(person) && it.answer == Answer::Approve && separate(&it.panel)
        };
        if self.standing_votes().any(approved) {
            return true;
        }
        let asked = self.stage() == ChangeStage::Authorize;
        let of = self.authorization(policy).filter(|_| asked);
        let mut panels = of
            .iter()
            .flat_map(Authorization::stages)
            .flat_map(|it| &it.panels);
        panels.any(|it| separate(it.id()) && it.asked().any(|it| it.person == person))
    }

    /// Where it goes when it is rejected. What was made already cannot be unmade by a rejection: it
    /// is reviewed.
    pub(crate) fn after_rejection(&self, policy: &ChangePolicy) -> ChangeStage {
        if self.profile.kind == ChangeType::Unauthorized {
            return ChangeStage::Review;
        }
        match policy.on_rejection() {
            OnRejection::Cancel => ChangeStage::Canceled,
            OnRejection::Rework => ChangeStage::New,
        }
    }

    /// The decision, once there is one.
    pub(crate) fn decision(
        &self,
        course: &Course,
        reason: Option<&Note>,
        policy: &ChangePolicy,
    ) -> Option<ChangeEvent> {
        match course.standing() {
            Standing::Open => None,
            Standing::Approved => self.authorized_event(policy),
            Standing::Rejected => {
                let to = self.after_rejection(policy);
                let reason = reason.cloned();
                Some(Rejected { to, reason }.into())
            }
        }
    }

    fn authorized_event(&self, policy: &ChangePolicy) -> Option<ChangeEvent> {
        let model = self.model(policy)?;
        let to = model.after(ChangeStage::Authorize);
        let content = self.content(policy);
        Some(Authorized { to, content }.into())
    }

    /// Whether somebody has to answer before it is authorized.
    pub(crate) fn asks_people(&self, policy: &ChangePolicy) -> bool {
        let of = self.authorization(policy);
        let mut panels = of
            .iter()
            .flat_map(Authorization::stages)
            .flat_map(|it| &it.panels);
        panels.any(|it| !matches!(it.quorum(), Quorum::Automatic { .. }))
    }

    /// What follows when it comes to be authorized: nobody is asked, if the rule needs nobody.
    pub(crate) fn on_asking(&self, policy: &ChangePolicy) -> Option<ChangeEvent> {
        Self::approval_rule(self.model(policy)?, policy)?;
        (!self.asks_people(policy)).then(|| self.authorized_event(policy))?
    }

    /// What an edit brings. If it is one of what is approved, the answers that were given are void; if
    /// others are to be asked of it now, approval is asked for anew.
    pub(crate) fn with_invalidation(&self, edit: ChangeEvent, cx: &Cx<'_>) -> Vec<ChangeEvent> {
        let policy = cx.policy;
        let begun = match self.stage() {
            ChangeStage::Authorize => self.has_begun_to_answer(),
            ChangeStage::Scheduled => true,
            _ => return vec![edit],
        };
        let mut edited = self.clone();
        let revision = self.revision.saturating_add(1);
        edited.evolve(&stamp(self.id, revision, edit.clone(), &self.policy, cx));
        let mut events = vec![edit];
        let others = edited.authorization(policy) != self.authorization(policy);
        let other = begun && edited.content(policy) != self.content(policy);
        let people = self.asks_people(policy) || edited.asks_people(policy);
        if people && (others || other) {
            events.push(ApprovalsInvalidated::new(self.stage()).into());
            events.extend(edited.on_asking(policy));
        }
        events
    }

    /// Whether something was decided in this round already, if only a part.
    pub(crate) fn has_begun_to_answer(&self) -> bool {
        self.standing_votes().next().is_some() || !self.lapses.is_empty()
    }

    /// What follows when it comes under another policy while people are asked: those who are asked by
    /// other rules are asked anew.
    pub(crate) fn after_adoption(&self, policy: &ChangePolicy) -> Vec<ChangeEvent> {
        let mut events = Vec::new();
        if self.stage() == ChangeStage::Authorize {
            if self.has_begun_to_answer() {
                events.push(ApprovalsInvalidated::new(self.stage()).into());
            }
            events.extend(self.on_asking(policy));
        }
        events
    }

    /// A new round of asking begins.
    pub(crate) fn begin_round(&mut self, at: Instant) {
        self.round = self.round.saturating_add(1);
        self.asked_at = Some(at);
        self.authorized = false;
        self.decided = false;
        self.approved = None;
        self.lapses.clear();
        self.kept_out = self.barred().collect::<BTreeSet<_>>();
    }
}
