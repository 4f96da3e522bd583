//! Events: what has happened to a problem.
//!
//! Each is the past tense of a command, and carries everything that is needed to fold it without
//! asking a policy: the priority that the matrix gave, the numbers of the causes that were found.

use crate::birth::AdoptedError;
use crate::cause::Cause;
pub use crate::communication::{FixCommunicated, WorkaroundCommunicated};
pub use crate::duty::FellOverdue;
pub use crate::ending::{Canceled, Closed, NotPursued, Reanalyzed, Resolved, RiskAccepted};
pub use crate::finding::{AnalysisAttached, CauseAdded, CauseRejected, CauseRevised};
pub use crate::fix::{ChangeLinked, ChangeUnlinked, FixOutcomeRecorded, FixesEnded};
pub use crate::known_error::{
    KnownErrorDeactivated, KnownErrorDeclared, KnownErrorReviewed, KnownErrorRevised,
};
pub use crate::link::{
    Assigned, CiAffected, CiCleared, IncidentLinked, IncidentUnlinked, ServiceSet,
};
pub use crate::major::{MajorCleared, MajorFlagged, ReviewRecorded};
pub use crate::merge::{Absorbed, DuplicateMarked};
pub use crate::model::{ModelApplied, StepCompleted};
pub use crate::parking::{Parked, Unparked};
use crate::profile::ProblemProfile;
pub use crate::redaction::Redacted;
pub use crate::risk::RiskAssessed;
use crate::state::ProblemState;
pub use crate::strategy::StrategySet;
pub use crate::task::{TaskAdded, TaskEnded, TaskStarted};
pub use crate::verification::{FixVerified, VerificationFailed};
use crate::workaround::Workaround;
pub use crate::workaround::{
    WorkaroundCounted, WorkaroundRecorded, WorkaroundRevised, WorkaroundWithdrawn,
};
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use itsm_core::id::IncidentId;
use itsm_core::level::{Impact, Priority, Urgency};
use itsm_core::text::{Label, Note, Title};
use itsm_core::time::Instant;
use itsm_core::{tagged, wire_struct};

wire_struct! {
    /// The problem was registered.
    pub struct Registered {
        /// What was known of it.
        profile: Box<ProblemProfile>,
        /// The priority of its impact and urgency.
        priority: Priority,
        /// The incidents that led to it; perhaps none.
        incidents: BTreeSet<IncidentId>,
    }
}
wire_struct! {
    /// The problem was taken over from another tool, in the middle of its life.
    pub struct Adopted {
        /// What was known of it.
        profile: Box<ProblemProfile>,
        /// The priority of its impact and urgency.
        priority: Priority,
        /// Where it stood.
        state: ProblemState,
        /// The instant at which that was so.
        as_of: Instant,
    } optional {
        /// When it had been registered there.
        registered_at: Instant,
        /// The incidents that were linked.
        incidents: BTreeSet<IncidentId>,
        /// The causes that were known.
        causes: Vec<Cause>,
        /// The workarounds that were known.
        workarounds: Vec<Workaround>,
        /// The known errors.
        known_errors: Vec<AdoptedError>,
    }
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
    /// It was said what kind of problem it is.
    pub struct Categorized {
        /// The kind.
        category: Label,
    } optional {
        /// What kind of that kind.
        subcategory: Label,
    }
}
wire_struct! {
    /// It was said anew how much it hurts and how soon that becomes unbearable.
    pub struct Prioritized {
        /// How much of the business it hurts.
        impact: Impact,
        /// How soon that becomes unbearable.
        urgency: Urgency,
        /// The priority that follows.
        priority: Priority,
        /// Why.
        note: Note,
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
    /// It is being assessed.
    pub struct AssessmentBegun {}
}
wire_struct! {
    /// It is a problem: its causes are looked for.
    pub struct Confirmed {}
}
wire_struct! {
    /// What causes it is being removed.
    pub struct FixBegun {}
}
wire_struct! {
    /// It came under another policy.
    pub struct PolicyAdopted {} optional {
        /// The priority of its impact and urgency under that one, if it is another.
        priority: Priority,
    }
}

tagged! {
    /// What has happened to a problem. On the wire, an object with the name in `type`.
    pub enum ProblemEvent;
    /// An event without what it carries.
    kind ProblemEventKind {
        /// Came into being.
        Registered = "registered",
        /// Was taken over from another tool.
        Adopted = "adopted",
        /// Was put better.
        Described = "described",
        /// Is of a kind.
        Categorized = "categorized",
        /// Has another impact or urgency.
        Prioritized = "prioritized",
        /// Its risk was assessed.
        RiskAssessed = "risk_assessed",
        /// Was given to somebody.
        Assigned = "assigned",
        /// It is known which service suffers.
        ServiceSet = "service_set",
        /// An item has to do with it.
        CiAffected = "ci_affected",
        /// An item has nothing to do with it.
        CiCleared = "ci_cleared",
        /// An incident was linked.
        IncidentLinked = "incident_linked",
        /// An incident was unlinked.
        IncidentUnlinked = "incident_unlinked",
        /// A change was linked.
        ChangeLinked = "change_linked",
        /// A change was unlinked.
        ChangeUnlinked = "change_unlinked",
        /// A linked change ended.
        FixOutcomeRecorded = "fix_outcome_recorded",
        /// Every linked change has ended.
        FixesEnded = "fixes_ended",
        /// Something was written into it.
        NoteAdded = "note_added",
        /// A cause was stated.
        CauseAdded = "cause_added",
        /// A cause was put better.
        CauseRevised = "cause_revised",
        /// Something is no cause.
        CauseRejected = "cause_rejected",
        /// An analysis was attached.
        AnalysisAttached = "analysis_attached",
        /// Is being assessed.
        AssessmentBegun = "assessment_begun",
        /// Is a problem.
        Confirmed = "confirmed",
        /// What causes it is being removed.
        FixBegun = "fix_begun",
        /// What caused it was removed.
        Resolved = "resolved",
        /// Is lived with.
        RiskAccepted = "risk_accepted",
        /// The fix works.
        FixVerified = "fix_verified",
        /// The fix does not work.
        VerificationFailed = "verification_failed",
        /// Was closed.
        Closed = "closed",
        /// Its causes are looked for again.
        Reanalyzed = "reanalyzed",
        /// Is no problem.
        Canceled = "canceled",
        /// Is not worth the effort.
        NotPursued = "not_pursued",
        /// Is a duplicate.
        DuplicateMarked = "duplicate_marked",
        /// Took over what a duplicate had.
        Absorbed = "absorbed",
        /// A task was added.
        TaskAdded = "task_added",
        /// Somebody began with a task.
        TaskStarted = "task_started",
        /// A task ended.
        TaskEnded = "task_ended",
        /// Is a major problem.
        MajorFlagged = "major_flagged",
        /// Is no major problem.
        MajorCleared = "major_cleared",
        /// Was reviewed.
        ReviewRecorded = "review_recorded",
        /// Is investigated by a model.
        ModelApplied = "model_applied",
        /// A step of the model was done.
        StepCompleted = "step_completed",
        /// A workaround was written down.
        WorkaroundRecorded = "workaround_recorded",
        /// A workaround was put better.
        WorkaroundRevised = "workaround_revised",
        /// A workaround is not to be used.
        WorkaroundWithdrawn = "workaround_withdrawn",
        /// It was counted what became of a workaround.
        WorkaroundCounted = "workaround_counted",
        /// A known error was declared.
        KnownErrorDeclared = "known_error_declared",
        /// A known error was put better.
        KnownErrorRevised = "known_error_revised",
        /// A known error was reviewed.
        KnownErrorReviewed = "known_error_reviewed",
        /// A known error is no longer one.
        KnownErrorDeactivated = "known_error_deactivated",
        /// It was chosen how it is controlled.
        StrategySet = "strategy_set",
        /// Rests.
        Parked = "parked",
        /// Rests no longer.
        Unparked = "unparked",
        /// The incidents were told of a workaround.
        WorkaroundCommunicated = "workaround_communicated",
        /// The incidents were told of a fix.
        FixCommunicated = "fix_communicated",
        /// Something that people owed was late.
        FellOverdue = "fell_overdue",
        /// A text was taken out.
        Redacted = "redacted",
        /// Came under another policy.
        PolicyAdopted = "policy_adopted",
    }
}

#[cfg(feature = "serde")]
impl itsm_core::schema::Vocabulary for ProblemEvent {
    const SCHEMA: u16 = 1;

    fn upcast(
        version: u16,
        _: serde_json::Value,
    ) -> Result<serde_json::Value, alloc::string::String> {
        Err(alloc::format!(
            "there is no event of a problem of schema {version} to bring up"
        ))
    }
}
