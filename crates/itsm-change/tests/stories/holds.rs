//! Hold: a flag beside the state.

use crate::desk::{Case, add, days, note, task};
use itsm_change::approval::{Answer, ApprovalStanding};
use itsm_change::command::{
    AddNote, Cancel, CastVote, ChangeCommandKind, Hold, HoldTask, Release, StartTask,
};
use itsm_change::state::ChangeStage;
use itsm_change::task::{TaskKind, TaskState};
use itsm_core::refusal::Permission;

fn hold() -> Hold {
    Hold::new(note("The supplier is late."))
}

#[test]
fn what_rests_is_given_up_or_released_and_nothing_else() {
    let case = Case::asked().after(hold());
    assert_eq!(case.stage(), ChangeStage::Authorize);
    assert_eq!(case.change.approval(), ApprovalStanding::NotRequired);
    let allowed = case.change.allowed(&case.cx());
    let possible = allowed.iter().filter(|(_, it)| it.is_possible());
    let possible: Vec<_> = possible.map(|(kind, _)| *kind).collect();
    assert_eq!(
        possible,
        [
            ChangeCommandKind::Cancel,
            ChangeCommandKind::Release,
            ChangeCommandKind::Redact
        ]
    );
    let refused = allowed
        .iter()
        .find(|(kind, _)| *kind == ChangeCommandKind::AddNote);
    let Some((_, Permission::No(refusal))) = refused else {
        unreachable!()
    };
    assert_eq!(refusal.rule, "change.hold.held");
    assert_eq!(
        case.refuses(AddNote::new(note("Still."))).rule,
        "change.hold.held"
    );
}

#[test]
fn released_those_who_were_asked_are_asked_as_before() {
    let case = Case::asked().after(hold());
    // No deadline runs while it rests.
    assert!(case.change.deadlines(&case.policy).is_empty());
    let case = case
        .wait_until(crate::desk::at("2026-04-01T09:00:00Z"))
        .after(Release::new());
    assert_eq!(case.change.approval(), ApprovalStanding::Requested);
    // They have the whole time again.
    let due = case.change.deadlines(&case.policy)[0].at;
    assert_eq!(Some(due), days(3).after(case.now));
    let case = case.after(CastVote::new(Answer::Approve));
    assert_eq!(case.stage(), ChangeStage::Scheduled);
}

#[test]
fn tasks_rest_with_their_change_and_those_held_of_their_own_stay_held() {
    let case = Case::new()
        .after(add(7, TaskKind::Planning))
        .after(add(8, TaskKind::Planning))
        .after(HoldTask::new(task(8)))
        .after(hold());
    assert!(case.change.is_task_held(task(7)));
    assert!(case.change.is_task_held(task(8)));
    let case = case.after(Release::new());
    assert!(!case.change.is_task_held(task(7)));
    assert!(case.change.is_task_held(task(8)));
    let case = case.after(StartTask::new(task(7)));
    assert_eq!(
        case.refuses(StartTask::new(task(8))).rule,
        "change.task.held"
    );
}

#[test]
fn giving_up_what_rests_lets_nothing_rest_any_longer_and_ends_its_tasks() {
    let case = Case::new()
        .after(add(7, TaskKind::Planning))
        .after(hold())
        .after(Cancel::new(note("Not needed.")));
    assert_eq!(case.stage(), ChangeStage::Canceled);
    assert!(!case.change.is_held());
    assert_eq!(case.change.tasks()[0].state, TaskState::Canceled);
}
