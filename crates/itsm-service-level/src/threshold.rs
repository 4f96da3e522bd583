//! Thresholds: the instants at which somebody is to be told, before the target and after it.

use core::fmt;
use itsm_core::text::Code;
use itsm_core::time::Seconds;

/// When a threshold is reached.
///
/// On the wire: `{"percent": 75}`, `{"before_due": 1800}` or `{"after_due": 3600}`, the latter two
/// in seconds of open time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum ThresholdAt {
    /// So much open time after the target.
    AfterDue(Seconds),
    /// So much open time before the target; at the start if the target is shorter.
    BeforeDue(Seconds),
    /// So many hundredths of the target, 1 to 1000, and never early: of an amount to the whole
    /// second, of a moment to the nanosecond.
    Percent(u16),
}

impl ThresholdAt {
    /// The open time after the start at which it is reached, for a target of so much open time.
    pub(crate) fn amount(self, target: Seconds) -> Seconds {
        Seconds(match self {
            Self::AfterDue(more) => target.0.saturating_add(more.0),
            Self::BeforeDue(less) => target.0.saturating_sub(less.0),
            Self::Percent(n) => {
                let parts = u128::from(target.0).saturating_mul(u128::from(n));
                u64::try_from(parts.div_ceil(100)).unwrap_or(u64::MAX)
            }
        })
    }
}

impl fmt::Display for ThresholdAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AfterDue(it) => write!(f, "{it} after due"),
            Self::BeforeDue(it) => write!(f, "{it} before due"),
            Self::Percent(it) => write!(f, "{it} %"),
        }
    }
}

/// An instant at which somebody is to be told: known in advance, reached once.
///
/// A pause moves it; a new target moves it too, and one that is then behind is reached at the
/// moment of the change. What was reached is never reached again by the same clock.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "escalation level")]
pub struct Threshold {
    pub(crate) id: Code,
    pub(crate) at: ThresholdAt,
}

impl Threshold {
    /// Its code, its own among the thresholds of the clock.
    pub const fn id(&self) -> &Code {
        &self.id
    }

    /// When it is reached.
    pub const fn at(&self) -> ThresholdAt {
        self.at
    }
}
