//! Rules about tasks, models and major problems.

use crate::desk::{Case, code, comparison, days, nine, note, policy_with, task, title};
use itsm_problem::command::{
    AddTask, ApplyModel, ClearMajor, Close, CompleteStep, CompleteTask, FlagMajor, Verify,
};
use itsm_problem::model::{ModelStep, ProblemModel};
use itsm_problem::task::TaskKind;
use itsm_testing::{proof::Says as _, proofs};

fn add(key: u64) -> AddTask {
    AddTask::new(
        task(key),
        TaskKind::RootCauseAnalysis,
        title("Read the logs"),
    )
}

fn with_model() -> Case {
    let step = ModelStep::new(code("measure"), title("Measure how fast it fills"));
    let model = ProblemModel::new(title("Something runs full"), vec![step], Vec::new());
    Case::under(policy_with(|draft| {
        draft.models.insert("capacity".into(), model);
    }))
}

proofs! {
    problem_major_already: "problem.major.already" =>
        Case::new()
            .after(FlagMajor::new(note("All of Porto.")))
            .refuses(FlagMajor::new(note("All of Porto.")));
    problem_major_not_flagged: "problem.major.not_flagged" =>
        Case::new().refuses(ClearMajor::new(note("Only one floor.")));
    problem_model_unknown: "problem.model.unknown" =>
        with_model().refuses(ApplyModel::new(code("crash"))).saying("model", "crash");
    problem_step_not_open: "problem.step.not_open" =>
        with_model()
            .after(ApplyModel::new(code("capacity")))
            .refuses(CompleteStep::new(code("collect")))
            .saying("step", "collect");
    problem_task_already: "problem.task.already" =>
        Case::new()
            .after(add(7))
            .refuses(add(7))
            .saying("task", task(7).to_string().as_str());
    problem_task_not_open: "problem.task.not_open" =>
        Case::new()
            .after(add(7))
            .after(add(8))
            .after(CompleteTask::new(task(7)))
            .refuses(CompleteTask::new(task(7)))
            .saying("task", task(7).to_string().as_str());
    problem_task_problem_closed: "problem.task.problem_closed" =>
        Case::resolved()
            .later(days(28))
            .after(Verify::new(comparison(nine(), 4, 1)))
            .after(Close::new())
            .refuses(add(7));
}
