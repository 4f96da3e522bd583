//! Tasks: pieces of work within a change, of which one may wait for others.
//!
//! A task waits only for tasks that are there when it is added, so that no circle can come about.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use itsm_core::free_text::FreeText;
use itsm_core::id::{GroupId, PersonId, TaskId};
use itsm_core::text::{Note, Title};
use itsm_core::time::{Instant, Seconds};
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
        /// How long it is to take.
        takes: Seconds,
        /// How long it takes to undo it, once it was begun; absent: there is nothing to undo.
        back_out: Seconds,
        /// Whether there is no way back once it was begun. No, if it is not said.
        point_of_no_return: bool,
        /// When somebody began.
        started_at: Instant,
        /// When it ended.
        ended_at: Instant,
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
        /// How long it is to take.
        takes: Seconds,
        /// How long it takes to undo it, once it was begun; absent: there is nothing to undo.
        back_out: Seconds,
        /// Whether there is no way back once it was begun. No, if it is not said.
        point_of_no_return: bool,
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

    pub(crate) fn start(&mut self, it: &TaskStarted, at: Instant) {
        if let Some(task) = self.find_mut(it.task) {
            task.state = TaskState::InProgress;
            task.started_at = Some(at);
            task.person = it.person.or(task.person);
        }
    }

    pub(crate) fn end(&mut self, it: &TaskEnded, at: Instant) {
        if let Some(task) = self.find_mut(it.task) {
            task.state = it.state;
            task.ended_at = Some(at);
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
    pub(crate) fn awaited<'a>(&'a self, task: &'a Task) -> impl Iterator<Item = &'a Task> {
        let first = task.after.iter().filter_map(|id| self.find(*id));
        first.filter(|it| it.state.is_open())
    }
}
