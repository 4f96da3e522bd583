//! Links: one record points at another, and says how.

use crate::id::{AgreementId, ChangeId, CiId, IncidentId, KnownErrorId, ProblemId, ServiceId};

/// Any record of any practice, by its typed id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum RecordRef {
    /// An incident.
    Incident(IncidentId),
    /// A problem.
    Problem(ProblemId),
    /// A known error.
    KnownError(KnownErrorId),
    /// A change.
    Change(ChangeId),
    /// A configuration item.
    Ci(CiId),
    /// A service.
    Service(ServiceId),
    /// An agreement.
    Agreement(AgreementId),
}

crate::open_vocabulary! {
    /// How a record relates to the one it points at.
    pub struct LinkKind {
        /// The incident is caused by the problem.
        PROBLEM = "problem",
        /// The incident was caused by the change.
        CAUSED_BY_CHANGE = "caused_by_change",
        /// The incident or problem is fixed by the change.
        FIXED_BY_CHANGE = "fixed_by_change",
        /// The record duplicates the other.
        DUPLICATE_OF = "duplicate_of",
        /// The record follows up a closed one.
        #[doc(alias = "reopened from")]
        FOLLOW_UP_OF = "follow_up_of",
        /// The record is a part of the other that was split off.
        SPLIT_FROM = "split_from",
        /// A part of the record was split off into the other.
        SPLIT_INTO = "split_into",
        /// The two have to do with each other.
        RELATED = "related",
    }
}

/// A pointer from the record that holds it to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Link {
    /// How they relate.
    pub kind: LinkKind,
    /// The other record.
    pub to: RecordRef,
}

impl Link {
    /// A link of a kind to a record.
    pub const fn new(kind: LinkKind, to: RecordRef) -> Self {
        Self { kind, to }
    }
}
