//! The reporter: counts records into a report.

use super::{AvailabilitySummary, ClockSummary, ServiceReport, WorkloadSummary};
use crate::agreement::{Agreement, Span};
use crate::availability::AvailabilityReport;
use crate::clock::{Clock, ClockStage};
use crate::clocks::Clocks;
use crate::policy::ServicePolicy;
use alloc::collections::BTreeMap;
use chrono::{Datelike, NaiveDate, TimeDelta};
use itsm_calendar::{Period, Zone};
use itsm_core::attribute::{Attribute, Subject};
use itsm_core::text::Code;
use itsm_core::time::Instant;

/// Counts records, one by one, into the report of an agreement. What it needs does not grow with
/// their number.
///
/// ```
/// # mod desk { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cookbook/mod.rs")); } use desk::*; fn main() -> Result {
/// use itsm_calendar::{Period, Zone};
/// use itsm_core::ratio::Ratio;
/// use itsm_core::rule_table::DraftRule;
/// use itsm_service_level::agreement::AgreementKind;
/// use itsm_service_level::draft::{DraftAgreement, DraftServicePolicy};
/// use itsm_service_level::policy::ServicePolicy;
/// use itsm_service_level::report::Reporter;
///
/// let clock = |id: &str, hours| {
///     let state = || DraftCondition::attribute("state");
///     DraftClock::new(id, DraftTarget::hours(hours), DraftCondition::all([]), state().is("resolved"))
/// };
/// let gold = DraftAgreement {
///     clocks: vec![clock("gold_fix", 4)],
///     ..DraftAgreement::new("gold", AgreementKind::ServiceLevel)
/// };
/// let mut draft = DraftServicePolicy { agreements: vec![gold], ..DraftServicePolicy::default() };
/// draft.selection.rules = vec![DraftRule::new("all", DraftCondition::all([]), vec!["gold".into()])];
/// let year = at("2026-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z");
/// let keeper = ServicePolicy::compile(draft, &Desk)?.over(year)?;
///
/// let march = Period { start: at("2026-03-01T00:00:00Z"), end: at("2026-04-01T00:00:00Z") };
/// let mut reporter = Reporter::new(keeper.policy(), "gold", march, &Zone::utc()).unwrap();
/// let opened = at("2026-03-02T09:00:00Z");
/// for resolved in ["2026-03-02T12:00:00Z", "2026-03-02T18:00:00Z"] {
///     let clocks = keeper.fold([(opened, ticket("new", "P1")), (at(resolved), ticket("resolved", "P1"))])?;
///     reporter.count(&clocks, &ticket("resolved", "P1"), opened);
/// }
/// assert_eq!(reporter.finish().clocks[0].share_met(), Ratio::new(1, 2));
/// # Ok(()) }
/// ```
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
