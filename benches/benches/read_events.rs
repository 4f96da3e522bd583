//! Reading events from JSON lines. The twin borrows every text, checks none, and knows only the
//! fields that stand in this text.

use chrono::{DateTime, Utc};
use criterion::Criterion;
use itsm::core::id::IncidentId;
use itsm::core::schema::read_json_lines;
use itsm::incident::event::IncidentEvent;
use itsm_benches::desk::Desk;
use itsm_benches::measure::{beside, run, size, timed};
use serde::{Deserialize, Serialize};
use std::hint::black_box;
use uuid::Uuid;

#[derive(Deserialize, Serialize)]
struct Flat<'a> {
    record: Uuid,
    revision: u64,
    at: DateTime<Utc>,
    #[serde(borrow)]
    by: FlatAgent<'a>,
    #[serde(borrow)]
    policy: FlatPolicy<'a>,
    schema: u16,
    #[serde(borrow)]
    event: FlatEvent<'a>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum FlatAgent<'a> {
    Person(Uuid),
    Automation(&'a str),
}

#[derive(Deserialize, Serialize)]
struct FlatPolicy<'a> {
    id: &'a str,
    version: u32,
}

/// All fields of all events in the text, and the tag among them. The order is that in which the
/// text has them, so that writing it out again gives the text.
#[derive(Deserialize, Serialize)]
#[serde(default)]
#[derive(Default)]
struct FlatEvent<'a> {
    r#type: &'a str,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    profile: Option<FlatProfile<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    category: Option<FlatCategory<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    impact: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    urgency: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by_requester: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    restored_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmation: Option<FlatConfirmation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ci: Option<Uuid>,
}

#[derive(Deserialize, Serialize)]
struct FlatProfile<'a> {
    title: &'a str,
    detection: &'a str,
    impact: &'a str,
    urgency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reporter: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detected_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize, Serialize)]
struct FlatCategory<'a> {
    category: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subcategory: Option<&'a str>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum FlatConfirmation {
    Confirmed { by: Uuid },
    NotObjected { due: DateTime<Utc> },
}

fn bench(criterion: &mut Criterion) {
    let events = Desk::open(size(2_000, 100)).events;
    let mut text = String::new();
    for event in &events {
        text.push_str(&serde_json::to_string(event).expect("an event"));
        text.push('\n');
    }
    println!("{} events in {} bytes", events.len(), text.len());

    let read: Result<Vec<_>, _> = read_json_lines::<IncidentId, IncidentEvent>(&text).collect();
    assert_eq!(read.as_ref(), Ok(&events));
    for line in text.lines() {
        let flat: Flat<'_> = serde_json::from_str(line).expect("the twin reads the text");
        let again = serde_json::to_string(&flat).expect("the twin writes");
        assert_eq!(again, line, "the twin has read all of it");
    }

    beside(
        criterion,
        "read_events",
        1.2,
        events.len(),
        timed(|| {
            for event in read_json_lines::<IncidentId, IncidentEvent>(black_box(&text)) {
                black_box(&event).as_ref().expect("an event");
            }
        }),
        timed(|| {
            for line in black_box(&text).lines() {
                let event = serde_json::from_str::<Flat<'_>>(line);
                black_box(&event).as_ref().expect("an event");
            }
        }),
    );
}

fn main() {
    run(bench);
}
