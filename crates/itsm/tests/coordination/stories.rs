//! An incident and its clocks, told.

use crate::desk::{ana, at, day, group, keeper, note, outage, registered};
use itsm::coordination::agenda::Due;
use itsm::coordination::clocked::{ClockedError, ClockedIncident};
use itsm::coordination::queue;
use itsm::core::context::Context;
use itsm::core::id::IncidentId;
use itsm::core::level::{Impact, Urgency};
use itsm::incident::Adopt;
use itsm::incident::command::{
    Acknowledge, Assign, Close, Hold, OverridePriority, Prioritize, Reopen, Resolve, Resume,
    StartWork,
};
use itsm::incident::policy::IncidentPolicy;
use itsm::incident::resolution::ResolutionCode;
use itsm::incident::state::{HoldReason, IncidentState};

const LOW: (&str, &str) = ("Low", "Medium");

fn fixed() -> Resolve {
    Resolve::new(ResolutionCode::FIXED).notes(note("The queue was replayed."))
}

#[test]
fn events_of_an_incident_drive_its_clocks() {
    let (ana, policy, keeper) = (ana(), IncidentPolicy::default(), keeper());
    let cx = Context::new(day(2, "10:00"), &ana, &policy);
    let mut incident = registered(1, LOW, &cx, &keeper);
    let cx = cx.at(day(2, "10:20"));
    incident.execute(Acknowledge::new(), &cx, &keeper).unwrap();
    let response = incident.clocks().latest("response").unwrap();
    assert_eq!(response.met(), Some(true));
    // It waits for the vendor from four in the afternoon to noon of the next day.
    let cx = cx.at(day(2, "16:00"));
    incident.execute(StartWork::new(), &cx, &keeper).unwrap();
    let hold = Hold::new(HoldReason::AWAITING_VENDOR);
    incident.execute(hold, &cx, &keeper).unwrap();
    assert_eq!(incident.due(), None);
    let cx = cx.at(day(3, "12:00"));
    incident.execute(Resume::new(), &cx, &keeper).unwrap();
    assert_eq!(incident.due(), Some(day(4, "14:00")));
    let cx = cx.at(day(4, "14:00"));
    let outcome = incident.execute(fixed(), &cx, &keeper).unwrap();
    let said: Vec<_> = outcome.signals.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "2026-03-03 14:00:00 UTC `resolution#1` reached `half`",
            "2026-03-04 14:00:00 UTC `resolution#1` completed, met"
        ]
    );
}

#[test]
fn raised_priority_gives_the_shorter_target_and_keeps_what_was_used() {
    let (ana, policy, keeper) = (ana(), IncidentPolicy::default(), keeper());
    let cx = Context::new(day(2, "09:00"), &ana, &policy);
    let mut incident = registered(1, LOW, &cx, &keeper);
    assert_eq!(incident.due(), Some(day(2, "09:30"))); // the response
    let cx = cx.at(day(2, "12:00"));
    let (high, medium) = (
        Impact::new("High").unwrap(),
        Urgency::new("Medium").unwrap(),
    );
    let raise = Prioritize::new(high, medium).note(note("All of Porto."));
    incident.execute(raise, &cx, &keeper).unwrap();
    let resolution = incident.clocks().latest("resolution").unwrap();
    assert_eq!(resolution.due(), Some(day(2, "13:00")));
}

#[test]
fn refused_command_moves_neither_the_incident_nor_its_clocks() {
    let (ana, policy, keeper) = (ana(), IncidentPolicy::default(), keeper());
    let cx = Context::new(day(2, "09:00"), &ana, &policy);
    let mut incident = registered(1, LOW, &cx, &keeper);
    let before = incident.clone();
    let cx = cx.at(day(2, "10:00"));
    let refused = incident.execute(Close::new(), &cx, &keeper).unwrap_err();
    assert!(matches!(refused, ClockedError::Incident(_)));
    assert_eq!(incident, before);
    // The calendars end in 2034: the incident could go on, its clocks cannot follow.
    let cx = cx.at(at("2035-01-01T00:00:00Z"));
    let refused = incident.execute(fixed(), &cx, &keeper).unwrap_err();
    assert_eq!(refused.rule(), Some("service_level.calendar"));
    assert_eq!(incident, before);
}

#[test]
fn what_was_lived_and_what_is_replayed_are_one() {
    let (ana, policy, keeper) = (ana(), IncidentPolicy::default(), keeper());
    let cx = Context::new(day(2, "09:00"), &ana, &policy);
    let id = IncidentId::from_key(1);
    let profile = outage("Low", "Medium");
    let (mut incident, born) = ClockedIncident::register(id, profile, &cx, &keeper).unwrap();
    let mut history = born.events;
    let assign = Assign::new(group(7));
    for (command, time) in [
        (assign.into(), day(2, "09:10")),
        (StartWork::new().into(), day(2, "09:20")),
        (fixed().into(), day(3, "09:00")),
        (
            Reopen::new().reason(note("Down again.")).into(),
            day(3, "15:00"),
        ),
    ] as [(itsm::incident::command::IncidentCommand, _); 4]
    {
        incident.advance(time);
        history.extend(
            incident
                .execute(command, &cx.at(time), &keeper)
                .unwrap()
                .events,
        );
    }
    assert_eq!(
        ClockedIncident::replay(&history, &keeper).unwrap(),
        incident
    );
    // The times between resolution and reopening are kept apart.
    let resolution = incident.clocks().latest("resolution").unwrap();
    assert_eq!(resolution.completed_between()[0].end, day(3, "15:00"));
    // A gap in the history is told with its place.
    history.remove(1);
    let refused = ClockedIncident::replay(&history, &keeper).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "event at position 1 has revision 3, expected 2: there is a gap"
    );
}

#[test]
fn deadlines_of_records_and_clocks_come_in_one_list() {
    let (ana, policy, keeper) = (ana(), IncidentPolicy::default(), keeper());
    let cx = Context::new(day(2, "09:00"), &ana, &policy);
    let mut incident = registered(1, LOW, &cx, &keeper);
    incident.execute(StartWork::new(), &cx, &keeper).unwrap();
    let hold = Hold::new(HoldReason::AWAITING_CHANGE).until(day(2, "17:00"));
    incident.execute(hold, &cx, &keeper).unwrap();
    let list = incident.deadlines(&policy);
    let list: Vec<_> = list
        .iter()
        .map(|it| match &it.command {
            Due::Incident(command) => (it.at, command.kind().to_string()),
            Due::Clock(signal) => (it.at, signal.clock.to_string()),
            _ => panic!("what else is due?"),
        })
        .collect();
    let late = |due: &str| at(&format!("2026-03-{due}:00.000000001Z"));
    assert_eq!(
        list,
        [
            (late("02T09:30"), "response#1".to_owned()),
            // To wait for a change stops no clock of this desk.
            (day(2, "17:00"), "end_hold".to_owned()),
            (day(2, "17:00"), "resolution#1".to_owned()),
            (late("03T17:00"), "resolution#1".to_owned()),
        ]
    );
}

#[test]
fn queue_goes_by_priority_then_by_what_is_due_first_then_by_age() {
    let (ana, policy, keeper) = (ana(), IncidentPolicy::default(), keeper());
    let cx = Context::new(day(2, "09:00"), &ana, &policy);
    let older = registered(1, LOW, &cx, &keeper);
    let mut younger = registered(2, LOW, &cx.at(day(2, "09:05")), &keeper);
    let mut desk = [&younger, &older];
    desk.sort_by(|a, b| queue::order(a, b, &policy));
    assert_eq!(desk[0].incident().id(), IncidentId::from_key(1));
    // The older one was answered: its next target is far away.
    let mut older = older;
    older
        .execute(Acknowledge::new(), &cx.at(day(2, "09:06")), &keeper)
        .unwrap();
    let mut desk = [&older, &younger];
    desk.sort_by(|a, b| queue::order(a, b, &policy));
    assert_eq!(desk[0].incident().id(), IncidentId::from_key(2));
    // A more important priority comes before all of that.
    let urgent = registered(3, ("High", "High"), &cx.at(day(2, "16:00")), &keeper);
    younger.advance(day(2, "16:00"));
    let mut desk = [&older, &younger, &urgent];
    desk.sort_by(|a, b| queue::order(a, b, &policy));
    assert_eq!(desk[0].incident().id(), IncidentId::from_key(3));
}

#[test]
fn adopted_incident_counts_from_its_registration_over_there() {
    let (ana, policy, keeper) = (ana(), IncidentPolicy::default(), keeper());
    let cx = Context::new(day(4, "09:00"), &ana, &policy);
    let adopt = Adopt::new(
        outage("Low", "Medium"),
        IncidentState::InProgress,
        day(4, "08:00"),
    )
    .registered_at(day(2, "09:00"));
    let id = IncidentId::from_key(1);
    let (incident, outcome) = ClockedIncident::adopt(id, adopt, &cx, &keeper).unwrap();
    let resolution = incident.clocks().latest("resolution").unwrap();
    assert_eq!(resolution.due(), Some(day(3, "17:00")));
    assert!(resolution.breach().unwrap().at_attach);
    assert!(
        outcome
            .signals
            .iter()
            .any(|it| it.to_string().ends_with("breached when attached"))
    );
}

#[test]
fn time_is_told_apart_by_group() {
    let (ana, policy, keeper) = (ana(), IncidentPolicy::default(), keeper());
    let cx = Context::new(day(2, "09:00"), &ana, &policy);
    let mut incident = registered(1, LOW, &cx, &keeper);
    incident
        .execute(Assign::new(group(7)), &cx, &keeper)
        .unwrap();
    let cx = cx.at(day(2, "11:00"));
    incident
        .execute(Assign::new(group(8)), &cx, &keeper)
        .unwrap();
    let resolution = incident.clocks().latest("resolution").unwrap();
    let parts = keeper.breakdown(incident.clocks(), resolution, day(2, "16:00"));
    let parts = parts.unwrap();
    let hours: Vec<_> = parts[0]
        .1
        .iter()
        .map(|it| it.elapsed.as_secs() / 3_600)
        .collect();
    assert_eq!(hours, [2, 5]);
}

#[test]
fn clock_may_ask_for_what_only_the_host_knows() {
    use itsm::incident::trigger::TriggerFacts;
    let (ana, policy) = (ana(), IncidentPolicy::default());
    let levels = crate::desk::LEVELS.replace(
        r#""attribute": "priority", "at_least": "High""#,
        r#""attribute": "service_criticality", "at_most": 2"#,
    );
    let levels = serde_json::from_str(&levels).unwrap();
    let levels = itsm::service_level::policy::ServicePolicy::compile(levels, &policy).unwrap();
    let keeper = levels
        .over(day(1, "00:00")..at("2027-01-01T00:00:00Z"))
        .unwrap();
    let cx = Context::new(day(2, "09:00"), &ana, &policy);
    let mut incident = registered(1, LOW, &cx, &keeper);
    let facts = TriggerFacts {
        service_criticality: Some(1),
        child_count: None,
    };
    incident.learn(day(2, "10:00"), facts, &keeper).unwrap();
    let resolution = incident.clocks().latest("resolution").unwrap();
    assert_eq!(resolution.due(), Some(day(2, "13:00")));
    // What the host said stays said while the incident goes on.
    let cx = cx.at(day(2, "11:00"));
    let low = itsm::core::level::Priority::new("Low").unwrap();
    let set_aside = OverridePriority::new(low, note("A spare is in use."));
    incident.execute(set_aside, &cx, &keeper).unwrap();
    assert_eq!(
        incident.clocks().latest("resolution").unwrap().due(),
        Some(day(2, "13:00"))
    );
}
