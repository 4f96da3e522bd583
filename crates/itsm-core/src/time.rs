//! Instants and durations. Time is always an argument; nothing here can ask for "now".
//!
//! An incident has seven distinct moments, and none is quietly derived from another: a record
//! that was registered at nine may describe an outage that began at eight and was noticed at half
//! past. Each has a type of its own, so that a report cannot subtract the wrong pair by accident.

use chrono::{DateTime, TimeDelta, Utc};

/// The crate whose types are used here, in the version that fits: a host that adds it with its
/// feature `clock` gets the time from `chrono::Utc::now()`.
pub use chrono;

/// A point on the time line, in UTC. On the wire: RFC 3339.
pub type Instant = DateTime<Utc>;

macro_rules! moments {
    ($( $(#[$doc:meta])* $name:ident, )+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
            #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(transparent))]
            pub struct $name(
                #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::wire::instant"))]
                pub Instant,
            );

            impl $name {
                /// The point on the time line.
                pub const fn instant(self) -> Instant {
                    self.0
                }
            }

            impl From<Instant> for $name {
                fn from(at: Instant) -> Self {
                    Self(at)
                }
            }
        )+
    };
}

moments! {
    /// When the interruption or degradation began.
    #[doc(alias = "first_symptom")]
    OccurredAt,
    /// When somebody or something first noticed it.
    DetectedAt,
    /// When the record was made.
    #[doc(alias = "opened_at")]
    #[doc(alias = "created")]
    RegisteredAt,
    /// When a person took notice of the record.
    AcknowledgedAt,
    /// When the service worked again for its users.
    RestoredAt,
    /// When the work on the record was declared done.
    ResolvedAt,
    /// When the record was closed.
    ClosedAt,
}

/// A length of time in whole seconds. On the wire: an integer.
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
pub struct Seconds(pub u64);

impl Seconds {
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

    /// The instant this long after another; `None` past the end of the time line.
    pub fn after(self, at: Instant) -> Option<Instant> {
        let seconds = i64::try_from(self.0).ok()?;
        at.checked_add_signed(TimeDelta::try_seconds(seconds)?)
    }

    /// The whole seconds from `start` to `end`; zero if `end` is before `start`.
    pub fn between(start: Instant, end: Instant) -> Self {
        Self(u64::try_from(end.signed_duration_since(start).num_seconds()).unwrap_or(0))
    }
}

impl core::fmt::Display for Seconds {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (days, hours, minutes, seconds) = (
            self.0 / 86_400,
            self.0 / 3_600 % 24,
            self.0 / 60 % 60,
            self.0 % 60,
        );
        let mut first = true;
        for (n, unit) in [(days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")] {
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
