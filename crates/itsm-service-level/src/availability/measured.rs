//! What was measured: time, downtime, and the means over outages.

use crate::percentage::from_nanos;
use alloc::vec::Vec;
use core::time::Duration;
use itsm_calendar::Period;
use itsm_core::ratio::Ratio;
use itsm_core::time::Instant;

use super::stretches::length;

/// Time, downtime and outages, all out of the same time: the agreed service hours, or around the
/// clock.
///
/// Times add up over adjacent periods. Counts do not: an outage that runs over midnight on the
/// last of the month is one outage in either month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Measured {
    /// The time that availability is out of; without planned downtime where that is taken out.
    #[doc(alias = "agreed service time")]
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "u64"))]
    pub time: Duration,
    /// Unplanned downtime, without what planned downtime excuses.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "u64"))]
    pub downtime: Duration,
    /// Planned downtime.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "u64"))]
    pub planned_downtime: Duration,
    /// The time in which the service worked: neither unplanned nor planned downtime.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "u64"))]
    pub uptime: Duration,
    /// How many unplanned outages have downtime in this time. Those that overlap or touch are one.
    pub outages: u64,
    /// The downtime of the outage that has most of it; zero without an outage.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "u64"))]
    pub longest_outage: Duration,
}

impl Measured {
    pub(super) fn over(time: Duration) -> Self {
        Self {
            time,
            uptime: time,
            ..Self::default()
        }
    }

    /// Counts planned downtime.
    pub(super) fn plan(&mut self, downtime: Duration) {
        self.planned_downtime = self.planned_downtime.saturating_add(downtime);
        self.uptime = self.uptime.saturating_sub(downtime);
    }

    /// Counts one unplanned outage, if it has downtime in this time.
    pub(super) fn fail(&mut self, downtime: Duration) {
        if downtime > Duration::ZERO {
            self.downtime = self.downtime.saturating_add(downtime);
            self.uptime = self.uptime.saturating_sub(downtime);
            self.outages = self.outages.saturating_add(1);
            self.longest_outage = self.longest_outage.max(downtime);
        }
    }

    pub(super) fn take_out_planned(&mut self) {
        self.time = self.time.saturating_sub(self.planned_downtime);
    }

    /// The time without downtime, out of the time.
    pub(super) fn kept(&self) -> Ratio {
        ratio(self.time.saturating_sub(self.downtime), self.time)
    }

    /// MTRS by the period: downtime, shared out among the outages.
    ///
    /// Population: all outages that have downtime in this time, also those that began before it or
    /// have not ended, each with the part that lies in it. `None` without an outage.
    #[doc(alias = "mtrs")]
    #[doc(alias = "mttr")]
    pub fn mean_downtime_for_each_outage(&self) -> Option<Duration> {
        MeanTime::new(self.downtime, self.outages).mean()
    }

    /// MTBF by the period: uptime, shared out among the outages.
    ///
    /// Population: as [`mean_downtime_for_each_outage`](Self::mean_downtime_for_each_outage).
    /// `None` without an outage: a period that knew no failure does not say how rare they are.
    #[doc(alias = "mtbf")]
    pub fn mean_uptime_for_each_outage(&self) -> Option<Duration> {
        MeanTime::new(self.uptime, self.outages).mean()
    }
}

/// A mean length of time, kept as a sum and a count, so that means can be joined and compared
/// without what rounding takes away.
///
/// ```
/// use core::time::Duration;
/// use itsm_service_level::availability::MeanTime;
///
/// let restored = MeanTime::new(Duration::from_secs(90 * 60), 2);
/// assert_eq!(restored.mean(), Some(Duration::from_secs(45 * 60)));
/// assert_eq!(MeanTime::default().mean(), None); // nothing out of nothing is not zero
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct MeanTime {
    /// All of them together.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "u64"))]
    pub sum: Duration,
    /// How many there are.
    pub count: u64,
}

impl MeanTime {
    /// A sum of so many.
    pub const fn new(sum: Duration, count: u64) -> Self {
        Self { sum, count }
    }

    /// The mean, rounded down to the nanosecond; `None` where there are none.
    pub fn mean(self) -> Option<Duration> {
        let nanos = self.sum.as_nanos().checked_div(u128::from(self.count))?;
        Some(from_nanos(nanos))
    }

    fn add(&mut self, one: Duration) {
        self.sum = self.sum.saturating_add(one);
        self.count = self.count.saturating_add(1);
    }

    pub(super) fn to_restore(failures: &[Period], until: Instant) -> Self {
        let mut mean = Self::default();
        for failure in failures.iter().filter(|it| it.end <= until) {
            mean.add(length(*failure));
        }
        mean
    }
}

/// Complete cycles: from a failure, over the restored service, to the next failure.
///
/// Population: outages with downtime in the measured time that began in it, each with the one
/// after it; so one cycle less than there are such outages. Time base: around the clock.
///
/// On complete cycles, and only there, MTBSI is MTBF and MTRS together, and availability is
/// MTBF / MTBSI. What lies before the first failure and after the last one is in no cycle, so a
/// period as a whole keeps neither.
///
/// ```
/// # use core::time::Duration;
/// # use itsm_calendar::{Calendar, Instant, Period};
/// # use itsm_service_level::availability::AvailabilityReport;
/// # use itsm_service_level::outage::{Outage, OutageKind};
/// # let (start, end): (Instant, Instant) = ("2026-06-01T00:00:00Z".parse()?, "2026-06-08T00:00:00Z".parse()?);
/// # let always = Calendar::always().compile(start..end)?;
/// let outage = |from: &str, until: &str| -> Result<Outage, Box<dyn std::error::Error>> {
///     Ok(Outage::new(OutageKind::Unplanned, from.parse()?, until.parse()?)?)
/// };
/// let outages = [
///     outage("2026-06-02T10:00:00Z", "2026-06-02T12:00:00Z")?,
///     outage("2026-06-04T10:00:00Z", "2026-06-04T11:00:00Z")?, // 46 hours later
/// ];
/// let report = AvailabilityReport::measure(&outages, &always, Period { start, end }, end)?;
/// let hours = |n: u64| Some(Duration::from_secs(n * 3_600));
/// assert_eq!(report.cycles.failure_to_restored.mean(), hours(2));
/// assert_eq!(report.mean_time_between_failures(), hours(46));
/// assert_eq!(report.mean_time_between_service_incidents(), hours(48));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Cycles {
    /// MTRS of the cycles: without the last outage, which is in no complete cycle.
    pub failure_to_restored: MeanTime,
    /// MTBF.
    pub restored_to_failure: MeanTime,
    /// MTBSI.
    pub failure_to_failure: MeanTime,
}

impl Cycles {
    pub(super) fn between(failures: &[Period]) -> Self {
        let mut cycles = Self::default();
        let next: Vec<_> = failures.iter().skip(1).map(|it| it.start).collect();
        for (failure, next) in failures.iter().zip(next) {
            let between = |start, end| length(Period { start, end });
            cycles.failure_to_restored.add(length(*failure));
            cycles.restored_to_failure.add(between(failure.end, next));
            cycles.failure_to_failure.add(between(failure.start, next));
        }
        cycles
    }
}

/// So much time out of so much, in nanoseconds: a schedule holds a hundred years at most, which
/// are far from filling the number.
pub(super) fn ratio(part: Duration, whole: Duration) -> Ratio {
    let nanos = |it: Duration| u64::try_from(it.as_nanos()).unwrap_or(u64::MAX);
    Ratio::new(nanos(part), nanos(whole))
}
