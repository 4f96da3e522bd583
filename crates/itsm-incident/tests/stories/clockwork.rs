//! What time brings about: escalation by age and inactivity, and words that are owed.

use crate::desk::{
    ana, busy, busy_but, code, facts, max, nine, nine_and, note, profile, registered, resolve,
};
use itsm_core::actor::Role;
use itsm_core::draft::DraftCondition;
use itsm_core::id::{GroupId, PersonId};
use itsm_core::rule_table::DraftRule;
use itsm_core::time::{Instant, Seconds};
use itsm_incident::command::{
    Assign, DeclareMajor, EscalateByTime, IncidentCommandKind, Inform, LogWork, Prioritize, Reopen,
    StartWork,
};
use itsm_incident::duty::Duty;
use itsm_incident::escalation::{EscalateTo, EscalationBasis, TimedEscalation};
use itsm_incident::event::{EscalatedByTime, FellOverdue, IncidentEvent};
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::state::IncidentStage;
use itsm_incident::work_log::Visibility;
use itsm_testing::given;

fn hour(n: u64) -> Instant {
    nine_and(Seconds::hours(n))
}

fn escalated(rule: &str, since: Instant, due: Instant, reason: &str) -> IncidentEvent {
    let to = EscalateTo::Role(Role::INCIDENT_MANAGER);
    EscalatedByTime::new(code(rule), since, due, to, note(reason)).into()
}

fn log() -> LogWork {
    LogWork::new(note("Still looking."), Visibility::Private)
}

/// The busy desk, which tells nobody anything.
fn silent() -> IncidentPolicy {
    busy_but(|draft| draft.communication.rules.clear())
}

#[test]
fn age_escalates_once_however_long_it_goes_on() {
    given(registered(1, facts("High", "Medium"), &silent()))
        .under(&silent())
        .then_due(IncidentCommandKind::EscalateByTime, hour(4))
        .passing(Seconds::hours(5))
        .then_events([escalated("old", nine(), hour(4), "Four hours old.")])
        .by(&ana())
        .when(EscalateByTime::new(code("old")))
        .then_refused_by("incident.escalation.not_due")
        .then_state("brought to management once", |it| {
            it.counters().hierarchical_escalations == 1
        });
}

#[test]
fn reopened_incident_is_a_new_occasion() {
    given(registered(1, facts("High", "Medium"), &silent()))
        .under(&silent())
        .by(&ana())
        .passing(Seconds::hours(4))
        .when(resolve())
        .passing(Seconds::hours(20))
        .when(Reopen::new().reason(note("Again.")))
        .then_due(IncidentCommandKind::EscalateByTime, hour(28))
        .passing(Seconds::hours(4))
        .then_events([escalated("old", hour(24), hour(28), "Four hours old.")]);
}

#[test]
fn inactivity_is_counted_from_what_people_did_and_not_from_what_time_did() {
    given(registered(1, facts("High", "Medium"), &silent()))
        .under(&silent())
        .by(&ana())
        .at(hour(1))
        .when(StartWork::new())
        // At one o'clock the incident is four hours old. That is no sign of life.
        .until(hour(9))
        .then_events([
            escalated("old", nine(), hour(4), "Four hours old."),
            escalated("quiet", hour(1), hour(9), "Nobody looks."),
        ])
        .passing(Seconds::days(9))
        .then_nothing_happened()
        // Somebody looks, and then nobody does: that is another occasion.
        .when(log())
        .passing(Seconds::hours(8))
        .then_event_that(
            "is an escalation for silence",
            |it| matches!(it, IncidentEvent::EscalatedByTime(it) if it.rule == code("quiet")),
        );
}

#[test]
fn every_sign_of_life_puts_it_off() {
    given(registered(1, profile(), &silent()))
        .under(&silent())
        .by(&ana())
        .at(hour(7))
        .when(log())
        .then_due(IncidentCommandKind::EscalateByTime, hour(15))
        .at(hour(14))
        .when(log())
        .then_due(IncidentCommandKind::EscalateByTime, hour(22));
}

#[test]
fn rule_that_does_not_match_any_more_is_not_due_any_more() {
    let impact = itsm_core::level::Impact::new("Low").unwrap();
    let urgency = itsm_core::level::Urgency::new("Low").unwrap();
    given(registered(1, facts("High", "High"), &silent()))
        .under(&silent())
        .by(&ana())
        .then_due(IncidentCommandKind::EscalateByTime, hour(4))
        .when(Prioritize::new(impact, urgency).note(note("One desk.")))
        .then_due(IncidentCommandKind::EscalateByTime, hour(8));
}

#[test]
fn resolved_incident_is_neither_old_nor_quiet() {
    given(registered(1, facts("High", "High"), &silent()))
        .under(&silent())
        .by(&ana())
        .when(resolve())
        .passing(Seconds::days(30))
        .then_stage(IncidentStage::Closed)
        .then_state("never escalated", |it| {
            it.counters().hierarchical_escalations == 0
        });
}

#[test]
fn escalation_to_a_group_hands_the_work_over_and_leaves_those_who_have_it_alone() {
    let (first, second) = (GroupId::from_key(1), GroupId::from_key(2));
    let to_experts = TimedEscalation::new(
        EscalationBasis::Age,
        Seconds::hours(2),
        EscalateTo::Group(second),
        note("Too hard."),
    );
    let policy = busy_but(|draft| {
        draft.escalations.rules = vec![DraftRule::new("hard", DraftCondition::all([]), to_experts)];
        draft.communication.rules.clear();
    });
    given(registered(1, profile(), &policy))
        .under(&policy)
        .by(&ana())
        .when(Assign::new(first))
        .passing(Seconds::hours(2))
        .then_state("with the experts", |it| {
            it.group() == Some(second)
                && it.counters().functional_escalations == 1
                && it.counters().reassignments == 1
        });
    given(registered(1, profile(), &policy))
        .under(&policy)
        .by(&ana())
        .when(Assign::new(second))
        .then_nothing_due();
}

#[test]
fn audience_is_owed_a_word_by_its_cadence_and_the_priority_sets_it() {
    let policy = busy_but(|draft| draft.escalations.rules.clear());
    let minute = |n| nine_and(Seconds::minutes(n));
    let customers = || Duty::Update {
        audience: code("customers"),
    };
    given(registered(1, facts("High", "High"), &policy))
        .under(&policy)
        .by(&ana())
        .then_due(IncidentCommandKind::NoteOverdue, minute(30))
        .at(minute(20))
        .when(Inform::new(code("customers"), note("We are at it.")))
        .then_due(IncidentCommandKind::NoteOverdue, minute(50))
        // Nobody says anything more. It is noted once, and not every half hour.
        .until(minute(300))
        .then_events([FellOverdue::new(customers(), minute(20), minute(50)).into()])
        .when(Inform::new(code("customers"), note("Soon.")))
        .then_due(IncidentCommandKind::NoteOverdue, minute(330))
        .when(resolve())
        .then_state("owing nothing", |it| it.duties(&policy).is_empty());
}

#[test]
fn major_incident_has_a_plan_of_its_own_besides() {
    let policy = busy_but(|draft| draft.escalations.rules.clear());
    let story = given(registered(1, facts("High", "High"), &policy))
        .under(&policy)
        .by(&max())
        .when(DeclareMajor::new(
            note("All."),
            note("No orders."),
            PersonId::from_key(2),
        ));
    let due: Vec<_> = story
        .record()
        .updates_due(&policy)
        .into_iter()
        .map(|it| (it.audience.as_str(), it.rule.as_str(), it.due))
        .collect();
    assert_eq!(
        due,
        [
            ("management", "major", hour(1)),
            ("customers", "critical", nine_and(Seconds::minutes(30))),
        ]
    );
}

#[test]
fn two_audiences_that_are_late_at_the_same_instant_are_both_noted() {
    let policy = busy_but(|draft| {
        draft.escalations.rules.clear();
        let management =
            itsm_incident::communication::Cadence::new(code("management"), Seconds::minutes(30));
        let always = DraftCondition::all([]);
        draft
            .communication
            .rules
            .push(DraftRule::new("also", always, management));
    });
    let story = given(registered(1, facts("High", "High"), &policy))
        .under(&policy)
        .passing(Seconds::hours(1));
    assert_eq!(story.history().len(), 2);
    let _ = story.then_nothing_due();
}

#[test]
fn what_is_overdue_can_be_asked_without_recording_anything() {
    let policy = busy();
    let record = registered(1, facts("High", "High"), &policy);
    let late = |now: Instant| {
        let duties = record.duties(&policy);
        duties.iter().filter(|it| it.due <= now).count()
    };
    assert_eq!(late(nine_and(Seconds::minutes(29))), 0);
    assert_eq!(late(nine_and(Seconds::minutes(30))), 1);
}

#[test]
fn word_from_before_a_reopening_is_not_counted_on() {
    let policy = busy_but(|draft| draft.escalations.rules.clear());
    given(registered(1, facts("High", "High"), &policy))
        .under(&policy)
        .by(&ana())
        .when(Inform::new(code("customers"), note("We are at it.")))
        .when(resolve())
        .passing(Seconds::hours(24))
        .when(Reopen::new().reason(note("Again.")))
        .then_due(
            IncidentCommandKind::NoteOverdue,
            nine_and(Seconds::minutes(24 * 60 + 30)),
        );
}
