//! The raw form of a policy, as it stands in a file, and the check that makes a policy of it.

use crate::alert::AlertRules;
use crate::assignment::AssignTo;
use crate::attribute::AttributeDefinition;
use crate::children::{AfterLastChild, OpenChildren};
use crate::communication::Cadence;
use crate::escalation::TimedEscalation;
use crate::major::Promotion;
use crate::model::Model;
use crate::policy::AutoCloseBasis;
use crate::review::ReviewOnClose;
use crate::survey::SurveyRules;
use crate::task::OpenTasks;
use crate::trigger::{self, Trigger};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use itsm_core::matrix::DraftMatrix;
use itsm_core::rule_table::DraftRuleTable;
use itsm_core::time::Seconds;

/// The raw form of an [`IncidentPolicy`](crate::policy::IncidentPolicy). What a file leaves out is as in the default policy.
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
    pub hold_reasons: BTreeMap<String, DraftHoldRule>,
    /// Resolution codes besides the well-known ones.
    pub resolution_codes: BTreeSet<String>,
    /// For each command, the fields it must have, and the facts (as `record.…`) the record must have.
    ///
    /// What a file says of a command replaces what the default says of it, an empty list lifts it,
    /// and the default stands for commands that the file does not name.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "write_demands", deserialize_with = "read_demands")
    )]
    pub demands: BTreeMap<String, BTreeSet<String>>,
    /// For each command, the states in which it is forbidden although the lifecycle allows it.
    pub forbidden: BTreeMap<String, BTreeSet<String>>,
    /// For each command, the roles of which the actor must have one.
    ///
    /// What a file says of a command replaces what the default says of it, an empty list lifts it,
    /// and the default stands for commands that the file does not name.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "write_roles", deserialize_with = "read_roles")
    )]
    pub roles: BTreeMap<String, BTreeSet<String>>,
    /// For each command, the roles of which a second person, who approves, must have one.
    pub approvals: BTreeMap<String, BTreeSet<String>>,
    /// How long after resolution an incident closes by itself; `None` or zero: never. Left out of a
    /// file: five days.
    pub auto_close: Option<Seconds>,
    /// From when that is counted.
    pub auto_close_basis: AutoCloseBasis,
    /// How long after resolution an incident can be reopened; `None`: until it is closed. Left out of
    /// a file: five days.
    pub reopen_window: Option<Seconds>,
    /// For each state, its sub-statuses.
    pub sub_statuses: BTreeMap<String, BTreeSet<String>>,
    /// Custom attributes.
    pub attributes: BTreeMap<String, AttributeDefinition>,
    /// What becomes of open tasks when the incident is closed.
    pub tasks_on_close: OpenTasks,
    /// What becomes of open tasks when the incident is canceled.
    pub tasks_on_cancel: OpenTasks,
    /// What becomes of an incident that is closed while its children are open.
    pub children_on_close: OpenChildren,
    /// What becomes of an incident when the last of its children ends.
    pub after_last_child: AfterLastChild,
    /// Major incidents.
    pub major: DraftMajorRules,
    /// The satisfaction survey.
    pub survey: SurveyRules,
    /// Alerts of monitoring.
    pub alerts: AlertRules,
    /// Models: the first whose condition an incident meets is suggested for it.
    pub models: DraftRuleTable<Model>,
    /// Automatic assignment: the first rule that matches says who gets an incident.
    pub assignment: DraftRuleTable<AssignTo>,
    /// Escalation by age and by inactivity: every rule that matches counts.
    pub escalations: DraftRuleTable<TimedEscalation>,
    /// Progress communication: for each audience, the first rule that matches counts.
    pub communication: DraftRuleTable<Cadence>,
}

/// The raw form of a [`HoldRule`](crate::policy::HoldRule). What it leaves out is as
/// [`HoldRule::of`](crate::policy::HoldRule::of) the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftHoldRule {
    /// Whether the requester must be told something.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub comment_required: Option<bool>,
    /// Whether the children of a parent on hold for this reason wait with it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub cascades: Option<bool>,
    /// How long the desk waits before it goes on.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub time_out: Option<Seconds>,
    /// How often whoever is waited for is reminded.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub remind_every: Option<Seconds>,
    /// After how many reminders an unanswered incident is resolved.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub resolve_after: Option<u32>,
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
    /// How long after its resolution a major incident is to be reviewed; `None` or zero: not at
    /// all. Left out of a file: ten days.
    pub review_within: Option<Seconds>,
    /// What becomes of a major incident that is closed before its review.
    pub review_on_close: ReviewOnClose,
}

impl Default for DraftMajorRules {
    fn default() -> Self {
        Self {
            roles: set(&["major_incident_manager"]),
            promotion: Promotion::SameRecord,
            triggers: trigger::examples(trigger::SHIPPED_PRIORITY),
            review_within: Some(Seconds::days(10)),
            review_on_close: ReviewOnClose::Flag,
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
            demands: default_demands(),
            forbidden: BTreeMap::new(),
            roles: default_roles(),
            approvals: BTreeMap::new(),
            auto_close: Some(Seconds::days(5)),
            auto_close_basis: AutoCloseBasis::Resolution,
            reopen_window: Some(Seconds::days(5)),
            sub_statuses: BTreeMap::new(),
            attributes: BTreeMap::new(),
            tasks_on_close: OpenTasks::End,
            tasks_on_cancel: OpenTasks::End,
            children_on_close: OpenChildren::Leave,
            after_last_child: AfterLastChild::Leave,
            major: DraftMajorRules::default(),
            survey: SurveyRules::default(),
            alerts: AlertRules::default(),
            models: DraftRuleTable::default(),
            assignment: DraftRuleTable::default(),
            escalations: DraftRuleTable::default(),
            communication: DraftRuleTable::default(),
        }
    }
}

fn set(items: &[&str]) -> BTreeSet<String> {
    items.iter().copied().map(String::from).collect()
}

fn default_demands() -> BTreeMap<String, BTreeSet<String>> {
    [
        ("prioritize", set(&["note"])),
        ("resolve", set(&["notes"])),
        ("close", set(&["confirmed_by"])),
        ("reopen", set(&["reason"])),
    ]
    .map(|(command, facts)| (command.into(), facts))
    .into()
}

fn default_roles() -> BTreeMap<String, BTreeSet<String>> {
    ["correct", "redact"]
        .map(|command| {
            let roles = set(&["incident_manager", "practice_manager", "process_owner"]);
            (command.into(), roles)
        })
        .into()
}

#[cfg(feature = "serde")]
use by_command::{read_demands, read_roles, write_demands, write_roles};

/// Tables by command in a file: they say how they differ from the default, command by command.
#[cfg(feature = "serde")]
mod by_command {
    use super::{BTreeMap, BTreeSet, String, default_demands, default_roles};
    use serde::{Deserialize, Deserializer, Serializer};

    type Table = BTreeMap<String, BTreeSet<String>>;

    /// An empty list lifts what the default says. Of other commands it stays, to be refused where it
    /// means nothing.
    fn read<'de, D: Deserializer<'de>>(file: D, mut table: Table) -> Result<Table, D::Error> {
        for (command, said) in Table::deserialize(file)? {
            let usual = table.remove(&command);
            if usual.is_none() || !said.is_empty() {
                table.insert(command, said);
            }
        }
        Ok(table)
    }

    /// What is lifted is written as an empty list, or the default would come back.
    fn write<S: Serializer>(table: &Table, usual: Table, file: S) -> Result<S::Ok, S::Error> {
        let mut written = usual;
        for said in written.values_mut() {
            said.clear();
        }
        for (command, said) in table {
            written.insert(command.clone(), said.clone());
        }
        file.collect_map(written)
    }

    pub(super) fn read_demands<'de, D: Deserializer<'de>>(file: D) -> Result<Table, D::Error> {
        read(file, default_demands())
    }

    pub(super) fn read_roles<'de, D: Deserializer<'de>>(file: D) -> Result<Table, D::Error> {
        read(file, default_roles())
    }

    pub(super) fn write_demands<S: Serializer>(table: &Table, file: S) -> Result<S::Ok, S::Error> {
        write(table, default_demands(), file)
    }

    pub(super) fn write_roles<S: Serializer>(table: &Table, file: S) -> Result<S::Ok, S::Error> {
        write(table, default_roles(), file)
    }
}
