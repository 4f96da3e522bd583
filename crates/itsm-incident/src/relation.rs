//! What the incident is about: the service, the configuration items, and the records it points at.

use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::refuse::No;
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use itsm_core::id::{CiId, ServiceId};
use itsm_core::link::{Link, RecordRef};
use itsm_core::wire_struct;

wire_struct! {
    /// Name the service that is disturbed.
    pub struct SetService {
        /// The service.
        service: ServiceId,
    }
}
wire_struct! {
    /// Note that a configuration item is affected.
    pub struct AffectCi {
        /// The item.
        ci: CiId,
    }
}
wire_struct! {
    /// Note that a configuration item is not affected after all.
    pub struct ClearCi {
        /// The item.
        ci: CiId,
    }
}
wire_struct! {
    /// Point at another record.
    pub struct AddLink {
        /// The link.
        link: Link,
    }
}
wire_struct! {
    /// Take a link back.
    pub struct RemoveLink {
        /// The link.
        link: Link,
    }
}
wire_struct! {
    /// The disturbed service was named.
    pub struct ServiceSet {
        /// The service.
        service: ServiceId,
    }
}
wire_struct! {
    /// A configuration item was found affected.
    pub struct CiAffected {
        /// The item.
        ci: CiId,
    }
}
wire_struct! {
    /// A configuration item was found not affected.
    pub struct CiCleared {
        /// The item.
        ci: CiId,
    }
}
wire_struct! {
    /// It points at another record.
    pub struct LinkAdded {
        /// The link.
        link: Link,
    }
}
wire_struct! {
    /// A link was taken back.
    pub struct LinkRemoved {
        /// The link.
        link: Link,
    }
}

impl Incident {
    pub(crate) fn set_service(
        &self,
        it: &SetService,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        if self.profile.service == Some(it.service) {
            return no(Law::NothingToChange).err();
        }
        Ok(ServiceSet::new(it.service).into())
    }

    pub(crate) fn affect_ci(
        &self,
        it: &AffectCi,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        if self.cis().any(|ci| ci == it.ci) {
            return no(Law::NothingToChange).err();
        }
        Ok(CiAffected::new(it.ci).into())
    }

    pub(crate) fn clear_ci(
        &self,
        it: &ClearCi,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        if !self.cis().any(|ci| ci == it.ci) {
            return no(Law::CiNotAffected)
                .param("ci", it.ci.to_string().as_str())
                .err();
        }
        Ok(CiCleared::new(it.ci).into())
    }

    pub(crate) fn add_link(
        &self,
        it: &AddLink,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        if it.link.to == RecordRef::Incident(self.id) {
            return no(Law::LinkToItself).err();
        }
        if self.links().any(|link| *link == it.link) {
            return no(Law::NothingToChange).err();
        }
        Ok(LinkAdded::new(it.link.clone()).into())
    }

    pub(crate) fn remove_link(
        &self,
        it: &RemoveLink,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        if !self.links().any(|link| *link == it.link) {
            return no(Law::LinkNotThere).err();
        }
        Ok(LinkRemoved::new(it.link.clone()).into())
    }

    /// That a record which is handled instead, or brought the resolution, is not the incident itself.
    pub(crate) fn not_itself(
        &self,
        record: Option<RecordRef>,
        no: impl FnOnce(Law) -> No,
    ) -> Result<(), IncidentError> {
        if record == Some(RecordRef::Incident(self.id)) {
            return no(Law::LinkToItself).err();
        }
        Ok(())
    }

    pub(crate) fn take_link(&mut self, link: &Link) {
        let links = self.profile.links.get_or_insert_with(BTreeSet::new);
        links.insert(link.clone());
    }
}
