//! The raw form of a policy, as it stands in a file.

use crate::ending::RiskEnd;
use crate::known_error::KnownErrorGate;
use crate::major::ReviewOnClose;
use crate::model::ProblemModel;
use crate::risk::PriorityBasis;
use crate::state::ProblemStage;
use crate::task::OpenTasks;
use crate::workaround::WorkaroundQuality;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::matrix::DraftMatrix;
use itsm_core::time::Seconds;

/// The raw form of a [`ProblemPolicy`](crate::policy::ProblemPolicy). What a file leaves out is as
/// in the default policy.
///
/// ```
/// use itsm_problem::draft::DraftProblemPolicy;
/// use itsm_problem::policy::ProblemPolicy;
///
/// let mut draft = DraftProblemPolicy::default();
/// draft.risk.impacts.remove("Low");
/// let faults = ProblemPolicy::try_from(draft).unwrap_err();
/// let fault = faults.iter().next().unwrap();
/// assert_eq!(fault.path, "risk.impacts.Low");
/// assert_eq!(fault.message, "impact `Low` of the matrix has no points");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftProblemPolicy {
    /// Which policy it is: a code.
    pub id: String,
    /// Which version of it, from 1.
    pub version: u32,
    /// What people call the states, where that is not their name: `assess`: `Open`.
    pub labels: BTreeMap<ProblemStage, String>,
    /// The matrix that turns impact and urgency into a priority.
    pub matrix: DraftMatrix,
    /// From what the priority of a problem is taken.
    pub priority_by: PriorityBasis,
    /// How risk is weighed.
    pub risk: DraftRisk,
    /// Who may accept a risk, and what becomes of the problem.
    pub risk_acceptance: DraftRiskAcceptance,
    /// For how long each open state bears that nothing happens. A state that is left out bears it
    /// for ever.
    pub inactivity: BTreeMap<ProblemStage, Seconds>,
    /// What a problem needs before a known error is declared.
    pub known_error_gate: KnownErrorGate,
    /// How often a known error is reviewed; zero: never.
    pub known_error_review: Seconds,
    /// Whether a strategy that leaves the cause where it is needs its debt written down.
    pub debt_required: bool,
    /// Whether a fix that alters a service goes through a change.
    pub change_for_services: bool,
    /// How a fix is verified.
    pub verification: Verification,
    /// What becomes of the open tasks when a problem is closed.
    pub tasks_on_close: OpenTasks,
    /// Whether a closed problem takes new tasks.
    pub tasks_when_closed: bool,
    /// How major problems are reviewed.
    pub major: DraftMajor,
    /// The models, by their names.
    pub models: BTreeMap<String, ProblemModel>,
    /// For each command, the states in which it is forbidden although the lifecycle allows it.
    pub forbidden: BTreeMap<String, BTreeSet<ProblemStage>>,
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

/// How a fix is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Verification {
    /// Whether a problem is closed only when something shows that its fix works.
    pub required: bool,
    /// How long the windows are that are compared, at least.
    pub window: Seconds,
    /// How long after the fix it is to have been verified. Not less than the window.
    pub within: Seconds,
    /// So many of a hundred incidents may be left.
    pub remaining_percent: u32,
    /// For how long a proactive problem is watched.
    pub monitoring: Seconds,
}

impl Default for Verification {
    /// Four weeks before against four weeks after, of which no more than half may be left; a
    /// proactive problem is watched for four weeks.
    fn default() -> Self {
        Self {
            required: true,
            window: Seconds::days(28),
            within: Seconds::days(35),
            remaining_percent: 50,
            monitoring: Seconds::days(28),
        }
    }
}

/// Who may accept a risk, and what becomes of the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftRiskAcceptance {
    /// The roles with the authority: whoever accepts has one of them.
    pub roles: BTreeSet<String>,
    /// Where the problem goes.
    pub ends: RiskEnd,
}

impl Default for DraftRiskAcceptance {
    /// A problem manager may, or whoever answers for service delivery; the problem is closed.
    fn default() -> Self {
        Self {
            roles: ["problem_manager", "service_delivery_manager"]
                .map(String::from)
                .into(),
            ends: RiskEnd::Closed,
        }
    }
}

/// How major problems are reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftMajor {
    /// How long after the resolution the review is due; zero: never.
    pub review_within: Seconds,
    /// What becomes of one that is to be closed before its review.
    pub review_on_close: ReviewOnClose,
}

impl Default for DraftMajor {
    /// Reviewed within two weeks, and before it is closed.
    fn default() -> Self {
        Self {
            review_within: Seconds::days(14),
            review_on_close: ReviewOnClose::Refuse,
        }
    }
}

/// How risk is weighed: points for how probable it is times points for how bad it would be, and
/// more for what comes often and costs much, and less for a workaround.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftRisk {
    /// The levels of probability with their points, the most probable first.
    pub probabilities: Vec<DraftPoints>,
    /// The points of each impact of the matrix.
    pub impacts: BTreeMap<String, u32>,
    /// In how long a time incidents are counted.
    pub per: Seconds,
    /// The points for so many incidents or more.
    pub frequencies: Vec<DraftStep>,
    /// The currency in which costs are weighed.
    pub currency: String,
    /// The points for so much or more, in the minor unit of the currency.
    pub costs: Vec<DraftStep>,
    /// The points that a workaround takes off.
    pub workarounds: BTreeMap<WorkaroundQuality, u32>,
    /// The priority for so many points or more. One begins at zero.
    pub priorities: Vec<DraftBand>,
}

/// A label and its points.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftPoints {
    /// The label.
    pub label: String,
    /// Its points.
    pub points: u32,
}

/// Points from a value on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftStep {
    /// From this value on.
    pub at_least: u32,
    /// So many points.
    pub points: u32,
}

/// A priority from so many points on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftBand {
    /// From so many points on.
    pub at_least: u32,
    /// This priority of the matrix.
    pub priority: String,
}

impl Default for DraftRisk {
    /// Five probabilities; up to 25 points for probability times impact, up to 8 for frequency and
    /// 6 for cost, up to 5 taken off for a workaround.
    fn default() -> Self {
        let points = |(label, points): (&str, u32)| DraftPoints {
            label: label.into(),
            points,
        };
        let step = |(at_least, points)| DraftStep { at_least, points };
        let band = |(at_least, priority): (u32, &str)| DraftBand {
            at_least,
            priority: priority.into(),
        };
        Self {
            probabilities: [
                ("Almost certain", 5),
                ("Likely", 4),
                ("Possible", 3),
                ("Unlikely", 2),
                ("Rare", 1),
            ]
            .map(points)
            .into(),
            impacts: [("High", 5), ("Medium", 3), ("Low", 1)]
                .map(|(impact, points)| (impact.into(), points))
                .into(),
            per: Seconds::days(30),
            frequencies: [(20, 8), (5, 4), (2, 2)].map(step).into(),
            currency: "EUR".into(),
            costs: [(1_000_000, 6), (100_000, 3)].map(step).into(),
            workarounds: [
                (WorkaroundQuality::Untested, 1),
                (WorkaroundQuality::Tested, 3),
                (WorkaroundQuality::Proven, 5),
            ]
            .into(),
            priorities: [
                (20, "Critical"),
                (14, "High"),
                (8, "Moderate"),
                (3, "Low"),
                (0, "Planning"),
            ]
            .map(band)
            .into(),
        }
    }
}

impl Default for DraftProblemPolicy {
    /// The policy that the library ships: a matrix of three by three, no deadline for a solution,
    /// reminders when nothing happens, a fix that is verified, and a problem manager who may look
    /// for causes again.
    fn default() -> Self {
        Self {
            id: "default".into(),
            version: 1,
            labels: BTreeMap::new(),
            matrix: DraftMatrix::default(),
            priority_by: PriorityBasis::Matrix,
            risk: DraftRisk::default(),
            risk_acceptance: DraftRiskAcceptance::default(),
            inactivity: [
                (ProblemStage::New, Seconds::days(7)),
                (ProblemStage::Assess, Seconds::days(14)),
                (ProblemStage::RootCauseAnalysis, Seconds::days(30)),
                (ProblemStage::FixInProgress, Seconds::days(30)),
            ]
            .into(),
            known_error_gate: KnownErrorGate::Analyzed,
            known_error_review: Seconds::days(90),
            debt_required: true,
            change_for_services: true,
            verification: Verification::default(),
            tasks_on_close: OpenTasks::Cancel,
            tasks_when_closed: false,
            major: DraftMajor::default(),
            models: BTreeMap::new(),
            forbidden: BTreeMap::new(),
            roles: default_roles(),
        }
    }
}

fn default_roles() -> BTreeMap<String, BTreeSet<String>> {
    let set = |roles: &[&str]| roles.iter().map(|it| String::from(*it)).collect();
    [
        ("reanalyze".into(), set(&["problem_manager"])),
        (
            "redact".into(),
            set(&["problem_manager", "practice_manager", "process_owner"]),
        ),
    ]
    .into()
}

/// A table by command in a file: it says how it differs from the default, command by command.
#[cfg(feature = "serde")]
mod by_command {
    use super::{BTreeMap, BTreeSet, String, default_roles};
    use serde::{Deserialize, Deserializer, Serializer};

    type Table = BTreeMap<String, BTreeSet<String>>;

    /// An empty list lifts what the default says. Of other commands it stays, to be refused where it
    /// means nothing.
    pub(super) fn read<'de, D: Deserializer<'de>>(file: D) -> Result<Table, D::Error> {
        let mut table = default_roles();
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
        let mut written = default_roles();
        for said in written.values_mut() {
            said.clear();
        }
        for (command, said) in table {
            written.insert(command.clone(), said.clone());
        }
        file.collect_map(written)
    }
}
