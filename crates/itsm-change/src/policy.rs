//! The policy: the rules of change enablement, as an immutable value with a name and a version.
//!
//! It is built from a [`DraftChangePolicy`], which reports everything that is wrong at once; a
//! policy that exists is valid. It narrows the lifecycle and never widens it.

use crate::approval::{ApprovalRule, OnRejection};
use crate::command::ChangeCommandKind;
use crate::compile::compile;
use crate::draft::{ChangeTimes, DraftChangePolicy};
use crate::emergency::EmergencyCriterion;
use crate::lifecycle::LIFECYCLE;
use crate::model::ChangeModel;
use crate::risk::RiskPolicy;
use crate::state::ChangeStage;
use crate::template::ChangeTemplate;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::custom::AttributeDefinition;
use itsm_core::policy::PolicyRef;
use itsm_core::text::{Code, Label};

/// What a policy says of one command.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct CommandRules {
    pub(crate) forbidden: BTreeSet<ChangeStage>,
    pub(crate) roles: Vec<Role>,
}

/// The rules of change enablement. A policy that exists is valid, and never changes.
///
/// ```
/// use itsm_change::draft::DraftChangePolicy;
/// use itsm_change::policy::ChangePolicy;
/// use itsm_change::state::ChangeStage;
///
/// // What another tool calls "Planned" is said in its words.
/// let mut draft = DraftChangePolicy { id: "porto".into(), version: 3, ..DraftChangePolicy::default() };
/// draft.labels.insert(ChangeStage::Scheduled, "Planned".into());
/// let policy = ChangePolicy::try_from(draft)?;
/// assert_eq!(policy.of().to_string(), "porto v3");
/// assert_eq!(policy.label(ChangeStage::Scheduled), "Planned");
/// assert_eq!(policy.label(ChangeStage::New), "new");
/// # Ok::<(), itsm_core::fault::Faults>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(into = "DraftChangePolicy", try_from = "DraftChangePolicy")
)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(with = "DraftChangePolicy")
)]
pub struct ChangePolicy {
    pub(crate) of: PolicyRef,
    pub(crate) labels: BTreeMap<ChangeStage, Label>,
    pub(crate) models: BTreeMap<Code, ChangeModel>,
    pub(crate) templates: BTreeMap<Code, ChangeTemplate>,
    pub(crate) approvals: BTreeMap<Code, ApprovalRule>,
    pub(crate) risk: RiskPolicy,
    pub(crate) emergencies: BTreeSet<EmergencyCriterion>,
    pub(crate) attributes: BTreeMap<Code, AttributeDefinition>,
    pub(crate) commands: Vec<CommandRules>,
    pub(crate) draft: Box<DraftChangePolicy>,
}

impl ChangePolicy {
    /// Its name and version, as stamped on every record it decides on.
    pub const fn of(&self) -> &PolicyRef {
        &self.of
    }

    /// What people call a state: what the policy says, or else its name.
    pub fn label(&self, stage: ChangeStage) -> &str {
        self.labels
            .get(&stage)
            .map_or(stage.as_str(), Label::as_str)
    }

    /// A model by its name.
    pub fn model(&self, name: &Code) -> Option<&ChangeModel> {
        self.models.get(name)
    }

    /// The models, in the order of their names.
    pub fn models(&self) -> impl Iterator<Item = (&Code, &ChangeModel)> {
        self.models.iter()
    }

    /// A template by its name.
    pub fn template(&self, name: &Code) -> Option<&ChangeTemplate> {
        self.templates.get(name)
    }

    /// The templates, in the order of their names.
    pub fn templates(&self) -> impl Iterator<Item = (&Code, &ChangeTemplate)> {
        self.templates.iter()
    }

    /// An approval rule by its name.
    pub fn approval(&self, name: &Code) -> Option<&ApprovalRule> {
        self.approvals.get(name)
    }

    /// The approval rules, in the order of their names.
    pub fn approvals(&self) -> impl Iterator<Item = (&Code, &ApprovalRule)> {
        self.approvals.iter()
    }

    /// How risk is found.
    pub const fn risk(&self) -> &RiskPolicy {
        &self.risk
    }

    /// Whether something makes an emergency.
    pub fn is_emergency(&self, criterion: &EmergencyCriterion) -> bool {
        self.emergencies.contains(criterion)
    }

    /// What makes an emergency.
    pub fn emergencies(&self) -> impl Iterator<Item = &EmergencyCriterion> {
        self.emergencies.iter()
    }

    /// A custom attribute by its name.
    pub fn attribute(&self, name: &Code) -> Option<&AttributeDefinition> {
        self.attributes.get(name)
    }

    /// The custom attributes, in the order of their names.
    pub fn attributes(&self) -> impl Iterator<Item = (&Code, &AttributeDefinition)> {
        self.attributes.iter()
    }

    /// What becomes of a change that is rejected.
    pub const fn on_rejection(&self) -> OnRejection {
        self.draft.on_rejection
    }

    /// How much time there is for what people owe a change.
    pub const fn times(&self) -> ChangeTimes {
        self.draft.times
    }

    /// Whether it forbids a command in a state, though the lifecycle allows it.
    pub fn forbids(&self, stage: ChangeStage, command: ChangeCommandKind) -> bool {
        self.rules(command)
            .is_some_and(|it| it.forbidden.contains(&stage))
    }

    /// Whether a command is allowed in a state, by the lifecycle and by this policy.
    pub fn allows(&self, stage: ChangeStage, command: ChangeCommandKind) -> bool {
        LIFECYCLE.allows(stage, command) && !self.forbids(stage, command)
    }

    /// The raw form it was made from.
    pub fn draft(&self) -> &DraftChangePolicy {
        &self.draft
    }

    pub(crate) fn rules(&self, command: ChangeCommandKind) -> Option<&CommandRules> {
        self.commands.get(command.index())
    }
}

impl Default for ChangePolicy {
    /// The policy of [`DraftChangePolicy::default`].
    fn default() -> Self {
        compile(DraftChangePolicy::default()).0
    }
}

impl From<ChangePolicy> for DraftChangePolicy {
    fn from(policy: ChangePolicy) -> Self {
        *policy.draft
    }
}
