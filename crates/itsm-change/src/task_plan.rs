//! The plan of an implementation: tasks, what comes after what, how long it takes, and until when
//! it can still be taken back.

use crate::checked::written_as_draft;
use crate::task_order::{circle, order};
use crate::task_times::Times;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::text::{Code, Title};
use itsm_core::time::{Instant, Seconds};
use itsm_core::wire_struct;

wire_struct! {
    /// One piece of the work.
    pub struct PlanTask {
        /// What it is called by.
        id: Code,
        /// How long it takes.
        takes: Seconds,
    } optional {
        /// What people call it.
        title: Title,
        /// What has to be done before it begins.
        after: Vec<Code>,
        /// How long it takes to undo it, once it has begun; zero, if there is nothing to undo.
        back_out: Seconds,
        /// Whether there is no way back once it has begun.
        point_of_no_return: bool,
        /// When it began.
        actual_start: Instant,
        /// When it was done.
        actual_end: Instant,
    }
}

wire_struct! {
    /// The raw form of a [`TaskPlan`].
    pub struct DraftTaskPlan {
        /// The tasks, in any order.
        tasks: Vec<PlanTask>,
    } optional {
        /// When the change is planned to begin.
        start: Instant,
        /// When it is planned to be done.
        end: Instant,
        /// When it began.
        actual_start: Instant,
        /// When it was done.
        actual_end: Instant,
    }
}

/// The tasks of a change as a graph without circles, with the time that they take.
///
/// Source: FitSM PR13.5 (implementation, test and back-out plans); ITIL 4 change enablement.
///
/// ```
/// use itsm_change::task_plan::{DraftTaskPlan, PlanTask, TaskPlan};
/// use itsm_core::{text::Code, time::Seconds};
///
/// let code = |it| Code::new(it);
/// let task = |it, minutes| Ok::<_, itsm_core::text::TextError>(PlanTask::new(code(it)?, Seconds::minutes(minutes)));
/// let plan = TaskPlan::try_from(DraftTaskPlan::new(vec![
///     task("copy", 30)?,
///     task("migrate", 60)?.after(vec![code("copy")?]),
///     task("announce", 5)?.after(vec![code("copy")?]),
///     task("test", 20)?.after(vec![code("migrate")?, code("announce")?]),
/// ]))?;
/// assert_eq!(plan.takes(), Seconds::minutes(110));
/// let path: Vec<&str> = plan.critical_path().iter().map(|it| it.as_str()).collect();
/// assert_eq!(path, ["copy", "migrate", "test"]);
///
/// let circle = DraftTaskPlan::new(vec![
///     task("a", 1)?.after(vec![code("b")?]), task("b", 1)?.after(vec![code("a")?]),
/// ]);
/// let faults = TaskPlan::try_from(circle).unwrap_err();
/// assert!(faults.to_string().contains("`a` before `b` before `a`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskPlan {
    pub(crate) draft: DraftTaskPlan,
    /// For each task its times.
    pub(crate) times: Times,
}

written_as_draft!(TaskPlan, DraftTaskPlan);

/// When a task can be done, counted from the beginning of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskTiming<'a> {
    /// The task.
    pub task: &'a PlanTask,
    /// When it can begin at the earliest.
    pub earliest_start: Seconds,
    /// When it is then done.
    pub earliest_end: Seconds,
    /// When it has to begin so that nothing is late.
    pub latest_start: Seconds,
    /// When it has to be done so that nothing is late.
    pub latest_end: Seconds,
}

impl TaskTiming<'_> {
    /// How long it may be delayed without delaying the end.
    pub const fn slack(&self) -> Seconds {
        Seconds(self.latest_start.0.saturating_sub(self.earliest_start.0))
    }
}

impl TryFrom<DraftTaskPlan> for TaskPlan {
    type Error = Faults;

    /// # Errors
    /// All faults of the draft; a circle of tasks is named task by task.
    fn try_from(draft: DraftTaskPlan) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let before = draft.check(&mut faults);
        let order = order(&before);
        if order.is_none() {
            let circle = circle(&before);
            let names = circle.iter().chain(circle.first());
            let names = names.filter_map(|it| draft.tasks.get(*it));
            let names: Vec<String> = names.map(|it| format!("`{}`", it.id)).collect();
            let names = names.join(" before ");
            let message = format!("expected tasks one after the other, got {names}");
            let first = circle.first().copied().unwrap_or_default();
            faults.add(format!("tasks[{first}].after"), "task_plan.circle", message);
        }
        let times = order.map(|order| Times::of(&draft.tasks, &before, &order));
        let plan = times.map(|times| Self { draft, times });
        faults.or(plan)
    }
}

impl DraftTaskPlan {
    /// Notes every fault but circles, and gives for each task the places of those before it.
    fn check(&self, faults: &mut Faults) -> Vec<Vec<usize>> {
        if self.tasks.is_empty() {
            faults.add("tasks", "task_plan.empty", "expected a task, got none");
        }
        actual(faults, "", (self.actual_start, self.actual_end));
        if let (Some(start), Some(end)) = (self.start, self.end) {
            if end <= start {
                let message = format!("expected an end after the start `{start}`, got `{end}`");
                faults.add("end", "task_plan.window.order", message);
            }
        }
        let mut places = BTreeMap::new();
        for (place, it) in self.tasks.iter().enumerate() {
            if places.insert(&it.id, place).is_some() {
                let message = format!("expected a name that stands once, got `{}` again", it.id);
                faults.add(
                    format!("tasks[{place}].id"),
                    "task_plan.task.twice",
                    message,
                );
            }
            let path = format!("tasks[{place}].");
            actual(faults, &path, (it.actual_start, it.actual_end));
        }
        let mut all = Vec::new();
        for (place, it) in self.tasks.iter().enumerate() {
            let mut before = Vec::new();
            for (i, name) in it.after.iter().flatten().enumerate() {
                if let Some(other) = places.get(name) {
                    before.push(*other);
                    continue;
                }
                let path = format!("tasks[{place}].after[{i}]");
                let message = format!("expected a task of the plan, got `{name}`");
                faults.add(path, "task_plan.after.unknown", message);
            }
            before.sort_unstable();
            before.dedup();
            all.push(before);
        }
        all
    }
}

/// What has happened has begun before it was done.
fn actual(faults: &mut Faults, path: &str, (start, end): (Option<Instant>, Option<Instant>)) {
    match (start, end) {
        (None, Some(end)) => {
            let message = format!("expected when it began, since it was done `{end}`, got nothing");
            faults.add(
                format!("{path}actual_start"),
                "task_plan.actual.start_missing",
                message,
            );
        }
        (Some(start), Some(end)) if end < start => {
            let message = format!("expected an end not before the start `{start}`, got `{end}`");
            faults.add(
                format!("{path}actual_end"),
                "task_plan.actual.order",
                message,
            );
        }
        _ => {}
    }
}

impl TaskPlan {
    /// The raw form: to be read, or to be taken, changed and checked again.
    pub const fn draft(&self) -> &DraftTaskPlan {
        &self.draft
    }

    /// How long all of it takes, if each task begins as soon as it can.
    pub const fn takes(&self) -> Seconds {
        Seconds(self.times.takes)
    }

    /// When each task can be done, in the order of the draft.
    pub fn timings(&self) -> Vec<TaskTiming<'_>> {
        let all = self.draft.tasks.iter().zip(&self.times.of_tasks);
        let timing = |(task, it): (_, &crate::task_times::Time)| TaskTiming {
            task,
            earliest_start: Seconds(it.earliest),
            earliest_end: Seconds(it.earliest.saturating_add(it.takes)),
            latest_start: Seconds(it.latest),
            latest_end: Seconds(it.latest.saturating_add(it.takes)),
        };
        all.map(timing).collect()
    }

    /// A chain of tasks that leaves no time to spare: to shorten the plan is to shorten one of
    /// them. Of several such chains, that of the tasks that stand first in the draft.
    pub fn critical_path(&self) -> Vec<&Code> {
        let tasks = self
            .times
            .path
            .iter()
            .filter_map(|it| self.draft.tasks.get(*it));
        tasks.map(|it| &it.id).collect()
    }

    /// Whether the plan fits into its window; `None` if the window is not known.
    pub fn fits(&self) -> Option<bool> {
        let (start, end) = (self.draft.start?, self.draft.end?);
        Some(Seconds::between(start, end) >= self.takes())
    }
}
