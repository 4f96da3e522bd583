//! Tasks: pieces of work within an incident.

use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::refuse::No;
use alloc::string::ToString;
use itsm_core::id::{GroupId, PersonId, TaskId};
use itsm_core::text::{Note, Title};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// How a task ended.
    pub enum TaskOutcome {
        /// It was done.
        Completed = "completed",
        /// It was withdrawn, while the incident went on.
        #[doc(alias = "cancelled")]
        Canceled = "canceled",
        /// The incident was closed before it was done.
        #[doc(alias = "closed incomplete")]
        Incomplete = "incomplete",
        /// The incident was canceled before it was done.
        #[doc(alias = "closed skipped")]
        Skipped = "skipped",
    }
}

plain_enum! {
    /// What becomes of the open tasks when their incident ends.
    pub enum OpenTasks {
        /// They end with it.
        End = "end",
        /// They are left as they are.
        Leave = "leave",
        /// They come first: while one is open, the incident does not end.
        Refuse = "refuse",
    }
}

/// A piece of work within an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What is to be done.
    pub title: Title,
    /// The group that is to do it.
    pub group: Option<GroupId>,
    /// The person in the group that is to do it.
    pub assignee: Option<PersonId>,
    /// How it ended; `None` while it is open.
    pub outcome: Option<TaskOutcome>,
    /// Why it was withdrawn, if it was.
    pub reason: Option<Note>,
}

impl Task {
    pub(crate) fn open(it: &TaskAdded) -> Self {
        Self {
            id: it.task,
            title: it.title.clone(),
            group: it.group,
            assignee: it.person,
            outcome: None,
            reason: None,
        }
    }

    /// Whether it is still to be done.
    pub const fn is_open(&self) -> bool {
        self.outcome.is_none()
    }
}

wire_struct! {
    /// Add a task: a piece of work for somebody within the incident.
    pub struct AddTask {
        /// Its id, given by the host.
        task: TaskId,
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
    /// Give a task to a group, and perhaps to a person in it.
    #[doc(alias = "reassign task")]
    pub struct AssignTask {
        /// Which.
        task: TaskId,
        /// The group that is to do it.
        group: GroupId,
    } optional {
        /// The person in it.
        person: PersonId,
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
    /// A task is done.
    pub struct CompleteTask {
        /// Which.
        task: TaskId,
    }
}
wire_struct! {
    /// A task was added.
    pub struct TaskAdded {
        /// Which.
        task: TaskId,
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
    /// A task was given to somebody.
    pub struct TaskAssigned {
        /// Which.
        task: TaskId,
        /// The group that is to do it.
        group: GroupId,
    } optional {
        /// The person in it.
        person: PersonId,
    }
}
wire_struct! {
    /// A task ended.
    pub struct TaskEnded {
        /// Which.
        task: TaskId,
        /// How.
        outcome: TaskOutcome,
    } optional {
        /// Why it was withdrawn.
        reason: Note,
    }
}

impl Incident {
    pub(crate) fn add_task(
        &self,
        it: &AddTask,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        if self.tasks.iter().any(|task| task.id == it.task) {
            return no(Law::TaskAlready)
                .param("task", it.task.to_string().as_str())
                .err();
        }
        Ok(TaskAdded {
            task: it.task,
            title: it.title.clone(),
            group: it.group,
            person: it.person,
        }
        .into())
    }

    pub(crate) fn assign_task(
        &self,
        it: &AssignTask,
        no: impl Fn(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        let task = self.open_task(it.task, &no)?;
        if task.group == Some(it.group) && task.assignee == it.person {
            return no(Law::NothingToChange).err();
        }
        Ok(TaskAssigned {
            task: it.task,
            group: it.group,
            person: it.person,
        }
        .into())
    }

    pub(crate) fn complete_task(
        &self,
        it: &CompleteTask,
        no: impl Fn(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        self.open_task(it.task, &no)?;
        Ok(TaskEnded::new(it.task, TaskOutcome::Completed).into())
    }

    pub(crate) fn cancel_task(
        &self,
        it: &CancelTask,
        no: impl Fn(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        self.open_task(it.task, &no)?;
        Ok(TaskEnded {
            task: it.task,
            outcome: TaskOutcome::Canceled,
            reason: Some(it.reason.clone()),
        }
        .into())
    }

    fn open_task(&self, id: TaskId, no: &impl Fn(Law) -> No) -> Result<&Task, IncidentError> {
        let open = |task: &&Task| task.id == id && task.is_open();
        match self.tasks.iter().find(open) {
            Some(task) => Ok(task),
            None => no(Law::TaskNotOpen).err(),
        }
    }

    pub(crate) fn task_mut(&mut self, id: TaskId) -> Option<&mut Task> {
        self.tasks.iter_mut().find(|task| task.id == id)
    }
}
