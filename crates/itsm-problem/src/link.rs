//! Links: the incidents of a problem, the service that suffers, the items that have to do with it.

use crate::decide::Decided;
use crate::error::Law;
use crate::problem::Problem;
use crate::refuse::No;
use crate::refuse::changes;
use itsm_core::id::{CiId, GroupId, IncidentId, PersonId, ServiceId};
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// Link an incident that the problem causes, or helps to cause. An incident may have several
    /// problems, and a problem any number of incidents.
    pub struct LinkIncident {
        /// Which.
        incident: IncidentId,
    }
}
wire_struct! {
    /// Take the link to an incident back: it has another cause.
    pub struct UnlinkIncident {
        /// Which.
        incident: IncidentId,
    }
}
wire_struct! {
    /// Say which service suffers, or that none does.
    pub struct SetService {} optional {
        /// The service; absent: none.
        service: ServiceId,
    }
}
wire_struct! {
    /// Say that an item has to do with it.
    pub struct AffectCi {
        /// Which.
        ci: CiId,
    }
}
wire_struct! {
    /// Say that an item has nothing to do with it after all.
    pub struct ClearCi {
        /// Which.
        ci: CiId,
    }
}
wire_struct! {
    /// Give it to a group, and perhaps to a person in it.
    pub struct Assign {
        /// The group.
        group: GroupId,
    } optional {
        /// The person.
        person: PersonId,
    }
}
wire_struct! {
    /// An incident was linked.
    pub struct IncidentLinked {
        /// Which.
        incident: IncidentId,
    }
}
wire_struct! {
    /// The link to an incident was taken back.
    pub struct IncidentUnlinked {
        /// Which.
        incident: IncidentId,
    }
}
wire_struct! {
    /// It was said which service suffers, or that none does.
    pub struct ServiceSet {} optional {
        /// The service; absent: none.
        service: ServiceId,
    }
}
wire_struct! {
    /// An item was found to have to do with it.
    pub struct CiAffected {
        /// Which.
        ci: CiId,
    }
}
wire_struct! {
    /// An item has nothing to do with it after all.
    pub struct CiCleared {
        /// Which.
        ci: CiId,
    }
}
wire_struct! {
    /// It was given to somebody.
    pub struct Assigned {
        /// The group.
        group: GroupId,
    } optional {
        /// The person.
        person: PersonId,
    }
}

impl Problem {
    /// The incidents that are linked, each since when, in the order of their ids.
    pub fn incidents(&self) -> impl Iterator<Item = (IncidentId, Instant)> {
        self.incidents.iter().map(|(id, at)| (*id, *at))
    }

    /// The items that have to do with it, in the order of their ids.
    pub fn cis(&self) -> impl Iterator<Item = CiId> {
        self.profile.cis.iter().flatten().copied()
    }

    pub(crate) fn link_incident(&self, it: &LinkIncident, no: impl Fn(Law) -> No) -> Decided {
        if self.incidents.contains_key(&it.incident) {
            return no(Law::IncidentAlready)
                .text("incident", &it.incident)
                .err();
        }
        Ok(IncidentLinked::new(it.incident).into())
    }

    pub(crate) fn unlink_incident(&self, it: &UnlinkIncident, no: impl Fn(Law) -> No) -> Decided {
        if !self.incidents.contains_key(&it.incident) {
            return no(Law::IncidentNotLinked)
                .text("incident", &it.incident)
                .err();
        }
        Ok(IncidentUnlinked::new(it.incident).into())
    }

    pub(crate) fn affect_ci(&self, it: &AffectCi, no: impl Fn(Law) -> No) -> Decided {
        changes(!self.cis().any(|ci| ci == it.ci), no)?;
        Ok(CiAffected::new(it.ci).into())
    }

    pub(crate) fn clear_ci(&self, it: &ClearCi, no: impl Fn(Law) -> No) -> Decided {
        if !self.cis().any(|ci| ci == it.ci) {
            return no(Law::CiNotAffected).text("ci", &it.ci).err();
        }
        Ok(CiCleared::new(it.ci).into())
    }

    pub(crate) fn assign(&self, it: &Assign, no: impl Fn(Law) -> No) -> Decided {
        let profile = &self.profile;
        changes(
            profile.group != Some(it.group) || profile.assignee != it.person,
            no,
        )?;
        Ok(Assigned {
            group: it.group,
            person: it.person,
        }
        .into())
    }
}
