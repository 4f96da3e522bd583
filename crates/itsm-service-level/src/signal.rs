//! Signals: what a clock has to say, when it has to say it.

use crate::clock::ClockKey;
use crate::target::Measure;
use core::fmt;
use itsm_core::text::Code;
use itsm_core::time::Instant;

/// Something that happened to a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Signal {
    /// When.
    pub at: Instant,
    /// Which clock.
    pub clock: ClockKey,
    /// What the clock measures.
    pub measures: Measure,
    /// The agreement it belongs to.
    pub agreement: Option<Code>,
    /// What.
    pub what: SignalKind,
}

/// What happened to a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum SignalKind {
    /// It was attached.
    Attached,
    /// Its target was missed.
    Breached {
        /// Whether it was behind it when the clock was attached: a host may want to tell nobody.
        at_attach: bool,
    },
    /// It no longer applies.
    Canceled,
    /// It reached its end.
    Completed {
        /// Whether the promise was kept.
        met: bool,
    },
    /// It stands still.
    Paused,
    /// A threshold was reached.
    Reached {
        /// Which.
        threshold: Code,
        /// Whether it was behind the clock when it was attached.
        at_attach: bool,
    },
    /// It goes on after its end, because the record does.
    Reopened,
    /// It goes on after a pause.
    Resumed,
    /// Another target is in force.
    Retargeted,
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}` ", self.at, self.clock)?;
        match &self.what {
            SignalKind::Attached => f.write_str("attached"),
            SignalKind::Breached { at_attach: false } => f.write_str("breached"),
            SignalKind::Breached { at_attach: true } => f.write_str("breached when attached"),
            SignalKind::Canceled => f.write_str("canceled"),
            SignalKind::Completed { met: true } => f.write_str("completed, met"),
            SignalKind::Completed { met: false } => f.write_str("completed, missed"),
            SignalKind::Paused => f.write_str("paused"),
            SignalKind::Reached { threshold, .. } => write!(f, "reached `{threshold}`"),
            SignalKind::Reopened => f.write_str("reopened"),
            SignalKind::Resumed => f.write_str("resumed"),
            SignalKind::Retargeted => f.write_str("retargeted"),
        }
    }
}
