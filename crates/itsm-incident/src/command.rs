//! Commands: what can be asked of an incident.
//!
//! Each command is a struct with a constructor for what it must carry and a method for what it may
//! carry: `Hold::new(HoldReason::AWAITING_VENDOR).until(monday)`. Whether a policy demands one of
//! the optional facts, [`allowed`](crate::Incident::allowed) says beforehand.

use crate::children::ChildrenFacts;
use crate::profile::Category;
use crate::resolution::{CancelReason, Correction, ResolutionCode};

pub use crate::attribute::{SetAttribute, SetSubStatus};
pub use crate::children::FollowChildren;
pub use crate::communication::Inform;
pub use crate::cost::RecordCost;
pub use crate::duty::NoteOverdue;
pub use crate::escalation::EscalateByTime;
pub use crate::major_steps::{AcceptMajor, DeclareMajor, DemoteMajor, ProposeMajor, RejectMajor};
pub use crate::merge::{Absorb, MergeInto};
pub use crate::model::{ApplyModel, CompleteStep};
pub use crate::parent::{FollowParent, LinkParent, UnlinkParent};
pub use crate::people::{AddWatcher, AffectUser, ClearUser, CountAffected, RemoveWatcher};
pub use crate::redaction::Redact;
pub use crate::relation::{AddLink, AffectCi, ClearCi, RemoveLink, SetService};
pub use crate::reminder::{Remind, ResolveUnanswered};
pub use crate::review::RecordReview;
pub use crate::survey::AnswerSurvey;
pub use crate::swarm::{JoinSwarm, LeaveSwarm};
pub use crate::task::{AddTask, AssignTask, CancelTask, CompleteTask};
pub use crate::vendor::{HandToVendor, ReturnFromVendor};
pub use crate::waiting::{EndHold, Hold, RecordRequesterReply, Resume};
pub use crate::work_log::LogWork;
pub use crate::workaround::NoteWorkaround;
use itsm_core::actor::Role;
use itsm_core::id::{GroupId, KnownErrorId, PersonId};
use itsm_core::level::{Impact, Priority, Urgency};
use itsm_core::link::RecordRef;
use itsm_core::text::{Note, Title};
use itsm_core::time::RestoredAt;
use itsm_core::{plain_enum, tagged, wire_struct};

wire_struct! {
    /// Take notice: a person has seen the record. Counted once, for the time to acknowledge.
    pub struct Acknowledge {}
}
wire_struct! {
    /// Put the title or the description better.
    pub struct Describe {} optional {
        /// The new title.
        title: Title,
        /// The new description.
        description: Note,
    }
}
wire_struct! {
    /// Put the incident into a category of the scheme.
    #[doc(alias = "recategorize")]
    pub struct Categorize {
        /// The category.
        category: Category,
    } optional {
        /// Why, when it was in another one.
        note: Note,
    }
}
wire_struct! {
    /// Assess impact and urgency anew; the priority follows from the matrix.
    pub struct Prioritize {
        /// The impact.
        impact: Impact,
        /// The urgency.
        urgency: Urgency,
    } optional {
        /// Why the assessment changed.
        note: Note,
    }
}
wire_struct! {
    /// Set the priority aside from the matrix, with a reason. The next [`Prioritize`] ends it.
    pub struct OverridePriority {
        /// The priority.
        priority: Priority,
        /// Why the matrix does not fit.
        reason: Note,
    }
}
wire_struct! {
    /// Name the one person accountable for the incident, whoever works on it.
    #[doc(alias = "incident owner")]
    pub struct AssignOwner {
        /// The owner.
        owner: PersonId,
    }
}
wire_struct! {
    /// Give the work to a group, and perhaps to a person in it.
    #[doc(alias = "dispatch")]
    pub struct Assign {
        /// The group.
        group: GroupId,
    } optional {
        /// The person.
        person: PersonId,
        /// Why.
        note: Note,
    }
}
wire_struct! {
    /// Hand over to a group with more expert knowledge.
    #[doc(alias = "escalate to second level")]
    pub struct EscalateFunctionally {
        /// The more expert group.
        group: GroupId,
        /// Why the present one cannot go on.
        reason: Note,
    } optional {
        /// The person in it.
        person: PersonId,
    }
}
wire_struct! {
    /// Bring to the attention of somebody with more authority.
    #[doc(alias = "escalate to management")]
    pub struct EscalateHierarchically {
        /// The role that is called upon.
        to: Role,
        /// What is needed of it.
        reason: Note,
    } optional {
        /// The person in that role.
        person: PersonId,
    }
}
wire_struct! {
    /// Begin to work on it.
    pub struct StartWork {}
}
wire_struct! {
    /// Declare service restored, and say how.
    #[doc(alias = "solve")]
    pub struct Resolve {
        /// What kind of resolution it is.
        code: ResolutionCode,
    } optional {
        /// What was done.
        notes: Note,
        /// When the service worked again, if that was earlier.
        restored_at: RestoredAt,
        /// The known error whose workaround was used.
        known_error: KnownErrorId,
        /// The record that brought the resolution: the change, the problem, the incident it duplicates.
        through: RecordRef,
    }
}
wire_struct! {
    /// Close after confirmation. A requester who closes confirms by doing so.
    pub struct Close {} optional {
        /// The person who confirmed that service is restored.
        confirmed_by: PersonId,
        /// What the host knows of its children, as evidence that none is open.
        children: ChildrenFacts,
    }
}
wire_struct! {
    /// Close because nobody objected in time. Executed at a deadline.
    #[doc(alias = "auto-close")]
    pub struct CloseAutomatically {} optional {
        /// What the host knows of its children, as evidence that none is open.
        children: ChildrenFacts,
    }
}
wire_struct! {
    /// The disturbance is back, or was never gone: work goes on.
    pub struct Reopen {} optional {
        /// What is still wrong.
        reason: Note,
        /// The person who refused the solution, if whoever acts does so on their word.
        refused_by: PersonId,
    }
}
wire_struct! {
    /// Withdraw a record that should not be handled as an incident.
    pub struct Cancel {
        /// Why it should not.
        reason: CancelReason,
    } optional {
        /// More about it.
        notes: Note,
        /// The record it duplicates, or that is handled instead.
        instead: RecordRef,
    }
}
wire_struct! {
    /// Correct a closed or canceled record. The history keeps what was there.
    pub struct Correct {
        /// The corrected facts.
        correction: Correction,
        /// Why they were wrong.
        reason: Note,
    }
}
wire_struct! {
    /// Be handled under the policy of the context from now on.
    pub struct AdoptPolicy {}
}

tagged! {
    /// Anything that can be asked of an incident.
    ///
    /// On the wire: the command's fields with a `type`, such as `{"type":"start_work"}`.
    pub enum IncidentCommand;
    /// The commands without what they carry, in the order of an incident's life.
    kind IncidentCommandKind {
        /// Take notice.
        Acknowledge = "acknowledge",
        /// Put the title or the description better.
        Describe = "describe",
        /// Put into a category.
        Categorize = "categorize",
        /// Assess impact and urgency anew.
        Prioritize = "prioritize",
        /// Set the priority aside from the matrix.
        OverridePriority = "override_priority",
        /// Name the accountable person.
        AssignOwner = "assign_owner",
        /// Give to a group.
        Assign = "assign",
        /// Hand over to experts.
        EscalateFunctionally = "escalate_functionally",
        /// Bring to the attention of management.
        EscalateHierarchically = "escalate_hierarchically",
        /// Begin to work.
        StartWork = "start_work",
        /// Wait.
        Hold = "hold",
        /// Go on.
        Resume = "resume",
        /// The wait has ended by time.
        EndHold = "end_hold",
        /// The requester has written.
        RecordRequesterReply = "record_requester_reply",
        /// Service is restored.
        Resolve = "resolve",
        /// Close after confirmation.
        Close = "close",
        /// Close by time.
        CloseAutomatically = "close_automatically",
        /// Not resolved after all.
        Reopen = "reopen",
        /// Withdraw.
        Cancel = "cancel",
        /// Correct after the end.
        Correct = "correct",
        /// Name the service.
        SetService = "set_service",
        /// A configuration item is affected.
        AffectCi = "affect_ci",
        /// A configuration item is not affected.
        ClearCi = "clear_ci",
        /// Become a child.
        LinkParent = "link_parent",
        /// Stand alone.
        UnlinkParent = "unlink_parent",
        /// Do as the parent did.
        FollowParent = "follow_parent",
        /// End because the last child did.
        FollowChildren = "follow_children",
        /// Point at another record.
        AddLink = "add_link",
        /// Take a link back.
        RemoveLink = "remove_link",
        /// Propose as a major incident.
        ProposeMajor = "propose_major",
        /// Accept as a major incident.
        AcceptMajor = "accept_major",
        /// Reject as a major incident.
        RejectMajor = "reject_major",
        /// No longer a major incident.
        DemoteMajor = "demote_major",
        /// Propose and accept in one.
        DeclareMajor = "declare_major",
        /// Set the sub-status.
        SetSubStatus = "set_sub_status",
        /// Set a custom attribute.
        SetAttribute = "set_attribute",
        /// Add a task.
        AddTask = "add_task",
        /// Give a task to somebody.
        AssignTask = "assign_task",
        /// A task is done.
        CompleteTask = "complete_task",
        /// Withdraw a task.
        CancelTask = "cancel_task",
        /// Write into the work log.
        LogWork = "log_work",
        /// Record what something cost.
        RecordCost = "record_cost",
        /// Keep a person informed.
        AddWatcher = "add_watcher",
        /// Keep a person informed no longer.
        RemoveWatcher = "remove_watcher",
        /// A person is affected.
        AffectUser = "affect_user",
        /// A person is not affected.
        ClearUser = "clear_user",
        /// Say how many are affected besides.
        CountAffected = "count_affected",
        /// Hand to a supplier.
        HandToVendor = "hand_to_vendor",
        /// It came back from a supplier.
        ReturnFromVendor = "return_from_vendor",
        /// Take part in the work.
        JoinSwarm = "join_swarm",
        /// Take part no longer.
        LeaveSwarm = "leave_swarm",
        /// What came of a known error's workaround.
        NoteWorkaround = "note_workaround",
        /// Handle by a model.
        ApplyModel = "apply_model",
        /// A step of the model is done.
        CompleteStep = "complete_step",
        /// Tell an audience how it goes.
        Inform = "inform",
        /// End as a duplicate of another.
        MergeInto = "merge_into",
        /// Take over a duplicate.
        Absorb = "absorb",
        /// It is too old, or untouched for too long.
        EscalateByTime = "escalate_by_time",
        /// Something that people owe is late.
        NoteOverdue = "note_overdue",
        /// Remind whoever is waited for.
        Remind = "remind",
        /// Nobody answered.
        ResolveUnanswered = "resolve_unanswered",
        /// Record its review.
        RecordReview = "record_review",
        /// Take a text out.
        Redact = "redact",
        /// Say how satisfied one is.
        AnswerSurvey = "answer_survey",
        /// Come under another policy.
        AdoptPolicy = "adopt_policy",
    }
}

plain_enum! {
    /// On whose account a command is executed.
    pub enum Origin {
        /// Somebody wants it, or a program in their stead. What it says of other records, such as
        /// the ancestors of a parent, the host looks up for them.
        Person = "person",
        /// Its time has come: it is taken from the deadlines, not asked for.
        Time = "time",
        /// Another record moved: it is proposed by `sync`, not asked for.
        OtherRecord = "other_record",
    }
}

impl IncidentCommandKind {
    /// On whose account it is executed. A user interface offers those of
    /// [persons](Origin::Person) alone.
    ///
    /// ```
    /// use itsm_incident::command::{IncidentCommandKind, Origin};
    ///
    /// assert_eq!(IncidentCommandKind::Close.origin(), Origin::Person);
    /// assert_eq!(IncidentCommandKind::CloseAutomatically.origin(), Origin::Time);
    /// assert_eq!(IncidentCommandKind::FollowParent.origin(), Origin::OtherRecord);
    /// ```
    pub const fn origin(self) -> Origin {
        match self {
            Self::Absorb | Self::FollowChildren | Self::FollowParent => Origin::OtherRecord,
            Self::CloseAutomatically
            | Self::EndHold
            | Self::EscalateByTime
            | Self::NoteOverdue
            | Self::Remind
            | Self::ResolveUnanswered => Origin::Time,
            _ => Origin::Person,
        }
    }
}
