//! Availability: how much of the agreed time a service could be used, and what may still go wrong.
//!
//! There is no bare "availability" here, because two reports that print one seldom mean the same.
//! Each figure says which time it is out of: *commitment* figures count the agreed service hours
//! alone, *total* figures count around the clock, and *experienced* ones count planned downtime
//! too. Ratios are exact, over nanoseconds, and nothing out of nothing has no rate.
//!
//! How time is counted:
//!
//! - Outages that overlap or touch are one: time is counted once.
//! - An unplanned outage does not count while a planned one overlaps it.
//! - An outage without an end counts up to now, and one that reaches past the measured time counts
//!   as far as it lies in it.
//! - Downtime outside of the service hours counts in the total figures alone.
//! - A period that is not over is measured up to now. The report says so.
//!
//! Sources: FitSM PR2 and PR4; ISO/IEC 20000-1 8.3.3 and 8.7.1; ITIL 4 availability management.

mod budget;
mod measured;
mod stretches;

pub use budget::{Allowance, ErrorBudget};
pub use measured::{Cycles, MeanTime, Measured};

use crate::outage::{Outage, OutageKind};
use crate::percentage::Percentage;
use alloc::vec::Vec;
use core::time::Duration;
use itsm_calendar::{CalendarError, Period, Schedule};
use itsm_core::plain_enum;
use itsm_core::ratio::Ratio;
use itsm_core::time::Instant;
use measured::ratio;
use stretches::{clip, counted, length, union, without};

plain_enum! {
    /// What planned downtime does to the time that was agreed. It is a breach in neither case.
    pub enum PlannedDowntime {
        /// The agreed time stays as it is, and planned downtime is no downtime. The default.
        Excused = "excused",
        /// The agreed time is less by it, so that an unplanned hour weighs more in a month with
        /// long maintenance.
        TakenOut = "taken_out",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro that makes the enum derives no default"
)]
impl Default for PlannedDowntime {
    fn default() -> Self {
        Self::Excused
    }
}

/// Why availability cannot be measured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AvailabilityError {
    /// The period is empty or runs backwards.
    #[error("expected a period that ends after it starts, got `{start}` to `{end}`")]
    PeriodOrder {
        /// The start given.
        start: Instant,
        /// The end given.
        end: Instant,
    },
    /// The schedule does not know the service hours of the whole period; it was compiled for
    /// another range.
    #[error("expected service hours for the whole period from `{start}` to `{end}`")]
    ServiceHours {
        /// Where the period begins.
        start: Instant,
        /// Where it ends.
        end: Instant,
        /// What the schedule says.
        source: CalendarError,
    },
}

/// How available a service was in a period.
///
/// It is a computed value: it is written, for who shows or keeps it, and never read. On the wire
/// its lengths of time are exact, as `{"secs": 3600, "nanos": 0}`.
///
/// ```
/// use core::time::Duration;
/// use itsm_calendar::{Calendar, Instant, Period};
/// use itsm_service_level::availability::AvailabilityReport;
/// use itsm_service_level::outage::{Outage, OutageKind};
///
/// // A week of 168 hours, of which the service was down for four.
/// let (start, end): (Instant, Instant) = ("2026-06-01T00:00:00Z".parse()?, "2026-06-08T00:00:00Z".parse()?);
/// let (down, up) = ("2026-06-03T10:00:00Z".parse()?, "2026-06-03T14:00:00Z".parse()?);
/// let outages = [Outage::new(OutageKind::Unplanned, down, up)?];
/// let always = Calendar::always().compile(start..end)?;
/// let report = AvailabilityReport::measure(&outages, &always, Period { start, end }, end)?;
///
/// let rate = report.commitment_availability().rate().unwrap();
/// assert_eq!(format!("{:.2} %", rate * 100.0), "97.62 %");
/// assert_eq!(report.is_met("97.6".parse()?), Some(true));
/// assert_eq!(report.is_met("97.62".parse()?), Some(false)); // it is 97.619…, and not rounded up
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AvailabilityReport {
    /// The period that was asked about.
    pub period: Period,
    /// How far it was measured: to its end, or up to now where that is earlier. The start of a
    /// period that lies ahead.
    pub measured_until: Instant,
    /// What planned downtime did to the agreed time.
    pub planned_downtime_rule: PlannedDowntime,
    /// The service hours in the measured time.
    pub commitment: Measured,
    /// The measured time around the clock.
    pub total: Measured,
    /// The agreed service time of the whole period, be it over or not; less the planned downtime
    /// that is known by now, where that is taken out.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "u64"))]
    pub agreed_in_whole_period: Duration,
    /// How long it took from failure to restored, around the clock: the outages that began and
    /// ended in the measured time. See [`mean_time_to_restore_service`](Self::mean_time_to_restore_service).
    pub restored: MeanTime,
    /// From one failure to the next, around the clock.
    pub cycles: Cycles,
}

impl AvailabilityReport {
    /// Measures a period, with planned downtime excused.
    ///
    /// The period is half-open: back-to-back months share no instant, and their times add up to
    /// those of both. The schedule holds the agreed service hours, and covers the period.
    ///
    /// # Errors
    /// [`AvailabilityError`]: the period does not end after it starts, or the schedule does not
    /// cover it.
    pub fn measure(
        outages: &[Outage],
        service_hours: &Schedule,
        period: Period,
        now: Instant,
    ) -> Result<Self, AvailabilityError> {
        let rule = PlannedDowntime::default();
        Self::measure_with(outages, service_hours, period, now, rule)
    }

    /// Measures a period, with the rule for planned downtime named.
    ///
    /// # Errors
    /// As [`measure`](Self::measure).
    pub fn measure_with(
        outages: &[Outage],
        service_hours: &Schedule,
        period: Period,
        now: Instant,
        planned_downtime_rule: PlannedDowntime,
    ) -> Result<Self, AvailabilityError> {
        let (start, end) = (counted(period.start), counted(period.end));
        if end <= start {
            let Period { start, end } = period;
            return Err(AvailabilityError::PeriodOrder { start, end });
        }
        let whole = Period { start, end };
        let measured_until = counted(now).clamp(start, end);
        let measured = Period {
            start,
            end: measured_until,
        };
        let agreed = |stretch: Period| {
            let open = service_hours.exactly_between(stretch.start, stretch.end);
            open.map_err(|source| AvailabilityError::ServiceHours { start, end, source })
        };

        let of = |kind: OutageKind, end_of_ongoing: Instant| {
            let outages = outages.iter().filter(|it| it.kind() == kind);
            let stretches = outages.map(|it| Period {
                start: counted(it.start()),
                end: it.end().map_or(end_of_ongoing, counted),
            });
            union(stretches.collect())
        };
        let planned = of(OutageKind::Planned, measured_until);
        // Without an end, so that it is not mistaken for one that ended just now.
        let unplanned = of(OutageKind::Unplanned, Instant::MAX_UTC);

        let mut commitment = Measured::over(agreed(measured)?);
        let mut total = Measured::over(length(measured));
        let mut agreed_in_whole_period = agreed(whole)?;
        for stretch in &planned {
            let inside = clip(*stretch, measured);
            commitment.plan(agreed(inside)?);
            total.plan(length(inside));
            if planned_downtime_rule == PlannedDowntime::TakenOut {
                let planned = agreed(clip(*stretch, whole))?;
                agreed_in_whole_period = agreed_in_whole_period.saturating_sub(planned);
            }
        }
        let mut failures = Vec::new();
        for stretch in unplanned {
            let (mut in_hours, mut in_all) = (Duration::ZERO, Duration::ZERO);
            for piece in without(clip(stretch, measured), &planned) {
                in_hours = in_hours.saturating_add(agreed(piece)?);
                in_all = in_all.saturating_add(length(piece));
            }
            commitment.fail(in_hours);
            total.fail(in_all);
            if in_all > Duration::ZERO && stretch.start >= start {
                failures.push(stretch);
            }
        }
        if planned_downtime_rule == PlannedDowntime::TakenOut {
            commitment.take_out_planned();
            total.take_out_planned();
        }
        Ok(Self {
            period,
            measured_until,
            planned_downtime_rule,
            commitment,
            total,
            agreed_in_whole_period,
            restored: MeanTime::to_restore(&failures, measured_until),
            cycles: Cycles::between(&failures),
        })
    }

    /// Whether the whole period was measured, and not only a part of it up to now.
    pub fn is_whole_period(&self) -> bool {
        self.measured_until >= counted(self.period.end)
    }

    /// The agreed service time without downtime, out of the agreed service time.
    #[doc(alias = "scheduled availability")]
    pub fn commitment_availability(&self) -> Ratio {
        self.commitment.kept()
    }

    /// The time without downtime, out of all time around the clock. Planned downtime does not
    /// count here either; see [`experienced_availability`](Self::experienced_availability).
    #[doc(alias = "absolute availability")]
    pub fn total_availability(&self) -> Ratio {
        self.total.kept()
    }

    /// The time in which the service worked, out of all time around the clock. Here planned
    /// downtime counts, as users see it: it is down, whoever agreed to it. The rule for planned
    /// downtime has no say.
    #[doc(alias = "uptime")]
    pub fn experienced_availability(&self) -> Ratio {
        let measured = Period {
            start: counted(self.period.start),
            end: self.measured_until,
        };
        ratio(self.total.uptime, length(measured))
    }

    /// Whether the target is met in the measured time: commitment availability, compared exactly.
    /// `None` where no time was agreed.
    pub fn is_met(&self, target: Percentage) -> Option<bool> {
        target.is_met_by(self.commitment_availability())
    }

    /// What a target lets go wrong, and how much of it is used.
    pub fn error_budget(&self, target: Percentage) -> ErrorBudget {
        let used = self.commitment.downtime;
        ErrorBudget {
            target,
            so_far: Allowance::new(target, self.commitment.time, used),
            whole_period: Allowance::new(target, self.agreed_in_whole_period, used),
        }
    }

    /// MTRS from the failure to the restored service.
    ///
    /// Population: outages that began and ended in the measured time. An ongoing one is not among
    /// them, and neither is one that began before the period. Time base: around the clock, from
    /// timestamp to timestamp; the part of an outage that a planned one excuses is no downtime, but
    /// it is time that restoring took. `None` where there was no such outage.
    #[doc(alias = "mtrs")]
    #[doc(alias = "mttr")]
    pub fn mean_time_to_restore_service(&self) -> Option<Duration> {
        self.restored.mean()
    }

    /// MTBF from the restored service to the next failure.
    ///
    /// Population: the complete [`cycles`](Self::cycles) of the measured time, which are one less
    /// than the failures that began in it. Time base: around the clock. `None` with fewer than two
    /// failures. [`Measured::mean_uptime_for_each_outage`] is the other figure of this name.
    #[doc(alias = "mtbf")]
    pub fn mean_time_between_failures(&self) -> Option<Duration> {
        self.cycles.restored_to_failure.mean()
    }

    /// MTBSI from one failure to the next.
    ///
    /// Population and time base: as [`mean_time_between_failures`](Self::mean_time_between_failures).
    #[doc(alias = "mtbsi")]
    pub fn mean_time_between_service_incidents(&self) -> Option<Duration> {
        self.cycles.failure_to_failure.mean()
    }
}
