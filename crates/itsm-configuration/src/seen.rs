//! A relationship as one of its two ends sees it.

use crate::relationship::{Relationship, RelationshipType};
use itsm_core::id::CiId;
use itsm_core::text::Label;

/// From which end a relationship is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// From its source: "depends on".
    Forward,
    /// From its target: "used by".
    Inverse,
}

/// A relationship as one of its two ends sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Seen<'a> {
    /// The relationship. Both ends see the same.
    pub relationship: &'a Relationship,
    /// From which end.
    pub reading: Reading,
}

impl Seen<'_> {
    /// The item at the other end.
    pub const fn other(self) -> CiId {
        match self.reading {
            Reading::Forward => self.relationship.target,
            Reading::Inverse => self.relationship.source,
        }
    }

    /// How the type of the relationship reads from this end.
    pub const fn label(self, kind: &RelationshipType) -> &Label {
        match self.reading {
            Reading::Forward => &kind.forward,
            Reading::Inverse => &kind.inverse,
        }
    }

    /// Whether the item at the other end suffers with the one at this end.
    pub const fn reaches_other(self, kind: &RelationshipType) -> bool {
        match self.reading {
            Reading::Forward => kind.flow.reaches_target(),
            Reading::Inverse => kind.flow.reaches_source(),
        }
    }
}
