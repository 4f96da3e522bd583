//! Error budgets: what a target lets go wrong.

use super::measured::ratio;
use crate::percentage::Percentage;
use core::time::Duration;
use itsm_core::ratio::Ratio;

/// What a target lets go wrong in a period: what is missing to the whole, and not the target
/// itself. 99.9 per cent of 1000 hours allow one hour of downtime.
///
/// While the period goes on there are two budgets, and they answer different questions. *So far*
/// tells whether the target is met at this moment; it grows as time passes. *The whole period*
/// tells what may still go wrong until its end, if all agreed time to come is kept.
///
/// ```
/// # use core::time::Duration;
/// # use itsm_calendar::{Calendar, Instant, Period};
/// # use itsm_service_level::availability::AvailabilityReport;
/// # use itsm_service_level::outage::{Outage, OutageKind};
/// let (start, end): (Instant, Instant) = ("2026-06-01T00:00:00Z".parse()?, "2026-07-01T00:00:00Z".parse()?);
/// let now: Instant = "2026-06-06T00:00:00Z".parse()?;
/// let always = Calendar::always().compile(start..end)?;
/// let (down, up) = ("2026-06-03T10:00:00Z".parse()?, "2026-06-03T10:12:00Z".parse()?);
/// let outages = [Outage::new(OutageKind::Unplanned, down, up)?];
/// let report = AvailabilityReport::measure(&outages, &always, Period { start, end }, now)?;
///
/// let budget = report.error_budget("99.9".parse()?);
/// assert_eq!(budget.so_far.acceptable, Duration::from_secs(432)); // of five days
/// assert_eq!(budget.so_far.overspent, Duration::from_secs(720 - 432));
/// assert_eq!(budget.whole_period.acceptable, Duration::from_secs(2_592)); // of thirty
/// assert_eq!(budget.whole_period.left, Duration::from_secs(2_592 - 720));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[doc(alias = "acceptable downtime")]
pub struct ErrorBudget {
    /// The target that it follows from.
    pub target: Percentage,
    /// Out of the agreed service time that was measured.
    pub so_far: Allowance,
    /// Out of the agreed service time of the whole period. The same, once that is over.
    pub whole_period: Allowance,
}

/// How much downtime is acceptable in an agreed time, and how much of that is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Allowance {
    /// The agreed service time.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "u64"))]
    pub agreed: Duration,
    /// What may be down: the agreed time less the target's share of it, rounded down to the
    /// nanosecond.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "u64"))]
    pub acceptable: Duration,
    /// What was down in service hours, and not excused.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "u64"))]
    pub used: Duration,
    /// What may still be down.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "u64"))]
    pub left: Duration,
    /// What was down beyond what is acceptable.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "u64"))]
    pub overspent: Duration,
}

impl Allowance {
    pub(super) fn new(target: Percentage, agreed: Duration, used: Duration) -> Self {
        let acceptable = target.complement().of(agreed);
        Self {
            agreed,
            acceptable,
            used,
            left: acceptable.saturating_sub(used),
            overspent: used.saturating_sub(acceptable),
        }
    }

    /// What is used, out of what is acceptable; more than the whole once it is overspent, and
    /// without a rate where nothing is acceptable.
    pub fn share_used(&self) -> Ratio {
        ratio(self.used, self.acceptable)
    }

    /// Whether more is used than is acceptable. While it is not, the target is met: both say the
    /// same, to the nanosecond.
    pub fn is_overspent(&self) -> bool {
        self.overspent > Duration::ZERO
    }
}
