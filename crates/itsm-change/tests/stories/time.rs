//! What time brings: duties that are noted once when they are late.

use crate::desk::{Case, at, days, failed, hours, note, window_after};
use itsm_change::command::{RecordReview, Reschedule};
use itsm_change::duty::Duty;
use itsm_change::event::ChangeEvent;
use itsm_core::time::Instant;

fn overdue(case: &Case) -> Vec<(Duty, Instant)> {
    let late = case.history.iter().filter_map(|it| match &it.event {
        ChangeEvent::FellOverdue(it) => Some((it.duty, it.due)),
        _ => None,
    });
    late.collect()
}

#[test]
fn an_answer_that_nobody_gives_is_late_once() {
    let case = Case::asked().wait_until(at("2026-05-01T09:00:00Z"));
    assert_eq!(
        overdue(&case),
        [(Duty::Approval, at("2026-03-05T09:00:00Z"))]
    );
}

#[test]
fn a_change_that_nobody_begins_is_late_an_hour_after_its_planned_start() {
    let case = Case::scheduled().wait_until(at("2026-03-02T11:59:59Z"));
    assert_eq!(overdue(&case), []);
    let case = case.wait_until(at("2026-03-02T12:00:00Z"));
    assert_eq!(overdue(&case), [(Duty::Start, at("2026-03-02T12:00:00Z"))]);
    // At another time it is late anew, once it is approved again.
    let later = window_after(at("2026-03-09T09:00:00Z"));
    let case = case
        .after(Reschedule::new(later, note("Nobody was there.")))
        .after(itsm_change::command::CastVote::new(
            itsm_change::approval::Answer::Approve,
        ))
        .wait_until(at("2026-03-10T09:00:00Z"));
    assert_eq!(
        overdue(&case)[1..],
        [(Duty::Start, at("2026-03-09T12:00:00Z"))]
    );
}

#[test]
fn a_change_that_is_not_over_when_its_time_is_over_is_late() {
    let case = Case::implementing().wait_until(at("2026-03-03T09:00:00Z"));
    assert_eq!(overdue(&case), [(Duty::Finish, at("2026-03-02T13:00:00Z"))]);
    assert!(case.change.is_overdue(case.now, &case.policy));
}

#[test]
fn documents_that_were_put_off_and_the_review_are_late_in_their_turn() {
    let case = Case::emergency()
        .after(itsm_change::command::CastVote::new(
            itsm_change::approval::Answer::Approve,
        ))
        .after(itsm_change::command::StartImplementation::new())
        .later(hours(1))
        .after(crate::desk::done());
    let made = case.now;
    let case = case.wait_until(days(30).after(made).unwrap());
    assert_eq!(
        overdue(&case),
        [
            (Duty::Paperwork, days(2).after(made).unwrap()),
            (Duty::Review, days(10).after(made).unwrap())
        ]
    );
}

#[test]
fn what_was_reviewed_in_time_is_not_late() {
    let case = Case::implementing()
        .later(hours(1))
        .after(failed())
        .after(RecordReview::new(note("The disk was full."), false))
        .wait_until(at("2026-05-01T09:00:00Z"));
    assert_eq!(overdue(&case), []);
}
