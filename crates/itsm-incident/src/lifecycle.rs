//! The lifecycle: which command is allowed in which state, and where it leads.
//!
//! It is code, so that the compiler sees it. A policy may forbid an edge or demand more for it; it
//! cannot add one.

use crate::command::IncidentCommandKind;
use crate::state::IncidentStage;
use itsm_core::transition_table;

transition_table! {
    /// The lifecycle of an incident.
    ///
    /// ```
    /// use itsm_incident::command::IncidentCommandKind as Command;
    /// use itsm_incident::lifecycle::LIFECYCLE;
    /// use itsm_incident::state::IncidentStage as Stage;
    ///
    /// assert!(LIFECYCLE.leads(Stage::Resolved, Command::Reopen, Stage::InProgress));
    /// assert!(!LIFECYCLE.allows(Stage::Closed, Command::Reopen));
    /// ```
    pub static LIFECYCLE: IncidentStage[6], IncidentCommandKind[65] {
        Acknowledge: New | InProgress | OnHold => stay;
        Describe: New | InProgress | OnHold | Resolved => stay;
        Categorize: New | InProgress | OnHold | Resolved => stay;
        Prioritize: New | InProgress | OnHold => stay;
        OverridePriority: New | InProgress | OnHold => stay;
        AssignOwner: New | InProgress | OnHold | Resolved => stay;
        Assign: New | InProgress | OnHold => stay;
        EscalateFunctionally: New | InProgress | OnHold => stay;
        EscalateHierarchically: New | InProgress | OnHold => stay;
        StartWork: New => InProgress;
        Hold: New | InProgress | OnHold => OnHold;
        Resume: OnHold => InProgress;
        EndHold: OnHold => InProgress;
        RecordRequesterReply: New | InProgress | Resolved => stay;
        RecordRequesterReply: OnHold => OnHold | InProgress;
        Resolve: New | InProgress | OnHold => Resolved;
        Close: Resolved => Closed;
        CloseAutomatically: Resolved => Closed;
        Reopen: Resolved => InProgress;
        Cancel: New | InProgress | OnHold => Canceled;
        Correct: Closed | Canceled => stay;
        SetService: New | InProgress | OnHold | Resolved => stay;
        AffectCi: New | InProgress | OnHold | Resolved => stay;
        ClearCi: New | InProgress | OnHold | Resolved => stay;
        LinkParent: New | InProgress | OnHold => stay;
        UnlinkParent: New | InProgress | OnHold | Resolved => stay;
        FollowParent: New | OnHold => InProgress | OnHold | Resolved;
        FollowParent: InProgress => OnHold | Resolved;
        FollowParent: Resolved => InProgress;
        FollowChildren: New | InProgress | OnHold => Resolved;
        FollowChildren: Resolved => Closed;
        AddLink: New | InProgress | OnHold | Resolved => stay;
        RemoveLink: New | InProgress | OnHold | Resolved => stay;
        ProposeMajor: New | InProgress | OnHold => stay;
        AcceptMajor: New | InProgress | OnHold => stay;
        RejectMajor: New | InProgress | OnHold => stay;
        DemoteMajor: New | InProgress | OnHold => stay;
        DeclareMajor: New | InProgress | OnHold => stay;
        SetSubStatus: New | InProgress | OnHold | Resolved => stay;
        SetAttribute: New | InProgress | OnHold | Resolved => stay;
        AddTask: New | InProgress | OnHold => stay;
        AssignTask: New | InProgress | OnHold | Resolved => stay;
        CompleteTask: New | InProgress | OnHold | Resolved => stay;
        CancelTask: New | InProgress | OnHold | Resolved => stay;
        LogWork: New | InProgress | OnHold | Resolved => stay;
        RecordCost: New | InProgress | OnHold | Resolved => stay;
        AddWatcher: New | InProgress | OnHold | Resolved => stay;
        RemoveWatcher: New | InProgress | OnHold | Resolved => stay;
        AffectUser: New | InProgress | OnHold | Resolved => stay;
        ClearUser: New | InProgress | OnHold | Resolved => stay;
        CountAffected: New | InProgress | OnHold | Resolved => stay;
        HandToVendor: New | InProgress | OnHold => stay;
        ReturnFromVendor: New | InProgress | OnHold | Resolved => stay;
        JoinSwarm: New | InProgress | OnHold => stay;
        LeaveSwarm: New | InProgress | OnHold | Resolved => stay;
        NoteWorkaround: New | InProgress | OnHold | Resolved => stay;
        ApplyModel: New | InProgress | OnHold => stay;
        CompleteStep: New | InProgress | OnHold => stay;
        Inform: New | InProgress | OnHold | Resolved => stay;
        MergeInto: New | InProgress | OnHold => Canceled;
        Absorb: New | InProgress | OnHold | Resolved => stay;
        EscalateByTime: New | InProgress | OnHold => stay;
        NoteOverdue: New | InProgress | OnHold | Resolved | Closed => stay;
        Remind: OnHold => stay;
        ResolveUnanswered: OnHold => Resolved;
        RecordReview: Resolved | Closed => stay;
        Redact: New | InProgress | OnHold | Resolved | Closed | Canceled => stay;
        AnswerSurvey: Closed => stay;
        AdoptPolicy: New | InProgress | OnHold | Resolved | Closed | Canceled => stay;
    }
}

/// The lifecycle as a Mermaid state diagram.
pub fn to_mermaid() -> alloc::string::String {
    LIFECYCLE.to_mermaid(&[IncidentStage::New])
}
