//! The raw form of a policy, as it stands in a file, and the check that makes a policy of it.

use crate::attribute::AttributeDefinition;
use crate::major::Promotion;
use crate::policy::{AutoCloseBasis, HoldRule};
use crate::task::OpenTasks;
use crate::trigger::{self, Trigger};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use itsm_core::matrix::DraftMatrix;
use itsm_core::rule_table::DraftRuleTable;
use itsm_core::time::Seconds;

/// The raw form of an [`IncidentPolicy`]. What a file leaves out is as in the default policy.
///
/// ```
/// use itsm_incident::draft::DraftIncidentPolicy;
/// use itsm_incident::policy::IncidentPolicy;
///
/// let draft = DraftIncidentPolicy { version: 0, ..DraftIncidentPolicy::default() };
/// let faults = IncidentPolicy::try_from(draft).unwrap_err();
/// assert_eq!(faults.iter().next().map(|fault| fault.path.as_str()), Some("version"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftIncidentPolicy {
    /// Which policy it is: a code.
    pub id: String,
    /// Which version of it, from 1.
    pub version: u32,
    /// The scales and the matrix.
    pub matrix: DraftMatrix,
    /// Whether priority may be set aside from the matrix, with a reason.
    pub priority_override: bool,
    /// The categories, each with its subcategories. Without any, every category is accepted.
    pub categories: BTreeMap<String, BTreeSet<String>>,
    /// The fields of the profile that a registration must have, besides those it always has.
    pub registration: BTreeSet<String>,
    /// Reasons for waiting: more of them, or other rules for the well-known ones.
    pub hold_reasons: BTreeMap<String, HoldRule>,
    /// Resolution codes besides the well-known ones.
    pub resolution_codes: BTreeSet<String>,
    /// For each command, the fields it must have, and the facts (as `record.…`) the record must have.
    pub demands: BTreeMap<String, BTreeSet<String>>,
    /// For each command, the states in which it is forbidden although the lifecycle allows it.
    pub forbidden: BTreeMap<String, BTreeSet<String>>,
    /// For each command, the roles of which the actor must have one.
    pub roles: BTreeMap<String, BTreeSet<String>>,
    /// For each command, the roles of which a second person, who approves, must have one.
    pub approvals: BTreeMap<String, BTreeSet<String>>,
    /// How long after resolution an incident closes by itself; zero or absent: never.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub auto_close: Option<Seconds>,
    /// From when that is counted.
    pub auto_close_basis: AutoCloseBasis,
    /// How long after resolution an incident can be reopened; absent: until it is closed.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub reopen_window: Option<Seconds>,
    /// For each state, its sub-statuses.
    pub sub_statuses: BTreeMap<String, BTreeSet<String>>,
    /// Custom attributes.
    pub attributes: BTreeMap<String, AttributeDefinition>,
    /// What becomes of open tasks when the incident is closed.
    pub tasks_on_close: OpenTasks,
    /// What becomes of open tasks when the incident is canceled.
    pub tasks_on_cancel: OpenTasks,
    /// Major incidents.
    pub major: DraftMajorRules,
}

/// The raw form of the rules for major incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftMajorRules {
    /// The roles that accept, reject, demote, declare and close major incidents.
    pub roles: BTreeSet<String>,
    /// What becomes of a candidate that is accepted.
    pub promotion: Promotion,
    /// The rules that propose candidates.
    pub triggers: DraftRuleTable<Trigger>,
}

impl Default for DraftMajorRules {
    fn default() -> Self {
        Self {
            roles: set(&["major_incident_manager"]),
            promotion: Promotion::SameRecord,
            triggers: trigger::examples(trigger::SHIPPED_PRIORITY),
        }
    }
}

impl Default for DraftIncidentPolicy {
    /// The policy that the library ships: notes on resolution, a reason for reopening, a note on
    /// every new assessment, confirmation before closing, and five days for an objection.
    fn default() -> Self {
        Self {
            id: "default".into(),
            version: 1,
            matrix: DraftMatrix::default(),
            priority_override: true,
            categories: BTreeMap::new(),
            registration: BTreeSet::new(),
            hold_reasons: BTreeMap::new(),
            resolution_codes: BTreeSet::new(),
            demands: [
                ("prioritize", set(&["note"])),
                ("resolve", set(&["notes"])),
                ("close", set(&["confirmed_by"])),
                ("reopen", set(&["reason"])),
            ]
            .map(|(command, facts)| (command.into(), facts))
            .into(),
            forbidden: BTreeMap::new(),
            roles: [(
                "correct".into(),
                set(&["incident_manager", "practice_manager", "process_owner"]),
            )]
            .into(),
            approvals: BTreeMap::new(),
            auto_close: Some(Seconds::days(5)),
            auto_close_basis: AutoCloseBasis::Resolution,
            reopen_window: Some(Seconds::days(5)),
            sub_statuses: BTreeMap::new(),
            attributes: BTreeMap::new(),
            tasks_on_close: OpenTasks::End,
            tasks_on_cancel: OpenTasks::End,
            major: DraftMajorRules::default(),
        }
    }
}

fn set(items: &[&str]) -> BTreeSet<String> {
    items.iter().copied().map(String::from).collect()
}
