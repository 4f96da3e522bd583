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
use itsm_problem::blame::BlameWords;
use itsm_problem::cause::{Cause, Contribution, Dimension, Method};
use itsm_problem::cause_analysis::CauseAnalysis;
use itsm_problem::cfia::{
    CfiaCell, CfiaFinding, CfiaItem, CfiaService, CfiaSheet, CfiaTotals, DraftCfiaSheet,
};
use itsm_problem::chronology::{
    Chronology, DraftChronology, EntryKind, Footing, Gap, Lead, TimelineEntry,
};
use itsm_problem::cluster::{Signature, Vocabulary};
use itsm_problem::command::*;
use itsm_problem::communication::{IncidentEffect, LinkedIncident, LinkedStanding};
use itsm_problem::description::{Description, Fact, FactKind};
use itsm_problem::draft::{
    DraftBand, DraftMajor, DraftPoints, DraftProblemPolicy, DraftRisk, DraftRiskAcceptance,
    DraftStep, Verification,
};
use itsm_problem::duty::{Duty, DutyDue};
use itsm_problem::ending::RiskEnd;
use itsm_problem::event::*;
use itsm_problem::fault_tree_analysis::{
    DraftFaultTreeAnalysis, FaultTreeAnalysis, TreeEvent, TreeGate,
};
use itsm_problem::fault_tree_figures::{EventImportance, FaultTreeFigures, FigureLimits};
use itsm_problem::finding::{Analysis, StatedCause};
use itsm_problem::five_whys::{Answer, DraftFiveWhys, FiveWhys, WhyFinding, WhyFindingKind};
use itsm_problem::fix::{FixOutcome, FixStanding, LinkedChange};
use itsm_problem::hypothesis::{DraftHypotheses, Hypotheses, Hypothesis, HypothesisStatus};
use itsm_problem::ishikawa::{
    DraftIshikawa, Ishikawa, IshikawaCategory, IshikawaCause, IshikawaRank, Preset,
};
use itsm_problem::kepner_tregoe::{
    Aspect, AspectGroup, CauseCheck, CauseRank, Contrast, Difference, DraftKepnerTregoe, Fit,
    FitTest, GroupDescription, KepnerTregoe, KepnerTregoeStep, PossibleCause,
};
use itsm_problem::known_error::{
    Deactivation, DeactivationReason, ErrorReview, ErrorText, KnownError, KnownErrorGate,
    OverdueReview,
};
use itsm_problem::major::{Review, ReviewOnClose};
use itsm_problem::matching::{self, FactShare, Precedent, WordShare};
use itsm_problem::matching_policy::{DraftMatchingPolicy, MatchingPolicy};
use itsm_problem::merge::{DuplicateFacts, NoOriginal, OriginalFacts, TargetFacts};
use itsm_problem::model::{ModelStep, ModelUse, ProblemModel, StepUse};
use itsm_problem::pain_value::{
    DraftPainValue, FactorSet, FactorSetKind, IncidentFactors, OtherFactorSet, PainFactors,
    PainValue, UserFactors,
};
use itsm_problem::pareto::{DraftPareto, Pareto, ParetoItem, ParetoMeasure, ParetoRow};
use itsm_problem::parking::Parking;
use itsm_problem::policy::ProblemPolicy;
use itsm_problem::profile::{Identification, Origin, ProblemProfile, ProblemSource};
use itsm_problem::redaction::{RedactedText, Redaction};
use itsm_problem::risk::{PriorityBasis, RiskAssessment, RiskFactor, RiskPart};
use itsm_problem::scorer::Bm25;
use itsm_problem::snapshot::ProblemSnapshot;
use itsm_problem::state::{
    AcceptedRisk, AppliedFix, CancelReason, Cancellation, Closure, ProblemStage, ProblemState,
    Resolution, ResolutionCode,
};
use itsm_problem::strategy::{ErrorControl, Strategy, TechnicalDebt};
use itsm_problem::surge::SurgeTest;
use itsm_problem::task::{OpenTasks, Task, TaskKind, TaskState};
use itsm_problem::trend::{Trend, TrendDetector, TrendError, TrendEvidence, TrendPhase};
use itsm_problem::trend_key::TrendKey;
use itsm_problem::trend_policy::{
    DraftTrendPolicy, DraftTrendRule, KeyKind, TrendPolicy, TrendRule, TrendTest,
};
use itsm_problem::verification::{Comparison, Evidence, IncidentCount};
use itsm_problem::workaround::{
    Effectiveness, RecordedWorkaround, Workaround, WorkaroundQuality, WorkaroundUse,
};
use itsm_problem::{Adopt, AdoptedError, LogEntry, Problem, ProblemError};
use std::collections::BTreeSet;
use std::fs;

fn wire<T: Clone + Eq + Send + Sync + Debug + serde::Serialize + serde::de::DeserializeOwned>() {}
fn data<T: Clone + Eq + Send + Sync + Debug>() {}
fn error<T: core::error::Error + Clone + Eq + Send + Sync + 'static>() {}
/// With numbers that need not be whole.
fn numbers<
    T: Clone + PartialEq + Send + Sync + Debug + serde::Serialize + serde::de::DeserializeOwned,
>() {
}
fn open<T: Clone + Ord + Hash + Display + FromStr + Send + Sync + Debug>() {}
fn rule<T: core::error::Error + Refused + Clone + PartialEq + Send + Sync + 'static>() {}
fn told<T: Clone + PartialEq + Send + Sync + Debug + serde::Serialize>() {}
fn figures<T: Clone + PartialEq + Send + Sync + Debug>() {}
fn worked<T: Clone + Send + Sync + Debug>() {}
fn name<T: Copy + Ord + Hash + Display + FromStr + Send + Sync + Debug>() {}

type Match = matching::Match<u32>;
type MatchIndex = matching::MatchIndex<u32>;

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
    name: Contribution, Dimension, Method;
    wire: Cause;
    name: Aspect, AspectGroup, CfiaCell, EntryKind, FactorSetKind, Footing, HypothesisStatus,
        KepnerTregoeStep, Preset, WhyFindingKind;
    wire: Answer, BlameWords, CauseAnalysis, CauseCheck, CfiaItem, CfiaService, CfiaSheet, Chronology,
        Contrast, Difference, DraftCfiaSheet, DraftChronology, DraftFiveWhys, DraftHypotheses,
        DraftIshikawa, DraftKepnerTregoe, DraftPainValue, DraftPareto, FactorSet,
        FaultTreeAnalysis, Fit, FitTest, FiveWhys, Hypotheses, Hypothesis, IncidentFactors, Ishikawa,
        IshikawaCategory, IshikawaCause, KepnerTregoe, PainFactors, PainValue, Pareto, ParetoItem,
        ParetoMeasure, PossibleCause, TimelineEntry, TreeGate, UserFactors;
    numbers: DraftFaultTreeAnalysis, EventImportance, FaultTreeFigures, TreeEvent;
    data: CauseRank<'static>, CfiaFinding<'static>, CfiaTotals, FigureLimits, Gap<'static>,
        GroupDescription, IshikawaRank<'static>, Lead<'static>, ParetoRow<'static>,
        WhyFinding<'static>;
    error: OtherFactorSet;
    name: ErrorControl, FixOutcome, FixStanding, Identification, KnownErrorGate, LinkedStanding,
        OpenTasks, PriorityBasis, ProblemCommandKind, ProblemEventKind, ProblemStage, RedactedText,
        ResolutionCode, ReviewOnClose, RiskEnd, RiskFactor, TaskKind, TaskState, WorkaroundQuality,
        WorkaroundUse;
    open: CancelReason, DeactivationReason, ProblemSource;
    rule: ProblemError;
    error: NoOriginal;
    data: DutyDue, OverdueReview, Problem, TargetFacts;
    wire: DraftBand, DraftMajor, DraftPoints, DraftProblemPolicy, DraftRisk, DraftRiskAcceptance,
        DraftStep, ProblemPolicy, Verification;
    wire: AcceptedRisk, Adopt, AdoptedError, Analysis, AppliedFix, Cancellation, Closure, Comparison,
        Deactivation, DuplicateFacts, Duty, Effectiveness, ErrorReview, ErrorText, Evidence,
        IncidentCount, IncidentEffect, KnownError, LinkedChange, LinkedIncident, LogEntry, ModelStep,
        ModelUse, Origin, OriginalFacts, Parking, ProblemModel, ProblemProfile, ProblemSnapshot, ProblemState,
        RecordedWorkaround, Redaction, Resolution, Review, RiskAssessment, RiskPart, StatedCause,
        StepUse, Strategy, Task, TechnicalDebt, Workaround;
    wire: ProblemCommand, Describe, Categorize, Prioritize, AssessRisk, Assign, SetService,
        AffectCi, ClearCi, LinkIncident, UnlinkIncident, LinkChange, UnlinkChange,
        RecordFixOutcome, AddNote, AddCause, ReviseCause, RejectCause, AttachAnalysis,
        BeginAssessment, Confirm, BeginFix, Resolve, AcceptRisk, Verify, EndMonitoring, Close,
        Reanalyze, Cancel, DoNotPursue, MarkDuplicate, Absorb, AddTask, StartTask, CompleteTask,
        CancelTask, FlagMajor, ClearMajor, RecordReview, ApplyModel, CompleteStep,
        RecordWorkaround, ReviseWorkaround, WithdrawWorkaround, CountWorkaround,
        DeclareKnownError, ReviseKnownError, ReviewKnownError, DeactivateKnownError, SetStrategy,
        Park, Unpark, CommunicateWorkaround, CommunicateFix, NoteOverdue, Redact, AdoptPolicy;
    wire: ProblemEvent, Registered, Adopted, Described, Categorized, Prioritized, RiskAssessed,
        Assigned, ServiceSet, CiAffected, CiCleared, IncidentLinked, IncidentUnlinked,
        ChangeLinked, ChangeUnlinked, FixOutcomeRecorded, FixesEnded, NoteAdded, CauseAdded,
        CauseRevised, CauseRejected, AnalysisAttached, AssessmentBegun, Confirmed, FixBegun,
        Resolved, RiskAccepted, FixVerified, VerificationFailed, Closed, Reanalyzed, Canceled,
        NotPursued, DuplicateMarked, Absorbed, TaskAdded, TaskStarted, TaskEnded, MajorFlagged,
        MajorCleared, ReviewRecorded, ModelApplied, StepCompleted, WorkaroundRecorded,
        WorkaroundRevised, WorkaroundWithdrawn, WorkaroundCounted, KnownErrorDeclared,
        KnownErrorRevised, KnownErrorReviewed, KnownErrorDeactivated, StrategySet, Parked,
        Unparked, WorkaroundCommunicated, FixCommunicated, FellOverdue, Redacted, PolicyAdopted;
    name: FactKind, KeyKind, TrendPhase;
    wire: Description, DraftTrendPolicy, DraftTrendRule, Fact, Precedent, TrendTest;
    numbers: DraftMatchingPolicy;
    told: FactShare, Match, Signature, Trend, TrendEvidence, TrendKey, WordShare;
    error: TrendError;
    data: TrendPolicy, TrendRule, SurgeTest;
    figures: Bm25, MatchingPolicy;
    worked: MatchIndex, TrendDetector, Vocabulary;
}

/// Public types that make no promise here: those behind the feature `testing`.
const ELSEWHERE: &[&str] = &["ProblemUnderTest"];

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
    assert!(public.len() > 250, "only {} were found", public.len());
    let forgotten: Vec<_> = public
        .iter()
        .map(String::as_str)
        .filter(|it| !PROMISED.contains(it) && !ELSEWHERE.contains(it))
        .collect();
    assert_eq!(forgotten, [""; 0]);
}
