//! Commands: what can be asked of an incident.
//!
//! Each command is a struct with a constructor for what it must carry and a method for what it may
//! carry: `Hold::new(HoldReason::AWAITING_VENDOR).until(monday)`. Whether a policy demands one of
//! the optional facts, [`allowed`](crate::Incident::allowed) says beforehand.

use crate::attribute::AttributeValue;
use crate::profile::Category;
use crate::resolution::{CancelReason, Correction, ResolutionCode};
use crate::state::HoldReason;

pub use crate::major_steps::{AcceptMajor, DeclareMajor, DemoteMajor, ProposeMajor, RejectMajor};
pub use crate::parent::{FollowParent, LinkParent, UnlinkParent};
pub use crate::task::{AddTask, CompleteTask};
use itsm_core::actor::Role;
use itsm_core::id::{CiId, GroupId, KnownErrorId, PersonId, ServiceId};
use itsm_core::level::{Impact, Priority, Urgency};
use itsm_core::link::{Link, RecordRef};
use itsm_core::text::{Code, Label, Note, Title};
use itsm_core::time::{Instant, RestoredAt};
use itsm_core::{tagged, wire_struct};

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
    /// Wait for somebody or something else.
    #[doc(alias = "pending")]
    #[doc(alias = "on hold")]
    pub struct Hold {
        /// What is waited for.
        reason: HoldReason,
    } optional {
        /// The record that is waited for: the change, the problem.
        awaiting: RecordRef,
        /// What the requester is told.
        comment: Note,
        /// When the wait ends by itself.
        until: Instant,
    }
}
wire_struct! {
    /// Go on working after a hold.
    pub struct Resume {} optional {
        /// What has changed.
        note: Note,
    }
}
wire_struct! {
    /// The wait has ended by time. Executed at a deadline.
    pub struct EndHold {}
}
wire_struct! {
    /// The requester has written. If that was waited for, the hold ends.
    #[doc(alias = "caller update")]
    #[doc(alias = "customer reply")]
    pub struct RecordRequesterReply {
        /// What they wrote.
        comment: Note,
    }
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
    }
}
wire_struct! {
    /// Close because nobody objected in time. Executed at a deadline.
    #[doc(alias = "auto-close")]
    pub struct CloseAutomatically {}
}
wire_struct! {
    /// The disturbance is back, or was never gone: work goes on.
    pub struct Reopen {} optional {
        /// What is still wrong.
        reason: Note,
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
    /// Name the service that is disturbed.
    pub struct SetService {
        /// The service.
        service: ServiceId,
    }
}
wire_struct! {
    /// Note that a configuration item is affected.
    pub struct AffectCi {
        /// The item.
        ci: CiId,
    }
}
wire_struct! {
    /// Note that a configuration item is not affected after all.
    pub struct ClearCi {
        /// The item.
        ci: CiId,
    }
}
wire_struct! {
    /// Point at another record.
    pub struct AddLink {
        /// The link.
        link: Link,
    }
}
wire_struct! {
    /// Take a link back.
    pub struct RemoveLink {
        /// The link.
        link: Link,
    }
}
wire_struct! {
    /// Set the sub-status within the present state, or none.
    pub struct SetSubStatus {} optional {
        /// One of the policy's sub-statuses of the present state.
        sub_status: Label,
    }
}
wire_struct! {
    /// Set a custom attribute of the policy, or clear it.
    pub struct SetAttribute {
        /// Which.
        name: Code,
    } optional {
        /// To what; absent clears it.
        value: AttributeValue,
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
        /// A task is done.
        CompleteTask = "complete_task",
        /// Come under another policy.
        AdoptPolicy = "adopt_policy",
    }
}
