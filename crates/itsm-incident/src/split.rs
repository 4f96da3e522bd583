//! Splitting: one record turned out to be two disturbances, and a part becomes a record of its own.

use crate::command::{AddLink, ClearCi, IncidentCommand};
use crate::error::{IncidentError, Law};
use crate::incident::{Incident, RecordedIncidentEvent};
use crate::policy::IncidentPolicy;
use crate::profile::Profile;
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::id::{CiId, IncidentId, ServiceId};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::text::{Note, Title};
use itsm_core::wire_struct;

wire_struct! {
    /// The part of an incident that becomes one of its own.
    pub struct Part {
        /// What tells it apart.
        title: Title,
        /// What is wrong.
        description: Note,
    } optional {
        /// The service, if it is another one.
        service: ServiceId,
        /// The configuration items that go with it. They must be among those affected.
        cis: BTreeSet<CiId>,
    }
}

/// A part split off: the new incident, and what the original is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitOff {
    /// The new incident, which points back at the original.
    pub part: Incident,
    /// Its history so far.
    pub history: Vec<RecordedIncidentEvent>,
    /// What the original is to execute: it points at the part, and the items that went with it are
    /// no longer its own.
    pub original: Vec<IncidentCommand>,
}

impl Incident {
    /// Splits a part off into a new incident.
    ///
    /// Nothing has changed yet when this returns: the host stores the part and executes the
    /// commands of the original. Who reported it, whom it affects, how it was noticed and when it
    /// began are the same for both.
    ///
    /// # Errors
    /// `incident.split.not_open`, an item that is not affected, and all that
    /// [`register`](Self::register) and the commands of the original refuse.
    pub fn split(
        &self,
        id: IncidentId,
        part: Part,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<SplitOff, IncidentError> {
        let no = |law| self.no_birth(law, "split", cx.policy);
        if !self.stage().is_open() {
            return no(Law::SplitNotOpen).err();
        }
        let cis = part.cis.unwrap_or_default();
        if let Some(ci) = cis.iter().find(|ci| self.cis().all(|it| it != **ci)) {
            return no(Law::CiNotAffected)
                .param("ci", ci.to_string().as_str())
                .err();
        }
        let link = |kind, to| Link::new(kind, RecordRef::Incident(to));
        let mut original: Vec<IncidentCommand> =
            vec![AddLink::new(link(LinkKind::SPLIT_INTO, id)).into()];
        original.extend(cis.iter().map(|ci| ClearCi::new(*ci).into()));
        // None depends on another: what is accepted now is accepted one after the other.
        for command in &original {
            self.decide(command, cx)?;
        }
        let profile = Profile {
            title: part.title,
            description: Some(part.description),
            number: None,
            service: part.service.or(self.profile.service),
            cis: (!cis.is_empty()).then_some(cis),
            links: Some(BTreeSet::from([link(LinkKind::SPLIT_FROM, self.id)])),
            ..self.profile.clone()
        };
        let (part, registered) = Self::register(id, profile, cx)?;
        Ok(SplitOff {
            part,
            history: vec![registered],
            original,
        })
    }
}
