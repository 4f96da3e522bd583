//! Tasks: pieces of work within a change, of which one may wait for others.
//!
//! A task waits only for tasks that are there when it is added, so that no circle can come about.

use crate::change::Change;
use crate::command::ChangeCommandKind as Kind;
use crate::decide::Decided;
use crate::error::{ChangeError, Law};
use crate::event::ChangeEvent;
use crate::policy::ChangePolicy;
use crate::refuse::{No, changes};
use crate::state::ChangeStage;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::free_text::FreeText;
use itsm_core::id::{GroupId, PersonId, TaskId};
use itsm_core::text::{Note, Title};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What a task is for.
    pub enum TaskKind {
        /// Prepare the change.
        Planning = "planning",
        /// Make it: only while the change is being made.
        Implementation = "implementation",
        /// See whether it works.
        Testing = "testing",
        /// Look at what came of it.
        Review = "review",
    }
}

plain_enum! {
    /// Where a task stands.
    pub enum TaskState {
        /// To be done.
        Open = "open",
        /// Somebody does it.
        #[doc(alias = "work in progress")]
        InProgress = "in_progress",
        /// Done.
        Completed = "completed",
        /// Withdrawn, or the change was given up before it was done.
        #[doc(alias = "cancelled")]
        Canceled = "canceled",
    }
}

impl TaskState {
    /// Whether it is still to be done.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }
}

wire_struct! {
    /// A piece of work within a change.
    pub struct Task {
        /// Its id, given by the host.
        id: TaskId,
        /// What it is for.
        kind: TaskKind,
        /// What is to be done.
        title: Title,
        /// The tasks that come first.
        #[doc(alias = "predecessors")]
        after: BTreeSet<TaskId>,
        /// Where it stands.
        state: TaskState,
        /// Whether somebody has let this task rest. It rests too while its change does.
        held: bool,
    } optional {
        /// The group that is to do it.
        group: GroupId,
        /// The person in it.
        person: PersonId,
        /// What came of it, or why it was withdrawn.
        notes: Note,
    }
}

wire_struct! {
    /// Add a task.
    pub struct AddTask {
        /// Its id, given by the host.
        task: TaskId,
        /// What it is for.
        kind: TaskKind,
        /// What is to be done.
        title: Title,
    } optional {
        /// The tasks that come first.
        after: BTreeSet<TaskId>,
        /// The group that is to do it.
        group: GroupId,
        /// The person in it.
        person: PersonId,
    }
}
wire_struct! {
    /// Somebody begins with a task.
    pub struct StartTask {
        /// Which.
        task: TaskId,
    } optional {
        /// Who.
        person: PersonId,
    }
}
wire_struct! {
    /// A task is done.
    pub struct CompleteTask {
        /// Which.
        task: TaskId,
    } optional {
        /// What came of it.
        notes: Note,
    }
}
wire_struct! {
    /// Withdraw a task: it is not to be done after all.
    pub struct CancelTask {
        /// Which.
        task: TaskId,
        /// Why not.
        reason: Note,
    }
}
wire_struct! {
    /// Let a task rest.
    pub struct HoldTask {
        /// Which.
        task: TaskId,
    }
}
wire_struct! {
    /// Go on with a task.
    pub struct ReleaseTask {
        /// Which.
        task: TaskId,
    }
}
wire_struct! {
    /// A task was added.
    pub struct TaskAdded {
        /// As it was then.
        task: Task,
    }
}
wire_struct! {
    /// Somebody began with a task.
    pub struct TaskStarted {
        /// Which.
        task: TaskId,
    } optional {
        /// Who.
        person: PersonId,
    }
}
wire_struct! {
    /// A task ended.
    pub struct TaskEnded {
        /// Which.
        task: TaskId,
        /// How.
        state: TaskState,
    } optional {
        /// What came of it, or why it was withdrawn.
        notes: Note,
    }
}
wire_struct! {
    /// A task rests.
    pub struct TaskHeld {
        /// Which.
        task: TaskId,
    }
}
wire_struct! {
    /// A task goes on.
    pub struct TaskReleased {
        /// Which.
        task: TaskId,
    }
}

impl FreeText for TaskSet {
    fn redact(&mut self) -> usize {
        self.0.redact()
    }
}

/// The tasks of a change, in the order in which they were added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TaskSet(pub(crate) Vec<Task>);

impl TaskSet {
    pub(crate) fn open(&self) -> impl Iterator<Item = &Task> {
        self.0.iter().filter(|it| it.state.is_open())
    }

    pub(crate) fn find(&self, id: TaskId) -> Option<&Task> {
        self.0.iter().find(|it| it.id == id)
    }

    pub(crate) fn find_mut(&mut self, id: TaskId) -> Option<&mut Task> {
        self.0.iter_mut().find(|it| it.id == id)
    }

    pub(crate) fn add(&mut self, task: &Task) {
        if self.find(task.id).is_none() {
            self.0.push(task.clone());
        }
    }

    pub(crate) fn start(&mut self, it: &TaskStarted) {
        if let Some(task) = self.find_mut(it.task) {
            task.state = TaskState::InProgress;
            task.person = it.person.or(task.person);
        }
    }

    pub(crate) fn end(&mut self, it: &TaskEnded) {
        if let Some(task) = self.find_mut(it.task) {
            task.state = it.state;
            task.held = false;
            task.notes.clone_from(&it.notes);
        }
    }

    pub(crate) fn hold(&mut self, id: TaskId, held: bool) {
        if let Some(task) = self.find_mut(id) {
            task.held = held;
        }
    }

    /// Those of the tasks that come first that have not ended.
    fn awaited<'a>(&'a self, task: &'a Task) -> impl Iterator<Item = &'a Task> {
        let first = task.after.iter().filter_map(|id| self.find(*id));
        first.filter(|it| it.state.is_open())
    }
}

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
