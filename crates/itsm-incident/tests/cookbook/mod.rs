// The desk at which the recipes of the README are cooked: names, people, and an incident to begin
// with. Each recipe includes this file, so that it shows what it is about and nothing else.

pub use itsm_core::actor::{Actor, Role};
pub use itsm_core::aggregate::ReplayError;
pub use itsm_core::context::Context;
pub use itsm_core::id::{GroupId, IncidentId, PersonId, ServiceId};
pub use itsm_core::level::{Impact, Urgency};
pub use itsm_core::refusal::Permission;
pub use itsm_core::text::{Note, Title};
pub use itsm_core::time::{Instant, Seconds};
pub use itsm_incident::command::{IncidentCommandKind as Kind, *};
pub use itsm_incident::draft::DraftIncidentPolicy;
pub use itsm_incident::major::MajorStatus;
pub use itsm_incident::parent::{ChildFacts, ParentFacts, sync};
pub use itsm_incident::policy::IncidentPolicy;
pub use itsm_incident::profile::{DetectionSource, Profile};
pub use itsm_incident::resolution::{Confirmation, ResolutionCode};
pub use itsm_incident::state::{HoldReason, IncidentStage as Stage, IncidentState, OnHold};
pub use itsm_incident::trigger::{TriggerFacts, Triggered, ask};
pub use itsm_incident::{Adopt, Incident, RecordedIncidentEvent};
pub use std::collections::BTreeSet;

pub type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// An instant of the week of the recipes, as `day(2, "09:00")`: the second is a Monday.
pub fn day(day: u32, time: &str) -> Instant {
    format!("2026-03-{day:02}T{time}:00Z").parse().expect("an instant")
}

pub fn note(text: &str) -> Note {
    Note::new(text).expect("a note")
}

pub fn analyst() -> Actor {
    Actor::person(PersonId::from_key(1)).with(Role::SERVICE_DESK_ANALYST)
}

pub fn outage() -> Profile {
    let level = |label| (Impact::new(label), Urgency::new(label));
    let (Ok(impact), Ok(urgency)) = level("High") else {
        panic!("levels are labels")
    };
    let title = Title::new("Mail is down in Porto").expect("a title");
    Profile::new(title, DetectionSource::Monitoring, impact, urgency)
}

pub fn mail_is_down(key: u64, cx: &Context<'_, IncidentPolicy>) -> Incident {
    let (incident, _) = Incident::register(IncidentId::from_key(key), outage(), cx).expect("registered");
    incident
}
