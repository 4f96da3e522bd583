//! Staged modifications: kept with the change until it was made.

use crate::desk::{Case, ci, hours, memory, note};
use itsm_change::approval::Answer;
use itsm_change::command::{
    BackOut, Close, NoteApplication, RecordReview, RequestAuthorization, StageModification,
    WithdrawModification,
};
use itsm_change::command::{CastVote, StartImplementation};
use itsm_change::modification::Application;
use itsm_change::state::ChangeStage;

fn staged() -> Case {
    Case::new()
        .after(StageModification::new(ci(1), memory(32, 64)))
        .after(StageModification::new(ci(2), memory(16, 32)))
        .documented()
        .after(RequestAuthorization::new())
        .after(CastVote::new(Answer::Approve))
        .later(hours(2))
        .after(StartImplementation::new())
        .later(hours(1))
}

#[test]
fn nothing_is_applied_before_the_change_was_made() {
    let case = staged();
    assert_eq!(case.change.pending_modifications().count(), 2);
    assert_eq!(case.change.due_modifications().count(), 0);
    let case = case.after(crate::desk::done());
    assert_eq!(case.change.due_modifications().count(), 2);
    // What somebody else has altered in between is told, and does not hold up the end.
    let drifted = NoteApplication::new(2_u32, Application::Drifted).note(note("It says 48."));
    let case = case
        .after(NoteApplication::new(1_u32, Application::Applied))
        .after(drifted)
        .after(Close::new(note("Done.")));
    assert_eq!(case.stage(), ChangeStage::Closed);
    let became = case.change.modifications().iter().map(|it| it.application);
    assert!(became.eq([Application::Applied, Application::Drifted]));
}

#[test]
fn what_was_taken_back_is_never_applied() {
    let case = staged().after(BackOut::new(note("It does not start.")));
    assert_eq!(case.change.due_modifications().count(), 0);
    let case = case
        .after(RecordReview::new(note("The disk was full."), false))
        .after(Close::new(note("Another day.")));
    assert_eq!(case.stage(), ChangeStage::Closed);
    assert_eq!(case.change.pending_modifications().count(), 2);
}

#[test]
fn what_is_staged_after_the_approval_has_to_be_approved() {
    let case = Case::scheduled().after(StageModification::new(ci(1), memory(32, 64)));
    assert_eq!(case.stage(), ChangeStage::Authorize);
    let case = Case::new()
        .after(StageModification::new(ci(1), memory(32, 64)))
        .after(WithdrawModification::new(1_u32, note("Not that.")));
    assert_eq!(case.change.pending_modifications().count(), 0);
}
