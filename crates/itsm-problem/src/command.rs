//! Commands: what can be asked of a problem.
//!
//! Each command is a struct with a constructor for what it must carry and a method for what it may
//! carry: `Park::new(reason).until(june)`.

pub use crate::communication::{CommunicateFix, CommunicateWorkaround};
pub use crate::duty::NoteOverdue;
pub use crate::ending::{AcceptRisk, Cancel, Close, DoNotPursue, Reanalyze, Resolve};
pub use crate::finding::{AddCause, AttachAnalysis, RejectCause, ReviseCause};
pub use crate::fix::{LinkChange, RecordFixOutcome, UnlinkChange};
pub use crate::known_error::{
    DeactivateKnownError, DeclareKnownError, ReviewKnownError, ReviseKnownError,
};
pub use crate::link::{AffectCi, Assign, ClearCi, LinkIncident, SetService, UnlinkIncident};
pub use crate::major::{ClearMajor, FlagMajor, RecordReview};
pub use crate::merge::{Absorb, MarkDuplicate};
pub use crate::model::{ApplyModel, CompleteStep};
pub use crate::parking::{Park, Unpark};
pub use crate::redaction::Redact;
pub use crate::risk::AssessRisk;
pub use crate::strategy::SetStrategy;
pub use crate::task::{AddTask, CancelTask, CompleteTask, StartTask};
pub use crate::verification::{EndMonitoring, Verify};
pub use crate::workaround::{
    CountWorkaround, RecordWorkaround, ReviseWorkaround, WithdrawWorkaround,
};
use itsm_core::level::{Impact, Urgency};
use itsm_core::text::{Label, Note, Title};
use itsm_core::{tagged, wire_struct};

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
    /// Say what kind of problem it is.
    pub struct Categorize {
        /// The kind.
        category: Label,
    } optional {
        /// What kind of that kind.
        subcategory: Label,
    }
}
wire_struct! {
    /// Say anew how much it hurts and how soon that becomes unbearable. Whoever does says why.
    pub struct Prioritize {
        /// How much of the business it hurts.
        impact: Impact,
        /// How soon that becomes unbearable.
        urgency: Urgency,
        /// Why it is otherwise than before.
        note: Note,
    }
}
wire_struct! {
    /// Write something into the record: a sign of life.
    #[doc(alias = "work note")]
    pub struct AddNote {
        /// What there is to say.
        note: Note,
    }
}
wire_struct! {
    /// Begin to find out whether it is a problem, and a new one.
    pub struct BeginAssessment {}
}
wire_struct! {
    /// It is a problem: its causes are looked for.
    pub struct Confirm {}
}
wire_struct! {
    /// Enough is known: what causes it is being removed.
    pub struct BeginFix {}
}
wire_struct! {
    /// Come under the policy of the context.
    pub struct AdoptPolicy {}
}

tagged! {
    /// What can be asked of a problem. On the wire, an object with the name in `type`.
    pub enum ProblemCommand;
    /// A command without what it carries.
    kind ProblemCommandKind {
        /// Put title or description better.
        Describe = "describe",
        /// Say what kind of problem it is.
        Categorize = "categorize",
        /// Say anew how much it hurts, and why.
        Prioritize = "prioritize",
        /// Assess the risk.
        AssessRisk = "assess_risk",
        /// Give it to a group.
        Assign = "assign",
        /// Say which service suffers.
        SetService = "set_service",
        /// An item has to do with it.
        AffectCi = "affect_ci",
        /// An item has nothing to do with it.
        ClearCi = "clear_ci",
        /// Link an incident.
        LinkIncident = "link_incident",
        /// Take the link to an incident back.
        UnlinkIncident = "unlink_incident",
        /// Link a change that is to fix it.
        LinkChange = "link_change",
        /// Take the link to a change back.
        UnlinkChange = "unlink_change",
        /// Note how a linked change ended.
        RecordFixOutcome = "record_fix_outcome",
        /// Write something into it.
        AddNote = "add_note",
        /// State a cause.
        AddCause = "add_cause",
        /// Put a cause better.
        ReviseCause = "revise_cause",
        /// Something is no cause.
        RejectCause = "reject_cause",
        /// Keep what an analysis has found.
        AttachAnalysis = "attach_analysis",
        /// Find out whether it is a problem.
        BeginAssessment = "begin_assessment",
        /// It is one.
        Confirm = "confirm",
        /// Remove what causes it.
        BeginFix = "begin_fix",
        /// What caused it was removed.
        Resolve = "resolve",
        /// Live with it.
        AcceptRisk = "accept_risk",
        /// Compare the incidents before and after the fix.
        Verify = "verify",
        /// The time to watch it is over.
        EndMonitoring = "end_monitoring",
        /// Close it.
        Close = "close",
        /// Look for causes again.
        Reanalyze = "reanalyze",
        /// It is no problem.
        Cancel = "cancel",
        /// It is not worth the effort.
        DoNotPursue = "do_not_pursue",
        /// It is a duplicate.
        MarkDuplicate = "mark_duplicate",
        /// Take over what a duplicate had.
        Absorb = "absorb",
        /// Add a task.
        AddTask = "add_task",
        /// Somebody begins with a task.
        StartTask = "start_task",
        /// A task is done.
        CompleteTask = "complete_task",
        /// Withdraw a task.
        CancelTask = "cancel_task",
        /// It is a major problem.
        FlagMajor = "flag_major",
        /// It is none after all.
        ClearMajor = "clear_major",
        /// Record what a review found.
        RecordReview = "record_review",
        /// Investigate it by a model.
        ApplyModel = "apply_model",
        /// A step of the model is done.
        CompleteStep = "complete_step",
        /// Write down a workaround.
        RecordWorkaround = "record_workaround",
        /// Put a workaround better.
        ReviseWorkaround = "revise_workaround",
        /// A workaround is not to be used any more.
        WithdrawWorkaround = "withdraw_workaround",
        /// Count what became of a workaround.
        CountWorkaround = "count_workaround",
        /// Declare a known error.
        DeclareKnownError = "declare_known_error",
        /// Put a known error better.
        ReviseKnownError = "revise_known_error",
        /// Review a known error.
        ReviewKnownError = "review_known_error",
        /// A known error is no longer one.
        DeactivateKnownError = "deactivate_known_error",
        /// Choose how it is controlled.
        SetStrategy = "set_strategy",
        /// Let it rest.
        Park = "park",
        /// Go on with it.
        Unpark = "unpark",
        /// Tell the incidents of a workaround.
        CommunicateWorkaround = "communicate_workaround",
        /// Tell the incidents of a fix.
        CommunicateFix = "communicate_fix",
        /// A duty is late.
        NoteOverdue = "note_overdue",
        /// Take a text out.
        Redact = "redact",
        /// Come under another policy.
        AdoptPolicy = "adopt_policy",
    }
}
