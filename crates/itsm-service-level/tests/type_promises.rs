//! What every public type promises, held by the compiler; and that no public type is forgotten.
#![cfg(feature = "serde")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

#[allow(dead_code, reason = "shared by several tests")]
#[path = "clocks/desk.rs"]
mod desk;

use core::fmt::{Debug, Display};
use core::hash::Hash;
use core::str::FromStr;
use desk::Ask;
use itsm_service_level::agreement::*;
use itsm_service_level::alignment::{Misalignment, MisalignmentKind};
use itsm_service_level::availability::*;
use itsm_service_level::board::Board;
use itsm_service_level::clock::*;
use itsm_service_level::clocks::Clocks;
use itsm_service_level::definition::*;
use itsm_service_level::draft::*;
use itsm_service_level::error::ClockError;
use itsm_service_level::keeper::Timekeeper;
use itsm_service_level::lint::{ClockFlaw, ServiceFinding};
use itsm_service_level::outage::{Outage, OutageError, OutageKind};
use itsm_service_level::percentage::{Percentage, PercentageError};
use itsm_service_level::policy::ServicePolicy;
use itsm_service_level::reading::{Reading, Slice};
use itsm_service_level::report::*;
use itsm_service_level::signal::{Signal, SignalKind};
use itsm_service_level::target::{DraftTarget, Measure, Target};
use itsm_service_level::threshold::{Threshold, ThresholdAt};
use itsm_service_level::zone::{ZoneFacts, ZoneSource};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A value that is valid by construction, and so is read from nowhere.
fn data<T: Clone + Eq + Send + Sync + Debug + 'static>() {}
/// An answer: it is written, and never read.
fn answer<T: Clone + Eq + Send + Sync + Debug + serde::Serialize + 'static>() {}
/// One that stands in files.
fn wire<
    T: Clone + Eq + Send + Sync + Debug + serde::Serialize + serde::de::DeserializeOwned + 'static,
>() {
}
/// A plain choice, by its name.
fn name<
    T: Copy
        + Ord
        + Hash
        + Display
        + FromStr
        + Send
        + Sync
        + Debug
        + serde::Serialize
        + serde::de::DeserializeOwned,
>() {
}
/// A word of an open set.
fn code<T: Clone + Ord + Hash + Display + FromStr + Send + Sync + Debug>() {}
/// It is used up by its answer.
fn counter<T: Send + Sync + Debug>() {}
fn error<T: core::error::Error + Clone + PartialEq + Send + Sync + 'static>() {}

macro_rules! promises {
    ($( $promise:ident: $( $name:ident $(<$($arg:tt),+>)? );+ . )+) => {
        /// Every type that promises something, by name.
        const PROMISED: &[&str] = &[$( $( stringify!($name), )+ )+];

        #[test]
        fn public_types_keep_their_promises() {
            $( $( $promise::<$name $(<$($arg),+>)?>(); )+ )+
        }
    };
}

promises! {
    name: AgreementKind; OldClock; OnReopen; OutageKind; Percentage; PlannedDowntime; Span;
        ZoneSource.
    code: Measure.
    error: AvailabilityError; ClockError; OutageError; PercentageError.
    data: Agreement<Ask>; AvailabilityGoal; Board<u64>; Cancel<Ask>; ClockDefinition<Ask>;
        Exception<Ask>; Reset<Ask>; ServicePolicy<Ask>; Target<Ask>; Threshold; Timekeeper<Ask>;
        WorkloadLimit<Ask>; ZoneFacts.
    answer: Allowance; AvailabilityReport; AvailabilitySummary; Breach; Clock; ClockFlaw; ClockKey;
        Clocks; ClockStage; ClockSummary; Cycles; ErrorBudget; Goal; ImprovementTrigger; MeanTime;
        Measured; Misalignment; MisalignmentKind; Promise; Reached; Reading; ServiceFinding;
        ServiceReport; Signal; SignalKind; Slice; WorkloadSummary.
    wire: DraftAgreement; DraftAvailabilityGoal; DraftCancel; DraftClock; DraftException; DraftGoal;
        DraftReset; DraftServicePolicy; DraftTarget; DraftThreshold; DraftWorkloadLimit; Outage;
        ThresholdAt.
    counter: Reporter<'static, Ask>.
}

/// A clock is named in maps and sets, and in boards of a host's own.
#[test]
fn key_of_a_clock_is_a_key() {
    fn key<T: Ord + Hash + Clone + Display>() {}
    key::<ClockKey>();
}

fn names(folder: &Path, into: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            names(&entry.path(), into);
            continue;
        }
        let source = fs::read_to_string(entry.path()).unwrap();
        for line in source.lines().map(str::trim_start) {
            let name = line
                .strip_prefix("pub struct ")
                .or_else(|| line.strip_prefix("pub enum "));
            let end = |c: char| !c.is_alphanumeric();
            let name = name.and_then(|it| it.split(end).next());
            into.extend(name.filter(|it| !it.is_empty()).map(String::from));
        }
    }
}

#[test]
fn no_public_type_is_forgotten() {
    let mut public = BTreeSet::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    names(Path::new(folder), &mut public);
    assert!(public.len() > 60, "only {} were found", public.len());
    let forgotten: Vec<_> = public
        .iter()
        .map(String::as_str)
        .filter(|it| !PROMISED.contains(it))
        .collect();
    assert_eq!(forgotten, [""; 0]);
}
