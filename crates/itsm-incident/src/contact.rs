//! Contacts: where a service desk begins, before there is an incident.
//!
//! Somebody calls, writes or comes by. What they say is an incident, a service request, or neither,
//! and that is decided before anything is registered: a request is not an incident. The contact is
//! a value of its own, kept by the host, because some questions are about contacts and not about
//! incidents: whether the first one was enough, for instance.
//!
//! Source: FitSM-1 PR9.1; ITIL 4 service desk.

use crate::incident::Incident;
use crate::profile::{DetectionSource, Profile};
use crate::state::IncidentStage;
use itsm_core::actor::Agent;
use itsm_core::id::{CiId, IncidentId, PersonId, ServiceId, TenantId};
use itsm_core::level::{Impact, Urgency};
use itsm_core::text::{Note, Title};
use itsm_core::time::{DetectedAt, Instant};
use itsm_core::{open_vocabulary, plain_enum, wire_struct};

open_vocabulary! {
    /// The way by which a contact came. A host may add its own.
    pub struct Channel {
        /// By telephone.
        PHONE = "phone",
        /// By mail.
        EMAIL = "email",
        /// Through the self-service portal.
        PORTAL = "portal",
        /// In a chat.
        CHAT = "chat",
        /// At the counter.
        WALK_IN = "walk_in",
    }
}

wire_struct! {
    /// Somebody has turned to the desk.
    #[doc(alias = "interaction")]
    #[doc(alias = "call")]
    pub struct Contact {
        /// By which way.
        channel: Channel,
        /// When.
        at: Instant,
        /// Who took it.
        taken_by: Agent,
        /// What they say.
        says: Note,
    } optional {
        /// Who they are.
        person: PersonId,
        /// Their organization.
        tenant: TenantId,
        /// The service it is about.
        service: ServiceId,
        /// The configuration item it is about.
        ci: CiId,
    }
}

/// What the desk found out by asking. What was not asked is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs {
    /// Whether a service does less than it should, or soon will.
    pub disturbed: Option<bool>,
    /// Whether they want something that the desk offers: access, a device, information, advice.
    pub wanted: Option<bool>,
}

plain_enum! {
    /// What a contact is about.
    pub enum ContactKind {
        /// A service is disturbed: an incident is registered, or the contact belongs to one.
        Incident = "incident",
        /// Something is asked for: the business of request fulfilment.
        Request = "request",
        /// Neither: praise, a wrong number, an advertisement.
        Neither = "neither",
    }
}

impl Signs {
    /// What the contact is about, as far as the answers tell; `None` while the desk has to ask on.
    ///
    /// A disturbance comes first: who reports one and wants something besides has an incident, and
    /// may have a request too.
    ///
    /// ```
    /// use itsm_incident::contact::{ContactKind, Signs};
    ///
    /// let mut signs = Signs { wanted: Some(true), ..Signs::default() };
    /// assert_eq!(signs.kind(), None); // is something broken, too?
    /// signs.disturbed = Some(false);
    /// assert_eq!(signs.kind(), Some(ContactKind::Request));
    /// ```
    pub fn kind(self) -> Option<ContactKind> {
        match (self.disturbed?, self.wanted) {
            (true, _) => Some(ContactKind::Incident),
            (false, Some(true)) => Some(ContactKind::Request),
            (false, Some(false)) => Some(ContactKind::Neither),
            (false, None) => None,
        }
    }
}

wire_struct! {
    /// A contact that the desk has judged.
    pub struct Triaged {
        /// The contact.
        contact: Contact,
        /// What it is about.
        kind: ContactKind,
        /// Why it is that.
        reason: Note,
    } optional {
        /// The incident that it led to, or belongs to.
        incident: IncidentId,
    }
}

impl Contact {
    /// What is known of an incident that is reported this way: who reports it, what they say, when
    /// it was noticed. The rest is for the desk to find out.
    pub fn profile(&self, title: Title, impact: Impact, urgency: Urgency) -> Profile {
        let profile = Profile {
            tenant: self.tenant,
            description: Some(self.says.clone()),
            reporter: self.person,
            service: self.service,
            detected_at: Some(DetectedAt(self.at)),
            ..Profile::new(title, DetectionSource::User, impact, urgency)
        };
        match self.ci {
            Some(ci) => profile.ci(ci),
            None => profile,
        }
    }
}

/// Whether an incident was resolved at the first contact: one contact about it and no other, the
/// same group from beginning to end, and a solution that held. `None` while it is not resolved, or
/// if no contact is about it: of an incident that monitoring found, it cannot be asked.
///
/// It is a question about contacts: resolved by the first line after three calls is something else.
pub fn resolved_at_first_contact(incident: &Incident, contacts: &[Triaged]) -> Option<bool> {
    let about = contacts
        .iter()
        .filter(|it| it.incident == Some(incident.id()))
        .count();
    let resolved = matches!(
        incident.stage(),
        IncidentStage::Resolved | IncidentStage::Closed
    );
    let counters = incident.counters();
    (resolved && about > 0).then_some(
        about == 1
            && counters.reopens == 0
            && counters.reassignments == 0
            && counters.functional_escalations == 0,
    )
}
