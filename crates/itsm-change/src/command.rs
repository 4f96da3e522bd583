//! Commands: what can be asked of a change.
//!
//! Each command is a struct with a constructor for what it must carry and a method for what it may
//! carry: `Retype::new(ChangeType::Standard).template(reboot)`.

pub use crate::approval::{CastVote, RecordApproval};
pub use crate::assessment::Assess;
pub use crate::convene::Convene;
pub use crate::duty::NoteOverdue;
pub use crate::edit::{Assign, Reschedule, Schedule, SetAttribute, SetMagnitude, SetScope};
pub use crate::ending::{Cancel, Close, RequestAuthorization, Revert, Submit};
pub use crate::hold::{Hold, Release};
pub use crate::lapse::LapseApproval;
pub use crate::link::{LinkCaused, LinkReason, UnlinkCaused, UnlinkReason};
pub use crate::modification::{NoteApplication, StageModification, WithdrawModification};
pub use crate::plan::Plan;
pub use crate::realization::{
    BackOut, FinishImplementation, PassPoint, RecordOutcome, StartImplementation,
};
pub use crate::redaction::Redact;
pub use crate::retype::Retype;
pub use crate::review::RecordReview;
pub use crate::risk_record::AssessRisk;
pub use crate::task::{AddTask, CancelTask, CompleteTask, HoldTask, ReleaseTask, StartTask};
use itsm_core::text::{Note, Title};
use itsm_core::{tagged, wire_struct};

wire_struct! {
    /// Put the title, the description or the justification better.
    pub struct Describe {} optional {
        /// The new title.
        title: Title,
        /// The new description.
        description: Note,
        /// The new justification.
        justification: Note,
    }
}
wire_struct! {
    /// Write something into the record.
    #[doc(alias = "work note")]
    pub struct AddNote {
        /// What there is to say.
        note: Note,
    }
}
wire_struct! {
    /// Come under the policy of the context.
    pub struct AdoptPolicy {}
}

tagged! {
    /// What can be asked of a change. On the wire, an object with the name in `type`.
    pub enum ChangeCommand;
    /// A command without what it carries.
    kind ChangeCommandKind {
        /// Put title, description or justification better.
        Describe = "describe",
        /// Set a custom attribute.
        SetAttribute = "set_attribute",
        /// Make it a change of another type.
        Retype = "retype",
        /// Say how much it moves.
        SetMagnitude = "set_magnitude",
        /// Give it to a group.
        Assign = "assign",
        /// Say what it touches.
        SetScope = "set_scope",
        /// Plan it.
        Plan = "plan",
        /// Write down what an assessment found.
        Assess = "assess",
        /// Find its risk by the policy.
        AssessRisk = "assess_risk",
        /// Say when it is to be made.
        Schedule = "schedule",
        /// Set it on its way.
        Submit = "submit",
        /// Ask for its authorization.
        RequestAuthorization = "request_authorization",
        /// Appoint those who sit in a panel.
        Convene = "convene",
        /// Answer whether it may be made.
        CastVote = "cast_vote",
        /// Write down what somebody answered.
        RecordApproval = "record_approval",
        /// The time of those who are asked is over.
        LapseApproval = "lapse_approval",
        /// Take it back to where it began.
        Revert = "revert",
        /// Put it at another time.
        Reschedule = "reschedule",
        /// Begin to make it.
        StartImplementation = "start_implementation",
        /// A point of no return was passed.
        PassPoint = "pass_point",
        /// It was made.
        FinishImplementation = "finish_implementation",
        /// It was taken back.
        BackOut = "back_out",
        /// Say what came of it.
        RecordOutcome = "record_outcome",
        /// Write down what a review found.
        RecordReview = "record_review",
        /// Close it.
        Close = "close",
        /// Give it up.
        Cancel = "cancel",
        /// Let it rest.
        Hold = "hold",
        /// Go on with it.
        Release = "release",
        /// Add a task.
        AddTask = "add_task",
        /// Somebody begins with a task.
        StartTask = "start_task",
        /// A task is done.
        CompleteTask = "complete_task",
        /// Withdraw a task.
        CancelTask = "cancel_task",
        /// Let a task rest.
        HoldTask = "hold_task",
        /// Go on with a task.
        ReleaseTask = "release_task",
        /// Say what it will alter in the record of an item.
        StageModification = "stage_modification",
        /// Take a modification back.
        WithdrawModification = "withdraw_modification",
        /// Note what became of a modification.
        NoteApplication = "note_application",
        /// It is made because of another record.
        LinkReason = "link_reason",
        /// It is not made because of that record.
        UnlinkReason = "unlink_reason",
        /// It has caused an incident.
        LinkCaused = "link_caused",
        /// It has not caused that incident.
        UnlinkCaused = "unlink_caused",
        /// Write something into it.
        AddNote = "add_note",
        /// A duty is late.
        NoteOverdue = "note_overdue",
        /// Take a text out.
        Redact = "redact",
        /// Come under another policy.
        AdoptPolicy = "adopt_policy",
    }
}
