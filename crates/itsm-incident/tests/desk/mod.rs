//! A small service desk to test with: its people, its policies, and one incident at a time.

use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::id::{IncidentId, PersonId};
use itsm_core::level::{Impact, Urgency};
use itsm_core::refusal::Refusal;
use itsm_core::text::{Code, Label, Note, Title};
use itsm_core::time::{Instant, Seconds};
use itsm_incident::command::{IncidentCommand, Resolve, StartWork};
use itsm_incident::draft::DraftIncidentPolicy;
use itsm_incident::error::IncidentError;
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::profile::{DetectionSource, Profile};
use itsm_incident::resolution::ResolutionCode;
use itsm_incident::{Incident, RecordedIncidentEvent};
use std::collections::BTreeSet;

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// When every incident of these tests is registered.
pub(crate) fn nine() -> Instant {
    at("2026-03-02T09:00:00Z")
}

/// So long after nine.
pub(crate) fn nine_and(length: Seconds) -> Instant {
    length.after(nine()).unwrap()
}

pub(crate) fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}

pub(crate) fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

pub(crate) fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub(crate) fn set<const N: usize>(texts: [&str; N]) -> BTreeSet<String> {
    texts.into_iter().map(String::from).collect()
}

/// An analyst of the service desk.
pub(crate) fn ana() -> Actor {
    Actor::person(PersonId::from_key(1)).with(Role::SERVICE_DESK_ANALYST)
}

/// Responsible for major incidents.
pub(crate) fn max() -> Actor {
    Actor::person(PersonId::from_key(2)).with(Role::MAJOR_INCIDENT_MANAGER)
}

/// An end user.
pub(crate) fn uma() -> Actor {
    Actor::person(PersonId::from_key(3)).with(Role::REQUESTER)
}

/// The incident manager.
pub(crate) fn ines() -> Actor {
    Actor::person(PersonId::from_key(4)).with(Role::INCIDENT_MANAGER)
}

/// A program.
pub(crate) fn clock() -> Actor {
    Actor::automation(code("clock"))
}

pub(crate) fn standard() -> IncidentPolicy {
    IncidentPolicy::default()
}

/// The default policy with something else about it.
pub(crate) fn policy(change: impl FnOnce(&mut DraftIncidentPolicy)) -> IncidentPolicy {
    let mut draft = DraftIncidentPolicy::default();
    change(&mut draft);
    IncidentPolicy::try_from(draft).unwrap()
}

/// The default policy with some of its fields replaced.
pub(crate) fn policy_with(fields: &str) -> IncidentPolicy {
    let draft: DraftIncidentPolicy = serde_json::from_str(fields).unwrap();
    IncidentPolicy::try_from(draft).unwrap()
}

pub(crate) fn facts(impact: &str, urgency: &str) -> Profile {
    Profile::new(
        Title::new("Mail is down").unwrap(),
        DetectionSource::User,
        Impact::new(impact).unwrap(),
        Urgency::new(urgency).unwrap(),
    )
}

pub(crate) fn profile() -> Profile {
    facts("Medium", "Medium")
}

pub(crate) fn id(key: u64) -> IncidentId {
    IncidentId::from_key(key)
}

pub(crate) fn registered(key: u64, profile: Profile, policy: &IncidentPolicy) -> Incident {
    let ana = ana();
    let cx = Context::new(nine(), &ana, policy);
    Incident::register(id(key), profile, &cx).unwrap().0
}

pub(crate) fn incident(policy: &IncidentPolicy) -> Incident {
    registered(1, profile(), policy)
}

pub(crate) fn resolve() -> Resolve {
    Resolve::new(ResolutionCode::FIXED).notes(note("Restarted the server."))
}

pub(crate) fn start() -> StartWork {
    StartWork::new()
}

/// Executes what must be accepted.
pub(crate) fn must(
    incident: &mut Incident,
    command: impl Into<IncidentCommand>,
    cx: &Context<'_, IncidentPolicy>,
) -> Vec<RecordedIncidentEvent> {
    incident.execute(command, cx).unwrap()
}

/// An incident, a clock that stands at nine, and Ana, until somebody else is said to act.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) incident: Incident,
    policy: IncidentPolicy,
    now: Instant,
    actor: Actor,
    approver: Option<Actor>,
    occurred: Option<Instant>,
}

impl Case {
    pub(crate) fn new() -> Self {
        Self::under(standard())
    }

    pub(crate) fn under(policy: IncidentPolicy) -> Self {
        Self::of(incident(&policy), policy)
    }

    pub(crate) fn of(incident: Incident, policy: IncidentPolicy) -> Self {
        Self {
            now: incident.last_at(),
            incident,
            policy,
            actor: ana(),
            approver: None,
            occurred: None,
        }
    }

    pub(crate) fn by(mut self, actor: &Actor) -> Self {
        self.actor = actor.clone();
        self
    }

    pub(crate) fn approved_by(mut self, approver: &Actor) -> Self {
        self.approver = Some(approver.clone());
        self
    }

    pub(crate) fn occurred(mut self, then: Instant) -> Self {
        self.occurred = Some(then);
        self
    }

    pub(crate) fn at(mut self, now: Instant) -> Self {
        self.now = now;
        self
    }

    pub(crate) fn after(self, length: Seconds) -> Self {
        let now = length.after(self.now).unwrap();
        self.at(now)
    }

    pub(crate) fn now_under(mut self, policy: IncidentPolicy) -> Self {
        self.policy = policy;
        self
    }

    pub(crate) fn cx(&self) -> Context<'_, IncidentPolicy> {
        let mut cx = Context::new(self.now, &self.actor, &self.policy);
        cx.approver = self.approver.as_ref();
        cx.occurred = self.occurred;
        cx
    }

    pub(crate) fn done(mut self, command: impl Into<IncidentCommand>) -> Self {
        let mut incident = self.incident.clone();
        must(&mut incident, command, &self.cx());
        self.incident = incident;
        self
    }

    /// Refused, by `execute` and by the dry run alike, and nothing is changed by it.
    pub(crate) fn error(&self, command: impl Into<IncidentCommand>) -> IncidentError {
        let command = command.into();
        let mut incident = self.incident.clone();
        let error = incident.execute(command.clone(), &self.cx()).unwrap_err();
        assert_eq!(
            incident, self.incident,
            "a refused command changed something"
        );
        assert_eq!(
            self.incident.decide(&command, &self.cx()),
            Err(error.clone())
        );
        assert_eq!(error.refusal().asked, command.kind().as_str());
        assert_eq!(error.refusal().state, self.incident.stage().as_str());
        error
    }

    pub(crate) fn refusal(&self, command: impl Into<IncidentCommand>) -> Refusal {
        self.error(command).refusal().clone()
    }
}

/// A desk with reminders, models, escalations by time, and a plan of whom to tell what.
pub(crate) fn busy() -> IncidentPolicy {
    policy_with(include_str!("../busy_policy.json"))
}

/// The busy desk with something else about it.
pub(crate) fn busy_but(change: impl FnOnce(&mut DraftIncidentPolicy)) -> IncidentPolicy {
    let mut draft: DraftIncidentPolicy =
        serde_json::from_str(include_str!("../busy_policy.json")).unwrap();
    change(&mut draft);
    IncidentPolicy::try_from(draft).unwrap()
}
