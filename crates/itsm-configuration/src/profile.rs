//! What is known of a configuration item.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use itsm_core::custom::AttributeValue;
use itsm_core::id::{GroupId, PersonId, ServiceId, SupplierId};
use itsm_core::level::Criticality;
use itsm_core::money::Money;
use itsm_core::text::{Code, Label, Note, Title};
use itsm_core::wire_struct;

wire_struct! {
    /// What the owner of the thing wants to know of it: a configuration item is managed because a
    /// service needs it, an asset because it is worth something. Many items are no assets.
    #[doc(alias = "asset")]
    pub struct AssetFacts {} optional {
        /// The number on the sticker.
        tag: Label,
        /// The number that the maker gave it.
        serial: Label,
        /// Who delivered it.
        supplier: SupplierId,
        /// What it cost.
        cost: Money,
    }
}

wire_struct! {
    /// The facts of a configuration item: a component that must be managed to deliver a service, or
    /// the service itself.
    ///
    /// Source: ISO/IEC 20000-1 8.2.6 (identifier, type, description, relationships, status).
    #[doc(alias = "configuration record")]
    pub struct CiProfile {
        /// What kind of item it is: a class of the policy.
        #[doc(alias = "CI type")]
        class: Code,
        /// What people call it.
        name: Title,
    } optional {
        /// What it is, in full.
        description: Note,
        /// The accountable person.
        owner: PersonId,
        /// The group that looks after it.
        #[doc(alias = "support group")]
        group: GroupId,
        /// How much it matters.
        criticality: Criticality,
        /// The service that it is, if it is one.
        service: ServiceId,
        /// What is known of it as an asset.
        asset: Box<AssetFacts>,
        /// The attributes of its class.
        attributes: BTreeMap<Code, AttributeValue>,
    }
}

impl CiProfile {
    /// With one more attribute.
    #[must_use]
    pub fn attribute(mut self, name: Code, value: impl Into<AttributeValue>) -> Self {
        self.attributes
            .get_or_insert_with(BTreeMap::new)
            .insert(name, value.into());
        self
    }
}
