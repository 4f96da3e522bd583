//! The check of what a policy says in rule tables, and of major incidents.

use crate::compile::roles_of;
use crate::draft::DraftIncidentPolicy;
use crate::policy::{IncidentPolicy, MajorRules};
use crate::{assignment, communication, escalation, model};
use itsm_core::fault::Faults;
use itsm_core::rule_table::RuleTable;

/// The rule tables, whose conditions speak of what the rest of the policy says.
pub(crate) fn tables(policy: &mut IncidentPolicy, faults: &mut Faults) {
    let draft = &policy.draft;
    let triggers = RuleTable::compile(draft.major.triggers.clone(), policy);
    let models = RuleTable::compile_with(draft.models.clone(), policy, model::check);
    let assignment = RuleTable::compile_with(draft.assignment.clone(), policy, assignment::check);
    let escalations = RuleTable::compile_with(draft.escalations.clone(), policy, escalation::check);
    let communication =
        RuleTable::compile_with(draft.communication.clone(), policy, communication::check);
    // A table with a fault matches nothing, and no policy is made of it.
    policy.major.triggers = faults.nest("major.triggers", triggers).unwrap_or_default();
    policy.models = faults.nest("models", models).unwrap_or_default();
    policy.assignment = faults.nest("assignment", assignment).unwrap_or_default();
    policy.escalations = faults.nest("escalations", escalations).unwrap_or_default();
    policy.communication = faults
        .nest("communication", communication)
        .unwrap_or_default();
}

pub(crate) fn major(draft: &DraftIncidentPolicy, faults: &mut Faults) -> MajorRules {
    MajorRules {
        roles: roles_of("major.roles", &draft.major.roles, faults),
        promotion: draft.major.promotion,
        triggers: RuleTable::empty(),
        review_within: draft.major.review_within.filter(|it| it.0 > 0),
        review_on_close: draft.major.review_on_close,
    }
}
