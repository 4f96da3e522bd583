//! Waiting: reasons, intervals, replies, ends, and sub-statuses.

use crate::desk::{ana, incident, label, nine, nine_and, note, policy_with, standard, start, uma};
use itsm_core::id::ChangeId;
use itsm_core::link::RecordRef;
use itsm_core::time::{Instant, Seconds};
use itsm_incident::command::{
    Hold, IncidentCommandKind, RecordRequesterReply, Resume, SetSubStatus,
};
use itsm_incident::event::{RequesterReplied, Resumed};
use itsm_incident::state::{HoldReason, IncidentStage, ResumeCause};
use itsm_testing::given;

fn vendor() -> Hold {
    Hold::new(HoldReason::AWAITING_VENDOR)
}

fn caller() -> Hold {
    Hold::new(HoldReason::AWAITING_CALLER).comment(note("Which printer?"))
}

fn reply() -> RecordRequesterReply {
    RecordRequesterReply::new(note("The one in the hall."))
}

fn hour(n: u64) -> Instant {
    nine_and(Seconds::hours(n))
}

#[test]
fn caller_update_while_awaiting_caller_resumes() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(caller())
        .then_stage(IncidentStage::OnHold)
        .after(Seconds::hours(1))
        .by(&uma())
        .when(reply())
        .then_events([
            RequesterReplied::new(note("The one in the hall.")).into(),
            Resumed::new(ResumeCause::RequesterReplied).into(),
        ])
        .then_stage(IncidentStage::InProgress);
}

#[test]
fn caller_update_while_awaiting_anything_else_is_noted_and_the_wait_goes_on() {
    let other = HoldReason::WELL_KNOWN
        .iter()
        .filter(|it| **it != HoldReason::AWAITING_CALLER);
    for reason in other {
        given(incident(&standard()))
            .under(&standard())
            .by(&ana())
            .when(Hold::new(reason.clone()))
            .by(&uma())
            .when(reply())
            .then_events([RequesterReplied::new(note("The one in the hall.")).into()])
            .then_stage(IncidentStage::OnHold);
    }
}

#[test]
fn awaiting_the_caller_needs_a_word_to_the_caller() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(Hold::new(HoldReason::AWAITING_CALLER))
        .then_refused_with("incident.fact.missing", "a missing comment", |it| {
            it.missing == ["comment"]
        })
        .then_stage(IncidentStage::New);
}

#[test]
fn each_hold_interval_is_kept() {
    let change = RecordRef::Change(ChangeId::from_key(7));
    let held = given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(vendor())
        .at(hour(1))
        .when(Hold::new(HoldReason::AWAITING_CHANGE).awaiting(change))
        .at(hour(2))
        .when(Resume::new())
        .at(hour(3))
        .when(caller())
        .at(hour(4))
        .when(reply())
        .at(hour(5))
        .when(vendor())
        .at(hour(6))
        .when(crate::desk::resolve())
        .finish();
    let kept: Vec<_> = held
        .holds()
        .iter()
        .map(|it| (it.reason.as_str(), it.since, it.until, it.awaiting))
        .collect();
    assert_eq!(
        kept,
        [
            ("awaiting_vendor", nine(), hour(1), None),
            ("awaiting_change", hour(1), hour(2), Some(change)),
            ("awaiting_caller", hour(3), hour(4), None),
            ("awaiting_vendor", hour(5), hour(6), None),
        ]
    );
}

#[test]
fn reasons_are_the_four_well_known_ones_and_the_desks_own() {
    let policy = policy_with(r#"{ "hold_reasons": { "awaiting_parts": {} } }"#);
    let parts = HoldReason::new("awaiting_parts").unwrap();
    let known: Vec<_> = policy.hold_reasons().map(|(it, _)| it.as_str()).collect();
    assert_eq!(
        known,
        [
            "awaiting_caller",
            "awaiting_change",
            "awaiting_parts",
            "awaiting_problem",
            "awaiting_vendor"
        ]
    );
    given(incident(&policy))
        .under(&policy)
        .when(Hold::new(parts))
        .then_stage(IncidentStage::OnHold);
    assert_eq!(standard().hold_reasons().count(), 4);
}

#[test]
fn wait_with_an_end_of_its_own_ends_then() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(vendor().until(hour(2)))
        .then_due(IncidentCommandKind::EndHold, hour(2))
        .until(hour(3))
        .then_events([Resumed::new(ResumeCause::HoldEnded { due: hour(2) }).into()])
        .then_stage(IncidentStage::InProgress)
        .then_state("held until the end and no longer", |it| {
            it.holds().first().map(|hold| hold.until) == Some(hour(2))
        });
}

#[test]
fn earlier_of_the_end_and_the_time_out_counts() {
    let policy = policy_with(
        r#"{ "hold_reasons": { "awaiting_vendor": { "cascades": true, "time_out": 7200 } } }"#,
    );
    for (until, due) in [
        (None, hour(2)),
        (Some(hour(1)), hour(1)),
        (Some(hour(9)), hour(2)),
    ] {
        let mut hold = vendor();
        hold.until = until;
        given(incident(&policy))
            .under(&policy)
            .by(&ana())
            .when(hold)
            .then_due(IncidentCommandKind::EndHold, due);
    }
}

#[test]
fn deadline_that_nobody_looked_at_is_late_and_keeps_when_it_was_due() {
    given(incident(&standard()))
        .under(&standard())
        .when(vendor().until(hour(2)))
        .after(Seconds::days(30))
        .when(itsm_incident::command::EndHold::new())
        .then_events([Resumed::new(ResumeCause::HoldEnded { due: hour(2) }).into()]);
}

#[test]
fn sub_status_is_cleared_on_leaving_the_state() {
    let policy = policy_with(
        r#"{ "sub_statuses": { "in_progress": ["Diagnosing"], "on_hold": ["Diagnosing"] } }"#,
    );
    given(incident(&policy))
        .under(&policy)
        .by(&ana())
        .when(start())
        .when(SetSubStatus::new().sub_status(label("Diagnosing")))
        .then_state("diagnosing", |it| {
            it.sub_status() == Some(&label("Diagnosing"))
        })
        // A state that has a sub-status of the same name does not inherit it.
        .when(vendor())
        .then_state("without a sub-status", |it| it.sub_status().is_none())
        .when(Resume::new())
        .then_state("still without one", |it| it.sub_status().is_none());
}
