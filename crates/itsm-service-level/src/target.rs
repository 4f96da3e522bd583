//! Targets: what was promised, as an amount of open time or as a moment.

use chrono::NaiveTime;
use core::fmt;
use itsm_calendar::DayEnd;
use itsm_core::open_vocabulary;
use itsm_core::time::Seconds;

open_vocabulary! {
    /// What a clock measures, in a word. A label only: what it really measures, its conditions say.
    #[doc(alias = "metric")]
    #[doc(alias = "target type")]
    pub struct Measure {
        /// Until the service works again.
        #[doc(alias = "time to resolve")]
        #[doc(alias = "TTR")]
        RESOLUTION = "resolution",
        /// Until a person has taken notice.
        #[doc(alias = "time to own")]
        #[doc(alias = "TTO")]
        RESPONSE = "response",
        /// Until the next word to those who wait.
        UPDATE = "update",
    }
}

/// A target, checked: what was promised for the end of a clock.
///
/// An amount of open time can be paused. A moment cannot, and a clock whose target is a moment has
/// no pause. "One day" of open time is 24 hours of it, so three days of an eight-hour desk; a
/// business day is the other unit, [`BusinessDays`](Self::BusinessDays).
///
/// Source: ISO/IEC 20000-1 8.3.3; FitSM-1 PR2.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target<A> {
    /// So many business days after the start.
    BusinessDays {
        /// How many, at least one.
        days: u16,
        /// Where on the last day.
        end: DayEnd,
    },
    /// By a time of the day, so many business days later.
    ByTime {
        /// How many business days later, the day of the start not counted.
        business_days: u16,
        /// The local time.
        by: NaiveTime,
        /// What starts at or after this time of a business day counts as of the day after it.
        cut_off: Option<NaiveTime>,
    },
    /// At the instant that stands in an attribute of the record; one second after the start if
    /// there is none, or none that lies ahead.
    DueDate {
        /// The attribute.
        attribute: A,
    },
    /// At the end of a business day: 0 is the day of the start, 1 the next one.
    EndOfBusinessDay {
        /// How many business days later, the day of the start not counted.
        business_days: u16,
    },
    /// Within so much open time.
    OpenTime {
        /// How much, at least a second.
        seconds: Seconds,
    },
}

impl<A> Target<A> {
    /// Whether it is an amount of open time, the only kind that can be paused.
    pub const fn is_amount(&self) -> bool {
        matches!(self, Self::OpenTime { .. })
    }
}

impl<A: fmt::Display> fmt::Display for Target<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BusinessDays { days, .. } => write!(f, "within {days} business days"),
            Self::ByTime {
                business_days, by, ..
            } => write!(f, "by {by} after {business_days} business days"),
            Self::DueDate { attribute } => write!(f, "by `{attribute}`"),
            Self::EndOfBusinessDay { business_days } => {
                write!(f, "by the end of business day {business_days}")
            }
            Self::OpenTime { seconds } => write!(f, "within {seconds} of open time"),
        }
    }
}

/// The raw form of a [`Target`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum DraftTarget {
    /// So many business days after the start.
    BusinessDays {
        /// How many, at least one.
        days: u16,
        /// Where on the last day.
        #[cfg_attr(feature = "serde", serde(default))]
        end: DayEnd,
    },
    /// By a time of the day, so many business days later.
    ByTime {
        /// How many business days later, the day of the start not counted.
        business_days: u16,
        /// The local time.
        by: NaiveTime,
        /// What starts at or after this time of a business day counts as of the day after it.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        cut_off: Option<NaiveTime>,
    },
    /// At the instant that stands in an attribute of the record.
    DueDate {
        /// The attribute.
        attribute: alloc::string::String,
    },
    /// At the end of a business day: 0 is the day of the start, 1 the next one.
    EndOfBusinessDay {
        /// How many business days later, the day of the start not counted.
        business_days: u16,
    },
    /// Within so much open time.
    OpenTime {
        /// How much, at least a second.
        seconds: Seconds,
    },
}

impl DraftTarget {
    /// Within so many hours of open time.
    pub const fn hours(n: u64) -> Self {
        Self::OpenTime {
            seconds: Seconds::hours(n),
        }
    }

    /// Within so many minutes of open time.
    pub const fn minutes(n: u64) -> Self {
        Self::OpenTime {
            seconds: Seconds::minutes(n),
        }
    }
}
