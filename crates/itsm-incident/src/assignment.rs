//! Automatic assignment: which group, and perhaps which person, gets an incident.
//!
//! The rules are the policy's, tried in order: by category first and by configuration item next, or
//! the other way round, as the desk likes. A rule may name several groups; the one with the least
//! load gets it, and the load is known to the host alone.

use crate::command::Assign;
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use crate::trigger::{Considered, TriggerFacts};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::id::{GroupId, PersonId};
use itsm_core::rule_table::{Decision, Match, Undecided};
use itsm_core::wire_struct;

wire_struct! {
    /// Who gets an incident. Which incidents it is for is said by the rule it stands in.
    pub struct AssignTo {
        /// The groups that may get it. At least one.
        groups: Vec<GroupId>,
    } optional {
        /// The person, where it is always the same.
        person: PersonId,
    }
}

/// How much each group has to do, by whatever measure the host has: open incidents, hours, points.
/// A group that is missing has nothing to do.
pub type Loads = BTreeMap<GroupId, u32>;

/// What the rules of assignment say of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assignment<'p> {
    /// A rule gives it to somebody: the command to execute, and why.
    Proposes(Assign, Match<'p, AssignTo>),
    /// The rule that matches gives it to those who have it.
    Stays(Match<'p, AssignTo>),
    /// No rule matches; with more facts, these might have.
    Silent(Vec<Undecided<'p>>),
}

/// That somebody can get it.
pub(crate) fn check(to: AssignTo) -> Result<AssignTo, Faults> {
    let mut faults = Faults::new();
    if to.groups.is_empty() {
        faults.add(
            "groups",
            "policy.assignment.no_group",
            "at least one group is expected, or nobody gets it",
        );
    }
    faults.or(Some(to))
}

/// Asks the policy's rules who gets an incident. Changes nothing; the host executes what comes out.
///
/// Of the groups of the first rule that matches, the one with the least load gets it, and of several
/// with the same load the one that stands first.
pub fn propose<'p>(
    incident: &Incident,
    facts: TriggerFacts,
    loads: &Loads,
    policy: &'p IncidentPolicy,
) -> Assignment<'p> {
    let because = match policy.assignment.decide(&Considered { incident, facts }) {
        Decision::Matched(because) => because,
        Decision::NoMatch { undecided } => return Assignment::Silent(undecided),
    };
    let load = |group: &&GroupId| loads.get(group).copied().unwrap_or(0);
    // The first of the least: `min_by_key` keeps the earlier of two that are alike.
    let Some(group) = because.outcome.groups.iter().min_by_key(load) else {
        return Assignment::Silent(because.undecided);
    };
    let person = because.outcome.person;
    if incident.group() == Some(*group) && (person.is_none() || incident.assignee() == person) {
        return Assignment::Stays(because);
    }
    let assign = Assign {
        group: *group,
        person,
        note: None,
    };
    Assignment::Proposes(assign, because)
}
