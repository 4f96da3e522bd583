//! Events: what has happened to a change.
//!
//! Each is the past tense of a command, and carries everything that is needed to fold it without
//! asking a policy: the model that it is handled by, the state that follows an approval.

pub use crate::approval::{
    ApprovalsInvalidated, AuthorizationRequested, Authorized, Rejected, VoteCast,
};
pub use crate::assessment::Assessed;
use crate::assessment::Assessment;
pub use crate::convene::Convened;
pub use crate::duty::FellOverdue;
pub use crate::edit::{Assigned, AttributeSet, MagnitudeSet, Rescheduled, ScopeSet, WindowPlanned};
pub use crate::ending::{Canceled, Closed, Reverted, Submitted};
pub use crate::hold::{Held, Released};
pub use crate::lapse::ApprovalLapsed;
pub use crate::link::{CausedLinked, CausedUnlinked, ReasonLinked, ReasonUnlinked};
use crate::model::ModelUse;
pub use crate::modification::{ModificationSettled, ModificationStaged};
use crate::outcome::Outcome;
pub use crate::plan::Planned;
use crate::plan::{PlannedWindow, Plans};
use crate::profile::ChangeProfile;
pub use crate::realization::{
    BackedOut, ImplementationFinished, ImplementationStarted, OutcomeRecorded, PointPassed,
};
pub use crate::redaction::Redacted;
pub use crate::retype::Retyped;
pub use crate::review::ReviewRecorded;
pub use crate::risk_record::RiskAssessed;
use crate::state::ChangeState;
pub use crate::task::{TaskAdded, TaskEnded, TaskHeld, TaskReleased, TaskStarted};
use crate::template::TemplateUse;
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use itsm_core::link::RecordRef;
use itsm_core::text::{Note, Title};
use itsm_core::time::Instant;
use itsm_core::{tagged, wire_struct};

wire_struct! {
    /// The change was registered.
    pub struct Registered {
        /// What was known of it, with what its template adds.
        profile: Box<ChangeProfile>,
        /// The records because of which it is made; perhaps none.
        reasons: BTreeSet<RecordRef>,
    } optional {
        /// The template of which it is made.
        template: TemplateUse,
        /// The plans of the template.
        plans: Plans,
    }
}
wire_struct! {
    /// The change was taken over from another tool, in the middle of its life.
    pub struct Adopted {
        /// What was known of it.
        profile: Box<ChangeProfile>,
        /// Where it stood.
        state: ChangeState,
        /// The instant at which that was so.
        as_of: Instant,
    } optional {
        /// The model by which it is handled, if it was on its way.
        model: Box<ModelUse>,
        /// When it had been registered there.
        registered_at: Instant,
        /// Its plans.
        plans: Plans,
        /// What its assessment had found.
        assessment: Assessment,
        /// The time for which it was planned.
        window: PlannedWindow,
        /// When somebody had begun to make it.
        started_at: Instant,
        /// When it had been made.
        finished_at: Instant,
        /// What had come of it.
        outcome: Outcome,
        /// The records because of which it is made.
        reasons: BTreeSet<RecordRef>,
    }
}
wire_struct! {
    /// Title, description or justification were put better.
    pub struct Described {} optional {
        /// The new title.
        title: Title,
        /// The new description.
        description: Note,
        /// The new justification.
        justification: Note,
    }
}
wire_struct! {
    /// Something was written into the record.
    pub struct NoteAdded {
        /// What there was to say.
        note: Note,
    }
}
wire_struct! {
    /// It came under another policy.
    pub struct PolicyAdopted {}
}

tagged! {
    /// What has happened to a change. On the wire, an object with the name in `type`.
    pub enum ChangeEvent;
    /// An event without what it carries.
    kind ChangeEventKind {
        /// Came into being.
        Registered = "registered",
        /// Was taken over from another tool.
        Adopted = "adopted",
        /// Was put better.
        Described = "described",
        /// A custom attribute was set.
        AttributeSet = "attribute_set",
        /// Is of another type.
        Retyped = "retyped",
        /// It was said how much it moves.
        MagnitudeSet = "magnitude_set",
        /// Was given to somebody.
        Assigned = "assigned",
        /// It was said what it touches.
        ScopeSet = "scope_set",
        /// Was planned.
        Planned = "planned",
        /// Was assessed.
        Assessed = "assessed",
        /// Its risk was looked for.
        RiskAssessed = "risk_assessed",
        /// It was said when it is to be made.
        WindowPlanned = "window_planned",
        /// Was set on its way.
        Submitted = "submitted",
        /// Its authorization is asked for.
        AuthorizationRequested = "authorization_requested",
        /// Those who sit in a panel were appointed.
        Convened = "convened",
        /// The time of those who were asked was over.
        ApprovalLapsed = "approval_lapsed",
        /// Somebody answered whether it may be made.
        VoteCast = "vote_cast",
        /// May be made.
        Authorized = "authorized",
        /// May not be made.
        Rejected = "rejected",
        /// What had been approved is not what stands there now.
        ApprovalsInvalidated = "approvals_invalidated",
        /// Was taken back to where it began.
        Reverted = "reverted",
        /// Was put at another time.
        Rescheduled = "rescheduled",
        /// Somebody began to make it.
        ImplementationStarted = "implementation_started",
        /// A point of no return was passed.
        PointPassed = "point_passed",
        /// Was made.
        ImplementationFinished = "implementation_finished",
        /// Was taken back.
        BackedOut = "backed_out",
        /// It was said what came of it.
        OutcomeRecorded = "outcome_recorded",
        /// Was reviewed.
        ReviewRecorded = "review_recorded",
        /// Was closed.
        Closed = "closed",
        /// Was given up.
        Canceled = "canceled",
        /// Rests.
        Held = "held",
        /// Goes on.
        Released = "released",
        /// A task was added.
        TaskAdded = "task_added",
        /// Somebody began with a task.
        TaskStarted = "task_started",
        /// A task ended.
        TaskEnded = "task_ended",
        /// A task rests.
        TaskHeld = "task_held",
        /// A task goes on.
        TaskReleased = "task_released",
        /// A modification was staged.
        ModificationStaged = "modification_staged",
        /// It is known what became of a modification.
        ModificationSettled = "modification_settled",
        /// Is made because of another record.
        ReasonLinked = "reason_linked",
        /// Is not made because of that record.
        ReasonUnlinked = "reason_unlinked",
        /// Has caused an incident.
        CausedLinked = "caused_linked",
        /// Has not caused that incident.
        CausedUnlinked = "caused_unlinked",
        /// Something was written into it.
        NoteAdded = "note_added",
        /// Something that people owed was late.
        FellOverdue = "fell_overdue",
        /// A text was taken out.
        Redacted = "redacted",
        /// Came under another policy.
        PolicyAdopted = "policy_adopted",
    }
}

#[cfg(feature = "serde")]
impl itsm_core::schema::Vocabulary for ChangeEvent {
    const SCHEMA: u16 = 1;

    fn upcast(
        version: u16,
        _: serde_json::Value,
    ) -> Result<serde_json::Value, alloc::string::String> {
        Err(alloc::format!(
            "there is no event of a change of schema {version} to bring up"
        ))
    }
}
