//! Tasks: pieces of work within an incident.

use itsm_core::id::{GroupId, TaskId};
use itsm_core::text::Title;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// How a task ended.
    pub enum TaskOutcome {
        /// It was done.
        Completed = "completed",
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
    }
}

/// A piece of work within an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What is to be done.
    pub title: Title,
    /// The group that is to do it.
    pub group: Option<GroupId>,
    /// How it ended; `None` while it is open.
    pub outcome: Option<TaskOutcome>,
}

impl Task {
    pub(crate) const fn open(id: TaskId, title: Title, group: Option<GroupId>) -> Self {
        Self {
            id,
            title,
            group,
            outcome: None,
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
    }
}
wire_struct! {
    /// A task ended.
    pub struct TaskEnded {
        /// Which.
        task: TaskId,
        /// How.
        outcome: TaskOutcome,
    }
}
