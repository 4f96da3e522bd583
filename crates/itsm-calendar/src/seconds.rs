//! Lengths of time.

use crate::error::CalendarError;
use chrono::TimeDelta;

/// A length of time in whole seconds, never negative. On the wire: an integer.
///
/// One day of 24 hours is `Seconds::days(1)`: with a calendar that is open for eight hours a day,
/// it takes three of them. A *business day* is another unit, see
/// [`add_business_days`](crate::Schedule::add_business_days).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(transparent)
)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(transparent)
)]
#[doc(alias = "duration")]
pub struct Seconds(pub u64);

impl Seconds {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// So many minutes; the longest length if that does not fit.
    pub const fn minutes(n: u64) -> Self {
        Self(n.saturating_mul(60))
    }

    /// So many hours of 60 minutes.
    pub const fn hours(n: u64) -> Self {
        Self(n.saturating_mul(3_600))
    }

    /// So many days of 24 hours.
    pub const fn days(n: u64) -> Self {
        Self(n.saturating_mul(86_400))
    }
}

impl TryFrom<i64> for Seconds {
    type Error = CalendarError;

    /// # Errors
    /// [`CalendarError::NegativeDuration`] if it is less than zero.
    fn try_from(seconds: i64) -> Result<Self, CalendarError> {
        u64::try_from(seconds)
            .map(Self)
            .map_err(|_| CalendarError::NegativeDuration { seconds })
    }
}

impl TryFrom<TimeDelta> for Seconds {
    type Error = CalendarError;

    /// The whole seconds of a difference; a fraction of a second is cut off.
    ///
    /// # Errors
    /// [`CalendarError::NegativeDuration`] if it is less than zero.
    fn try_from(delta: TimeDelta) -> Result<Self, CalendarError> {
        if delta < TimeDelta::zero() {
            return Err(CalendarError::NegativeDuration {
                seconds: delta.num_seconds().min(-1),
            });
        }
        Self::try_from(delta.num_seconds())
    }
}

impl core::fmt::Display for Seconds {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let parts = [
            (self.0 / 3_600, "h"),
            (self.0 / 60 % 60, "min"),
            (self.0 % 60, "s"),
        ];
        let mut first = true;
        for (n, unit) in parts {
            if n > 0 {
                if !first {
                    f.write_str(" ")?;
                }
                write!(f, "{n} {unit}")?;
                first = false;
            }
        }
        if first { f.write_str("0 s") } else { Ok(()) }
    }
}
