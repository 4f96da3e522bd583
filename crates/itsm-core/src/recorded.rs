//! Recorded events: what happened, to which record, when, by whom, and under which policy.

use crate::actor::Agent;
use crate::policy::PolicyRef;
use crate::time::Instant;

/// An event as history keeps it.
///
/// On the wire, one JSON object; `schema` is the version of the event vocabulary it was written in:
///
/// ```json
/// {"record":"696e6364-6e74-8000-8000-000000000007","revision":2,"at":"2026-03-02T09:05:00Z",
///  "by":{"person":"70657273-6f6e-8000-8000-000000000001"},
///  "policy":{"id":"default","version":1},"schema":1,"event":{"type":"work_started"}}
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, transform = with_schema)
)]
pub struct Recorded<I, E> {
    /// The record it happened to.
    pub record: I,
    /// The event's place in the record's history, from 1. Also the optimistic-lock number: a host
    /// stores the event only if the record's last revision is one less.
    pub revision: u64,
    /// When it was recorded.
    pub at: Instant,
    /// When it happened, if that was earlier.
    #[cfg_attr(feature = "schemars", schemars(default))]
    pub occurred: Option<Instant>,
    /// Who did it.
    pub by: Agent,
    /// Who approved it, where the policy asked for a second person.
    #[cfg_attr(feature = "schemars", schemars(default))]
    pub approved: Option<Agent>,
    /// The policy that decided.
    pub policy: PolicyRef,
    /// What happened.
    pub event: E,
}

impl<I, E> Recorded<I, E> {
    /// When it happened: `occurred` if that was noted, else when it was recorded.
    pub fn happened(&self) -> Instant {
        self.occurred.unwrap_or(self.at)
    }

    /// The same record of another event, as a facade wraps the events of several practices.
    pub fn map<J, F>(self, id: impl FnOnce(I) -> J, event: impl FnOnce(E) -> F) -> Recorded<J, F> {
        Recorded {
            record: id(self.record),
            revision: self.revision,
            at: self.at,
            occurred: self.occurred,
            by: self.by,
            approved: self.approved,
            policy: self.policy,
            event: event(self.event),
        }
    }
}

/// The wire form has one field more than the struct: the version of the event vocabulary.
#[cfg(feature = "schemars")]
fn with_schema(schema: &mut schemars::Schema) {
    let version = serde_json::json!({
        "description": "The version of the event vocabulary it was written in.",
        "type": "integer",
        "minimum": 1,
        "maximum": u16::MAX,
    });
    if let Some(properties) = schema
        .get_mut("properties")
        .and_then(|it| it.as_object_mut())
    {
        properties.insert("schema".into(), version);
    }
    if let Some(required) = schema.get_mut("required").and_then(|it| it.as_array_mut()) {
        required.push("schema".into());
    }
}
