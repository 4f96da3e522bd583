//! Records and the schedule: a change as the schedule sees it, and its tasks as a plan.

use crate::approval::ApprovalStanding;
use crate::change::Change;
use crate::planned::{DraftPlannedChange, PlannedChange};
use crate::schedule::ChangeSchedule;
use crate::task::{Task, TaskKind, TaskState};
use crate::task_plan::{DraftTaskPlan, PlanTask, TaskPlan};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::id::TaskId;
use itsm_core::text::Code;

impl ChangeSchedule {
    /// The schedule of records: all that are not over, in any order.
    ///
    /// ```
    /// # use itsm_core::{actor::Actor, context::Context, id::{ChangeId, CiId, PersonId}, text::Title};
    /// # use itsm_change::{Change, command::*, kind::*, plan::PlannedWindow, policy::ChangePolicy, profile::*};
    /// use itsm_change::schedule::ChangeSchedule;
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let policy = ChangePolicy::default();
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
    /// # let plan = |key: u64, from: &str, until: &str| -> Result<Change, Box<dyn std::error::Error>> {
    /// #     let profile = ChangeProfile::new(Title::new("Patch")?, ChangeType::Normal, Magnitude::Minor).cis([CiId::from_key(7)]);
    /// #     let (mut change, _) = Change::register(ChangeId::from_key(key), profile, [], &cx)?;
    /// #     let (start, end): (itsm_core::time::Instant, itsm_core::time::Instant) = (from.parse()?, until.parse()?);
    /// #     change.execute(Schedule::new(PlannedWindow::new(start, end)), &cx)?;
    /// #     Ok(change)
    /// # };
    /// # let first = plan(1, "2026-03-02T22:00:00Z", "2026-03-02T23:00:00Z")?;
    /// # let second = plan(2, "2026-03-02T22:30:00Z", "2026-03-03T00:00:00Z")?;
    /// // Two changes of one item.
    /// let schedule = ChangeSchedule::of_records([&first, &second])?;
    /// assert_eq!(schedule.clashes().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A record that stands there twice, and one whose planned time is out of all reach; each with its
    /// place.
    pub fn of_records<'a>(records: impl IntoIterator<Item = &'a Change>) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let (mut planned, mut seen) = (Vec::new(), BTreeSet::new());
        for (place, record) in records.into_iter().enumerate() {
            let path = format!("changes[{place}]");
            if !seen.insert(record.id()) {
                let message = format!("expected each change once, got `{}` again", record.id());
                faults.add(&path, "change_schedule.change.twice", message);
                continue;
            }
            planned.extend(faults.nest(&path, record.planned()));
        }
        planned.retain(|it| it.draft().inactive != Some(true));
        let schedule = Self::of(planned).ok();
        faults.or(schedule)
    }
}

impl Change {
    /// The change as the schedule sees it. Of several items that it touches, the one with the smallest
    /// id stands for the one that it is about: whoever knows better says so in the draft.
    ///
    /// # Errors
    /// A planned time that is out of all reach.
    pub fn planned(&self) -> Result<PlannedChange, Faults> {
        let profile = &self.profile;
        let over = !self.stage().is_open() || self.finished_at().is_some();
        let draft = DraftPlannedChange {
            start: self.window.as_ref().map(|it| it.start),
            end: self.window.as_ref().map(|it| it.end),
            primary_ci: self.cis().next(),
            affected_cis: Some(self.cis().collect()),
            services: Some(self.services().collect()),
            assignee: profile.assignee,
            group: profile.group,
            model: Some(profile.model_name()),
            magnitude: Some(profile.magnitude),
            inactive: Some(over),
            authorized: Some(self.approval() == ApprovalStanding::Approved),
            ..DraftPlannedChange::new(self.id, profile.kind, profile.title.clone())
        };
        PlannedChange::try_from(draft)
    }

    /// Its tasks of making and testing as a plan, in the time for which it is planned: with the critical
    /// path, the latest moment at which it can still be taken back, and how it really went.
    ///
    /// A task is called `t-` and its id. What waits for a task that was withdrawn waits for what that
    /// one waited for.
    ///
    /// # Errors
    /// No such task, and tasks of which nobody has said how long they take.
    pub fn task_plan(&self) -> Result<TaskPlan, Faults> {
        let mut faults = Faults::new();
        let part = |it: &&Task| {
            matches!(it.kind, TaskKind::Implementation | TaskKind::Testing)
                && it.state != TaskState::Canceled
        };
        let mut tasks = Vec::new();
        for task in self.tasks().iter().filter(part) {
            let Some(takes) = task.takes else {
                let path = format!("tasks.{}.takes", task.id);
                let message = "expected how long it takes, got nothing";
                faults.add(path, "task_plan.task.no_time", message);
                continue;
            };
            let after = self.first_before(task).into_iter();
            let after = after.filter_map(|it| self.tasks.find(it)).filter(part);
            let after: Vec<Code> = after.filter_map(|it| name(it.id)).collect();
            tasks.extend(name(task.id).map(|id| PlanTask {
                title: Some(task.title.clone()),
                after: Some(after),
                back_out: task.back_out,
                point_of_no_return: task.point_of_no_return,
                actual_start: task.started_at,
                actual_end: task.ended_at,
                ..PlanTask::new(id, takes)
            }));
        }
        if !faults.is_empty() {
            return faults.or(None);
        }
        TaskPlan::try_from(DraftTaskPlan {
            start: self.window.as_ref().map(|it| it.start),
            end: self.window.as_ref().map(|it| it.end),
            actual_start: self.started_at(),
            actual_end: self.finished_at(),
            ..DraftTaskPlan::new(tasks)
        })
    }

    /// What a task waits for, with what withdrawn tasks waited for in their place. A task waits for
    /// earlier ones alone, so that this ends.
    fn first_before(&self, task: &Task) -> BTreeSet<TaskId> {
        let mut found = BTreeSet::new();
        let mut next: Vec<TaskId> = task.after.iter().copied().collect();
        while let Some(id) = next.pop() {
            match self.tasks.find(id) {
                Some(it) if it.state == TaskState::Canceled => next.extend(&it.after),
                _ => {
                    found.insert(id);
                }
            }
        }
        found
    }
}

fn name(task: TaskId) -> Option<Code> {
    Code::new(format!("t-{task}")).ok()
}
