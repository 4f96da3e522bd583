//! What a detector tells: a trend and its evidence; or why it did not take an incident.

use crate::trend_key::TrendKey;
use alloc::vec::Vec;
use core::fmt;
use itsm_core::id::IncidentId;
use itsm_core::plain_enum;
use itsm_core::text::Code;
use itsm_core::time::{Instant, Seconds};

plain_enum! {
    /// Whether a trend is new.
    pub enum TrendPhase {
        /// The rule was not met at the key's last incident; for a surge: not in this window before.
        Begins = "begins",
        /// It goes on with this incident.
        Continues = "continues",
    }
}

/// Why it is a trend.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum TrendEvidence {
    /// So many within a length of time.
    Count {
        /// How many there are.
        incidents: u64,
        /// How many are a trend.
        at_least: u32,
        /// Within how long.
        within: Seconds,
    },
    /// As many a unit of time.
    Rate {
        /// How many there are.
        incidents: u64,
        /// Within how long.
        over: Seconds,
        /// How many for each unit are a trend.
        at_least: u32,
        /// The unit.
        per: Seconds,
    },
    /// More than the key's own history explains.
    Surge {
        /// How many there are in the window so far.
        incidents: u64,
        /// How many the history lets expect in the whole window.
        expected: f64,
        /// How many there are in the history.
        history: u64,
        /// In how many windows.
        windows: u32,
        /// How many in the window are a surge.
        critical: u64,
        /// The probability of so many or more by chance.
        p_value: f64,
        /// The level: at most one false alarm in so many windows of a key.
        one_in: u32,
    },
}

impl TrendEvidence {
    /// How many incidents there are in the window.
    pub const fn incidents(&self) -> u64 {
        match self {
            Self::Count { incidents, .. }
            | Self::Rate { incidents, .. }
            | Self::Surge { incidents, .. } => *incidents,
        }
    }
}

impl fmt::Display for TrendEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count {
                incidents,
                at_least,
                within,
            } => {
                write!(
                    f,
                    "{incidents} incidents within {within}, where {at_least} are a trend"
                )
            }
            Self::Rate {
                incidents,
                over,
                at_least,
                per,
            } => {
                write!(
                    f,
                    "{incidents} incidents within {over}, where {at_least} in {per} are a trend"
                )
            }
            Self::Surge {
                incidents,
                expected,
                history,
                windows,
                p_value,
                one_in,
                ..
            } => write!(
                f,
                "{incidents} incidents, where {expected:.1} are expected ({history} in {windows} windows); \
                 by chance {}, level one in {one_in}",
                Chance(*p_value)
            ),
        }
    }
}

/// A probability as people read it.
struct Chance(f64);

impl fmt::Display for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1e-12 {
            f.write_str("less than one in a million million")
        } else {
            write!(f, "one in {:.0}", 1.0 / self.0)
        }
    }
}

/// Incidents that pile up.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Trend {
    /// The rule that is met.
    pub rule: Code,
    /// What the incidents have in common.
    pub key: TrendKey,
    /// Whether it is new.
    pub phase: TrendPhase,
    /// Where the window begins; of a count or a rate, the incidents are later than this.
    pub since: Instant,
    /// Where it ends; of a surge, the incidents are earlier than this, and some may be to come.
    pub until: Instant,
    /// The incidents: all in the window where it begins, the new one where it continues.
    pub incidents: Vec<IncidentId>,
    /// Why it is a trend.
    pub evidence: TrendEvidence,
}

/// Why an incident was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrendError {
    /// It is earlier than the last one.
    OutOfOrder {
        /// When it came about.
        at: Instant,
        /// When the last one did.
        latest: Instant,
    },
    /// It is earlier than the instant at which the detector began.
    BeforeStart {
        /// When it came about.
        at: Instant,
        /// From when on the detector is handed every incident.
        since: Instant,
    },
}

impl TrendError {
    /// The id of the rule that refused.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::OutOfOrder { .. } => "trend.order",
            Self::BeforeStart { .. } => "trend.start",
        }
    }
}

impl fmt::Display for TrendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfOrder { at, latest } => write!(
                f,
                "expected incidents in the order of time, got one of {at:?} after one of {latest:?} ({})",
                self.rule()
            ),
            Self::BeforeStart { at, since } => write!(
                f,
                "expected an incident of {since:?} or later, got one of {at:?} ({})",
                self.rule()
            ),
        }
    }
}

impl core::error::Error for TrendError {}
