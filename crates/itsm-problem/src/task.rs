//! Tasks: pieces of work within a problem.

use crate::decide::Decided;
use crate::error::{Law, ProblemError};
use crate::problem::Problem;
use crate::refuse::{No, changes};
use alloc::vec::Vec;
use itsm_core::free_text::FreeText;
use itsm_core::id::{GroupId, PersonId, TaskId};
use itsm_core::text::{Note, Title};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What a task is for.
    pub enum TaskKind {
        /// Anything that has to be done.
        General = "general",
        /// Find a cause.
        RootCauseAnalysis = "root_cause_analysis",
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
        /// Withdrawn, or the problem ended before it was done.
        #[doc(alias = "cancelled")]
        Canceled = "canceled",
        /// It went to the problem that this one duplicates.
        Moved = "moved",
    }
}

impl TaskState {
    /// Whether it is still to be done.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }
}

plain_enum! {
    /// What becomes of the open tasks when their problem is closed.
    pub enum OpenTasks {
        /// They are canceled with it.
        Cancel = "cancel",
        /// They are left as they are.
        Leave = "leave",
        /// They come first: while one is open, the problem is not closed.
        Refuse = "refuse",
    }
}

wire_struct! {
    /// A piece of work within a problem.
    pub struct Task {
        /// Its id, given by the host.
        id: TaskId,
        /// What it is for.
        kind: TaskKind,
        /// What is to be done.
        title: Title,
        /// Where it stands.
        state: TaskState,
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

impl FreeText for TaskSet {
    fn redact(&mut self) -> usize {
        self.0.redact()
    }
}

/// The tasks of a problem, in the order in which they were added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TaskSet(pub(crate) Vec<Task>);

impl TaskSet {
    pub(crate) fn open(&self) -> impl Iterator<Item = &Task> {
        self.0.iter().filter(|it| it.state.is_open())
    }

    pub(crate) fn is_any_open(&self) -> bool {
        self.open().next().is_some()
    }

    pub(crate) fn knows(&self, id: TaskId) -> bool {
        self.0.iter().any(|it| it.id == id)
    }

    pub(crate) fn add(&mut self, task: &Task) {
        if !self.knows(task.id) {
            self.0.push(task.clone());
        }
    }

    pub(crate) fn start(&mut self, it: &TaskStarted) {
        if let Some(task) = self.0.iter_mut().find(|task| task.id == it.task) {
            task.state = TaskState::InProgress;
            task.person = it.person.or(task.person);
        }
    }

    pub(crate) fn end(&mut self, it: &TaskEnded) {
        if let Some(task) = self.0.iter_mut().find(|task| task.id == it.task) {
            task.state = it.state;
            task.notes.clone_from(&it.notes);
        }
    }
}

impl Problem {
    /// Its tasks, in the order in which they were added.
    pub fn tasks(&self) -> &[Task] {
        &self.tasks.0
    }

    pub(crate) fn add_task(&self, it: &AddTask, no: impl Fn(Law) -> No) -> Decided {
        if self.tasks.knows(it.task) {
            return no(Law::TaskAlready).text("task", &it.task).err();
        }
        let task = Task {
            group: it.group,
            person: it.person,
            ..Task::new(it.task, it.kind, it.title.clone(), TaskState::Open)
        };
        Ok(TaskAdded::new(task).into())
    }

    pub(crate) fn start_task(&self, it: &StartTask, no: impl Fn(Law) -> No) -> Decided {
        let task = self.open_task(it.task, &no)?;
        changes(task.state == TaskState::Open, &no)?;
        Ok(TaskStarted {
            task: it.task,
            person: it.person,
        }
        .into())
    }

    pub(crate) fn complete_task(&self, it: &CompleteTask, no: impl Fn(Law) -> No) -> Decided {
        self.open_task(it.task, &no)?;
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

    fn open_task(&self, id: TaskId, no: &impl Fn(Law) -> No) -> Result<&Task, ProblemError> {
        match self.tasks.open().find(|it| it.id == id) {
            Some(task) => Ok(task),
            None => no(Law::TaskNotOpen).text("task", &id).err(),
        }
    }
}
