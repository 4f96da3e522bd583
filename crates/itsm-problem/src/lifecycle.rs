//! The lifecycle: which command is allowed in which state, and where it leads.
//!
//! It is code, so that the compiler sees it. A policy may forbid an edge or demand more for it; it
//! cannot add one.

use crate::command::ProblemCommandKind;
use crate::state::ProblemStage;
use itsm_core::transition_table;

transition_table! {
    /// The lifecycle of a problem.
    ///
    /// ```
    /// use itsm_problem::command::ProblemCommandKind as Command;
    /// use itsm_problem::lifecycle::LIFECYCLE;
    /// use itsm_problem::state::ProblemStage as Stage;
    ///
    /// assert!(LIFECYCLE.leads(Stage::Resolved, Command::Verify, Stage::FixInProgress));
    /// assert!(LIFECYCLE.leads(Stage::Closed, Command::Reanalyze, Stage::RootCauseAnalysis));
    /// assert!(!LIFECYCLE.allows(Stage::New, Command::Resolve));
    /// ```
    pub static LIFECYCLE: ProblemStage[7], ProblemCommandKind[56] {
        Describe: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        Categorize: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        Prioritize: New | Assess | RootCauseAnalysis | FixInProgress => stay;
        AssessRisk: New | Assess | RootCauseAnalysis | FixInProgress => stay;
        Assign: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        SetService: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        AffectCi: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        ClearCi: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        LinkIncident: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed => stay;
        UnlinkIncident: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed => stay;
        LinkChange: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        UnlinkChange: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        RecordFixOutcome: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        AddNote: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed | Canceled => stay;
        AddCause: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        ReviseCause: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        RejectCause: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        AttachAnalysis: Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        BeginAssessment: New => Assess;
        Confirm: Assess => RootCauseAnalysis;
        BeginFix: RootCauseAnalysis => FixInProgress;
        Resolve: FixInProgress => Resolved;
        AcceptRisk: Assess | RootCauseAnalysis | FixInProgress => Resolved | Closed;
        Verify: Resolved => Resolved | FixInProgress;
        EndMonitoring: Resolved => stay;
        Close: Resolved => Closed;
        Reanalyze: FixInProgress | Resolved | Closed | Canceled => RootCauseAnalysis;
        Cancel: New | Assess => Canceled;
        DoNotPursue: New | Assess | RootCauseAnalysis => Canceled;
        MarkDuplicate: New | Assess | RootCauseAnalysis | FixInProgress => Canceled;
        Absorb: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        AddTask: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed => stay;
        StartTask: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed => stay;
        CompleteTask: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed => stay;
        CancelTask: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed => stay;
        FlagMajor: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        ClearMajor: New | Assess | RootCauseAnalysis | FixInProgress | Resolved => stay;
        RecordReview: Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed => stay;
        ApplyModel: New | Assess | RootCauseAnalysis | FixInProgress => stay;
        CompleteStep: New | Assess | RootCauseAnalysis | FixInProgress => stay;
        RecordWorkaround: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed => stay;
        ReviseWorkaround: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed => stay;
        WithdrawWorkaround: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed => stay;
        CountWorkaround: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed => stay;
        DeclareKnownError: Assess | RootCauseAnalysis | FixInProgress => stay;
        ReviseKnownError: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed | Canceled => stay;
        ReviewKnownError: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed | Canceled => stay;
        DeactivateKnownError: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed | Canceled => stay;
        SetStrategy: Assess | RootCauseAnalysis | FixInProgress => stay;
        Park: Assess | RootCauseAnalysis | FixInProgress => stay;
        Unpark: Assess | RootCauseAnalysis | FixInProgress => stay;
        CommunicateWorkaround: New | Assess | RootCauseAnalysis | FixInProgress => stay;
        CommunicateFix: FixInProgress | Resolved => stay;
        NoteOverdue: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed | Canceled => stay;
        Redact: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed | Canceled => stay;
        AdoptPolicy: New | Assess | RootCauseAnalysis | FixInProgress | Resolved | Closed | Canceled => stay;
    }
}

/// The lifecycle as a Mermaid state diagram.
pub fn to_mermaid() -> alloc::string::String {
    LIFECYCLE.to_mermaid(&[ProblemStage::New])
}
