//! A desk with office hours in Lisbon, a response and a resolution clock.

use itsm::coordination::clocked::{ClockedIncident, IncidentTimekeeper};
use itsm::core::actor::{Actor, Role};
use itsm::core::context::Context;
use itsm::core::id::{GroupId, IncidentId, PersonId};
use itsm::core::level::{Impact, Urgency};
use itsm::core::text::{Note, Title};
use itsm::core::time::Instant;
use itsm::incident::policy::IncidentPolicy;
use itsm::incident::profile::{DetectionSource, Profile};
use itsm::incident::vocabulary::IncidentAttribute;
use itsm::service_level::policy::ServicePolicy;

/// The levels of service as they stand in a file.
pub(crate) const LEVELS: &str = r#"{
  "id": "porto-levels", "version": 1,
  "calendars": { "calendars": [
    { "name": "office", "zone": "Europe/Lisbon", "weekly": { "mon-fri": ["09:00-17:00"] } }
  ] },
  "clocks": [
    {
      "id": "response", "measures": "response", "calendar": "office",
      "start": { "all": [] },
      "stop": { "attribute": "acknowledged", "is": true },
      "target": { "kind": "open_time", "seconds": 1800 }
    },
    {
      "id": "resolution", "calendar": "office", "counts_from": "registered_at",
      "start": { "all": [] },
      "stop": { "attribute": "state", "in": ["resolved", "closed", "canceled"] },
      "pause": { "attribute": "hold_reason", "in": ["awaiting_caller", "awaiting_vendor"] },
      "target": { "kind": "open_time", "seconds": 57600 },
      "targets": { "rules": [
        { "id": "urgent", "when": { "attribute": "priority", "at_least": "High" },
          "then": { "kind": "open_time", "seconds": 14400 } }
      ] },
      "thresholds": [{ "id": "half", "at": { "percent": 50 } }],
      "breakdown": ["group", "state"]
    }
  ]
}"#;

pub(crate) fn levels() -> ServicePolicy<IncidentAttribute> {
    let draft = serde_json::from_str(LEVELS).unwrap();
    ServicePolicy::compile(draft, &IncidentPolicy::default()).unwrap()
}

pub(crate) fn keeper() -> IncidentTimekeeper {
    let range = at("2024-01-01T00:00:00Z")..at("2034-01-01T00:00:00Z");
    levels().over(range).unwrap()
}

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// A time of the first week of March 2026; the second is a Monday.
pub(crate) fn day(day: u32, time: &str) -> Instant {
    at(&format!("2026-03-{day:02}T{time}:00Z"))
}

pub(crate) fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}

pub(crate) fn ana() -> Actor {
    Actor::person(PersonId::from_key(1)).with(Role::SERVICE_DESK_ANALYST)
}

pub(crate) fn group(key: u64) -> GroupId {
    GroupId::from_key(key)
}

pub(crate) fn outage(impact: &str, urgency: &str) -> Profile {
    Profile::new(
        Title::new("Mail is down in Porto").unwrap(),
        DetectionSource::User,
        Impact::new(impact).unwrap(),
        Urgency::new(urgency).unwrap(),
    )
}

pub(crate) fn registered(
    key: u64,
    (impact, urgency): (&str, &str),
    cx: &Context<'_, IncidentPolicy>,
    keeper: &IncidentTimekeeper,
) -> ClockedIncident {
    let id = IncidentId::from_key(key);
    let profile = outage(impact, urgency);
    ClockedIncident::register(id, profile, cx, keeper)
        .unwrap()
        .0
}
