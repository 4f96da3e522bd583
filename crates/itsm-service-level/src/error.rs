//! Errors: why a clock could not be moved.

use itsm_calendar::CalendarError;
use itsm_core::policy::PolicyRef;
use itsm_core::text::Code;
use itsm_core::time::Instant;

/// Why clocks could not be moved. They are then as they were.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClockError {
    /// History runs backwards: something later is known already. A corrected history is folded
    /// anew, from its beginning.
    #[error(
        "expected an instant at or after `{last}`, got `{at}`: fold the corrected history anew"
    )]
    Backwards {
        /// What was given.
        at: Instant,
        /// The last instant at which something happened.
        last: Instant,
    },
    /// The calendar of a definition has no answer.
    #[error("clock `{definition}`: {source}")]
    Calendar {
        /// The definition.
        definition: Code,
        /// Why.
        source: CalendarError,
    },
    /// The clocks were begun under other rules. To move them under these, fold the history anew.
    #[error("the clocks were begun under `{stamped}`, got `{got}`: fold the history anew")]
    OtherPolicy {
        /// The policy that the clocks were begun under.
        stamped: PolicyRef,
        /// The policy given.
        got: PolicyRef,
    },
}

impl ClockError {
    /// The stable id of the rule that refused.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::Backwards { .. } => "service_level.history.backwards",
            Self::Calendar { .. } => "service_level.calendar",
            Self::OtherPolicy { .. } => "service_level.policy.other",
        }
    }
}
