//! The end of an incident: resolved, closed, canceled, corrected.
//!
//! Resolved is not closed. Resolved says that service is restored, and whoever worked on it says
//! so; closed says that the requester agrees, or did not object in time. The cause may well be
//! unknown at either: finding it is the business of problem management.

use crate::profile::Category;
use itsm_core::actor::Agent;
use itsm_core::id::{KnownErrorId, PersonId};
use itsm_core::link::RecordRef;
use itsm_core::text::Note;
use itsm_core::time::{ClosedAt, Instant, ResolvedAt, RestoredAt};
use itsm_core::{open_vocabulary, wire_struct};

open_vocabulary! {
    /// How service was restored. A policy may add codes of its own.
    #[doc(alias = "close code")]
    pub struct ResolutionCode {
        /// The cause was removed within the incident.
        FIXED = "fixed",
        /// Service was restored around the cause, which remains.
        WORKAROUND = "workaround",
        /// By the documented workaround of a known error.
        KNOWN_ERROR = "known_error",
        /// The same disturbance is handled in another record.
        DUPLICATE = "duplicate",
        /// The requester says that it is over.
        RESOLVED_BY_REQUESTER = "resolved_by_requester",
        /// It could not be made to happen again.
        NOT_REPRODUCIBLE = "not_reproducible",
        /// By a change.
        BY_CHANGE = "by_change",
        /// By the resolution of a problem.
        BY_PROBLEM = "by_problem",
        /// Nobody answered, however often they were reminded.
        NO_ANSWER = "no_answer",
        /// Monitoring says that it works again, and nobody did anything.
        SELF_RECOVERED = "self_recovered",
    }
}

open_vocabulary! {
    /// Why a record was withdrawn.
    pub struct CancelReason {
        /// The same disturbance is handled in another record.
        DUPLICATE = "duplicate",
        /// Nothing is disturbed: a request, a question, a mistake.
        NOT_AN_INCIDENT = "not_an_incident",
        /// It is no longer needed.
        UNNECESSARY = "unnecessary",
    }
}

wire_struct! {
    /// How, by whom and when service was restored.
    pub struct Resolution {
        /// What kind of resolution it is.
        code: ResolutionCode,
        /// Who declared it.
        by: Agent,
        /// When it was declared.
        at: ResolvedAt,
    } optional {
        /// What was done.
        notes: Note,
        /// When the service worked again, if that was noted.
        restored_at: RestoredAt,
        /// The known error whose workaround was used.
        known_error: KnownErrorId,
        /// The record that brought the resolution.
        through: RecordRef,
    }
}

/// By whose word a resolved incident was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Confirmation {
    /// A person confirmed that service is restored.
    Confirmed {
        /// The person.
        by: PersonId,
    },
    /// Closed without anybody's confirmation, because the policy does not ask for one.
    Unconfirmed,
    /// Nobody objected until `due`.
    NotObjected {
        /// When the time to object was over.
        due: Instant,
    },
}

wire_struct! {
    /// The end of a resolved incident.
    pub struct Closure {
        /// By whose word.
        confirmation: Confirmation,
        /// Who closed it.
        by: Agent,
        /// When.
        at: ClosedAt,
    } optional {
        /// How it had been resolved; absent only where another tool did not say.
        resolution: Resolution,
    }
}

wire_struct! {
    /// The end of a record that should not have been an incident.
    pub struct Cancellation {
        /// Why.
        reason: CancelReason,
        /// Who withdrew it.
        by: Agent,
        /// When.
        at: Instant,
    } optional {
        /// More about it.
        notes: Note,
        /// The record that is handled instead.
        instead: RecordRef,
    }
}

wire_struct! {
    /// The facts that may be corrected after the end, and no others.
    pub struct Correction {} optional {
        /// The category it should have had.
        category: Category,
        /// The resolution code it should have had.
        code: ResolutionCode,
        /// The notes it should have had.
        notes: Note,
    }
}

impl Correction {
    /// Whether it corrects anything.
    pub const fn is_empty(&self) -> bool {
        self.category.is_none() && self.code.is_none() && self.notes.is_none()
    }
}
