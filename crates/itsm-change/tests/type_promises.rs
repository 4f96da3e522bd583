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
use itsm_change::agenda::{Agenda, LookAgain, Meeting};
use itsm_change::approval::{
    Answer, ApprovalRule, ApprovalStanding, AskedPanel, AskedStage, OnRejection, RecordedVote, Who,
};
use itsm_change::assessment::Assessment;
use itsm_change::authorization::{
    ApprovalStage, Authorization, DraftAuthorization, Silence, Vote, VoteRefused,
};
use itsm_change::back_out::{BackOutBound, DeviationKind, LatestBackOut, PlanDeviation};
use itsm_change::catalogue::{
    DraftTemplateLife, TemplateCommand, TemplateLife, TemplateRefused, TemplateStage, TemplateStep,
};
use itsm_change::chart::ChartView;
use itsm_change::command::*;
use itsm_change::conflict::{
    Conflict, ConflictEffect, ConflictKind, ConflictReport, ConflictSeverity, MissingFact,
};
use itsm_change::conflict_policy::{ConflictMode, ConflictPolicy, Counting, DraftConflictPolicy};
use itsm_change::content::{Content, Fingerprint, NoFingerprint};
use itsm_change::course::Course;
use itsm_change::delegation::{Delegation, Delegations};
use itsm_change::detect::Surroundings;
use itsm_change::draft::{ChangeTimes, DraftChangePolicy};
use itsm_change::duty::{Duty, DutyDue};
use itsm_change::eligibility::{Eligibility, EligibilityRule, FailureRule, Lack};
use itsm_change::emergency::{EmergencyCase, EmergencyCriterion, EmergencyKind};
use itsm_change::estate::UnknownEstate;
use itsm_change::event::*;
use itsm_change::hold::Holding;
use itsm_change::kind::{ChangeType, Magnitude};
use itsm_change::lapse::Lapse;
use itsm_change::lint::{ChangeLint, Finding};
use itsm_change::minutes::{Minute, Resolution};
use itsm_change::model::{ChangeModel, Fact, ModelUse, ReviewDepth, ReviewRule};
use itsm_change::modification::{Application, Modification, StagedModification};
use itsm_change::outcome::{Outcome, OutcomeCode};
use itsm_change::panel::{
    Abstention, DraftPanel, Member, Missing, Panel, Rejection, Seats, Side, Standing, Tally,
};
use itsm_change::plan::{BackOutPlan, PlannedWindow, Plans, PointOfNoReturn};
use itsm_change::planned::{DraftPlannedChange, FreezeOverride, PlannedChange, PlannedWord};
use itsm_change::policy::ChangePolicy;
use itsm_change::profile::ChangeProfile;
use itsm_change::questionnaire::{
    Choice, Question, Questionnaire, ScorePart, Scored, Threshold, Unscored,
};
use itsm_change::quorum::{Quorum, Rounding};
use itsm_change::realization::Deviation;
use itsm_change::redaction::{RedactedText, Redaction};
use itsm_change::review::Review;
use itsm_change::risk::{
    DraftRiskPolicy, RiskCell, RiskFacts, RiskFound, RiskPolicy, RiskReason, RiskWord,
};
use itsm_change::schedule::{ChangeSchedule, Clash, ScheduledTwice};
use itsm_change::slots::{FreeSlot, FreeSlots};
use itsm_change::snapshot::ChangeSnapshot;
use itsm_change::state::{Cancellation, ChangeStage, ChangeState, Closure};
use itsm_change::success::{Record, SuccessWeights};
use itsm_change::task::{Task, TaskKind, TaskState};
use itsm_change::task_plan::{DraftTaskPlan, PlanTask, TaskPlan, TaskTiming};
use itsm_change::template::{ChangeTemplate, TemplateField, TemplateUse};
use itsm_change::upgrade::{DeadlineShift, DryRun, Outlook};
use itsm_change::windows::{
    DraftApplicability, DraftWindowSchedule, DraftWindowSchedules, LaidWindows, WindowKind,
    WindowSchedules,
};
use itsm_change::{Adopt, Change, ChangeError, LogEntry};
use itsm_core::refusal::Refused;
use std::collections::BTreeSet;
use std::fs;

fn wire<T: Clone + Eq + Send + Sync + Debug + serde::Serialize + serde::de::DeserializeOwned>() {}
fn data<T: Clone + Eq + Send + Sync + Debug>() {}
fn error<T: core::error::Error + Clone + Eq + Send + Sync + 'static>() {}
/// What is laid out for questions: two of them are not compared.
fn laid<T: Clone + Send + Sync + Debug>() {}
/// What is borrowed for one question.
fn borrowed<T: Send + Sync + Debug>() {}
fn open<T: Clone + Ord + Hash + Display + FromStr + Send + Sync + Debug>() {}
fn rule<T: core::error::Error + Refused + Clone + PartialEq + Send + Sync + 'static>() {}
fn name<T: Copy + Ord + Hash + Display + FromStr + Send + Sync + Debug>() {}

macro_rules! promises {
    ($( $promise:ident: $( $name:ident $(<$arg:lifetime $(, $of:ty)?>)? ),+; )+) => {
        /// Every type that promises something, by name.
        const PROMISED: &[&str] = &[$( $( stringify!($name), )+ )+];

        #[test]
        fn public_types_keep_their_promises() {
            $( $( $promise::<$name $(<$arg $(, $of)?>)?>(); )+ )+
        }
    };
}

promises! {
    name: RiskWord;
    wire: Choice, DraftRiskPolicy, Question, Questionnaire, Record, RiskCell, RiskFacts, RiskPolicy, ScorePart, Scored, SuccessWeights, Threshold, Unscored;
    wire: AssessRisk, RiskAssessed, RiskFound, RiskReason;
    name: Abstention, Content, Rejection, Rounding, Seats, Silence, Standing;
    name: Fingerprint, LookAgain, Resolution, TemplateStage;
    wire: DraftTemplateLife, EligibilityRule, FailureRule, TemplateCommand, TemplateLife, TemplateStep;
    data: Eligibility, Lack;
    error: TemplateRefused;
    borrowed: Agenda<'static>, Meeting<'static>, Minute<'static>;
    error: NoFingerprint;
    wire: AskedPanel, AskedStage, Fingerprint, Lapse, Who;
    wire: ApprovalStage, Authorization, Delegation, Delegations, DraftAuthorization, DraftPanel, Member, Panel, Quorum, Vote;
    data: Course, Missing, Side, Tally;
    error: VoteRefused;
    name: BackOutBound, ConflictEffect, ConflictKind, ConflictMode, ConflictSeverity, Counting, DeviationKind,
        MissingFact, PlannedWord, WindowKind;
    wire: Clash, Conflict, ConflictPolicy, ConflictReport, DraftApplicability, DraftConflictPolicy,
        DraftPlannedChange, DraftTaskPlan, DraftWindowSchedule, DraftWindowSchedules, FreeSlot, FreeSlots,
        FreezeOverride, PlanTask, PlannedChange, TaskPlan, WindowSchedules;
    data: LatestBackOut<'static>, PlanDeviation<'static>, TaskTiming<'static>, UnknownEstate;
    laid: ChangeSchedule, ChartView<'static>, LaidWindows<'static>;
    borrowed: Surroundings<'static, UnknownEstate>;
    error: ScheduledTwice;
    name: Answer, Application, ApprovalStanding, ChangeCommandKind, ChangeEventKind, ChangeLint, ChangeStage,
        ChangeType, Duty, EmergencyKind, Fact, Magnitude, OnRejection, OutcomeCode, RedactedText,
        ReviewDepth, TaskKind, TaskState, TemplateField;
    open: EmergencyCriterion;
    rule: ChangeError;
    data: Change, DeadlineShift, Deviation, DryRun, DutyDue, Finding, Outlook;
    wire: ChangePolicy, ChangeTimes, DraftChangePolicy;
    wire: Adopt, ApprovalRule, Assessment, BackOutPlan, Cancellation, ChangeModel, ChangeProfile,
        ChangeSnapshot, ChangeState, ChangeTemplate, Closure, EmergencyCase, Holding, LogEntry,
        ModelUse, Modification, Outcome, PlannedWindow, Plans, PointOfNoReturn, RecordedVote,
        Redaction, Review, ReviewRule, StagedModification, Task, TemplateUse;
    wire: ChangeCommand, Describe, SetAttribute, Retype, SetMagnitude, Assign, SetScope, Plan,
        Assess, Schedule, Submit, RequestAuthorization, Convene, CastVote, RecordApproval, LapseApproval, Revert,
        Reschedule, StartImplementation, PassPoint, FinishImplementation, BackOut,
        RecordOutcome, RecordReview, Close, Cancel, Hold, Release, AddTask, StartTask,
        CompleteTask, CancelTask, HoldTask, ReleaseTask, StageModification,
        WithdrawModification, NoteApplication, LinkReason, UnlinkReason, LinkCaused,
        UnlinkCaused, AddNote, NoteOverdue, Redact, AdoptPolicy;
    wire: ChangeEvent, Registered, Adopted, Described, AttributeSet, Retyped, MagnitudeSet,
        Assigned, ScopeSet, Planned, Assessed, WindowPlanned, Submitted,
        AuthorizationRequested, Convened, VoteCast, ApprovalLapsed, Authorized, Rejected, ApprovalsInvalidated, Reverted,
        Rescheduled, ImplementationStarted, PointPassed, ImplementationFinished, BackedOut,
        OutcomeRecorded, ReviewRecorded, Closed, Canceled, Held, Released, TaskAdded,
        TaskStarted, TaskEnded, TaskHeld, TaskReleased, ModificationStaged,
        ModificationSettled, ReasonLinked, ReasonUnlinked, CausedLinked, CausedUnlinked,
        NoteAdded, FellOverdue, Redacted, PolicyAdopted;
}

/// Public types that make no promise here: those behind the feature `testing`.
const ELSEWHERE: &[&str] = &["ChangeUnderTest"];

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
    assert!(public.len() > 130, "only {} were found", public.len());
    let forgotten: Vec<_> = public
        .iter()
        .map(String::as_str)
        .filter(|it| !PROMISED.contains(it) && !ELSEWHERE.contains(it))
        .collect();
    assert_eq!(forgotten, [""; 0]);
}
