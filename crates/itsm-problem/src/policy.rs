//! The policy: the rules of problem management, as an immutable value with a name and a version.
//!
//! It is built from a [`DraftProblemPolicy`], which reports everything that is wrong at once; a
//! policy that exists is valid. It narrows the lifecycle and never widens it.

use crate::command::ProblemCommandKind;
use crate::compile::compile;
use crate::draft::{DraftProblemPolicy, Verification};
use crate::ending::RiskEnd;
use crate::known_error::KnownErrorGate;
use crate::lifecycle::LIFECYCLE;
use crate::major::ReviewOnClose;
use crate::model::ProblemModel;
use crate::risk::{PriorityBasis, RiskRules};
use crate::state::ProblemStage;
use crate::task::OpenTasks;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::matrix::PriorityMatrix;
use itsm_core::policy::PolicyRef;
use itsm_core::text::{Code, Label};
use itsm_core::time::Seconds;

/// What a policy says of one command.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct CommandRules {
    pub(crate) forbidden: BTreeSet<ProblemStage>,
    pub(crate) roles: Vec<Role>,
}

/// The rules of problem management. A policy that exists is valid, and never changes.
///
/// ```
/// use itsm_problem::draft::DraftProblemPolicy;
/// use itsm_problem::policy::ProblemPolicy;
/// use itsm_problem::state::ProblemStage;
///
/// // What another tool calls "Open", and "Pending change", is said in its words.
/// let mut draft = DraftProblemPolicy { id: "porto".into(), version: 3, ..DraftProblemPolicy::default() };
/// draft.labels.insert(ProblemStage::FixInProgress, "Pending change".into());
/// let policy = ProblemPolicy::try_from(draft)?;
/// assert_eq!(policy.of().to_string(), "porto v3");
/// assert_eq!(policy.label(ProblemStage::FixInProgress), "Pending change");
/// assert_eq!(policy.label(ProblemStage::New), "new");
/// # Ok::<(), itsm_core::fault::Faults>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(into = "DraftProblemPolicy", try_from = "DraftProblemPolicy")
)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(with = "DraftProblemPolicy")
)]
pub struct ProblemPolicy {
    pub(crate) of: PolicyRef,
    pub(crate) labels: BTreeMap<ProblemStage, Label>,
    pub(crate) matrix: PriorityMatrix,
    pub(crate) risk: RiskRules,
    pub(crate) risk_authorities: Vec<Role>,
    pub(crate) models: BTreeMap<Code, ProblemModel>,
    pub(crate) commands: Vec<CommandRules>,
    pub(crate) draft: Box<DraftProblemPolicy>,
}

impl ProblemPolicy {
    /// Its name and version, as stamped on every record it decides on.
    pub const fn of(&self) -> &PolicyRef {
        &self.of
    }

    /// What people call a state: what the policy says, or else its name.
    pub fn label(&self, stage: ProblemStage) -> &str {
        self.labels
            .get(&stage)
            .map_or(stage.as_str(), Label::as_str)
    }

    /// The matrix that turns impact and urgency into a priority.
    pub const fn matrix(&self) -> &PriorityMatrix {
        &self.matrix
    }

    /// From what the priority of a problem is taken.
    pub const fn priority_by(&self) -> PriorityBasis {
        self.draft.priority_by
    }

    /// The levels of probability, the most probable first.
    pub fn probabilities(&self) -> impl Iterator<Item = &Label> {
        self.risk.probabilities.iter().map(|(label, _)| label)
    }

    /// In how long a time the incidents of a risk are counted.
    pub const fn risk_per(&self) -> Seconds {
        self.risk.per
    }

    /// The roles with the authority to accept a risk.
    pub fn risk_authorities(&self) -> &[Role] {
        &self.risk_authorities
    }

    /// Where a problem goes whose risk is accepted.
    pub const fn risk_ends(&self) -> RiskEnd {
        self.draft.risk_acceptance.ends
    }

    /// For how long a state bears that nothing happens; `None`: for ever.
    pub fn inactivity(&self, stage: ProblemStage) -> Option<Seconds> {
        self.draft.inactivity.get(&stage).copied()
    }

    /// What a problem needs before a known error is declared.
    pub const fn known_error_gate(&self) -> KnownErrorGate {
        self.draft.known_error_gate
    }

    /// How often a known error is reviewed; `None`: never.
    pub fn known_error_review(&self) -> Option<Seconds> {
        Some(self.draft.known_error_review).filter(|it| it.0 > 0)
    }

    /// Whether a strategy that leaves the cause where it is needs its debt written down.
    pub const fn debt_required(&self) -> bool {
        self.draft.debt_required
    }

    /// Whether a fix that alters a service goes through a change.
    pub const fn change_for_services(&self) -> bool {
        self.draft.change_for_services
    }

    /// How a fix is verified.
    pub const fn verification(&self) -> Verification {
        self.draft.verification
    }

    /// What becomes of the open tasks when a problem is closed.
    pub const fn tasks_on_close(&self) -> OpenTasks {
        self.draft.tasks_on_close
    }

    /// Whether a closed problem takes new tasks.
    pub const fn tasks_when_closed(&self) -> bool {
        self.draft.tasks_when_closed
    }

    /// How long after the resolution the review of a major problem is due; `None`: never.
    pub fn review_within(&self) -> Option<Seconds> {
        Some(self.draft.major.review_within).filter(|it| it.0 > 0)
    }

    /// What becomes of a major problem that is to be closed before its review.
    pub const fn review_on_close(&self) -> ReviewOnClose {
        self.draft.major.review_on_close
    }

    /// A model by its name.
    pub fn model(&self, name: &Code) -> Option<&ProblemModel> {
        self.models.get(name)
    }

    /// The models, in the order of their names.
    pub fn models(&self) -> impl Iterator<Item = (&Code, &ProblemModel)> {
        self.models.iter()
    }

    /// Whether it forbids a command in a state, though the lifecycle allows it.
    pub fn forbids(&self, stage: ProblemStage, command: ProblemCommandKind) -> bool {
        self.rules(command)
            .is_some_and(|it| it.forbidden.contains(&stage))
    }

    /// Whether a command is allowed in a state, by the lifecycle and by this policy.
    pub fn allows(&self, stage: ProblemStage, command: ProblemCommandKind) -> bool {
        LIFECYCLE.allows(stage, command) && !self.forbids(stage, command)
    }

    /// The raw form it was made from.
    pub fn draft(&self) -> &DraftProblemPolicy {
        &self.draft
    }

    pub(crate) fn rules(&self, command: ProblemCommandKind) -> Option<&CommandRules> {
        self.commands.get(command.index())
    }
}

impl Default for ProblemPolicy {
    /// The policy of [`DraftProblemPolicy::default`].
    fn default() -> Self {
        compile(DraftProblemPolicy::default()).0
    }
}

impl From<ProblemPolicy> for DraftProblemPolicy {
    fn from(policy: ProblemPolicy) -> Self {
        *policy.draft
    }
}
