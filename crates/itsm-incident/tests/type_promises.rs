//! What every public type promises, held by the compiler; and that no public type is forgotten.
#![cfg(feature = "serde")]
#![allow(
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use core::fmt::{Debug, Display};
use core::hash::Hash;
use core::str::FromStr;
use itsm_core::refusal::Refused;
use itsm_incident::alert::{
    Alert, AlertFacts, AlertKind, AlertOutcome, AlertRules, Kept, KnownAlert,
};
use itsm_incident::assignment::{AssignTo, Assignment};
use itsm_incident::attribute::{AttributeDefinition, AttributeValue};
use itsm_incident::children::{AfterLastChild, ChildrenFacts, OpenChildren, ParentStep};
use itsm_incident::command::*;
use itsm_incident::communication::{Cadence, UpdateDue};
use itsm_incident::contact::{Channel, Contact, ContactKind, Signs, Triaged};
use itsm_incident::cost::{Cost, CostEntry, CostTotals};
use itsm_incident::draft::{DraftHoldRule, DraftIncidentPolicy, DraftMajorRules};
use itsm_incident::duty::{Duty, DutyDue};
use itsm_incident::escalation::{EscalateTo, EscalationBasis, EscalationDue, TimedEscalation};
use itsm_incident::event::*;
use itsm_incident::lint::{PolicyFinding, PolicyLint};
use itsm_incident::major::{
    MajorDenial, MajorIncident, MajorProposal, MajorStatus, Promoted, Promotion,
};
use itsm_incident::merge::{MergeFacts, MergedFacts, NoTarget, TargetFacts};
use itsm_incident::model::{Model, ModelStep, ModelUse, StepUse};
use itsm_incident::parent::{ChildFacts, FollowHold, FollowResolve, FollowStep, ParentFacts};
use itsm_incident::people::{AffectedUsers, Moment, UserTime};
use itsm_incident::period::{CategoryCount, Period, PeriodReview, Reviewed, TimeTaken};
use itsm_incident::policy::{AutoClose, AutoCloseBasis, HoldRule, IncidentPolicy, RecordFact};
use itsm_incident::profile::{Category, DetectionBasis, DetectionSource, Profile};
use itsm_incident::redaction::{RedactedText, Redaction};
use itsm_incident::reminder::Reminders;
use itsm_incident::resolution::{
    CancelReason, Cancellation, Closure, Confirmation, Correction, Resolution, ResolutionCode,
};
use itsm_incident::review::{Review, ReviewAction, ReviewActionKind, ReviewOnClose};
use itsm_incident::snapshot::IncidentSnapshot;
use itsm_incident::split::{Part, SplitOff};
use itsm_incident::state::{
    HoldInterval, HoldReason, IncidentStage, IncidentState, OnHold, ResumeCause,
};
use itsm_incident::survey::{SurveyAnswer, SurveyRules};
use itsm_incident::task::{OpenTasks, Task, TaskOutcome};
use itsm_incident::trigger::{Considered, Trigger, TriggerFacts, Triggered};
use itsm_incident::upgrade::{
    DeadlineShift, Difference, DryRun, Outlook, PermissionShift, Unknown,
};
use itsm_incident::vendor::VendorCase;
use itsm_incident::verdict::{SolutionRefusal, Verdict};
use itsm_incident::vocabulary::{IncidentAttribute, Word};
use itsm_incident::work_log::{LogEntry, Visibility};
use itsm_incident::workaround::{WorkaroundStep, WorkaroundUse};
use itsm_incident::{Adopt, Counters, Incident, IncidentError, Moments, Reopening};
use std::collections::BTreeSet;
use std::fs;

fn data<T: Clone + Eq + Send + Sync + Debug>() {}
fn wire<T: Clone + Eq + Send + Sync + Debug + serde::Serialize + serde::de::DeserializeOwned>() {}
fn name<T: Copy + Ord + Hash + Display + FromStr + Send + Sync + Debug>() {}
fn code<T: Clone + Ord + Hash + Display + FromStr + Send + Sync + Debug>() {}
fn error<T: core::error::Error + Refused + Clone + PartialEq + Send + Sync + 'static>() {}

macro_rules! promises {
    ($( $promise:ident: $( $name:ident $(<$arg:lifetime>)? ),+; )+) => {
        /// Every type that promises something, by name.
        const PROMISED: &[&str] = &[$( $( stringify!($name), )+ )+];

        #[test]
        fn public_types_keep_their_promises() {
            $( $( $promise::<$name $(<$arg>)?>(); )+ )+
        }
    };
}

promises! {
    name: AfterLastChild, AlertKind, AutoCloseBasis, ContactKind, DetectionBasis, DetectionSource,
        EscalationBasis, IncidentCommandKind, IncidentEventKind, IncidentStage, Moment, OpenChildren, OpenTasks, Origin, PolicyLint,
        Promotion, RecordFact, ReviewActionKind, ReviewOnClose, TaskOutcome, Visibility, Word,
        WorkaroundStep;
    code: CancelReason, Channel, HoldReason, ResolutionCode;
    error: IncidentError;
    data: AlertFacts, AlertOutcome, Assignment<'static>, AutoClose, CategoryCount, ChildFacts,
        Considered<'static>, DutyDue, EscalationDue<'static>, HoldRule, Incident, IncidentAttribute, Kept, KnownAlert,
        DeadlineShift, Difference, DryRun, NoTarget, Outlook, PeriodReview, PermissionShift, PolicyFinding, Promoted, Unknown, Reminders, Reviewed<'static>, Signs, SplitOff,
        TargetFacts, TimeTaken, TriggerFacts, Triggered<'static>, UpdateDue<'static>, UserTime,
        Verdict<'static>;
    wire: Absorb, Absorbed, AcceptMajor, Acknowledge, Acknowledged, AddLink, AddTask, AddWatcher,
        Adopt, AdoptPolicy, Adopted, AffectCi, AffectUser, AffectedCounted, AffectedUsers, Alert,
        AlertRules, AnswerSurvey, ApplyModel, Assign, AssignOwner, AssignTask, AssignTo, Assigned,
        AttributeDefinition, AttributeSet, AttributeValue, Cadence, Cancel, CancelTask, Canceled,
        Cancellation, Categorize, Categorized, Category, CiAffected, CiCleared, ClearCi,
        ClearUser, Close, CloseAutomatically, Closed, Closure, CompleteStep, CompleteTask,
        Confirmation, Contact, Correct, Corrected, Correction, Cost, CostEntry, CostRecorded,
        ChildrenFacts, FollowChildren, ParentStep,
        CostTotals, CountAffected, Counters, DeclareMajor, DemoteMajor, Describe, Described,
        DraftHoldRule, DraftIncidentPolicy, DraftMajorRules, Duty, EndHold, EscalateByTime,
        EscalateFunctionally, EscalateHierarchically, EscalateTo, EscalatedByTime, FellOverdue,
        FollowHold, FollowParent, FollowResolve, FollowStep, FunctionallyEscalated, HandToVendor,
        HandedToVendor, Held, HierarchicallyEscalated, Hold, HoldInterval, IncidentCommand,
        IncidentEvent, IncidentPolicy, IncidentSnapshot, IncidentState, Inform, Informed, JoinSwarm, LeaveSwarm,
        LinkAdded, LinkParent, LinkRemoved, LogEntry, LogWork, MajorAccepted, MajorDemoted,
        MajorDenial, MajorIncident, MajorProposal, MajorProposed, MajorRejected, MajorStatus,
        MergeFacts, MergeInto, MergedFacts, MergedInto, Model, ModelApplied, ModelStep, ModelUse,
        Moments, NoteOverdue, NoteWorkaround, OnHold, OverridePriority, OwnerAssigned,
        ParentFacts, ParentLinked, ParentUnlinked, Part, Period, PolicyAdopted, Prioritize,
        Prioritized, PriorityOverridden, Profile, ProposeMajor, RecordCost, RecordRequesterReply,
        RecordReview, Redact, Redacted, RedactedText, Redaction, Registered, RejectMajor, Remind, Reminded, RemoveLink, RemoveWatcher,
        Reopen, Reopened, Reopening, RequesterReplied, Resolution, Resolve, ResolveUnanswered,
        Resolved, Resume, ResumeCause, Resumed, ReturnFromVendor, ReturnedFromVendor, Review,
        ReviewAction, ReviewMissing, ReviewRecorded, ServiceSet, SetAttribute, SetService,
        SetSubStatus, SolutionRefusal, StartWork, StepCompleted, StepUse, SubStatusSet,
        SurveyAnswer, SurveyAnswered, SurveyRules, SwarmJoined, SwarmLeft, Task, TaskAdded,
        TaskAssigned, TaskEnded, TimedEscalation, TopManagementNotified, Triaged, Trigger,
        UnlinkParent, UserAffected, UserCleared, VendorCase, WatcherAdded, WatcherRemoved,
        WorkLogged, WorkStarted, WorkaroundNoted, WorkaroundUse;
}

/// Behind the feature `testing`, or hidden.
const ELSEWHERE: &[&str] = &["IncidentUnder"];

#[test]
fn no_public_type_is_forgotten() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut public = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if !file.file_type().unwrap().is_file() {
            continue;
        }
        let source = fs::read_to_string(file.path()).unwrap();
        for line in source.lines().map(str::trim_start) {
            let name = line
                .strip_prefix("pub struct ")
                .or_else(|| line.strip_prefix("pub enum "));
            let end = |c: char| !c.is_alphanumeric();
            public.extend(name.and_then(|it| it.split(end).next()).map(String::from));
        }
    }
    assert!(public.len() > 100, "only {} were found", public.len());
    let forgotten: Vec<_> = public
        .iter()
        .map(String::as_str)
        .filter(|it| !PROMISED.contains(it) && !ELSEWHERE.contains(it))
        .collect();
    assert_eq!(forgotten, [""; 0]);
}
