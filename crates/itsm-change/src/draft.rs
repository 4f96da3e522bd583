//! The raw form of a policy, as it stands in a file.

use crate::approval::{ApprovalRule, OnRejection};
use crate::defaults;
use crate::model::ChangeModel;
use crate::risk::DraftRiskPolicy;
use crate::state::ChangeStage;
use crate::template::ChangeTemplate;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use itsm_core::custom::AttributeDefinition;
use itsm_core::time::Seconds;

/// The raw form of a [`ChangePolicy`](crate::policy::ChangePolicy). What a file leaves out is as in
/// the default policy.
///
/// ```
/// use itsm_change::draft::DraftChangePolicy;
/// use itsm_change::policy::ChangePolicy;
///
/// let mut draft = DraftChangePolicy::default();
/// draft.emergencies.insert("late".into());
/// let faults = ChangePolicy::try_from(draft).unwrap_err();
/// let fault = faults.iter().next().unwrap();
/// assert_eq!(fault.path, "emergencies.late");
/// assert_eq!(fault.message, "that somebody was late makes no emergency");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftChangePolicy {
    /// Which policy it is: a code.
    pub id: String,
    /// Which version of it, from 1.
    pub version: u32,
    /// What people call the states, where that is not their name: `scheduled`: `Planned`.
    pub labels: BTreeMap<ChangeStage, String>,
    /// The models, by their names. A change that names none is of the one that is called like its
    /// type.
    pub models: BTreeMap<String, ChangeModel>,
    /// The templates of standard changes, by their names.
    pub templates: BTreeMap<String, ChangeTemplate>,
    /// Who authorizes changes: the approval rules, by their names.
    pub approvals: BTreeMap<String, ApprovalRule>,
    /// How risk is found: levels, rules, questions and a table.
    pub risk: DraftRiskPolicy,
    /// What makes an emergency.
    pub emergencies: BTreeSet<String>,
    /// Custom attributes, by their names.
    pub attributes: BTreeMap<String, AttributeDefinition>,
    /// What becomes of a change that is rejected.
    pub on_rejection: OnRejection,
    /// How much time there is for what people owe a change.
    pub times: ChangeTimes,
    /// For each command, the states in which it is forbidden although the lifecycle allows it.
    pub forbidden: BTreeMap<String, BTreeSet<ChangeStage>>,
    /// For each command, the roles of which the actor must have one.
    ///
    /// What a file says of a command replaces what the default says of it, an empty list lifts it,
    /// and the default stands for commands that the file does not name.
    #[cfg_attr(
        feature = "serde",
        serde(
            serialize_with = "by_command::write",
            deserialize_with = "by_command::read"
        )
    )]
    pub roles: BTreeMap<String, BTreeSet<String>>,
}

/// How much time there is for what people owe a change. Zero: no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ChangeTimes {
    /// For an answer of those who are asked.
    pub approval: Seconds,
    /// From the planned start until it is begun.
    pub start: Seconds,
    /// From the time at which it was made until the documents are there that were put off.
    pub paperwork: Seconds,
    /// From the time at which it was made until its review.
    pub review: Seconds,
}

impl Default for ChangeTimes {
    /// Three days for approval, an hour for the start, two days for paperwork, ten for the review.
    fn default() -> Self {
        Self {
            approval: Seconds::days(3),
            start: Seconds::hours(1),
            paperwork: Seconds::days(2),
            review: Seconds::days(10),
        }
    }
}

impl Default for DraftChangePolicy {
    /// The policy that the library ships: a model for each type, one approval of somebody with the
    /// authority, no template, and emergencies for what is down, about to fail, or open to attackers.
    fn default() -> Self {
        Self {
            id: "default".into(),
            version: 1,
            labels: BTreeMap::new(),
            models: defaults::models(),
            templates: BTreeMap::new(),
            approvals: defaults::approvals(),
            risk: DraftRiskPolicy::default(),
            emergencies: defaults::emergencies(),
            attributes: BTreeMap::new(),
            on_rejection: OnRejection::Rework,
            times: ChangeTimes::default(),
            forbidden: BTreeMap::new(),
            roles: defaults::roles(),
        }
    }
}

/// A table by command in a file: it says how it differs from the default, command by command.
#[cfg(feature = "serde")]
mod by_command {
    use super::{BTreeMap, BTreeSet, String, defaults};
    use serde::{Deserialize, Deserializer, Serializer};

    type Table = BTreeMap<String, BTreeSet<String>>;

    /// An empty list lifts what the default says. Of other commands it stays, to be refused where it
    /// means nothing.
    pub(super) fn read<'de, D: Deserializer<'de>>(file: D) -> Result<Table, D::Error> {
        let mut table = defaults::roles();
        for (command, said) in Table::deserialize(file)? {
            let usual = table.remove(&command);
            if usual.is_none() || !said.is_empty() {
                table.insert(command, said);
            }
        }
        Ok(table)
    }

    /// What is lifted is written as an empty list, or the default would come back.
    pub(super) fn write<S: Serializer>(table: &Table, file: S) -> Result<S::Ok, S::Error> {
        let mut written = defaults::roles();
        for said in written.values_mut() {
            said.clear();
        }
        for (command, said) in table {
            written.insert(command.clone(), said.clone());
        }
        file.collect_map(written)
    }
}
