//! Histories with holes are not folded, and the error names the place.

use crate::desk::{Case, ana, at, id, nine, note, profile, resolve, standard, start};
use itsm_core::aggregate::ReplayError;
use itsm_core::context::Context;
use itsm_incident::command::{Close, Describe};
use itsm_incident::{Incident, RecordedIncidentEvent};

fn history() -> Vec<RecordedIncidentEvent> {
    let (ana, policy) = (ana(), standard());
    let cx = Context::new(nine(), &ana, &policy);
    let (mut incident, birth) = Incident::register(id(1), profile(), &cx).unwrap();
    let mut history = vec![birth];
    history.extend(incident.execute(start(), &cx).unwrap());
    history.extend(
        incident
            .execute(Describe::new().description(note("In full.")), &cx)
            .unwrap(),
    );
    history.extend(incident.execute(resolve(), &cx).unwrap());
    let close = Close::new().confirmed_by(ana.person_id().unwrap());
    history.extend(incident.execute(close, &cx).unwrap());
    assert_eq!(Incident::replay(&history), Ok(incident));
    history
}

#[test]
fn gap_is_found() {
    let mut history = history();
    history.remove(2);
    let (position, expected, got) = (2, 3, 4);
    assert_eq!(
        Incident::replay(&history),
        Err(ReplayError::Gap {
            position,
            expected,
            got
        })
    );
}

#[test]
fn history_without_its_beginning_is_found() {
    let history = history();
    let (position, expected, got) = (0, 1, 2);
    let error = Incident::replay(&history[1..]).unwrap_err();
    assert_eq!(
        error,
        ReplayError::Gap {
            position,
            expected,
            got
        }
    );
    assert_eq!(Incident::replay([]), Err(ReplayError::Empty));
    let mut first = history[1].clone();
    first.revision = 1;
    assert_eq!(Incident::replay([&first]), Err(ReplayError::NoBirth));
}

#[test]
fn event_that_stands_twice_or_out_of_order_is_found() {
    let mut twice = history();
    twice.insert(2, twice[1].clone());
    let (position, expected, got) = (2, 3, 2);
    assert_eq!(
        Incident::replay(&twice),
        Err(ReplayError::Double {
            position,
            expected,
            got
        })
    );
    let mut swapped = history();
    swapped.swap(2, 3);
    assert!(matches!(
        Incident::replay(&swapped),
        Err(ReplayError::Gap { position: 2, .. })
    ));
}

#[test]
fn event_of_another_record_is_found() {
    let mut history = history();
    history[3].record = id(2);
    assert_eq!(
        Incident::replay(&history),
        Err(ReplayError::Foreign { position: 3 })
    );
}

#[test]
fn second_birth_is_found() {
    let mut history = history();
    history[2].event = history[0].event.clone();
    assert_eq!(
        Incident::replay(&history),
        Err(ReplayError::BornTwice { position: 2 })
    );
}

#[test]
fn event_recorded_before_its_predecessor_is_found() {
    let mut history = history();
    let earlier = at("2026-03-02T08:59:59Z");
    history[4].at = earlier;
    let error = ReplayError::Backwards {
        position: 4,
        at: earlier,
        previous: nine(),
    };
    assert_eq!(Incident::replay(&history), Err(error));
}

#[test]
fn replay_of_a_history_read_from_json_is_the_record_itself() {
    let text: String = history()
        .iter()
        .map(|it| serde_json::to_string(it).unwrap() + "\n")
        .collect();
    let read: Vec<RecordedIncidentEvent> = itsm_core::schema::read_json_lines(&text)
        .collect::<Result<_, _>>()
        .unwrap();
    let policy = standard();
    let close = Close::new().confirmed_by(ana().person_id().unwrap());
    let live = Case::of(crate::desk::incident(&policy), policy)
        .done(start())
        .done(Describe::new().description(note("In full.")))
        .done(resolve())
        .done(close);
    assert_eq!(Incident::replay(&read), Ok(live.incident));
}
