//! Tasks: given, given to others, done, withdrawn, and ended with their incident.

use crate::desk::{Case, ana, incident, note, policy, resolve, standard, uma};
use itsm_core::id::{GroupId, PersonId, TaskId};
use itsm_core::text::Title;
use itsm_core::time::Seconds;
use itsm_incident::command::{
    AddTask, AssignTask, Cancel, CancelTask, Close, CloseAutomatically, CompleteTask, Hold,
};
use itsm_incident::event::TaskEnded;
use itsm_incident::resolution::CancelReason;
use itsm_incident::state::{HoldReason, IncidentStage};
use itsm_incident::task::{OpenTasks, Task, TaskOutcome};
use itsm_testing::given;

fn task(key: u64) -> TaskId {
    TaskId::from_key(key)
}

fn add(key: u64) -> AddTask {
    AddTask::new(task(key), Title::new("Swap the cable").unwrap())
}

fn group(key: u64) -> GroupId {
    GroupId::from_key(key)
}

fn person() -> PersonId {
    PersonId::from_key(5)
}

#[test]
fn task_is_given_to_a_group_and_then_to_somebody_else() {
    let policy = standard();
    let story = given(incident(&policy))
        .under(&policy)
        .by(&ana())
        .when(add(1).group(group(1)).person(person()))
        .when(AssignTask::new(task(1), group(2)))
        .then_state("with the other group and nobody in it", |it| {
            let Task {
                group: with,
                assignee,
                ..
            } = &it.tasks()[0];
            *with == Some(group(2)) && assignee.is_none()
        })
        .when(AssignTask::new(task(1), group(2)))
        .then_refused_by("incident.nothing_to_change")
        .when(AssignTask::new(task(7), group(2)))
        .then_refused_by("incident.task.not_open");
    // The incident itself stays where it is: a task is not the incident.
    assert_eq!(story.record().group(), None);
}

#[test]
fn task_that_is_withdrawn_says_why_and_is_no_longer_open() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(add(1))
        .when(CancelTask::new(task(1), note("The line is new.")))
        .then_event(TaskEnded::new(task(1), TaskOutcome::Canceled).reason(note("The line is new.")))
        .then_state("withdrawn", |it| {
            !it.tasks()[0].is_open() && it.tasks()[0].reason == Some(note("The line is new."))
        })
        .when(CompleteTask::new(task(1)))
        .then_refused_by("incident.task.not_open");
}

#[test]
fn open_tasks_end_as_incomplete_on_close_and_as_skipped_on_cancel() {
    let tasks = || {
        Case::new()
            .done(add(1))
            .done(add(2))
            .done(CompleteTask::new(task(1)))
    };
    let outcomes = |case: Case| {
        let all: Vec<_> = case.incident.tasks().iter().map(|it| it.outcome).collect();
        all
    };
    let closed = tasks().done(resolve()).by(&uma()).done(Close::new());
    let (done, incomplete) = (TaskOutcome::Completed, TaskOutcome::Incomplete);
    assert_eq!(outcomes(closed), [Some(done), Some(incomplete)]);
    let canceled = tasks().done(Cancel::new(CancelReason::UNNECESSARY));
    assert_eq!(outcomes(canceled), [Some(done), Some(TaskOutcome::Skipped)]);
}

#[test]
fn nothing_about_tasks_is_taken_after_the_end() {
    let closed = Case::new()
        .done(add(1))
        .done(resolve())
        .by(&uma())
        .done(Close::new());
    let canceled = Case::new()
        .done(add(1))
        .done(Cancel::new(CancelReason::UNNECESSARY));
    for over in [closed, canceled] {
        for rule in [
            over.refusal(add(2)).rule,
            over.refusal(AssignTask::new(task(1), group(1))).rule,
            over.refusal(CompleteTask::new(task(1))).rule,
            over.refusal(CancelTask::new(task(1), note("Too late.")))
                .rule,
        ] {
            assert_eq!(rule, "incident.lifecycle.forbidden");
        }
    }
}

#[test]
fn tasks_that_come_first_hold_up_people_and_time_until_they_are_done() {
    let first = policy(|draft| {
        draft.tasks_on_close = OpenTasks::Refuse;
        draft.tasks_on_cancel = OpenTasks::Refuse;
    });
    given(incident(&first))
        .under(&first)
        .by(&ana())
        .when(add(1))
        .when(Cancel::new(CancelReason::UNNECESSARY))
        .then_refused_by("incident.task.still_open")
        .when(resolve())
        // Nothing is due that would be refused.
        .then_nothing_due()
        .passing(Seconds::days(30))
        .when(CloseAutomatically::new())
        .then_refused_by("incident.task.still_open")
        .when(CompleteTask::new(task(1)))
        .passing(Seconds(0))
        .then_stage(IncidentStage::Closed);
}

#[test]
fn task_may_wait_while_the_incident_does() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(add(1))
        .when(Hold::new(HoldReason::AWAITING_VENDOR))
        .when(CompleteTask::new(task(1)))
        .then_stage(IncidentStage::OnHold);
}
