//! Working: which tasks can be begun, and what is asked of them.

use crate::change::Change;
use crate::command::ChangeCommandKind as Kind;
use crate::decide::Decided;
use crate::error::{ChangeError, Law};
use crate::event::ChangeEvent;
use crate::policy::ChangePolicy;
use crate::refuse::{No, changes};
use crate::state::ChangeStage;
use crate::task::{
    AddTask, CancelTask, CompleteTask, HoldTask, ReleaseTask, StartTask, Task, TaskAdded,
    TaskEnded, TaskHeld, TaskKind, TaskReleased, TaskStarted, TaskState,
};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::id::TaskId;

impl Change {
    /// Its tasks, in the order in which they were added.
    pub fn tasks(&self) -> &[Task] {
        &self.tasks.0
    }

    /// Whether a task rests: because somebody has held it, or because its change rests.
    pub fn is_task_held(&self, task: TaskId) -> bool {
        let task = self.tasks.find(task).filter(|it| it.state.is_open());
        task.is_some_and(|it| it.held || self.is_held())
    }

    /// The tasks that somebody could begin with now.
    pub fn ready_tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.open().filter(|it| self.is_ready(it))
    }

    fn is_ready(&self, task: &Task) -> bool {
        task.state == TaskState::Open
            && !self.is_task_held(task.id)
            && self.takes_part(task)
            && self.tasks.awaited(task).next().is_none()
    }

    /// Whether a task is one for the present state.
    fn takes_part(&self, task: &Task) -> bool {
        task.kind != TaskKind::Implementation || self.stage() == ChangeStage::Implement
    }

    pub(crate) fn add_task(&self, it: &AddTask, no: impl Fn(Law) -> No) -> Decided {
        if self.tasks.find(it.task).is_some() {
            return no(Law::TaskAlready).text("task", &it.task).err();
        }
        let after = it.after.clone().unwrap_or_default();
        if let Some(unknown) = after.iter().find(|id| self.tasks.find(**id).is_none()) {
            return no(Law::TaskUnknown).text("task", unknown).err();
        }
        let task = Task::new(
            it.task,
            it.kind,
            it.title.clone(),
            after,
            TaskState::Open,
            false,
        );
        let task = Task {
            group: it.group,
            person: it.person,
            takes: it.takes,
            back_out: it.back_out,
            point_of_no_return: it.point_of_no_return,
            ..task
        };
        Ok(TaskAdded::new(task).into())
    }

    pub(crate) fn start_task(&self, it: &StartTask, no: impl Fn(Law) -> No) -> Decided {
        let task = self.open_task(it.task, &no)?;
        changes(task.state == TaskState::Open, &no)?;
        if task.held {
            return no(Law::TaskHeld).text("task", &it.task).err();
        }
        if !self.takes_part(task) {
            return no(Law::TaskTooEarly).text("task", &it.task).err();
        }
        let awaited: Vec<String> = self
            .tasks
            .awaited(task)
            .map(|it| it.id.to_string())
            .collect();
        if !awaited.is_empty() {
            return no(Law::TaskWaits).param("tasks", awaited).err();
        }
        Ok(TaskStarted {
            task: it.task,
            person: it.person,
        }
        .into())
    }

    pub(crate) fn complete_task(&self, it: &CompleteTask, no: impl Fn(Law) -> No) -> Decided {
        let task = self.open_task(it.task, &no)?;
        if task.state != TaskState::InProgress {
            return no(Law::TaskNotStarted).text("task", &it.task).err();
        }
        Ok(TaskEnded {
            notes: it.notes.clone(),
            ..TaskEnded::new(it.task, TaskState::Completed)
        }
        .into())
    }

    pub(crate) fn cancel_task(&self, it: &CancelTask, no: impl Fn(Law) -> No) -> Decided {
        self.open_task(it.task, &no)?;
        let ended = TaskEnded::new(it.task, TaskState::Canceled);
        Ok(ended.notes(it.reason.clone()).into())
    }

    pub(crate) fn hold_task(&self, it: &HoldTask, no: impl Fn(Law) -> No) -> Decided {
        let task = self.open_task(it.task, &no)?;
        changes(!task.held, no)?;
        Ok(TaskHeld::new(it.task).into())
    }

    pub(crate) fn release_task(&self, it: &ReleaseTask, no: impl Fn(Law) -> No) -> Decided {
        let task = self.open_task(it.task, &no)?;
        changes(task.held, no)?;
        Ok(TaskReleased::new(it.task).into())
    }

    /// The open tasks go with the change that is given up.
    pub(crate) fn canceled_tasks(&self) -> impl Iterator<Item = ChangeEvent> {
        let open = self.tasks.open();
        open.map(|it| TaskEnded::new(it.id, TaskState::Canceled).into())
    }

    fn open_task(&self, id: TaskId, no: &impl Fn(Law) -> No) -> Result<&Task, ChangeError> {
        match self.tasks.open().find(|it| it.id == id) {
            Some(task) => Ok(task),
            None => no(Law::TaskNotOpen).text("task", &id).err(),
        }
    }

    /// That there is a task that the command could be about.
    pub(crate) fn gate_of_tasks(
        &self,
        kind: Kind,
        policy: &ChangePolicy,
    ) -> Result<(), ChangeError> {
        let mut open = self.tasks.open();
        let found = match kind {
            Kind::StartTask => self.ready_tasks().next().is_some(),
            Kind::CompleteTask => open.any(|it| it.state == TaskState::InProgress),
            Kind::HoldTask => open.any(|it| !it.held),
            Kind::ReleaseTask => open.any(|it| it.held),
            _ => open.next().is_some(),
        };
        if found {
            return Ok(());
        }
        // Why the first task that is to be begun, or else the first, does not do, says the rule about it.
        let no = |law| self.no(law, kind, policy);
        let mut open = self.tasks.open();
        let first = open.find(|it| it.state == TaskState::Open);
        let first = first.or_else(|| self.tasks.open().next());
        match (kind, first) {
            (Kind::StartTask, Some(it)) => self.start_task(&StartTask::new(it.id), no).map(drop),
            (Kind::CompleteTask, Some(it)) => {
                self.complete_task(&CompleteTask::new(it.id), no).map(drop)
            }
            (Kind::HoldTask, Some(it)) => self.hold_task(&HoldTask::new(it.id), no).map(drop),
            (Kind::ReleaseTask, Some(it)) => {
                self.release_task(&ReleaseTask::new(it.id), no).map(drop)
            }
            _ => no(Law::TaskNotOpen).param("task", "*").err(),
        }
    }
}
