//! Plans of tasks: circles, the critical path, the way back, and what went otherwise.

use crate::golden::kept;
use crate::samples::at;
use itsm_change::back_out::BackOutBound::{PointOfNoReturn, WindowEnd};
use itsm_change::back_out::DeviationKind::{BeganEarly, BeganLate, EndedLate};
use itsm_change::back_out::LatestBackOut;
use itsm_change::task_plan::{DraftTaskPlan, PlanTask, TaskPlan};
use itsm_core::text::{Code, Title};
use itsm_core::time::Seconds;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn code(name: &str) -> Code {
    Code::new(name).unwrap()
}

fn task(name: &str, minutes: u64, after: &[&str]) -> PlanTask {
    let task = PlanTask::new(code(name), Seconds::minutes(minutes));
    let after: Vec<Code> = after.iter().map(|it| code(it)).collect();
    if after.is_empty() {
        task
    } else {
        task.after(after)
    }
}

fn plan(tasks: Vec<PlanTask>) -> TaskPlan {
    TaskPlan::try_from(DraftTaskPlan::new(tasks)).unwrap()
}

fn rules(draft: DraftTaskPlan) -> Vec<(String, &'static str)> {
    let faults = TaskPlan::try_from(draft).unwrap_err();
    faults.iter().map(|it| (it.path.clone(), it.rule)).collect()
}

#[test]
fn circle_of_tasks_is_refused_and_named_task_by_task() {
    let tasks = vec![
        task("free", 1, &[]),
        task("a", 1, &["free", "c"]),
        task("b", 1, &["a"]),
        task("c", 1, &["b"]),
        task("behind", 1, &["c"]),
    ];
    let faults = TaskPlan::try_from(DraftTaskPlan::new(tasks)).unwrap_err();
    let text = faults.to_string();
    assert!(
        text.contains("`a` before `b` before `c` before `a`"),
        "{text}"
    );
    assert!(
        text.contains("(task_plan.circle)") && !text.contains("behind") && !text.contains("free")
    );
    let own = rules(DraftTaskPlan::new(vec![task("a", 1, &["a"])]));
    assert_eq!(own, [("tasks[0].after".to_owned(), "task_plan.circle")]);
}

#[test]
fn all_faults_of_a_plan_are_told_at_once() {
    assert_eq!(
        rules(DraftTaskPlan::new(vec![])),
        [("tasks".to_owned(), "task_plan.empty")]
    );
    let tasks = vec![
        task("a", 1, &["nobody"]).actual_end(at(2, 1, 0)),
        task("a", 1, &[])
            .actual_start(at(2, 1, 0))
            .actual_end(at(2, 0, 0)),
    ];
    let draft = DraftTaskPlan::new(tasks)
        .start(at(2, 2, 0))
        .end(at(2, 2, 0));
    let expected = [
        ("end", "task_plan.window.order"),
        ("tasks[0].actual_start", "task_plan.actual.start_missing"),
        ("tasks[0].after[0]", "task_plan.after.unknown"),
        ("tasks[1].actual_end", "task_plan.actual.order"),
        ("tasks[1].id", "task_plan.task.twice"),
    ];
    assert_eq!(
        rules(draft),
        expected.map(|(path, rule)| (path.to_owned(), rule))
    );
}

#[test]
fn critical_path_has_no_slack_and_the_others_have() {
    let tasks = vec![
        task("test", 20, &["migrate", "announce"]),
        task("migrate", 60, &["copy"]),
        task("announce", 5, &["copy"]),
        task("copy", 30, &[]),
    ];
    let plan = plan(tasks);
    assert_eq!(plan.takes(), Seconds::minutes(110));
    assert_eq!(
        plan.critical_path(),
        [&code("copy"), &code("migrate"), &code("test")]
    );
    let slack: Vec<u64> = plan.timings().iter().map(|it| it.slack().0 / 60).collect();
    assert_eq!(slack, [0, 0, 55, 0]);
    assert_eq!(plan.fits(), None);
}

/// Copy (undo 5), migrate (undo 40), test (nothing to undo), then the old data go for good.
fn migration() -> Vec<PlanTask> {
    let undo = |it: PlanTask, minutes| it.back_out(Seconds::minutes(minutes));
    vec![
        undo(task("copy", 30, &[]), 5),
        undo(task("migrate", 60, &["copy"]), 40),
        undo(task("test", 20, &["migrate"]), 0),
        task("delete", 10, &["test"]).point_of_no_return(true),
    ]
}

#[test]
fn way_back_ends_before_the_point_of_no_return_or_in_time_for_the_window() {
    let within = |tasks: Vec<PlanTask>, hour, minute| {
        let draft = DraftTaskPlan::new(tasks).start(at(2, 20, 0));
        TaskPlan::try_from(draft.end(at(2, hour, minute))).unwrap()
    };
    let until = |at, minutes, bound| LatestBackOut::Until {
        at,
        takes: Seconds::minutes(minutes),
        bound,
    };
    // There is time enough: up to the deletion.
    let roomy = within(migration(), 23, 0);
    assert_eq!(
        roomy.latest_back_out(),
        until(at(2, 21, 50), 45, PointOfNoReturn)
    );
    assert_eq!(roomy.fits(), Some(true));
    // The window ends at ten: 45 minutes before.
    let tight = within(migration(), 22, 0);
    assert_eq!(tight.latest_back_out(), until(at(2, 21, 15), 45, WindowEnd));
    // So tight that once it migrates there is no way back in time: before it begins.
    let tighter = within(migration(), 21, 0);
    assert_eq!(
        tighter.latest_back_out(),
        until(at(2, 20, 30), 5, WindowEnd)
    );
    assert_eq!(tighter.fits(), Some(false));
    // Nobody says how long it takes to undo the migration.
    let mut unsaid = migration();
    unsaid[1].back_out = None;
    let unsaid = within(unsaid, 23, 0);
    let tasks = vec![&unsaid.draft().tasks[1].id];
    assert_eq!(unsaid.latest_back_out(), LatestBackOut::Unknown { tasks });
    assert_eq!(
        plan(migration()).latest_back_out(),
        LatestBackOut::Unknown { tasks: vec![] }
    );
}

#[test]
fn what_happened_outside_of_the_planned_window_is_told() {
    let tasks = vec![
        task("copy", 30, &[])
            .actual_start(at(2, 19, 50))
            .actual_end(at(2, 20, 20)),
        task("test", 30, &["copy"])
            .actual_start(at(2, 21, 0))
            .actual_end(at(2, 21, 30)),
    ];
    let draft = DraftTaskPlan::new(tasks)
        .start(at(2, 20, 0))
        .end(at(2, 21, 0));
    let draft = draft.actual_start(at(2, 19, 50)).actual_end(at(2, 21, 30));
    let plan = TaskPlan::try_from(draft).unwrap();
    let found: Vec<_> = plan
        .deviations()
        .into_iter()
        .map(|it| (it.task.map(Code::as_str), it.kind, it.by.0 / 60))
        .collect();
    let expected = [
        (None, BeganEarly, 10),
        (None, EndedLate, 30),
        (Some("copy"), BeganEarly, 10),
        (Some("test"), BeganLate, 0),
        (Some("test"), EndedLate, 30),
    ];
    assert_eq!(found, expected);
    let titled = {
        let mut draft = plan.draft().clone();
        draft.tasks[0] = draft.tasks[0]
            .clone()
            .title(Title::new("Copy").unwrap())
            .back_out(Seconds(5))
            .point_of_no_return(false);
        TaskPlan::try_from(draft).unwrap()
    };
    kept("task_plan.json", &titled);
}

/// How long the longest chain up to and with a task takes, tried out by recursion.
fn longest(tasks: &[(u64, BTreeSet<usize>, u64)], place: usize) -> u64 {
    let (takes, before, _) = &tasks[place];
    let ends = before.iter().map(|it| longest(tasks, *it));
    ends.max().unwrap_or(0) + takes
}

proptest! {
    #[test]
    fn times_and_the_way_back_are_those_of_the_slow_twins(
        raw in prop::collection::vec((0..9_u64, prop::collection::btree_set(0..8_usize, 0..3), 0..9_u64), 1..8),
        window in 1..40_u64,
        no_return in prop::option::of(0..8_usize),
    ) {
        // Each task comes after earlier ones only, so that there is no circle.
        let tasks: Vec<_> = raw.into_iter().enumerate()
            .map(|(place, (takes, before, undo))| (takes, before.into_iter().filter(|it| *it < place).collect(), undo))
            .collect();
        let name = |place: usize| format!("t{place}");
        let drafts = tasks.iter().enumerate().map(|(place, (takes, before, undo)): (_, &(u64, BTreeSet<usize>, u64))| {
            let after: Vec<Code> = before.iter().map(|it| code(&name(*it))).collect();
            PlanTask::new(code(&name(place)), Seconds(*takes))
                .after(after).back_out(Seconds(*undo)).point_of_no_return(no_return == Some(place))
        });
        let end = Seconds(window).after(at(2, 0, 0)).unwrap();
        let draft = DraftTaskPlan::new(drafts.collect::<Vec<_>>()).start(at(2, 0, 0)).end(end);
        let plan = TaskPlan::try_from(draft).unwrap();
        let starts: Vec<u64> = (0..tasks.len()).map(|it| longest(&tasks, it) - tasks[it].0).collect();
        for (timing, start) in plan.timings().iter().zip(&starts) {
            prop_assert_eq!(timing.earliest_start.0, *start);
        }
        let takes = (0..tasks.len()).map(|it| longest(&tasks, it)).max().unwrap();
        prop_assert_eq!(plan.takes().0, takes);
        // The tasks of the critical path take all of the time, one right after the other.
        let path: u64 = plan.critical_path().iter()
            .map(|it| plan.draft().tasks.iter().find(|task| task.id == **it).unwrap().takes.0).sum();
        prop_assert_eq!(path, takes);
        // The way back, second by second.
        let limit = no_return.and_then(|it| starts.get(it)).copied().unwrap_or(u64::MAX);
        let fits = |at: &u64| {
            let begun = starts.iter().zip(&tasks).filter(|(start, _)| *start < at);
            at + begun.map(|(_, task)| task.2).sum::<u64>() <= window
        };
        let latest = (0..=window.min(limit)).rev().find(fits).unwrap();
        match plan.latest_back_out() {
            LatestBackOut::Until { at: until, .. } => prop_assert_eq!(Seconds::between(at(2, 0, 0), until).0, latest),
            other => prop_assert!(false, "{:?}", other),
        }
    }
}
