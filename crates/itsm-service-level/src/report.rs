//! The report of a period: what was met and what was missed, what did not count, and how much work
//! there was against how much was agreed.

use crate::agreement::{Agreement, Span};
use crate::availability::AvailabilityReport;
use crate::clock::{Clock, ClockStage};
use crate::clocks::Clocks;
use crate::percentage::Percentage;
use crate::policy::ServicePolicy;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use chrono::{Datelike, NaiveDate, TimeDelta};
use itsm_calendar::{Period, Zone};
use itsm_core::attribute::{Attribute, Subject};
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

/// Counts records, one by one, into the report of an agreement. What it needs does not grow with
/// their number.
#[derive(Debug)]
pub struct Reporter<'p, A> {
    agreement: &'p Agreement<A>,
    zone: Zone,
    report: ServiceReport,
}

impl<'p, A: Attribute> Reporter<'p, A> {
    /// A report without any record yet. Dates are those of the zone.
    ///
    /// `None` if the policy has no agreement of this name.
    pub fn new(
        policy: &'p ServicePolicy<A>,
        agreement: &str,
        period: Period,
        zone: &Zone,
    ) -> Option<Self> {
        let agreement = policy.agreement(agreement)?;
        let mine = policy
            .clocks()
            .filter(|it| it.agreement() == Some(agreement.name()));
        let goal = |clock: &Code| {
            let mut goals = agreement.goals().iter();
            goals.find(|it| it.clock == *clock).map(|it| it.at_least)
        };
        let report = ServiceReport {
            agreement: agreement.name().clone(),
            from: period.start,
            until: period.end,
            clocks: mine
                .map(|it| ClockSummary::new(it.id().clone(), goal(it.id())))
                .collect(),
            availability: agreement
                .availability()
                .iter()
                .map(|goal| AvailabilitySummary {
                    id: goal.id.clone(),
                    goal: goal.at_least,
                    measured: None,
                })
                .collect(),
            workload: agreement
                .workload()
                .iter()
                .map(|limit| WorkloadSummary {
                    limit: limit.id().clone(),
                    at_most: limit.at_most(),
                    per: limit.per(),
                    counts: BTreeMap::new(),
                })
                .collect(),
        };
        Some(Self {
            agreement,
            zone: zone.clone(),
            report,
        })
    }

    /// Counts a record: its clocks as they were at the end of the period or as they are since, the
    /// record as it stands, and when it came into being, for the workload.
    ///
    /// Clocks that went on after the period count as they stood at its end. One that was reopened
    /// and counts on as if it had never stopped does not remember that it had: for old periods, fold
    /// its history up to their end.
    pub fn count(
        &mut self,
        clocks: &Clocks,
        subject: &(impl Subject<A> + ?Sized),
        registered_at: Instant,
    ) -> &mut Self {
        for clock in clocks {
            self.count_clock(clock, subject);
        }
        let period = self.report.from..self.report.until;
        if period.contains(&registered_at) {
            let date = date_in(&self.zone, registered_at);
            let limits = self.agreement.workload().iter();
            for (limit, row) in limits.zip(&mut self.report.workload) {
                if limit.when().holds(subject) {
                    let first = match limit.per() {
                        Span::Day => date,
                        Span::Week => monday(date),
                        Span::Month => date.with_day(1).unwrap_or(date),
                        Span::Period => date_in(&self.zone, period.start),
                    };
                    let n = row.counts.entry(first).or_default();
                    *n = n.saturating_add(1);
                }
            }
        }
        self
    }

    /// Puts down what was measured for one of the goals of availability; whether there is such a
    /// goal.
    pub fn measured(&mut self, goal: &str, report: AvailabilityReport) -> bool {
        let mut rows = self.report.availability.iter_mut();
        let row = rows.find(|it| it.id.as_str() == goal);
        row.map(|row| row.measured = Some(report)).is_some()
    }

    fn count_clock(&mut self, clock: &Clock, subject: &(impl Subject<A> + ?Sized)) {
        let (from, until) = (self.report.from, self.report.until);
        let mut rows = self.report.clocks.iter_mut();
        let Some(row) = rows.find(|it| it.clock == *clock.definition()) else {
            return;
        };
        // What ended later was still active when the period was over; what was reopened later was
        // not.
        let mut between = clock.completed_between().iter();
        let done = between.rfind(|it| it.start < until && until <= it.end);
        let ended = done
            .map(|it| it.start)
            .or(clock.ended_at())
            .filter(|at| *at < until);
        let is_breached = clock.breach().is_some_and(|it| it.at < until);
        let counter = match (clock.stage(), ended) {
            (_, None) if clock.attached_at() < until => {
                if is_breached {
                    &mut row.active_breached
                } else {
                    &mut row.active
                }
            }
            (_, Some(at)) if at < from => return,
            (ClockStage::Canceled { .. }, Some(_)) => &mut row.canceled,
            (_, Some(at)) => {
                let exceptions = self.agreement.exceptions();
                match exceptions.iter().find(|it| it.covers(at, subject)) {
                    Some(exception) => row.excepted.entry(exception.id().clone()).or_default(),
                    None if is_breached => &mut row.missed,
                    None => &mut row.met,
                }
            }
            _ => return,
        };
        *counter = counter.saturating_add(1);
    }

    /// The report.
    pub fn finish(self) -> ServiceReport {
        self.report
    }
}

/// The date that a zone's clocks show at an instant.
fn date_in(zone: &Zone, at: Instant) -> NaiveDate {
    let offset = zone.offset_at(at).unwrap_or(0);
    at.checked_add_signed(TimeDelta::seconds(i64::from(offset)))
        .unwrap_or(at)
        .date_naive()
}

/// The Monday of a date's week.
fn monday(date: NaiveDate) -> NaiveDate {
    let days = u64::from(date.weekday().num_days_from_monday());
    date.checked_sub_days(chrono::Days::new(days))
        .unwrap_or(date)
}
