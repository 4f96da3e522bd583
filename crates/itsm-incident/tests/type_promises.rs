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
use itsm_incident::attribute::{AttributeDefinition, AttributeValue};
use itsm_incident::command::*;
use itsm_incident::draft::{DraftIncidentPolicy, DraftMajorRules};
use itsm_incident::event::*;
use itsm_incident::major::{
    MajorDenial, MajorIncident, MajorProposal, MajorStatus, Promoted, Promotion,
};
use itsm_incident::parent::{ChildFacts, FollowHold, FollowResolve, FollowStep, ParentFacts};
use itsm_incident::policy::{AutoClose, AutoCloseBasis, HoldRule, IncidentPolicy, RecordFact};
use itsm_incident::profile::{Category, DetectionBasis, DetectionSource, Profile};
use itsm_incident::resolution::{
    CancelReason, Cancellation, Closure, Confirmation, Correction, Resolution, ResolutionCode,
};
use itsm_incident::state::{
    HoldInterval, HoldReason, IncidentStage, IncidentState, OnHold, ResumeCause,
};
use itsm_incident::task::{OpenTasks, Task, TaskOutcome};
use itsm_incident::trigger::{Trigger, TriggerFacts, Triggered};
use itsm_incident::vocabulary::{IncidentAttribute, Word};
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
    name: AutoCloseBasis, DetectionBasis, DetectionSource, IncidentCommandKind, IncidentEventKind,
        IncidentStage, OpenTasks, Promotion, RecordFact, TaskOutcome, Word;
    code: CancelReason, HoldReason, ResolutionCode;
    error: IncidentError;
    data: AutoClose, ChildFacts, Incident, IncidentAttribute, Promoted, TriggerFacts,
        Triggered<'static>;
    wire: AcceptMajor, Acknowledge, Acknowledged, AddLink, AddTask, Adopt, Adopted, AdoptPolicy,
        AffectCi, Assign, Assigned, AssignOwner, AttributeDefinition, AttributeSet, AttributeValue,
        Cancel, Canceled, Cancellation, Categorize, Categorized, Category, CiAffected, CiCleared,
        ClearCi, Close, CloseAutomatically, Closed, Closure, CompleteTask, Confirmation, Correct,
        Corrected, Correction, Counters, DeclareMajor, DemoteMajor, Describe, Described,
        DraftIncidentPolicy, DraftMajorRules, EndHold, EscalateFunctionally,
        EscalateHierarchically, FollowHold, FollowParent, FollowResolve, FollowStep,
        FunctionallyEscalated, Held, HierarchicallyEscalated, Hold, HoldInterval, HoldRule,
        IncidentCommand, IncidentEvent, IncidentPolicy, IncidentState, LinkAdded, LinkParent,
        LinkRemoved, MajorAccepted, MajorDemoted, MajorDenial, MajorIncident, MajorProposal,
        MajorProposed, MajorRejected, MajorStatus, Moments, OnHold, OverridePriority,
        OwnerAssigned, ParentFacts, ParentLinked, ParentUnlinked, PolicyAdopted, Prioritize,
        Prioritized, PriorityOverridden, Profile, ProposeMajor, RecordRequesterReply, Registered,
        RejectMajor, RemoveLink, Reopen, Reopened, Reopening, RequesterReplied, Resolution,
        Resolve, Resolved, Resume, ResumeCause, Resumed, ServiceSet, SetAttribute, SetService,
        SetSubStatus, StartWork, SubStatusSet, Task, TaskAdded, TaskEnded, TopManagementNotified,
        Trigger, UnlinkParent, WorkStarted;
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
