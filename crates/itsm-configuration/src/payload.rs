//! Payloads: what one source has seen, at one instant.

use crate::datum::{Datum, DatumValue};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::custom::AttributeValue;
use itsm_core::free_text::FreeText;
use itsm_core::id::CiId;
use itsm_core::text::{Code, Label, Title};
use itsm_core::time::Instant;
use itsm_core::wire_struct;

/// What one end of an observed relationship is.
///
/// On the wire `{"item":"eth0"}` or `{"ci":"…"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum End {
    /// Another item of the payload, by its key.
    Item(Code),
    /// An item of the estate.
    Ci(CiId),
}

impl FreeText for End {}

impl From<CiId> for End {
    fn from(ci: CiId) -> Self {
        Self::Ci(ci)
    }
}

impl core::fmt::Display for End {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Item(key) => key.fmt(f),
            Self::Ci(ci) => ci.fmt(f),
        }
    }
}

/// An observed relationship.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ObservedRelation {
    /// Its source.
    pub from: End,
    /// Its type.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: Code,
    /// Its target.
    pub to: End,
    /// What tells it from others of the type between the same two.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub qualifier: Option<Label>,
}

impl ObservedRelation {
    /// A relationship of a type.
    pub const fn new(from: End, kind: Code, to: End) -> Self {
        Self {
            from,
            kind,
            to,
            qualifier: None,
        }
    }
}

impl FreeText for ObservedRelation {}

wire_struct! {
    /// One thing that a source has seen.
    pub struct ObservedItem {
        /// What the payload calls it: nothing that outlives the payload.
        key: Code,
        /// What it was taken for: a class of the policy.
        class: Code,
        /// The id that its record gets if there is none yet. The host brings ids.
        if_new: CiId,
    } optional {
        /// What it is called.
        name: Title,
        /// The number that the maker gave it.
        serial: Label,
        /// The number on the sticker.
        tag: Label,
        /// What contains it. An item of a dependent class is identified within that.
        parent: End,
        /// What was seen of it.
        attributes: BTreeMap<Code, AttributeValue>,
    }
}

impl ObservedItem {
    /// With one more attribute.
    #[must_use]
    pub fn attribute(mut self, name: Code, value: impl Into<AttributeValue>) -> Self {
        self.attributes
            .get_or_insert_with(BTreeMap::new)
            .insert(name, value.into());
        self
    }

    /// All that was seen of it.
    pub fn data(&self) -> BTreeMap<Datum, DatumValue> {
        let label = |it: &Label| DatumValue::from(AttributeValue::Text(it.clone()));
        let attributes = self.attributes.iter().flatten();
        let mut data: BTreeMap<Datum, DatumValue> = attributes
            .map(|(name, value)| (Datum::Attribute(name.clone()), value.clone().into()))
            .collect();
        if let Some(name) = &self.name {
            data.insert(Datum::Name, name.clone().into());
        }
        if let Some(serial) = &self.serial {
            data.insert(Datum::Serial, label(serial));
        }
        if let Some(tag) = &self.tag {
            data.insert(Datum::Tag, label(tag));
        }
        data
    }
}

wire_struct! {
    /// What one source has seen, at one instant.
    #[doc(alias = "discovery payload")]
    pub struct Payload {
        /// Which source: a tool that looks for itself.
        source: Code,
        /// When it looked.
        observed_at: Instant,
        /// The things that it saw. Their order says nothing.
        items: Vec<ObservedItem>,
    } optional {
        /// How they are related, besides who contains whom.
        relations: BTreeSet<ObservedRelation>,
    }
}
