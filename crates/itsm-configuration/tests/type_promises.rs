//! What every public type promises, held by the compiler; and that no public type is forgotten.
#![cfg(feature = "serde")]
#![allow(
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use core::fmt::{Debug, Display};
use core::hash::Hash;
use core::str::FromStr;
use itsm_configuration::articulation::Articulation;
use itsm_configuration::audit::{Audit, AuditError, Disagreement, Finding, FindingKind, Subject};
use itsm_configuration::authority::{Authority, Modifications};
use itsm_configuration::baseline::{Approval, Baseline, BaselineError, BaselineItem};
use itsm_configuration::business::{
    BusinessImpact, ByHand, Entry, List, ServiceFacts, SetAside, Users,
};
use itsm_configuration::candidates::{Candidate, Candidates, Cause, LeftOut, Limits, Prediction};
use itsm_configuration::cfia::{Cell, Cfia, CfiaError, Row, Totals};
use itsm_configuration::class::{Class, ClassTree, CommonFact, Fact};
use itsm_configuration::command::*;
use itsm_configuration::coverage::{Counts, Coverage, DutyState, Owed, Quality};
use itsm_configuration::datum::{Datum, DatumValue};
use itsm_configuration::difference::{Absence, Difference, Differences};
use itsm_configuration::draft::{
    DraftBegin, DraftClass, DraftConfigurationPolicy, DraftGovernance, DraftMoveRules,
};
use itsm_configuration::draft_identification::{
    DraftDuplicates, DraftEntry, DraftIdentificationPolicy, DraftPrecedence, DraftRanking,
    DraftReclassification, DraftSource,
};
use itsm_configuration::duty::{Duty, DutyDue};
use itsm_configuration::estate::{Estate, EstateError, Reading, Seen};
use itsm_configuration::event::*;
use itsm_configuration::explain::{Because, Reasons, Step};
use itsm_configuration::fact::{FactPath, FactValue};
use itsm_configuration::fraction::Fraction;
use itsm_configuration::governance::{Enforcement, Triple};
use itsm_configuration::graph::{DependencyGraph, Edit, GraphError};
use itsm_configuration::health::{
    AuditRun, Failed, Failure, Health, HealthEvidence, Incomplete, Measured, Outcome, Reason, Score,
};
use itsm_configuration::health_policy::{
    Combine, DraftHealthPolicy, DraftOrphanRule, DraftPattern, End, HealthPolicy, Kpi, Metric,
};
use itsm_configuration::identification::{
    BetweenEquals, Dynamic, Entry as IdentificationEntry, Handling, IdentificationPolicy,
    OnIncomplete, Ranking as SourceRanking,
};
use itsm_configuration::impact::{Assumption, Impact, UnknownCis, Workspace};
use itsm_configuration::inventory::{ChangeDone, Effect, Observation, Thing};
use itsm_configuration::naming::{NamePattern, NamePatternError};
use itsm_configuration::outcome::{
    Abstention, Fate, Outcome as PlanOutcome, PlannedDatum, PlannedItem, PlannedRelation, Tried,
    Verdict,
};
use itsm_configuration::payload::{End as RelationEnd, ObservedItem, ObservedRelation, Payload};
use itsm_configuration::plan::{Act, ApplyError, Plan, Step as PlanStep, Task};
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::precedence::{Ruling, Why};
use itsm_configuration::profile::{AssetFacts, CiProfile};
use itsm_configuration::ranking::{Ranked, Ranking};
use itsm_configuration::reach::Reach;
use itsm_configuration::reclassification::Reclassification;
use itsm_configuration::reconcile::Reconciler;
use itsm_configuration::redundancy::{Group, GroupError, GroupRule, Member, RedundancyGroup};
use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
use itsm_configuration::reports::{Report, Reports, Told};
use itsm_configuration::retirement::{Dependant, OnDependants, RetirementRule};
use itsm_configuration::scenario::{Scenario, Status};
use itsm_configuration::scope::Scope;
use itsm_configuration::service_map::ServiceMap;
use itsm_configuration::snapshot::{Extent, Snapshot, View};
use itsm_configuration::state::{Family, LifecycleStage, Standing};
use itsm_configuration::support::{Hop, Support, Tie, Towards};
use itsm_configuration::unconfirmed::Unconfirmed;
use itsm_configuration::verification::{Attestation, Discrepancy, Verification};
use itsm_configuration::vocabulary::{CiAttribute, CiUnder, Word};
use itsm_configuration::weakness::{OwnFailure, WeaknessError};
use itsm_configuration::{Adopt, Ci, CiError, Gaps, IdentificationError, StatusRequest};
use itsm_core::refusal::Refused;
use std::collections::BTreeSet;
use std::fs;

fn data<T: Clone + Eq + Send + Sync + Debug>() {}
fn wire<T: Clone + Eq + Send + Sync + Debug + serde::Serialize + serde::de::DeserializeOwned>() {}
fn name<T: Copy + Ord + Hash + Display + FromStr + Send + Sync + Debug>() {}
fn rule<T: core::error::Error + Refused + Clone + PartialEq + Send + Sync + 'static>() {}
fn error<T: core::error::Error + Clone + Eq + Send + Sync + 'static>() {}
fn asked<T: Send + Sync + Debug>() {}
fn shown<T: Clone + Send + Sync + Debug>() {}

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
    name: BetweenEquals, Cell, CiCommandKind, CiEventKind, Combine, CommonFact, Discrepancy, Duty, DutyState, Dynamic, End,
        Enforcement, Family, FindingKind, Flow, Handling, Kpi, LifecycleStage, List, Metric, OnDependants,
        OnIncomplete,        Reclassification, Status, Strength, Towards, Why, Word;
    rule: CiError, IdentificationError;
    error: ApplyError, AuditError, BaselineError, CfiaError, EstateError, GraphError, GroupError,
        NamePatternError, UnknownCis;
    asked: Impact<'static>, OwnFailure, Reasons<'static>, WeaknessError;
    shown: CiUnder<'static>, DependencyGraph, Reconciler<'static>, Snapshot, Support<'static>,
        Workspace;
    data: Articulation, Assumption, Because, BusinessImpact, ByHand, Candidate, Candidates, Cause,
        Cfia, Edit, Entry, Extent, Hop, LeftOut, Limits, Prediction, Ranked, Ranking, Reach, Row,
        Scenario, ServiceFacts, ServiceMap, SetAside, Step, Tie, Totals,
        Unconfirmed, Users, View;
    data: Abstention, Act, DatumValue, IdentificationEntry, Fate, IdentificationPolicy, PlanOutcome, Plan,
        PlannedDatum, PlannedItem, PlannedRelation, SourceRanking, Report, Reports, Ruling, PlanStep, Task, Tried,
        Verdict;
    data: Ci, CiAttribute, Class, ClassTree, DutyDue, Estate, Fact, Failed, Failure, Fraction, Gaps,
        GroupRule, Health, HealthPolicy, Incomplete, Measured, Modifications, NamePattern, Outcome,
        Reading, Reason, Score, Seen<'static>, StatusRequest;
    wire: Datum, DraftDuplicates, DraftEntry, DraftIdentificationPolicy, DraftPrecedence, DraftRanking,
        DraftReclassification, DraftSource, RelationEnd, ObservedItem, ObservedRelation, Payload, Told;
    wire: Absence, ActionBegun, ActionEnded, Adopt, AdoptPolicy, Adopted, Approval, Archive,
        Archived, AssetFacts, AssetSet, AssignGroup, AssignOwner, Attest, Attestation, Attested,
        AttributeSet, Audit, AuditRun, Authority, Baseline, BaselineItem, BeginAction, ChangeDone,
        CiCommand, CiEvent, CiProfile, ClearDuplicate, ConfigurationPolicy, Counts, Coverage,
        CriticalitySet, Dependant, Describe, Described, Difference, Differences, Disagreement,
        DraftBegin, DraftClass, DraftConfigurationPolicy, DraftGovernance, DraftHealthPolicy,
        DraftMoveRules, DraftOrphanRule, DraftPattern, DuplicateCleared, DuplicateMarked, Effect,
        EndAction, FactPath, FactValue, FellOverdue, Finding, Group, GroupAssigned, GroupRemoved,
        GroupSet, HealthEvidence, MarkDuplicate, Member, Move, Moved, NoteOverdue, Observation,
        Observe, Observed, Owed, OwnerAssigned, PolicyAdopted, Quality, Reclassified, Reclassify,
        RedundancyGroup, Registered, Relate, Related, Relationship, RelationshipType, RemoveGroup,
        RequestStatus, Retire, Retired, RetirementRule, Scope, ServiceSet, SetAsset, SetAttribute,
        SetCriticality, SetGroup, SetService, Standing, StatusRequested, StatusWithdrawn, Subject,
        TargetFacts, Thing, Triple, Unrelate, Unrelated, Verification, Verified, Verify,
        WithdrawStatus;
}

/// Behind the feature `testing`.
const ELSEWHERE: &[&str] = &["CiUnderTest"];

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
    assert!(public.len() > 80, "only {} were found", public.len());
    let forgotten: Vec<_> = public
        .iter()
        .map(String::as_str)
        .filter(|it| !PROMISED.contains(it) && !ELSEWHERE.contains(it))
        .collect();
    assert_eq!(forgotten, [""; 0]);
}
