//! What is known of an incident when it enters, and may become better known later.

use crate::attribute::AttributeValue;
use alloc::collections::{BTreeMap, BTreeSet};
use itsm_core::id::{CiId, PersonId, ServiceId, TenantId};
use itsm_core::level::{Impact, Urgency};
use itsm_core::link::Link;
use itsm_core::text::{Code, Label, Note, RecordNumber, Title};
use itsm_core::time::{DetectedAt, OccurredAt};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// Who or what noticed the disturbance first.
    ///
    /// A reporting user is not required: an alert, a member of staff or a supplier will do.
    /// The share found before a user noticed is what proactive detection measures.
    pub enum DetectionSource {
        /// A monitoring tool or an event.
        Monitoring = "monitoring",
        /// Somebody who uses the service.
        User = "user",
        /// Somebody of the provider's own staff.
        Staff = "staff",
        /// A supplier.
        Supplier = "supplier",
    }
}

plain_enum! {
    /// Why it counts as an incident. Any one of the four is enough.
    pub enum DetectionBasis {
        /// A user finds that the service does not do what it should.
        UserPerception = "user_perception",
        /// A target of a service level agreement is or will be missed.
        ServiceLevelBreach = "service_level_breach",
        /// A configuration item works outside its specification, noticed by users or not.
        OutOfSpecification = "out_of_specification",
        /// An expert judges that it will disturb the service if nothing is done.
        ExpertOpinion = "expert_opinion",
    }
}

/// A category of the desk's scheme, with a subcategory where the scheme has them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Category {
    /// The category.
    pub category: Label,
    /// The subcategory.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub subcategory: Option<Label>,
}

impl Category {
    /// A category without a subcategory.
    pub const fn new(category: Label) -> Self {
        Self {
            category,
            subcategory: None,
        }
    }

    /// A category with a subcategory.
    pub const fn with(category: Label, subcategory: Label) -> Self {
        Self {
            category,
            subcategory: Some(subcategory),
        }
    }
}

impl core::fmt::Display for Category {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.category.as_str())?;
        match &self.subcategory {
            Some(subcategory) => write!(f, " / {subcategory}"),
            None => Ok(()),
        }
    }
}

wire_struct! {
    /// The facts of an incident.
    ///
    /// An incident is an unplanned interruption of a service, or a reduction of its quality
    /// (ITIL 4 incident management). It needs a title, somebody or something that noticed it, an
    /// impact and an urgency; all else may come later.
    pub struct Profile {
        /// One line that tells it apart.
        title: Title,
        /// Who or what noticed it first.
        detection: DetectionSource,
        /// How much of the business is hurt.
        impact: Impact,
        /// How soon that becomes unbearable.
        urgency: Urgency,
    } optional {
        /// The number people say aloud.
        number: RecordNumber,
        /// The customer organization it belongs to.
        tenant: TenantId,
        /// Why it counts as an incident.
        basis: DetectionBasis,
        /// What is wrong, in full.
        description: Note,
        /// Who reported it.
        #[doc(alias = "caller")]
        reporter: PersonId,
        /// Who suffers from it, if that is somebody else.
        affected: PersonId,
        /// The service that is disturbed.
        service: ServiceId,
        /// The configuration items that are affected.
        cis: BTreeSet<CiId>,
        /// Its category.
        category: Category,
        /// When the disturbance began.
        occurred_at: OccurredAt,
        /// When it was first noticed.
        detected_at: DetectedAt,
        /// Records it points at.
        links: BTreeSet<Link>,
        /// The policy's custom attributes.
        attributes: BTreeMap<Code, AttributeValue>,
    }
}

impl Profile {
    /// With one more affected configuration item.
    #[must_use]
    pub fn ci(mut self, ci: CiId) -> Self {
        self.cis.get_or_insert_with(BTreeSet::new).insert(ci);
        self
    }

    /// With one more link.
    #[must_use]
    pub fn link(mut self, link: Link) -> Self {
        self.links.get_or_insert_with(BTreeSet::new).insert(link);
        self
    }

    /// With one more custom attribute.
    #[must_use]
    pub fn attribute(mut self, name: Code, value: impl Into<AttributeValue>) -> Self {
        self.attributes
            .get_or_insert_with(BTreeMap::new)
            .insert(name, value.into());
        self
    }
}
