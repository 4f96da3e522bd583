//! The report of a period: what was met and what was missed, what did not count, and how much work
//! there was against how much was agreed.

mod reporter;

pub use reporter::Reporter;

use crate::agreement::Span;
use crate::availability::AvailabilityReport;
use crate::percentage::Percentage;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use chrono::NaiveDate;
use itsm_core::ratio::Ratio;
use itsm_core::text::Code;
use itsm_core::time::Instant;

/// What became of the clocks of one definition in a period.
///
/// Each clock stands in one row. Ended clocks are those that ended within the period; clocks that
/// are still active are those that were so at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ClockSummary {
    /// The definition.
    pub clock: Code,
    /// Completed in time.
    pub met: u64,
    /// Completed late.
    pub missed: u64,
    /// Completed, and left out of both by an exception; by the exception.
    pub excepted: BTreeMap<Code, u64>,
    /// Canceled.
    pub canceled: u64,
    /// Not at the end yet, and in time.
    pub active: u64,
    /// Not at the end yet, and late already.
    pub active_breached: u64,
    /// How many were to be met; `None` if nothing was agreed.
    pub goal: Option<Percentage>,
}

impl ClockSummary {
    const fn new(clock: Code, goal: Option<Percentage>) -> Self {
        Self {
            clock,
            met: 0,
            missed: 0,
            excepted: BTreeMap::new(),
            canceled: 0,
            active: 0,
            active_breached: 0,
            goal,
        }
    }

    /// Those met of those met and missed. Canceled, excepted and active ones are in neither.
    #[doc(alias = "within SLA")]
    pub const fn share_met(&self) -> Ratio {
        Ratio::new(self.met, self.met.saturating_add(self.missed))
    }

    /// Whether the goal is kept; `None` if there is none, or nothing to measure it by.
    pub fn is_goal_kept(&self) -> Option<bool> {
        self.goal?.is_met_by(self.share_met())
    }
}

/// How much work there was against one limit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct WorkloadSummary {
    /// The limit.
    pub limit: Code,
    /// How many are covered in each span.
    pub at_most: u64,
    /// The span.
    pub per: Span,
    /// How many there were, by the first date of the span; spans without any are left out.
    pub counts: BTreeMap<NaiveDate, u64>,
}

impl WorkloadSummary {
    /// All of the period.
    pub fn total(&self) -> u64 {
        self.counts
            .values()
            .fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// The spans in which there was more than is covered, and how much there was.
    pub fn exceeded(&self) -> impl Iterator<Item = (NaiveDate, u64)> {
        let over = self.counts.iter().filter(|(_, n)| **n > self.at_most);
        over.map(|(date, n)| (*date, *n))
    }
}

/// How available the services were against one goal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AvailabilitySummary {
    /// The goal.
    pub id: Code,
    /// At least so many of a hundred.
    pub goal: Percentage,
    /// What was measured, if anything was.
    pub measured: Option<AvailabilityReport>,
}

impl AvailabilitySummary {
    /// Whether the goal is kept; `None` if nothing was measured.
    pub fn is_goal_kept(&self) -> Option<bool> {
        self.measured.as_ref()?.is_met(self.goal)
    }
}

/// Something that calls for an improvement.
///
/// Source: ISO/IEC 20000-1 8.3.3; FitSM-1 PR2, PR14.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum ImprovementTrigger {
    /// The services were less available than agreed.
    AvailabilityMissed {
        /// The goal.
        id: Code,
        /// How available they were.
        available: Ratio,
        /// How available they were to be.
        goal: Percentage,
    },
    /// Fewer clocks were met than agreed.
    GoalMissed {
        /// The definition.
        clock: Code,
        /// How many were met.
        met: Ratio,
        /// How many were to be.
        goal: Percentage,
    },
    /// There was more work than the agreement covers.
    WorkloadExceeded {
        /// The limit.
        limit: Code,
        /// The first date of the span.
        since: NaiveDate,
        /// How much there was.
        count: u64,
        /// How much is covered.
        at_most: u64,
    },
}

/// The report of one agreement over one period.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ServiceReport {
    /// The agreement.
    pub agreement: Code,
    /// Since when, that instant included.
    pub from: Instant,
    /// Up to when, that instant not included.
    pub until: Instant,
    /// Its clocks, in the order of their definitions.
    pub clocks: Vec<ClockSummary>,
    /// Its goals of availability, in the order of the agreement.
    pub availability: Vec<AvailabilitySummary>,
    /// Its limits, in the order of the agreement.
    pub workload: Vec<WorkloadSummary>,
}

impl ServiceReport {
    /// What calls for an improvement, in the order of the report.
    pub fn improvements(&self) -> Vec<ImprovementTrigger> {
        let missed = self.clocks.iter().filter_map(|it| match it.is_goal_kept() {
            Some(false) => it.goal.map(|goal| ImprovementTrigger::GoalMissed {
                clock: it.clock.clone(),
                met: it.share_met(),
                goal,
            }),
            _ => None,
        });
        let exceeded = self.workload.iter().flat_map(|it| {
            it.exceeded()
                .map(|(since, count)| ImprovementTrigger::WorkloadExceeded {
                    limit: it.limit.clone(),
                    since,
                    count,
                    at_most: it.at_most,
                })
        });
        let down = self.availability.iter().filter_map(|it| {
            let report = it.measured.as_ref()?;
            (it.is_goal_kept() == Some(false)).then(|| ImprovementTrigger::AvailabilityMissed {
                id: it.id.clone(),
                available: report.commitment_availability(),
                goal: it.goal,
            })
        });
        missed.chain(down).chain(exceeded).collect()
    }
}
