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
use itsm_configuration::authority::{Authority, Modifications};
use itsm_configuration::class::{Class, ClassTree, CommonFact, Fact};
use itsm_configuration::command::*;
use itsm_configuration::datum::{Datum, DatumValue};
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
use itsm_configuration::governance::{Enforcement, Triple};
use itsm_configuration::identification::{
    BetweenEquals, Dynamic, Entry, Handling, IdentificationPolicy, OnIncomplete, Ranking,
};
use itsm_configuration::naming::{NamePattern, NamePatternError};
use itsm_configuration::outcome::{
    Abstention, Fate, Outcome, PlannedDatum, PlannedItem, PlannedRelation, Tried, Verdict,
};
use itsm_configuration::payload::{End, ObservedItem, ObservedRelation, Payload};
use itsm_configuration::plan::{Act, ApplyError, Plan, Step, Task};
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::precedence::{Ruling, Why};
use itsm_configuration::profile::{AssetFacts, CiProfile};
use itsm_configuration::reclassification::Reclassification;
use itsm_configuration::reconcile::Reconciler;
use itsm_configuration::redundancy::{Group, GroupError, GroupRule, Member, RedundancyGroup};
use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
use itsm_configuration::reports::{Report, Reports, Told};
use itsm_configuration::retirement::{Dependant, OnDependants, RetirementRule};
use itsm_configuration::state::{Family, LifecycleStage, Standing};
use itsm_configuration::verification::{Attestation, Discrepancy, Verification};
use itsm_configuration::vocabulary::{CiAttribute, CiUnder, Word};
use itsm_configuration::{Adopt, Ci, CiError, Gaps, IdentificationError, StatusRequest};
use itsm_core::refusal::Refused;
use std::collections::BTreeSet;
use std::fs;

fn data<T: Clone + Eq + Send + Sync + Debug>() {}
fn wire<T: Clone + Eq + Send + Sync + Debug + serde::Serialize + serde::de::DeserializeOwned>() {}
fn name<T: Copy + Ord + Hash + Display + FromStr + Send + Sync + Debug>() {}
fn rule<T: core::error::Error + Refused + Clone + PartialEq + Send + Sync + 'static>() {}
fn error<T: core::error::Error + Clone + Eq + Send + Sync + 'static>() {}
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
    name: BetweenEquals, CiCommandKind, CiEventKind, CommonFact, Discrepancy, Duty, Dynamic, Enforcement, Family,
        Flow, Handling, LifecycleStage, OnDependants, OnIncomplete, Reclassification, Strength, Why,
        Word;
    rule: CiError, IdentificationError;
    error: ApplyError, EstateError, GroupError, NamePatternError;
    shown: CiUnder<'static>, Reconciler<'static>;
    data: Abstention, Act, DatumValue, Entry, Fate, IdentificationPolicy, Outcome, Plan,
        PlannedDatum, PlannedItem, PlannedRelation, Ranking, Report, Reports, Ruling, Step, Task, Tried,
        Verdict;
    data: Ci, CiAttribute, Class, ClassTree, DutyDue, Estate, Fact, Gaps, GroupRule, Modifications,
        NamePattern, Reading, Seen<'static>, StatusRequest;
    wire: Datum, DraftDuplicates, DraftEntry, DraftIdentificationPolicy, DraftPrecedence, DraftRanking,
        DraftReclassification, DraftSource, End, ObservedItem, ObservedRelation, Payload, Told;
    wire: ActionBegun, ActionEnded, Adopt, AdoptPolicy, Adopted, Archive, Archived, AssetFacts,
        AssetSet, AssignGroup, AssignOwner, Attest, Attestation, Attested, AttributeSet, Authority,
        BeginAction, CiCommand, CiEvent, CiProfile, ClearDuplicate, ConfigurationPolicy,
        CriticalitySet, Dependant, Describe, Described, DraftBegin, DraftClass,
        DraftConfigurationPolicy, DraftGovernance, DraftMoveRules, DuplicateCleared,
        DuplicateMarked, EndAction, FellOverdue, Group, GroupAssigned, GroupRemoved, GroupSet,
        MarkDuplicate, Member, Move, Moved, NoteOverdue, Observe, Observed, OwnerAssigned,
        PolicyAdopted, Reclassified, Reclassify, RedundancyGroup, Registered, Relate, Related,
        Relationship, RelationshipType, RemoveGroup, RequestStatus, Retire, Retired,
        RetirementRule, ServiceSet, SetAsset, SetAttribute, SetCriticality, SetGroup, SetService,
        Standing, StatusRequested, StatusWithdrawn, TargetFacts, Triple, Unrelate, Unrelated,
        Verification, Verified, Verify, WithdrawStatus;
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
