//! Governance of relationships: which classes may be related in which way.

use itsm_core::plain_enum;
use itsm_core::text::Code;

/// A permitted combination: items of one class, a type of relationship, items of another class.
///
/// It is inherited: what a class may, its subclasses may.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Triple {
    /// The class of the source, or an ancestor of it.
    pub source: Code,
    /// The type of the relationship.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: Code,
    /// The class of the target, or an ancestor of it.
    pub target: Code,
}

impl Triple {
    /// A permitted combination.
    pub const fn new(source: Code, kind: Code, target: Code) -> Self {
        Self {
            source,
            kind,
            target,
        }
    }
}

plain_enum! {
    /// What becomes of a relationship that no triple permits.
    pub enum Enforcement {
        /// It is recorded, and its event says that it does not comply.
        Report = "report",
        /// It is refused.
        Reject = "reject",
    }
}
