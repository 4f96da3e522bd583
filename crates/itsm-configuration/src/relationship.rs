//! Relationships: one configuration item has to do with another, and the type says which way
//! trouble travels between them.

use itsm_core::free_text::FreeText;
use itsm_core::id::CiId;
use itsm_core::plain_enum;
use itsm_core::text::{Code, Label};

plain_enum! {
    /// Which way trouble travels along a relationship.
    ///
    /// It is declared for each type and cannot be read off the order in which the two ends are
    /// stored: a service that *depends on* a database suffers with it, a server *managed by* a
    /// console does not.
    #[doc(alias = "impact direction")]
    pub enum Flow {
        /// Neither end suffers with the other.
        None = "none",
        /// The source suffers with the target: it depends on it.
        ToSource = "to_source",
        /// The target suffers with the source: it is carried by it.
        ToTarget = "to_target",
        /// Each suffers with the other.
        Both = "both",
    }
}

impl Flow {
    /// Whether the source suffers with the target.
    pub const fn reaches_source(self) -> bool {
        matches!(self, Self::ToSource | Self::Both)
    }

    /// Whether the target suffers with the source.
    pub const fn reaches_target(self) -> bool {
        matches!(self, Self::ToTarget | Self::Both)
    }
}

plain_enum! {
    /// How much of the trouble gets through.
    pub enum Strength {
        /// Whoever depends cannot do without: down makes down, degraded makes degraded.
        Hard = "hard",
        /// Whoever depends gets by: down makes degraded, and degraded is not felt.
        Soft = "soft",
    }
}

/// A type of relationship: how it reads from either end, and what it does to impact.
///
/// Source: ITIL 4 service configuration management (relationships); ISO/IEC 20000-1 8.2.6.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct RelationshipType {
    /// How it reads from the source: "depends on".
    pub forward: Label,
    /// How it reads from the target: "used by".
    pub inverse: Label,
    /// Which way trouble travels.
    pub flow: Flow,
    /// How much of it gets through.
    #[cfg_attr(feature = "serde", serde(default = "hard"))]
    pub strength: Strength,
    /// Whether the source holds the target in it, so that a target has one such source at a time.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_false"))]
    pub containment: bool,
}

#[cfg(feature = "serde")]
const fn hard() -> Strength {
    Strength::Hard
}

#[cfg(feature = "serde")]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_false(it: &bool) -> bool {
    !*it
}

/// A relationship: its type, its two ends, and, where two items are related several times in the
/// same way, what tells these apart, such as a port.
///
/// It is its own identity: there is no second one with the same four parts. Both ends see the same
/// relationship, the source in its forward reading, the target in its inverse one.
///
/// ```
/// use itsm_configuration::relationship::Relationship;
/// use itsm_core::{id::CiId, text::{Code, Label}};
///
/// let (shop, database) = (CiId::from_key(1), CiId::from_key(2));
/// let depends_on = Code::new("depends_on")?;
/// let orders = Relationship::new(depends_on.clone(), shop, database).qualifier(Label::new("orders")?);
/// let stock = Relationship::new(depends_on, shop, database).qualifier(Label::new("stock")?);
/// assert_ne!(orders, stock);
/// # Ok::<(), itsm_core::text::TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Relationship {
    /// The item that the forward reading begins with. The relationship is part of its record.
    pub source: CiId,
    /// The type, by its code.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: Code,
    /// The item that it ends at.
    pub target: CiId,
    /// What tells it from others of this type between the same two.
    #[doc(alias = "port")]
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub qualifier: Option<Label>,
}

impl Relationship {
    /// A relationship of a type from a source to a target.
    pub const fn new(kind: Code, source: CiId, target: CiId) -> Self {
        Self {
            source,
            kind,
            target,
            qualifier: None,
        }
    }

    /// The same, told apart from others between the same two.
    #[must_use]
    pub fn qualifier(mut self, qualifier: Label) -> Self {
        self.qualifier = Some(qualifier);
        self
    }

    /// The end that is not this item; the item itself if it is related to itself.
    pub fn other(&self, ci: CiId) -> CiId {
        if self.source == ci {
            self.target
        } else {
            self.source
        }
    }
}

impl FreeText for Relationship {}
