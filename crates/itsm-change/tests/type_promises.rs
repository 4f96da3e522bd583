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
use itsm_change::back_out::{BackOut, BackOutBound, DeviationKind, PlanDeviation};
use itsm_change::chart::ChartView;
use itsm_change::conflict::{
    Conflict, ConflictEffect, ConflictKind, ConflictReport, ConflictSeverity, MissingFact,
};
use itsm_change::conflict_policy::{ConflictMode, ConflictPolicy, Counting, DraftConflictPolicy};
use itsm_change::detect::Surroundings;
use itsm_change::estate::UnknownEstate;
use itsm_change::kind::{ChangeType, Magnitude};
use itsm_change::planned::{DraftPlannedChange, FreezeOverride, PlannedChange, PlannedWord};
use itsm_change::schedule::{ChangeSchedule, Clash, ScheduledTwice};
use itsm_change::slots::{FreeSlot, FreeSlots};
use itsm_change::task_plan::{DraftTaskPlan, PlanTask, TaskPlan, TaskTiming};
use itsm_change::windows::{
    DraftApplicability, DraftWindowSchedule, DraftWindowSchedules, LaidWindows, WindowKind,
    WindowSchedules,
};
use std::collections::BTreeSet;
use std::fs;

fn wire<T: Clone + Eq + Send + Sync + Debug + serde::Serialize + serde::de::DeserializeOwned>() {}
fn data<T: Clone + Eq + Send + Sync + Debug>() {}
fn error<T: core::error::Error + Clone + Eq + Send + Sync + 'static>() {}
/// What is laid out for questions: two of them are not compared.
fn laid<T: Clone + Send + Sync + Debug>() {}
/// What is borrowed for one question.
fn borrowed<T: Send + Sync + Debug>() {}
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
    name: BackOutBound, ChangeType, ConflictEffect, ConflictKind, ConflictMode, ConflictSeverity, Counting, DeviationKind, Magnitude,
        MissingFact, PlannedWord, WindowKind;
    wire: Clash, Conflict, ConflictPolicy, ConflictReport, DraftApplicability, DraftConflictPolicy,
        DraftPlannedChange, DraftTaskPlan, DraftWindowSchedule, DraftWindowSchedules, FreeSlot, FreeSlots,
        FreezeOverride, PlanTask, PlannedChange, TaskPlan, WindowSchedules;
    data: BackOut<'static>, PlanDeviation<'static>, TaskTiming<'static>, UnknownEstate;
    laid: ChangeSchedule, ChartView<'static>, LaidWindows<'static>;
    borrowed: Surroundings<'static, UnknownEstate>;
    error: ScheduledTwice;
}

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
    assert!(
        public.len() >= PROMISED.len(),
        "only {} were found",
        public.len()
    );
    let forgotten: Vec<_> = public
        .iter()
        .map(String::as_str)
        .filter(|it| !PROMISED.contains(it))
        .collect();
    assert_eq!(forgotten, [""; 0]);
}
