//! The ways in which a change ends.

use crate::desk::{Case, at, failed, hours, note, outcome};
use itsm_change::command::{
    BackOut, Cancel, Close, FinishImplementation, LinkCaused, RecordOutcome, RecordReview,
};
use itsm_change::event::ChangeEventKind as Event;
use itsm_change::outcome::OutcomeCode;
use itsm_change::state::{ChangeStage, ChangeState};
use itsm_core::time::Seconds;

#[test]
fn what_was_taken_back_is_reviewed_and_counted() {
    let case = Case::implementing()
        .later(hours(1))
        .after(BackOut::new(note("It does not start.")));
    assert_eq!(case.last(1), [Event::BackedOut]);
    assert_eq!(case.stage(), ChangeStage::Review);
    let outcome = case.change.outcome().unwrap();
    assert_eq!(outcome.code, OutcomeCode::Unsuccessful);
    assert!(outcome.backed_out);
    let close = || Close::new(note("Another day."));
    let refusal = case.refuses_in(close(), &case.cx());
    assert_eq!(refusal.rule, "change.close.review_missing");
    let case = case
        .after(RecordReview::new(note("The disk was full."), false))
        .after(close());
    let ChangeState::Closed(end) = case.change.state() else {
        unreachable!()
    };
    assert!(end.outcome.backed_out);
}

#[test]
fn a_review_that_shows_more_corrects_what_came_of_it() {
    let case = Case::reviewing().after(RecordOutcome::new(outcome(OutcomeCode::Unsuccessful)));
    let refusal = case.refuses_in(Close::new(note("Well.")), &case.cx());
    assert_eq!(refusal.rule, "change.close.review_missing");
    let case = case.after(RecordReview::new(note("Mail is lost."), false));
    assert_eq!(
        case.after(Close::new(note("Well."))).stage(),
        ChangeStage::Closed
    );
}

#[test]
fn a_change_is_given_up_until_it_is_made_and_never_after() {
    for case in [
        Case::new(),
        Case::assessed(),
        Case::asked(),
        Case::scheduled(),
        Case::implementing(),
    ] {
        let from = case.stage();
        let case = case.after(Cancel::new(note("Not needed.")));
        let ChangeState::Canceled(end) = case.change.state() else {
            unreachable!()
        };
        assert_eq!(end.from, from);
    }
    let case = Case::reviewing();
    let refusal = case.refuses_in(Cancel::new(note("Too late.")), &case.cx());
    assert_eq!(refusal.rule, "change.lifecycle.forbidden");
    let case = case.after(Close::new(note("Done.")));
    let refusal = case.refuses(Cancel::new(note("Too late.")));
    assert_eq!(refusal.rule, "change.lifecycle.forbidden");
}

#[test]
fn what_was_made_outside_of_its_time_is_reported() {
    // Given a change that is planned from eleven to one
    let case = Case::scheduled();
    let cx = case.cx();
    let mut change = case.change.clone();
    // When it is begun half an hour early and is over a quarter of an hour late
    let start = cx
        .at(at("2026-03-02T12:00:00Z"))
        .occurred(at("2026-03-02T10:30:00Z"));
    let begin = itsm_change::command::StartImplementation::new();
    change.execute(begin, &start).unwrap();
    let end = cx.at(at("2026-03-02T13:15:00Z"));
    let done = FinishImplementation::new(outcome(OutcomeCode::Successful));
    change.execute(done, &end).unwrap();
    // Then both are told
    let deviation = change.deviation().unwrap();
    assert_eq!(deviation.early, Seconds::minutes(30));
    assert_eq!(deviation.late, Seconds::minutes(15));
    assert_eq!(Case::reviewing().change.deviation(), None);
}

#[test]
fn that_a_change_has_caused_an_incident_is_what_somebody_says() {
    let case = Case::implementing().later(hours(1)).after(failed());
    assert_eq!(case.change.caused().count(), 0);
    let case = case.after(LinkCaused::new(crate::desk::incident(7)));
    let caused: Vec<_> = case.change.caused().collect();
    assert_eq!(caused, [crate::desk::incident(7)]);
}
