//! States: where a change stands, with the facts that each end demands.
//!
//! A closed change without an outcome cannot be built. The enum is exhaustive on purpose: a new
//! state must break an integrator's build. "On hold" is none of the states: a change that is held
//! stands where it stood ([`hold`](crate::hold)).

use crate::outcome::Outcome;
use itsm_core::free_text::FreeText;
use itsm_core::text::Note;
use itsm_core::time::{ClosedAt, Instant};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// The state without what it carries.
    ///
    /// Source: ITIL 4 change enablement (the change lifecycle); FitSM-1 PR12.2 (steps per type).
    #[doc(alias = "status")]
    pub enum ChangeStage {
        /// Registered; its type may still be another.
        #[doc(alias = "draft")]
        #[doc(alias = "requested")]
        New = "new",
        /// Benefit, risk, impact, effort and feasibility are looked at.
        #[doc(alias = "evaluation")]
        Assess = "assess",
        /// Those who may are asked.
        #[doc(alias = "approval")]
        #[doc(alias = "pending approval")]
        Authorize = "authorize",
        /// Authorized; it waits for its time.
        #[doc(alias = "approved")]
        Scheduled = "scheduled",
        /// It is being made.
        #[doc(alias = "in progress")]
        Implement = "implement",
        /// It was made, or backed out; what came of it is looked at.
        #[doc(alias = "PIR")]
        Review = "review",
        /// Done with.
        Closed = "closed",
        /// Given up before it was made.
        #[doc(alias = "cancelled")]
        #[doc(alias = "retracted")]
        Canceled = "canceled",
    }
}

impl ChangeStage {
    /// Whether there is still something to do.
    #[doc(alias = "active")]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Canceled)
    }
}

/// Where a change stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum ChangeState {
    /// Registered.
    New,
    /// It is being assessed.
    Assess,
    /// Those who may are asked.
    Authorize,
    /// It waits for its time.
    Scheduled,
    /// It is being made.
    Implement,
    /// What came of it is looked at.
    Review,
    /// Done with.
    Closed(Closure),
    /// Given up.
    Canceled(Cancellation),
}

impl ChangeState {
    /// The state without what it carries.
    pub const fn stage(&self) -> ChangeStage {
        match self {
            Self::New => ChangeStage::New,
            Self::Assess => ChangeStage::Assess,
            Self::Authorize => ChangeStage::Authorize,
            Self::Scheduled => ChangeStage::Scheduled,
            Self::Implement => ChangeStage::Implement,
            Self::Review => ChangeStage::Review,
            Self::Closed(_) => ChangeStage::Closed,
            Self::Canceled(_) => ChangeStage::Canceled,
        }
    }

    /// A state on the road, which carries nothing; `None` for an end.
    pub(crate) const fn on_the_road(stage: ChangeStage) -> Option<Self> {
        Some(match stage {
            ChangeStage::New => Self::New,
            ChangeStage::Assess => Self::Assess,
            ChangeStage::Authorize => Self::Authorize,
            ChangeStage::Scheduled => Self::Scheduled,
            ChangeStage::Implement => Self::Implement,
            ChangeStage::Review => Self::Review,
            ChangeStage::Closed | ChangeStage::Canceled => return None,
        })
    }

    /// The moment that it tells of, by its name.
    pub(crate) const fn moment(&self) -> Option<(&'static str, Instant)> {
        match self {
            Self::Closed(it) => Some(("closed_at", it.at.0)),
            Self::Canceled(it) => Some(("canceled_at", it.at)),
            _ => None,
        }
    }
}

wire_struct! {
    /// The end of a change that was made, or backed out.
    pub struct Closure {
        /// When.
        at: ClosedAt,
        /// What came of it.
        outcome: Outcome,
        /// What there is to say.
        notes: Note,
    }
}

wire_struct! {
    /// The end of a change that was given up.
    pub struct Cancellation {
        /// When.
        at: Instant,
        /// Where it had stood.
        from: ChangeStage,
        /// Why.
        reason: Note,
    }
}

impl FreeText for ChangeState {
    fn redact(&mut self) -> usize {
        match self {
            Self::Closed(it) => it.redact(),
            Self::Canceled(it) => it.redact(),
            _ => 0,
        }
    }
}
