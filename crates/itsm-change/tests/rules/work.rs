//! Rules about tasks.

use crate::desk::{Case, add, task};
use itsm_change::command::{CompleteTask, HoldTask, StartTask};
use itsm_change::task::TaskKind;
use itsm_testing::proof::Says as _;
use itsm_testing::proofs;
use std::collections::BTreeSet;

fn id(key: u64) -> String {
    task(key).to_string()
}

fn planned() -> Case {
    Case::new()
        .after(add(7, TaskKind::Planning))
        .after(add(8, TaskKind::Planning).after(BTreeSet::from([task(7)])))
}

proofs! {
    change_task_already: "change.task.already" =>
        planned()
            .refuses(add(7, TaskKind::Planning))
            .saying("task", id(7).as_str());
    change_task_held: "change.task.held" =>
        planned()
            .after(HoldTask::new(task(7)))
            .refuses(StartTask::new(task(7)))
            .saying("task", id(7).as_str());
    change_task_not_open: "change.task.not_open" =>
        planned().refuses(HoldTask::new(task(9))).saying("task", id(9).as_str());
    change_task_not_started: "change.task.not_started" =>
        planned()
            .after(StartTask::new(task(7)))
            .refuses(CompleteTask::new(task(8)))
            .saying("task", id(8).as_str());
    change_task_too_early: "change.task.too_early" =>
        Case::new()
            .after(add(7, TaskKind::Implementation))
            .refuses(StartTask::new(task(7)))
            .saying("task", id(7).as_str());
    change_task_unknown: "change.task.unknown" =>
        Case::new()
            .refuses(add(7, TaskKind::Planning).after(BTreeSet::from([task(8)])))
            .saying("task", id(8).as_str());
    change_task_waits: "change.task.waits" =>
        planned()
            .refuses(StartTask::new(task(8)))
            .saying("tasks", vec![id(7)]);
}
