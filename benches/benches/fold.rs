//! The fold: a million recorded events of many incidents, in the order of time, into the records
//! that they tell of.

use criterion::Criterion;
use itsm::core::aggregate::Aggregate;
use itsm::incident::{Incident, RecordedIncidentEvent};
use itsm_benches::desk::{Desk, place};
use itsm_benches::measure::{beside, run, size, timed};
use itsm_benches::twin::Twin;
use std::hint::black_box;

/// Into slots by the place of the incident: the same for both, so that no map is measured.
fn fold<T>(
    events: &[RecordedIncidentEvent],
    incidents: usize,
    born: impl Fn(&RecordedIncidentEvent) -> Option<T>,
    evolve: impl Fn(&mut T, &RecordedIncidentEvent),
) -> Vec<Option<T>> {
    let mut slots: Vec<Option<T>> = Vec::with_capacity(incidents);
    slots.resize_with(incidents, || None);
    for event in events {
        match &mut slots[place(event.record)] {
            Some(record) => evolve(record, event),
            slot => *slot = born(event),
        }
    }
    slots
}

fn bench(criterion: &mut Criterion) {
    let incidents = size(120_000, 300);
    let mut events = Desk::open(incidents).events;
    events.truncate(size(1_000_000, 3_000));
    println!(
        "{} events of {incidents} incidents; {} bytes an incident, {} its twin",
        events.len(),
        size_of::<Incident>(),
        size_of::<Twin>()
    );
    let ours = || {
        fold(
            black_box(&events),
            incidents,
            Incident::born,
            Incident::evolve,
        )
    };
    let twin = || fold(black_box(&events), incidents, Twin::born, Twin::evolve);
    for pair in ours().iter().zip(&twin()) {
        match pair {
            (Some(ours), Some(twin)) => assert!(twin.agrees_with(ours), "{ours:#?}\n{twin:#?}"),
            (ours, twin) => assert!(ours.is_none() && twin.is_none()),
        }
    }
    beside(
        criterion,
        "fold",
        1.5,
        events.len(),
        timed(ours),
        timed(twin),
    );
}

fn main() {
    run(bench);
}
