//! Events: what has happened to an incident.
//!
//! Each is the past tense of a command, and carries everything that is needed to fold it without
//! asking a policy: the priority that the matrix gave, the instant at which a deadline was due.

use crate::major::MajorStatus;
use crate::profile::{Category, Profile};
use crate::resolution::{CancelReason, Confirmation, Correction, ResolutionCode};
use crate::state::IncidentState;

pub use crate::attribute::{AttributeSet, SubStatusSet};
pub use crate::communication::Informed;
pub use crate::cost::CostRecorded;
pub use crate::duty::FellOverdue;
pub use crate::escalation::EscalatedByTime;
pub use crate::major_steps::{
    MajorAccepted, MajorDemoted, MajorProposed, MajorRejected, TopManagementNotified,
};
pub use crate::merge::{Absorbed, MergedInto};
pub use crate::model::{ModelApplied, StepCompleted};
pub use crate::parent::{ParentLinked, ParentUnlinked};
pub use crate::people::{AffectedCounted, UserAffected, UserCleared, WatcherAdded, WatcherRemoved};
pub use crate::redaction::Redacted;
pub use crate::relation::{CiAffected, CiCleared, LinkAdded, LinkRemoved, ServiceSet};
pub use crate::reminder::Reminded;
pub use crate::review::{ReviewMissing, ReviewRecorded};
pub use crate::survey::SurveyAnswered;
pub use crate::swarm::{SwarmJoined, SwarmLeft};
pub use crate::task::{TaskAdded, TaskAssigned, TaskEnded};
pub use crate::vendor::{HandedToVendor, ReturnedFromVendor};
pub use crate::waiting::{Held, RequesterReplied, Resumed};
pub use crate::work_log::WorkLogged;
pub use crate::workaround::WorkaroundNoted;
use alloc::boxed::Box;
use itsm_core::actor::Role;
use itsm_core::id::{GroupId, IncidentId, KnownErrorId, PersonId};
use itsm_core::level::{Impact, Priority, Urgency};
use itsm_core::link::RecordRef;
use itsm_core::text::{Note, Title};
use itsm_core::time::{AcknowledgedAt, Instant, RestoredAt};
use itsm_core::{tagged, wire_struct};

wire_struct! {
    /// The incident came into being.
    pub struct Registered {
        /// What was known of it.
        profile: Box<Profile>,
        /// What the matrix made of its impact and urgency.
        priority: Priority,
    }
}
wire_struct! {
    /// The incident was taken over from another tool, in the middle of its life.
    pub struct Adopted {
        /// What was known of it.
        profile: Box<Profile>,
        /// Its priority over there.
        priority: Priority,
        /// Whether that is not what the matrix says.
        overridden: bool,
        /// Its state over there.
        state: Box<IncidentState>,
        /// The instant at which that was so.
        as_of: Instant,
        /// How often its group had changed.
        reassignments: u32,
        /// How often it had been reopened.
        reopens: u32,
    } optional {
        /// The group that had it.
        group: GroupId,
        /// The person that had it.
        person: PersonId,
        /// When it had been registered.
        registered_at: Instant,
        /// The accountable person.
        owner: PersonId,
        /// When somebody had taken notice.
        acknowledged_at: AcknowledgedAt,
        /// The parent it had.
        parent: IncidentId,
        /// Where it stood on the axis of major incidents.
        major: Box<MajorStatus>,
    }
}
wire_struct! {
    /// A person took notice.
    pub struct Acknowledged {}
}
wire_struct! {
    /// Title or description were put better.
    pub struct Described {} optional {
        /// The new title.
        title: Title,
        /// The new description.
        description: Note,
    }
}
wire_struct! {
    /// It was put into a category.
    pub struct Categorized {
        /// The category.
        category: Category,
    } optional {
        /// Why.
        note: Note,
    }
}
wire_struct! {
    /// Impact and urgency were assessed anew.
    pub struct Prioritized {
        /// The impact.
        impact: Impact,
        /// The urgency.
        urgency: Urgency,
        /// What the matrix made of them. An override in force has ended.
        priority: Priority,
    } optional {
        /// Why.
        note: Note,
    }
}
wire_struct! {
    /// The priority was set aside from the matrix.
    pub struct PriorityOverridden {
        /// The priority.
        priority: Priority,
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// The accountable person was named.
    pub struct OwnerAssigned {
        /// The owner.
        owner: PersonId,
    }
}
wire_struct! {
    /// The work was given to a group.
    pub struct Assigned {
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
    /// It was handed over to a more expert group.
    pub struct FunctionallyEscalated {
        /// The group.
        group: GroupId,
        /// Why.
        reason: Note,
    } optional {
        /// The person.
        person: PersonId,
    }
}
wire_struct! {
    /// It was brought to the attention of somebody with more authority.
    pub struct HierarchicallyEscalated {
        /// The role.
        to: Role,
        /// Why.
        reason: Note,
    } optional {
        /// The person.
        person: PersonId,
    }
}
wire_struct! {
    /// Work began.
    pub struct WorkStarted {} optional {
        /// The parent that led, if one did.
        following: IncidentId,
    }
}
wire_struct! {
    /// Service was declared restored.
    pub struct Resolved {
        /// What kind of resolution it is.
        code: ResolutionCode,
    } optional {
        /// What was done.
        notes: Note,
        /// When the service worked again, if that was earlier.
        restored_at: RestoredAt,
        /// The known error whose workaround was used.
        known_error: KnownErrorId,
        /// The record that brought the resolution.
        through: RecordRef,
        /// The parent that led, or the last child, if one did.
        following: IncidentId,
    }
}
wire_struct! {
    /// The record was closed.
    pub struct Closed {
        /// By whose word, or by time.
        confirmation: Confirmation,
    }
}
wire_struct! {
    /// Work goes on after a resolution that did not hold.
    pub struct Reopened {
        /// Whether somebody acted who is nothing but a requester, or on a requester's word.
        by_requester: bool,
    } optional {
        /// What is still wrong.
        reason: Note,
        /// The person who refused the solution, if somebody else acted on their word.
        refused_by: PersonId,
        /// The parent that led, if one did.
        following: IncidentId,
    }
}
wire_struct! {
    /// The record was withdrawn.
    pub struct Canceled {
        /// Why.
        reason: CancelReason,
    } optional {
        /// More about it.
        notes: Note,
        /// The record that is handled instead.
        instead: RecordRef,
    }
}
wire_struct! {
    /// A closed or canceled record was corrected.
    pub struct Corrected {
        /// The corrected facts.
        correction: Correction,
        /// Why they were wrong.
        reason: Note,
    }
}
wire_struct! {
    /// It came under another policy: the one that the event is recorded under.
    pub struct PolicyAdopted {}
}

tagged! {
    /// Anything that has happened to an incident.
    ///
    /// On the wire: the event's fields with a `type`, such as `{"type":"work_started"}`.
    pub enum IncidentEvent;
    /// The events without what they carry, in the order of an incident's life.
    kind IncidentEventKind {
        /// Came into being.
        Registered = "registered",
        /// Was taken over from another tool.
        Adopted = "adopted",
        /// Was noticed by a person.
        Acknowledged = "acknowledged",
        /// Was described better.
        Described = "described",
        /// Was put into a category.
        Categorized = "categorized",
        /// Was assessed anew.
        Prioritized = "prioritized",
        /// Got a priority aside from the matrix.
        PriorityOverridden = "priority_overridden",
        /// Got an accountable person.
        OwnerAssigned = "owner_assigned",
        /// Was given to a group.
        Assigned = "assigned",
        /// Was handed over to experts.
        FunctionallyEscalated = "functionally_escalated",
        /// Was brought to the attention of management.
        HierarchicallyEscalated = "hierarchically_escalated",
        /// Work began.
        WorkStarted = "work_started",
        /// A wait began.
        Held = "held",
        /// The wait ended.
        Resumed = "resumed",
        /// The requester wrote.
        RequesterReplied = "requester_replied",
        /// Service was declared restored.
        Resolved = "resolved",
        /// Was closed.
        Closed = "closed",
        /// Work goes on.
        Reopened = "reopened",
        /// Was withdrawn.
        Canceled = "canceled",
        /// Was corrected after the end.
        Corrected = "corrected",
        /// The service was named.
        ServiceSet = "service_set",
        /// An item was found affected.
        CiAffected = "ci_affected",
        /// An item was found not affected.
        CiCleared = "ci_cleared",
        /// Became a child.
        ParentLinked = "parent_linked",
        /// Stands alone.
        ParentUnlinked = "parent_unlinked",
        /// Points at another record.
        LinkAdded = "link_added",
        /// A link was taken back.
        LinkRemoved = "link_removed",
        /// Was proposed as a major incident.
        MajorProposed = "major_proposed",
        /// Was accepted as a major incident.
        MajorAccepted = "major_accepted",
        /// Was rejected as a major incident.
        MajorRejected = "major_rejected",
        /// Is no longer a major incident.
        MajorDemoted = "major_demoted",
        /// Top management is to be told.
        TopManagementNotified = "top_management_notified",
        /// The sub-status was set.
        SubStatusSet = "sub_status_set",
        /// A custom attribute was set.
        AttributeSet = "attribute_set",
        /// A task was added.
        TaskAdded = "task_added",
        /// A task was given to somebody.
        TaskAssigned = "task_assigned",
        /// A task ended.
        TaskEnded = "task_ended",
        /// The work log has an entry more.
        WorkLogged = "work_logged",
        /// A cost was recorded.
        CostRecorded = "cost_recorded",
        /// A person is kept informed.
        WatcherAdded = "watcher_added",
        /// A person is kept informed no longer.
        WatcherRemoved = "watcher_removed",
        /// A person was found affected.
        UserAffected = "user_affected",
        /// A person was found not affected.
        UserCleared = "user_cleared",
        /// The number of those affected became known.
        AffectedCounted = "affected_counted",
        /// Was handed to a supplier.
        HandedToVendor = "handed_to_vendor",
        /// Came back from a supplier.
        ReturnedFromVendor = "returned_from_vendor",
        /// A person takes part in the work.
        SwarmJoined = "swarm_joined",
        /// A person takes part no longer.
        SwarmLeft = "swarm_left",
        /// A workaround was offered or used.
        WorkaroundNoted = "workaround_noted",
        /// Is handled by a model.
        ModelApplied = "model_applied",
        /// A step of the model was done.
        StepCompleted = "step_completed",
        /// An audience was told how it goes.
        Informed = "informed",
        /// Was merged into another.
        MergedInto = "merged_into",
        /// A duplicate was merged into it.
        Absorbed = "absorbed",
        /// Was escalated by time.
        EscalatedByTime = "escalated_by_time",
        /// Something that people owed was late.
        FellOverdue = "fell_overdue",
        /// Whoever is waited for was reminded.
        Reminded = "reminded",
        /// Is closed although its review is missing.
        ReviewMissing = "review_missing",
        /// Was reviewed.
        ReviewRecorded = "review_recorded",
        /// A text was taken out.
        Redacted = "redacted",
        /// The survey was answered.
        SurveyAnswered = "survey_answered",
        /// Came under another policy.
        PolicyAdopted = "policy_adopted",
    }
}

#[cfg(feature = "serde")]
impl itsm_core::schema::Vocabulary for IncidentEvent {
    const SCHEMA: u16 = 1;

    fn upcast(
        version: u16,
        _: serde_json::Value,
    ) -> Result<serde_json::Value, alloc::string::String> {
        Err(alloc::format!(
            "there is no incident event of schema {version} to bring up"
        ))
    }
}
