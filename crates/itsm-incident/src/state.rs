//! States: where an incident stands, with the facts that each state demands.
//!
//! A resolved incident without a resolution cannot be built. The enum is exhaustive on purpose: a
//! new state must break an integrator's build, because a state that a service clock does not know
//! is a wrong clock.

use crate::resolution::{Cancellation, Closure, Resolution};
use itsm_core::id::IncidentId;
use itsm_core::link::RecordRef;
use itsm_core::time::Instant;
use itsm_core::{open_vocabulary, plain_enum, wire_struct};

plain_enum! {
    /// The state without what it carries.
    #[doc(alias = "status")]
    pub enum IncidentStage {
        /// Registered; nobody works on it yet.
        New = "new",
        /// Somebody works on it.
        #[doc(alias = "active")]
        #[doc(alias = "assigned")]
        InProgress = "in_progress",
        /// It waits for somebody or something else.
        #[doc(alias = "pending")]
        #[doc(alias = "awaiting")]
        OnHold = "on_hold",
        /// Service is restored; the requester may still object.
        #[doc(alias = "solved")]
        Resolved = "resolved",
        /// Confirmed, or not objected to in time.
        Closed = "closed",
        /// Withdrawn: it should not be handled as an incident.
        #[doc(alias = "cancelled")]
        Canceled = "canceled",
    }
}

impl IncidentStage {
    /// Whether work is still to be done: new, in progress or on hold.
    #[doc(alias = "active")]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::New | Self::InProgress | Self::OnHold)
    }
}

/// Where an incident stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum IncidentState {
    /// Registered; nobody works on it yet.
    New,
    /// Somebody works on it.
    InProgress,
    /// It waits.
    OnHold(OnHold),
    /// Service is restored.
    Resolved(Resolution),
    /// Confirmed, or not objected to in time.
    Closed(Closure),
    /// Withdrawn.
    Canceled(Cancellation),
}

impl IncidentState {
    /// The state without what it carries.
    pub const fn stage(&self) -> IncidentStage {
        match self {
            Self::New => IncidentStage::New,
            Self::InProgress => IncidentStage::InProgress,
            Self::OnHold(_) => IncidentStage::OnHold,
            Self::Resolved(_) => IncidentStage::Resolved,
            Self::Closed(_) => IncidentStage::Closed,
            Self::Canceled(_) => IncidentStage::Canceled,
        }
    }

    /// The hold, while it waits.
    pub const fn on_hold(&self) -> Option<&OnHold> {
        match self {
            Self::OnHold(hold) => Some(hold),
            _ => None,
        }
    }

    /// The resolution, once resolved and after closing.
    pub const fn resolution(&self) -> Option<&Resolution> {
        match self {
            Self::Resolved(resolution)
            | Self::Closed(Closure {
                resolution: Some(resolution),
                ..
            }) => Some(resolution),
            _ => None,
        }
    }
}

open_vocabulary! {
    /// What an incident on hold waits for. A policy may add reasons of its own.
    #[doc(alias = "pending reason")]
    pub struct HoldReason {
        /// The requester has to answer.
        #[doc(alias = "awaiting user info")]
        AWAITING_CALLER = "awaiting_caller",
        /// A change has to be carried out.
        AWAITING_CHANGE = "awaiting_change",
        /// A problem has to be solved.
        AWAITING_PROBLEM = "awaiting_problem",
        /// A supplier has to act.
        AWAITING_VENDOR = "awaiting_vendor",
    }
}

wire_struct! {
    /// A wait that goes on.
    pub struct OnHold {
        /// What is waited for.
        reason: HoldReason,
        /// Since when.
        since: Instant,
    } optional {
        /// The record that is waited for.
        awaiting: RecordRef,
        /// When the wait ends by itself.
        until: Instant,
    }
}

wire_struct! {
    /// A wait that is over. Every one is kept, however many there were.
    pub struct HoldInterval {
        /// What was waited for.
        reason: HoldReason,
        /// From when.
        since: Instant,
        /// To when.
        until: Instant,
    } optional {
        /// The record that was waited for.
        awaiting: RecordRef,
    }
}

/// What ended a wait.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum ResumeCause {
    /// Somebody decided to go on.
    Decided,
    /// The requester wrote.
    RequesterReplied,
    /// The wait was over at `due`.
    HoldEnded {
        /// When it was over.
        due: Instant,
    },
    /// The parent went on.
    Following {
        /// The parent.
        parent: IncidentId,
    },
}
