//! The lifecycle: which command is allowed in which state, and where it leads.
//!
//! It is code, so that the compiler sees it, and one table for the changes of every type. The
//! [model](crate::model) of a change says which of the states it passes; a policy may forbid an edge
//! or demand more for it. Neither can add one.

use crate::command::ChangeCommandKind;
use crate::state::ChangeStage;
use itsm_core::transition_table;

transition_table! {
    /// The lifecycle of a change.
    ///
    /// ```
    /// use itsm_change::command::ChangeCommandKind as Command;
    /// use itsm_change::lifecycle::LIFECYCLE;
    /// use itsm_change::state::ChangeStage as Stage;
    ///
    /// // A standard change is scheduled at once, an emergency is authorized without an assessment.
    /// assert!(LIFECYCLE.leads(Stage::New, Command::Submit, Stage::Scheduled));
    /// assert!(LIFECYCLE.leads(Stage::New, Command::Submit, Stage::Authorize));
    /// // What fails is reviewed, and nothing that was made is canceled.
    /// assert!(LIFECYCLE.leads(Stage::Implement, Command::BackOut, Stage::Review));
    /// assert!(!LIFECYCLE.allows(Stage::Review, Command::Cancel));
    /// ```
    pub static LIFECYCLE: ChangeStage[8], ChangeCommandKind[45] {
        Describe: New | Assess | Authorize | Implement | Review => stay;
        Describe: Scheduled => Scheduled | Authorize;
        SetAttribute: New | Assess | Authorize | Implement | Review => stay;
        SetAttribute: Scheduled => Scheduled | Authorize;
        Retype: New => stay;
        SetMagnitude: New | Assess => stay;
        SetMagnitude: Authorize => Authorize | Scheduled | Implement | Review;
        SetMagnitude: Scheduled => Scheduled | Authorize;
        Assign: New | Assess | Authorize | Implement | Review => stay;
        Assign: Scheduled => Scheduled | Authorize;
        SetScope: New | Assess | Authorize | Implement => stay;
        SetScope: Scheduled => Scheduled | Authorize;
        Plan: New | Assess | Authorize | Implement | Review => stay;
        Plan: Scheduled => Scheduled | Authorize;
        Assess: New | Assess | Implement | Review => stay;
        Assess: Authorize => Authorize | Scheduled | Implement | Review;
        Assess: Scheduled => Scheduled | Authorize;
        AssessRisk: New | Assess | Implement | Review => stay;
        AssessRisk: Authorize => Authorize | Scheduled | Implement | Review;
        AssessRisk: Scheduled => Scheduled | Authorize;
        Schedule: New | Assess | Authorize => stay;
        Submit: New => Assess | Authorize | Scheduled | Implement | Review;
        RequestAuthorization: Assess => Authorize | Scheduled | Implement | Review;
        Convene: New | Assess | Authorize => stay;
        CastVote: New | Scheduled | Implement | Review => stay;
        CastVote: Authorize => Authorize | Scheduled | Implement | Review | New | Canceled;
        RecordApproval: New | Scheduled | Implement | Review => stay;
        RecordApproval: Authorize => Authorize | Scheduled | Implement | Review | New | Canceled;
        LapseApproval: Authorize => Authorize | Scheduled | Implement | Review | New | Canceled;
        Revert: Assess | Authorize => New;
        Reschedule: Scheduled => Scheduled | Authorize;
        StartImplementation: Scheduled => Implement;
        PassPoint: Implement => stay;
        FinishImplementation: Implement => Review;
        BackOut: Implement => Review;
        RecordOutcome: Review => stay;
        RecordReview: Review => stay;
        Close: Review => Closed;
        Cancel: New | Assess | Authorize | Scheduled | Implement => Canceled;
        Hold: New | Assess | Authorize | Scheduled | Implement => stay;
        Release: New | Assess | Authorize | Scheduled | Implement => stay;
        AddTask: New | Assess | Authorize | Scheduled | Implement | Review => stay;
        StartTask: New | Assess | Authorize | Scheduled | Implement | Review => stay;
        CompleteTask: New | Assess | Authorize | Scheduled | Implement | Review => stay;
        CancelTask: New | Assess | Authorize | Scheduled | Implement | Review => stay;
        HoldTask: New | Assess | Authorize | Scheduled | Implement | Review => stay;
        ReleaseTask: New | Assess | Authorize | Scheduled | Implement | Review => stay;
        StageModification: New | Assess | Authorize | Implement | Review => stay;
        StageModification: Scheduled => Scheduled | Authorize;
        WithdrawModification: New | Assess | Authorize | Implement | Review => stay;
        WithdrawModification: Scheduled => Scheduled | Authorize;
        NoteApplication: Review => stay;
        LinkReason: New | Assess | Authorize | Scheduled | Implement | Review => stay;
        UnlinkReason: New | Assess | Authorize | Scheduled | Implement | Review => stay;
        LinkCaused: Implement | Review | Closed | Canceled => stay;
        UnlinkCaused: Implement | Review | Closed | Canceled => stay;
        AddNote: New | Assess | Authorize | Scheduled | Implement | Review | Closed | Canceled => stay;
        NoteOverdue: Authorize | Scheduled | Implement | Review => stay;
        Redact: New | Assess | Authorize | Scheduled | Implement | Review | Closed | Canceled => stay;
        AdoptPolicy: Authorize => Authorize | Scheduled | Implement | Review;
        AdoptPolicy: New | Assess | Scheduled | Implement | Review | Closed | Canceled => stay;
    }
}

/// The lifecycle as a Mermaid state diagram.
pub fn to_mermaid() -> alloc::string::String {
    LIFECYCLE.to_mermaid(&[ChangeStage::New])
}
