//! Escalation by time: an incident that is too old, or that nobody has touched for too long.
//!
//! The rules are the policy's. Each is a pure function of the record and of time, comes out as a
//! deadline, and is carried out once for each occasion: for age, the time since the incident was
//! registered or last reopened; for inactivity, the time since somebody last did something. Time
//! itself is nobody: an escalation, a reminder or a note that something is late is no activity.
//!
//! Escalation at a percentage of a service level target comes from a clock, not from here.

use crate::command::IncidentCommandKind as Kind;
use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use crate::vocabulary::IncidentAttribute;
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::context::Context;
use itsm_core::fault::Faults;
use itsm_core::id::GroupId;
use itsm_core::rule_table::TableRule;
use itsm_core::text::{Code, Note};
use itsm_core::time::{Instant, Seconds};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// From when the time of an escalation is counted.
    pub enum EscalationBasis {
        /// From when the incident was registered, or last reopened.
        Age = "age",
        /// From when somebody last did something.
        #[doc(alias = "stale")]
        Inactivity = "inactivity",
    }
}

/// To whom an escalation leads.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum EscalateTo {
    /// To a group with more expert knowledge: a functional escalation. It gets the work.
    Group(GroupId),
    /// To somebody with more authority: a hierarchical escalation. The work stays where it is.
    Role(Role),
}

wire_struct! {
    /// A rule of escalation by time. Its id, and which incidents it is for, are those of the rule it
    /// stands in.
    pub struct TimedEscalation {
        /// From when it is counted.
        basis: EscalationBasis,
        /// After how long.
        after: Seconds,
        /// To whom.
        to: EscalateTo,
        /// What is needed of them.
        reason: Note,
    }
}
wire_struct! {
    /// An escalation by time is due. Executed at a deadline.
    pub struct EscalateByTime {
        /// The rule of the policy.
        rule: Code,
    }
}
wire_struct! {
    /// It was escalated because of its age, or because nobody touched it.
    pub struct EscalatedByTime {
        /// The rule of the policy.
        rule: Code,
        /// From when it was counted.
        since: Instant,
        /// When it was due.
        due: Instant,
        /// To whom it led.
        to: EscalateTo,
        /// What is needed of them.
        reason: Note,
    }
}

/// An escalation that is still to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscalationDue<'p> {
    /// The rule of the policy.
    pub rule: &'p Code,
    /// What it says.
    pub escalation: &'p TimedEscalation,
    /// From when it is counted.
    pub since: Instant,
    /// When it is due.
    pub due: Instant,
}

/// That an escalation leaves time.
pub(crate) fn check(escalation: TimedEscalation) -> Result<TimedEscalation, Faults> {
    let mut faults = Faults::new();
    if escalation.after == Seconds(0) {
        faults.add(
            "after",
            "policy.time.zero",
            "at least a second is expected, got 0",
        );
    }
    faults.or(Some(escalation))
}

impl Incident {
    /// The escalations that time will bring about as the record stands, soonest first.
    pub fn escalations_due<'p>(&self, policy: &'p IncidentPolicy) -> Vec<EscalationDue<'p>> {
        let mut due: Vec<EscalationDue<'p>> = policy
            .escalations
            .rules()
            .iter()
            .filter_map(|rule| self.escalation_of(rule))
            .collect();
        due.sort_by_key(|it| it.due);
        due
    }

    fn escalation_of<'p>(
        &self,
        rule: &'p TableRule<IncidentAttribute, TimedEscalation>,
    ) -> Option<EscalationDue<'p>> {
        let escalation = rule.outcome();
        let since = match escalation.basis {
            EscalationBasis::Age => self.open_since(),
            EscalationBasis::Inactivity => self.active_at(),
        };
        let carried_out = self
            .annex()
            .and_then(|it| it.escalated.get(rule.id()))
            .is_some_and(|it| *it == since);
        let there =
            matches!(&escalation.to, EscalateTo::Group(group) if self.group == Some(*group));
        let waits = rule.is_active()
            && self.stage().is_open()
            && !carried_out
            && !there
            && rule.when().holds(self);
        Some(EscalationDue {
            rule: rule.id(),
            escalation,
            since,
            due: waits.then(|| escalation.after.after(since)).flatten()?,
        })
    }

    pub(crate) fn gate_of_escalation(
        &self,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<(), IncidentError> {
        match self.escalations_due(cx.policy).first() {
            Some(first) if first.due <= cx.now => Ok(()),
            _ => self
                .no(Law::EscalationNotDue, Kind::EscalateByTime, cx.policy)
                .err(),
        }
    }

    pub(crate) fn escalate_by_time(
        &self,
        it: &EscalateByTime,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<IncidentEvent, IncidentError> {
        let all = self.escalations_due(cx.policy);
        match all.iter().find(|due| *due.rule == it.rule) {
            Some(found) if found.due <= cx.now => Ok(EscalatedByTime {
                rule: it.rule.clone(),
                since: found.since,
                due: found.due,
                to: found.escalation.to.clone(),
                reason: found.escalation.reason.clone(),
            }
            .into()),
            _ => self
                .no(Law::EscalationNotDue, Kind::EscalateByTime, cx.policy)
                .err(),
        }
    }
}
