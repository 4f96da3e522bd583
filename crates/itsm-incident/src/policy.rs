//! The policy: the desk's own rules, as an immutable value with a name and a version.
//!
//! A policy narrows the lifecycle, chooses the scales and the matrix, and adds reasons, codes,
//! sub-statuses and attributes of its own. It is built from a
//! [`DraftIncidentPolicy`], which reports everything that is
//! wrong at once; a policy that exists is valid.

use crate::alert::AlertRules;
use crate::assignment::AssignTo;
use crate::attribute::AttributeDefinition;
use crate::children::{AfterLastChild, OpenChildren};
use crate::command::IncidentCommandKind;
use crate::communication::Cadence;
use crate::compile::compile;
use crate::draft::DraftIncidentPolicy;
use crate::escalation::TimedEscalation;
use crate::major::Promotion;
use crate::model::Model;
use crate::profile::Category;
use crate::resolution::ResolutionCode;
use crate::review::ReviewOnClose;
use crate::state::{HoldReason, IncidentStage};
use crate::survey::SurveyRules;
use crate::task::OpenTasks;
use crate::trigger::Trigger;
use crate::vocabulary::IncidentAttribute;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::matrix::PriorityMatrix;
use itsm_core::plain_enum;
use itsm_core::policy::PolicyRef;
use itsm_core::rule_table::RuleTable;
use itsm_core::text::{Code, Label};
use itsm_core::time::Seconds;

plain_enum! {
    /// From when the time until closing by itself is counted.
    pub enum AutoCloseBasis {
        /// From the resolution. Nothing extends it.
        Resolution = "resolution",
        /// From the last event, whatever it is. Every update extends it.
        LastUpdate = "last_update",
    }
}

plain_enum! {
    /// A fact of the record that a policy can demand before a command, as `record.service` and so on.
    pub enum RecordFact {
        /// Somebody took notice.
        Acknowledgement = "acknowledgement",
        /// Who suffers from it.
        Affected = "affected",
        /// Somebody who is affected, or how many are.
        AffectedUsers = "affected_users",
        /// A person works on it.
        Assignee = "assignee",
        /// Its category.
        Category = "category",
        /// At least one configuration item.
        Ci = "ci",
        /// No task is open.
        CompletedTasks = "completed_tasks",
        /// A description.
        Description = "description",
        /// A group works on it.
        Group = "group",
        /// It is handled by a model.
        Model = "model",
        /// The accountable person.
        Owner = "owner",
        /// Who reported it.
        Reporter = "reporter",
        /// It was reviewed.
        Review = "review",
        /// The service.
        Service = "service",
    }
}

/// How the desk waits for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldRule {
    /// Whether the requester must be told something.
    pub comment_required: bool,
    /// Whether the children of a parent on hold for this reason wait with it.
    pub cascades: bool,
    /// How long the desk waits before it goes on.
    pub time_out: Option<Seconds>,
    /// How often whoever is waited for is reminded.
    pub remind_every: Option<Seconds>,
    /// After how many reminders an unanswered incident is resolved, when the next would be due;
    /// `None`: never.
    pub resolve_after: Option<u32>,
}

impl HoldRule {
    /// The rule of the default policy: waiting for a caller needs a comment and stays with the
    /// parent, waiting for anything else cascades.
    pub fn of(reason: &HoldReason) -> Self {
        let caller = *reason == HoldReason::AWAITING_CALLER;
        Self {
            comment_required: caller,
            cascades: !caller,
            time_out: None,
            remind_every: None,
            resolve_after: None,
        }
    }
}

/// When an incident closes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AutoClose {
    /// After how long.
    pub after: Seconds,
    /// Counted from when.
    pub basis: AutoCloseBasis,
}

/// What a policy says of one command.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct CommandRules {
    pub(crate) forbidden: Vec<IncidentStage>,
    pub(crate) fields: Vec<usize>,
    pub(crate) record: Vec<RecordFact>,
    pub(crate) roles: Vec<Role>,
    pub(crate) approvals: Vec<Role>,
}

/// What a policy says of major incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MajorRules {
    pub(crate) roles: Vec<Role>,
    pub(crate) promotion: Promotion,
    pub(crate) triggers: RuleTable<IncidentAttribute, Trigger>,
    pub(crate) review_within: Option<Seconds>,
    pub(crate) review_on_close: ReviewOnClose,
}

/// The desk's rules for incidents. A policy that exists is valid, and never changes.
///
/// ```
/// use itsm_core::time::Seconds;
/// use itsm_incident::draft::DraftIncidentPolicy;
/// use itsm_incident::policy::IncidentPolicy;
///
/// let policy = IncidentPolicy::try_from(DraftIncidentPolicy {
///     id: "porto-desk".into(),
///     version: 3,
///     auto_close: Some(Seconds::days(2)),
///     ..DraftIncidentPolicy::default()
/// })?;
/// assert_eq!(policy.of().to_string(), "porto-desk v3");
/// # Ok::<(), itsm_core::fault::Faults>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(into = "DraftIncidentPolicy", try_from = "DraftIncidentPolicy")
)]
pub struct IncidentPolicy {
    pub(crate) of: PolicyRef,
    pub(crate) matrix: PriorityMatrix,
    pub(crate) priority_override: bool,
    pub(crate) categories: BTreeMap<Label, BTreeSet<Label>>,
    pub(crate) registration: Vec<usize>,
    pub(crate) hold_reasons: BTreeMap<HoldReason, HoldRule>,
    pub(crate) resolution_codes: BTreeSet<ResolutionCode>,
    pub(crate) commands: Vec<CommandRules>,
    pub(crate) auto_close: Option<AutoClose>,
    pub(crate) reopen_window: Option<Seconds>,
    pub(crate) sub_statuses: BTreeMap<IncidentStage, BTreeSet<Label>>,
    pub(crate) attributes: BTreeMap<Code, AttributeDefinition>,
    pub(crate) tasks_on_close: OpenTasks,
    pub(crate) tasks_on_cancel: OpenTasks,
    pub(crate) children_on_close: OpenChildren,
    pub(crate) after_last_child: AfterLastChild,
    pub(crate) major: MajorRules,
    pub(crate) survey: SurveyRules,
    pub(crate) alerts: AlertRules,
    pub(crate) models: RuleTable<IncidentAttribute, Model>,
    pub(crate) assignment: RuleTable<IncidentAttribute, AssignTo>,
    pub(crate) escalations: RuleTable<IncidentAttribute, TimedEscalation>,
    pub(crate) communication: RuleTable<IncidentAttribute, Cadence>,
    pub(crate) draft: Box<DraftIncidentPolicy>,
}

impl IncidentPolicy {
    /// Its name and version, as stamped on every record it decides on.
    pub const fn of(&self) -> &PolicyRef {
        &self.of
    }

    /// The scales and the matrix.
    pub const fn matrix(&self) -> &PriorityMatrix {
        &self.matrix
    }

    /// How the desk waits for a reason; `None` if it is not one of its reasons.
    pub fn hold_rule(&self, reason: &HoldReason) -> Option<HoldRule> {
        self.hold_reasons.get(reason).copied()
    }

    /// The reasons for waiting, in the order of their codes.
    pub fn hold_reasons(&self) -> impl Iterator<Item = (&HoldReason, HoldRule)> {
        self.hold_reasons
            .iter()
            .map(|(reason, rule)| (reason, *rule))
    }

    /// Whether incidents may be resolved with this code.
    pub fn has_resolution_code(&self, code: &ResolutionCode) -> bool {
        self.resolution_codes.contains(code)
    }

    /// When incidents close by themselves; `None`: never.
    pub const fn auto_close(&self) -> Option<AutoClose> {
        self.auto_close
    }

    /// How long after resolution an incident can be reopened; `None`: until it is closed.
    pub const fn reopen_window(&self) -> Option<Seconds> {
        self.reopen_window
    }

    /// The custom attributes, in the order of their names.
    pub fn attributes(&self) -> impl Iterator<Item = (&Code, &AttributeDefinition)> {
        self.attributes.iter()
    }

    /// The sub-statuses of a state, in alphabetical order.
    pub fn sub_statuses(&self, stage: IncidentStage) -> impl Iterator<Item = &Label> {
        self.sub_statuses.get(&stage).into_iter().flatten()
    }

    /// What becomes of an incident that is closed while its children are open.
    pub const fn children_on_close(&self) -> OpenChildren {
        self.children_on_close
    }

    /// What becomes of an incident when the last of its children ends.
    pub const fn after_last_child(&self) -> AfterLastChild {
        self.after_last_child
    }

    /// What becomes of a candidate that is accepted as a major incident.
    pub const fn promotion(&self) -> Promotion {
        self.major.promotion
    }

    /// The rules that propose candidates for major incidents.
    pub const fn triggers(&self) -> &RuleTable<IncidentAttribute, Trigger> {
        &self.major.triggers
    }

    /// How long after its resolution a major incident is to be reviewed; `None`: not at all.
    pub const fn review_within(&self) -> Option<Seconds> {
        self.major.review_within
    }

    /// What becomes of a major incident that is closed before its review.
    pub const fn review_on_close(&self) -> ReviewOnClose {
        self.major.review_on_close
    }

    /// How the desk asks for satisfaction.
    pub const fn survey(&self) -> SurveyRules {
        self.survey
    }

    /// What becomes of alerts.
    pub const fn alerts(&self) -> AlertRules {
        self.alerts
    }

    /// The models, each under its criteria.
    pub const fn models(&self) -> &RuleTable<IncidentAttribute, Model> {
        &self.models
    }

    /// The rules of automatic assignment.
    pub const fn assignment(&self) -> &RuleTable<IncidentAttribute, AssignTo> {
        &self.assignment
    }

    /// The rules of escalation by time. Each counts, not only the first that matches.
    pub const fn escalations(&self) -> &RuleTable<IncidentAttribute, TimedEscalation> {
        &self.escalations
    }

    /// The plan of progress communication. For each audience, the first rule that matches counts.
    pub const fn communication(&self) -> &RuleTable<IncidentAttribute, Cadence> {
        &self.communication
    }

    /// Whether a category is one of the scheme. Without a scheme, every category is.
    pub fn has_category(&self, category: &Category) -> bool {
        if self.categories.is_empty() {
            return true;
        }
        let Some(subcategories) = self.categories.get(&category.category) else {
            return false;
        };
        category
            .subcategory
            .as_ref()
            .is_none_or(|subcategory| subcategories.contains(subcategory))
    }

    /// Whether the policy forbids a command in a state, although the lifecycle allows it.
    pub fn forbids(&self, stage: IncidentStage, command: IncidentCommandKind) -> bool {
        self.rules(command)
            .is_some_and(|rules| rules.forbidden.contains(&stage))
    }

    /// The raw form it was made from.
    pub fn draft(&self) -> &DraftIncidentPolicy {
        &self.draft
    }

    pub(crate) fn rules(&self, command: IncidentCommandKind) -> Option<&CommandRules> {
        self.commands.get(command.index())
    }
}

impl Default for IncidentPolicy {
    /// The policy of [`DraftIncidentPolicy::default`].
    fn default() -> Self {
        compile(DraftIncidentPolicy::default()).0
    }
}

impl From<IncidentPolicy> for DraftIncidentPolicy {
    fn from(policy: IncidentPolicy) -> Self {
        *policy.draft
    }
}
