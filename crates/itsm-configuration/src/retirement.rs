//! The end: when an item may be retired although others depend on it, and when its record may go.

use crate::relationship::Relationship;
use crate::state::LifecycleStage;
use alloc::collections::BTreeSet;
use itsm_core::id::CiId;
use itsm_core::plain_enum;
use itsm_core::text::{Code, Title};
use itsm_core::time::Seconds;
use itsm_core::wire_struct;

plain_enum! {
    /// What becomes of an item that is to be retired, or whose record is to go, while others still
    /// depend on it.
    pub enum OnDependants {
        /// It is refused, and the refusal names them.
        Refuse = "refuse",
        /// It goes, and so do its relationships. Those that are part of the records of others are
        /// taken back by [`sync`](crate::retire::sync).
        Detach = "detach",
        /// It goes, and the relationships stay as they are, for somebody to look at.
        RetireAnyway = "retire_anyway",
    }
}

/// When the record of a retired item may be archived, and what becomes of those that depend on it.
///
/// A class has it from itself or from the nearest ancestor that has one. Where there is none,
/// nothing is archived.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct RetirementRule {
    /// The stages in which a record may be archived.
    pub stages: BTreeSet<LifecycleStage>,
    /// How long the item has to have been in that stage.
    #[cfg_attr(feature = "serde", serde(default))]
    pub after: Seconds,
    /// What becomes of those that depend on it.
    pub dependants: OnDependants,
}

impl Default for RetirementRule {
    /// At the end of its life, at once, and not while others depend on it.
    fn default() -> Self {
        Self {
            stages: BTreeSet::from([LifecycleStage::EndOfLife]),
            after: Seconds(0),
            dependants: OnDependants::Refuse,
        }
    }
}

wire_struct! {
    /// An item or a service that suffers with another: evidence for a decision to retire that one,
    /// whose record knows nothing of the records of others.
    pub struct Dependant {
        /// Who.
        ci: CiId,
        /// What people call it.
        name: Title,
        /// Whether it is a service.
        service: bool,
    } optional {
        /// By which relationship.
        relationship: Relationship,
        /// Or by which of its groups.
        group: Code,
    }
}
