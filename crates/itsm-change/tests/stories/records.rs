//! Records and the schedule: what is planned follows from what the records say.

use crate::desk::{
    Case, add, at, change_id, ci, code, days, done, hours, nine, note, person, profile, task,
    window_after,
};
use itsm_change::Change;
use itsm_change::command::*;
use itsm_change::kind::ChangeType;
use itsm_change::schedule::ChangeSchedule;
use itsm_change::task::TaskKind;
use itsm_core::context::Context;
use itsm_core::time::Seconds;

#[test]
fn a_record_is_planned_as_it_says() {
    let planned = Case::scheduled().change.planned().unwrap();
    let draft = planned.draft();
    let window = window_after(nine());
    assert_eq!(planned.window(), Some((window.start, window.end)));
    assert_eq!(planned.cis(), [ci(1)]);
    assert_eq!(
        (draft.authorized, draft.inactive),
        (Some(true), Some(false))
    );
    assert_eq!(
        (draft.assignee, &draft.model),
        (Some(person(2)), &Some(code("normal")))
    );
    // What was made is in nobody's way any more; nor is what was given up.
    let made = Case::reviewing().change.planned().unwrap();
    assert_eq!(made.draft().inactive, Some(true));
    let given_up = Case::scheduled().after(Cancel::new(note("Not any more.")));
    assert_eq!(
        given_up.change.planned().unwrap().draft().inactive,
        Some(true)
    );
}

#[test]
fn the_schedule_of_records_finds_what_collides_and_forgets_what_is_over() {
    let case = Case::scheduled();
    let cx = Context::new(nine(), &case.actor, &case.policy);
    let of = profile(ChangeType::Normal).cis([ci(1), ci(2)]);
    let (mut other, _) = Change::register(change_id(2), of, [], &cx).unwrap();
    other
        .execute(Schedule::new(window_after(nine())), &cx)
        .unwrap();
    let (undated, _) =
        Change::register(change_id(3), profile(ChangeType::Normal), [], &cx).unwrap();
    let schedule = ChangeSchedule::of_records([&case.change, &other, &undated]).unwrap();
    assert_eq!(schedule.clashes().len(), 1);
    assert_eq!(schedule.len(), 3);
    let over = Case::reviewing().change;
    let schedule = ChangeSchedule::of_records([&over, &other]).unwrap();
    assert_eq!((schedule.clashes().len(), schedule.len()), (0, 1));
    let faults = ChangeSchedule::of_records([&other, &undated, &other]).unwrap_err();
    let fault = faults.iter().next().unwrap();
    assert_eq!(
        (fault.path.as_str(), fault.rule),
        ("changes[2]", "change_schedule.change.twice")
    );
}

fn minutes(n: u64) -> Seconds {
    Seconds::minutes(n)
}

#[test]
fn tasks_of_a_record_are_a_plan_with_a_critical_path_and_a_way_back() {
    let make = |key| add(key, TaskKind::Implementation);
    let case = Case::scheduled()
        .after(add(9, TaskKind::Planning))
        .after(make(1).takes(minutes(30)).back_out(minutes(10)))
        .after(
            make(2)
                .after([task(1)])
                .takes(minutes(60))
                .back_out(minutes(20)),
        )
        .after(make(3).after([task(2)]).takes(minutes(5)))
        .after(
            add(4, TaskKind::Testing)
                .after([task(3)])
                .takes(minutes(20)),
        )
        .after(CancelTask::new(task(3), note("Not needed.")));
    let plan = case.change.task_plan().unwrap();
    // What was withdrawn is left out, and the test waits for what that one waited for.
    assert_eq!(plan.takes(), minutes(110));
    let path: Vec<String> = plan
        .critical_path()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(path, [1, 2, 4].map(|it| format!("t-{}", task(it))));
    // How it went stands beside it.
    let case = case
        .later(hours(2))
        .after(StartImplementation::new())
        .after(StartTask::new(task(1)))
        .later(hours(1))
        .after(CompleteTask::new(task(1)));
    let plan = case.change.task_plan().unwrap();
    let first = &plan.draft().tasks[0];
    assert_eq!(first.actual_start, Some(at("2026-03-02T11:00:00Z")));
    assert_eq!(first.actual_end, Some(at("2026-03-02T12:00:00Z")));
    let case = case.after(done()).later(days(1));
    assert!(
        case.change
            .task_plan()
            .unwrap()
            .draft()
            .actual_end
            .is_some()
    );
}

#[test]
fn a_plan_says_of_which_tasks_nobody_knows_the_time() {
    let case = Case::scheduled().after(add(1, TaskKind::Implementation));
    let faults = case.change.task_plan().unwrap_err();
    let fault = faults.iter().next().unwrap();
    assert_eq!(fault.rule, "task_plan.task.no_time");
    assert_eq!(fault.path, format!("tasks.{}.takes", task(1)));
    let faults = Case::scheduled().change.task_plan().unwrap_err();
    assert_eq!(faults.iter().next().unwrap().rule, "task_plan.empty");
}
