//! Clocks: what has become of one promise to one record.

use crate::target::Measure;
use alloc::vec::Vec;
use core::time::Duration;
use itsm_calendar::Period;
use itsm_core::text::Code;
use itsm_core::time::{Instant, Seconds};

/// Which clock of a record: a definition, and which of its cycles.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ClockKey {
    /// The definition.
    pub definition: Code,
    /// The first, the second, … clock that the record has had of it.
    pub cycle: u32,
}

impl core::fmt::Display for ClockKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}#{}", self.definition, self.cycle)
    }
}

/// Where a clock stands. Whether it is breached is another question, see [`Clock::breach`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
pub enum ClockStage {
    /// It counts while its calendar is open.
    #[doc(alias = "in progress")]
    Running {
        /// Since when.
        since: Instant,
    },
    /// It stands still. No time breaches it.
    Paused {
        /// Since when.
        since: Instant,
    },
    /// It has reached its end, and counts as met or missed.
    Completed {
        /// When.
        at: Instant,
    },
    /// It no longer applies, and counts as neither.
    Canceled {
        /// When.
        at: Instant,
    },
}

/// That the target was missed. Once so, always so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Breach {
    /// Since when: the due instant, or the later moment at which the clock was attached or was given
    /// a target that was behind it already.
    pub at: Instant,
    /// Whether it was behind it when the clock was attached, so that nobody could have met it.
    #[doc(alias = "breached at attach")]
    pub at_attach: bool,
}

/// That a threshold was reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Reached {
    /// Which.
    pub threshold: Code,
    /// When.
    pub at: Instant,
    /// Whether it was behind the clock when it was attached.
    pub at_attach: bool,
}

/// A threshold that is still to be reached, if the clock runs on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(crate) struct Ahead {
    pub(crate) threshold: Code,
    pub(crate) at: Instant,
}

/// What was promised, as it is in force for one clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "kind", rename_all = "snake_case")
)]
pub enum Promise {
    /// So much open time.
    Amount {
        /// How much.
        seconds: Seconds,
    },
    /// A moment.
    Moment {
        /// When.
        due: Instant,
    },
}

/// One clock of one record.
///
/// It is made by folding the record's history through a
/// [`Timekeeper`](crate::keeper::Timekeeper), and holds no secret of its own: the same history,
/// definition and calendar give the same clock.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Clock {
    pub(crate) key: ClockKey,
    /// The place of its definition in the policy.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) place: usize,
    pub(crate) measures: Measure,
    pub(crate) agreement: Option<Code>,
    pub(crate) rule: Option<Code>,
    pub(crate) promise: Promise,
    pub(crate) stage: ClockStage,
    pub(crate) attached_at: Instant,
    pub(crate) started_at: Instant,
    pub(crate) first_due: Instant,
    pub(crate) due: Option<Instant>,
    pub(crate) breach: Option<Breach>,
    pub(crate) reached: Vec<Reached>,
    /// What is still to be reached while it runs, soonest first.
    pub(crate) ahead: Vec<Ahead>,
    /// The time counted before it last began to run.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    pub(crate) counted: Duration,
    /// The same around the clock.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    pub(crate) counted_actual: Duration,
    pub(crate) pauses: Vec<Period>,
    pub(crate) completed_between: Vec<Period>,
}

impl Clock {
    /// Which clock it is.
    pub const fn key(&self) -> &ClockKey {
        &self.key
    }

    /// The definition it was made by.
    pub const fn definition(&self) -> &Code {
        &self.key.definition
    }

    /// What it measures.
    pub const fn measures(&self) -> &Measure {
        &self.measures
    }

    /// The agreement it belongs to, if it belongs to one.
    pub const fn agreement(&self) -> Option<&Code> {
        self.agreement.as_ref()
    }

    /// The rule that chose its target; none: the target of the definition.
    pub const fn rule(&self) -> Option<&Code> {
        self.rule.as_ref()
    }

    /// What was promised.
    pub const fn promise(&self) -> &Promise {
        &self.promise
    }

    /// Where it stands.
    pub const fn stage(&self) -> ClockStage {
        self.stage
    }

    /// Whether it runs.
    pub const fn is_running(&self) -> bool {
        matches!(self.stage, ClockStage::Running { .. })
    }

    /// Whether it stands still.
    pub const fn is_paused(&self) -> bool {
        matches!(self.stage, ClockStage::Paused { .. })
    }

    /// Whether it runs or stands still.
    pub const fn is_active(&self) -> bool {
        self.is_running() || self.is_paused()
    }

    /// When it was attached to the record.
    pub const fn attached_at(&self) -> Instant {
        self.attached_at
    }

    /// Since when it counts; before it was attached if it is retroactive.
    pub const fn started_at(&self) -> Instant {
        self.started_at
    }

    /// When it reached its end or was canceled.
    pub const fn ended_at(&self) -> Option<Instant> {
        match self.stage {
            ClockStage::Completed { at } | ClockStage::Canceled { at } => Some(at),
            ClockStage::Running { .. } | ClockStage::Paused { .. } => None,
        }
    }

    /// When it is due. `None` while it stands still: that depends on when it goes on.
    ///
    /// To stop at this very instant is to meet the target.
    pub const fn due(&self) -> Option<Instant> {
        self.due
    }

    /// When it was due at first, before any pause and any other target.
    #[doc(alias = "original due")]
    pub const fn first_due(&self) -> Instant {
        self.first_due
    }

    /// Whether and since when the target is missed.
    pub const fn breach(&self) -> Option<Breach> {
        self.breach
    }

    /// Whether the target is missed.
    #[doc(alias = "has_breached")]
    pub const fn is_breached(&self) -> bool {
        self.breach.is_some()
    }

    /// Whether the promise was kept: known of a completed clock only.
    #[doc(alias = "made_sla")]
    pub const fn met(&self) -> Option<bool> {
        match self.stage {
            ClockStage::Completed { .. } => Some(self.breach.is_none()),
            _ => None,
        }
    }

    /// The thresholds that were reached, in the order in which they were.
    pub fn reached(&self) -> &[Reached] {
        &self.reached
    }

    /// The pauses that are over, soonest first, within the time that the clock counts.
    pub fn pauses(&self) -> &[Period] {
        &self.pauses
    }

    /// The times between an end and a reopening that do not count.
    pub fn completed_between(&self) -> &[Period] {
        &self.completed_between
    }

    /// Everything that is not counted up to an instant: pauses, the present one, and times between
    /// an end and a reopening.
    pub(crate) fn still(&self, until: Instant) -> Vec<Period> {
        let mut list = self.pauses.clone();
        list.extend_from_slice(&self.completed_between);
        if let ClockStage::Paused { since } = self.stage {
            list.push(Period {
                start: since,
                end: until,
            });
        }
        list
    }

    /// Since when it has stood still without a break, if it does at an instant; else that instant.
    /// A pause that begins where another, or a time between an end and a reopening, is over goes on
    /// with it: the clock has not moved between the two.
    pub(crate) fn stood_since(&self, until: Instant) -> Instant {
        let mut still = self.still(until);
        still.sort_unstable();
        let longest = |since: Instant, gap: &Period| {
            if gap.end >= since {
                gap.start.min(since)
            } else {
                since
            }
        };
        still.iter().rev().fold(until, longest)
    }
}
