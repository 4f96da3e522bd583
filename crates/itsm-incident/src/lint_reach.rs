//! What can be reached under a policy: which states, and which facts in each of them.
//!
//! Facts are followed one by one, as if each could be had whatever the others are. So what is not
//! reached here is never reached; what is reached here might not be.

use crate::children::AfterLastChild;
use crate::command::IncidentCommandKind as Kind;
use crate::escalation::EscalateTo;
use crate::lifecycle::LIFECYCLE;
use crate::major::Promotion;
use crate::policy::{IncidentPolicy, RecordFact as Fact};
use crate::state::IncidentStage as Stage;
use alloc::collections::{BTreeMap, BTreeSet};
use itsm_core::rule_table::TableRule;

#[derive(Debug)]
pub(crate) struct Reach<'p> {
    policy: &'p IncidentPolicy,
    /// For each state that can be reached, the facts that a record can have there.
    facts: BTreeMap<Stage, BTreeSet<Fact>>,
}

/// What a registration can bring along, or nobody has to bring about.
const FROM_THE_BEGINNING: [Fact; 8] = [
    Fact::Affected,
    Fact::AffectedUsers,
    Fact::Category,
    Fact::Ci,
    Fact::CompletedTasks,
    Fact::Description,
    Fact::Reporter,
    Fact::Service,
];

impl<'p> Reach<'p> {
    pub(crate) fn of(policy: &'p IncidentPolicy) -> Self {
        let begin = BTreeMap::from([(Stage::New, BTreeSet::from(FROM_THE_BEGINNING))]);
        let mut reach = Self {
            policy,
            facts: begin,
        };
        // Each round adds something, and there are not many states and facts to add.
        while reach.grow() {}
        reach
    }

    fn grow(&mut self) -> bool {
        let before = self.facts.clone();
        for (from, had) in &before {
            for kind in Kind::ALL.iter().copied() {
                if !self.can_at(kind, *from) {
                    continue;
                }
                let given = self.given(kind);
                for target in LIFECYCLE.targets(*from, kind) {
                    let reopened = *from == Stage::Resolved && target.is_open();
                    let facts = self.facts.entry(target).or_default();
                    facts.extend(had);
                    facts.extend(given);
                    if reopened {
                        // A reopening asks for another review.
                        let here = before.get(&target);
                        if !here.is_some_and(|it| it.contains(&Fact::Review)) {
                            facts.remove(&Fact::Review);
                        }
                    }
                }
            }
        }
        self.facts != before
    }

    /// Whether a record can be in the state.
    pub(crate) fn reaches(&self, stage: Stage) -> bool {
        self.facts.contains_key(&stage)
    }

    /// Whether a record can have the fact in the state.
    pub(crate) fn has(&self, stage: Stage, fact: Fact) -> bool {
        self.facts.get(&stage).is_some_and(|it| it.contains(&fact))
    }

    /// Whether the policy leaves the command to the state, whatever else it demands.
    pub(crate) fn permits(&self, kind: Kind, stage: Stage) -> bool {
        LIFECYCLE.allows(stage, kind) && !self.policy.forbids(stage, kind)
    }

    /// Whether the command can be accepted in the state.
    pub(crate) fn can_at(&self, kind: Kind, stage: Stage) -> bool {
        let demands = self.policy.rules(kind).map(|it| it.record.as_slice());
        let met = |fact: &Fact| self.has(stage, *fact);
        self.permits(kind, stage)
            && self.reaches(stage)
            && self.is_switched_on(kind, stage)
            && demands.unwrap_or_default().iter().all(met)
    }

    /// Whether the command can be accepted in any state.
    pub(crate) fn can(&self, kind: Kind) -> bool {
        Stage::ALL.iter().any(|stage| self.can_at(kind, *stage))
    }

    /// Whether the command can be accepted while an incident is open.
    pub(crate) fn can_while_open(&self, kind: Kind) -> bool {
        let mut open = Stage::ALL.iter().filter(|stage| stage.is_open());
        open.any(|stage| self.can_at(kind, *stage))
    }

    /// Whether the policy has what the command is about.
    fn is_switched_on(&self, kind: Kind, stage: Stage) -> bool {
        let policy = self.policy;
        match kind {
            Kind::AcceptMajor => policy.promotion() == Promotion::SameRecord,
            Kind::AnswerSurvey => policy.survey.scale > 0,
            Kind::ApplyModel => policy.models.rules().iter().any(TableRule::is_active),
            Kind::CloseAutomatically => policy.auto_close.is_some(),
            Kind::EscalateByTime => policy.escalations.rules().iter().any(TableRule::is_active),
            Kind::FollowChildren if stage == Stage::Resolved => {
                policy.after_last_child == AfterLastChild::Close
            }
            Kind::FollowChildren => policy.after_last_child != AfterLastChild::Leave,
            Kind::FollowParent | Kind::UnlinkParent => self.can(Kind::LinkParent),
            Kind::OverridePriority => policy.priority_override,
            Kind::ResolveUnanswered => {
                let mut waits = policy.hold_reasons.values();
                waits.any(|it| it.resolve_after.is_some())
            }
            Kind::SetAttribute => !policy.attributes.is_empty(),
            _ => true,
        }
    }

    /// The facts that a command can give to the record.
    fn given(&self, kind: Kind) -> &'static [Fact] {
        match kind {
            Kind::Acknowledge => &[Fact::Acknowledgement],
            Kind::ApplyModel => &[Fact::Model],
            Kind::Assign | Kind::EscalateFunctionally => &[Fact::Group, Fact::Assignee],
            Kind::AssignOwner => &[Fact::Owner],
            Kind::EscalateByTime if self.escalates_to_a_group() => &[Fact::Group],
            Kind::RecordReview => &[Fact::Review],
            _ => &[],
        }
    }

    fn escalates_to_a_group(&self) -> bool {
        let mut rules = self.policy.escalations.rules().iter();
        rules.any(|it| it.is_active() && matches!(it.outcome().to, EscalateTo::Group(_)))
    }
}
