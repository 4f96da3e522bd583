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
use itsm_problem::blame::BlameWords;
use itsm_problem::cause::{Cause, Contribution, Dimension, Method};
use itsm_problem::cause_analysis::CauseAnalysis;
use itsm_problem::cfia::{
    CfiaCell, CfiaFinding, CfiaItem, CfiaService, CfiaSheet, CfiaTotals, DraftCfiaSheet,
};
use itsm_problem::chronology::{
    Chronology, DraftChronology, EntryKind, Footing, Gap, Lead, TimelineEntry,
};
use itsm_problem::fault_tree_analysis::{
    DraftFaultTreeAnalysis, FaultTreeAnalysis, TreeEvent, TreeGate,
};
use itsm_problem::fault_tree_figures::{EventImportance, FaultTreeFigures, FigureLimits};
use itsm_problem::five_whys::{Answer, DraftFiveWhys, FiveWhys, WhyFinding, WhyFindingKind};
use itsm_problem::hypothesis::{DraftHypotheses, Hypotheses, Hypothesis, HypothesisStatus};
use itsm_problem::ishikawa::{
    DraftIshikawa, Ishikawa, IshikawaCategory, IshikawaCause, IshikawaRank, Preset,
};
use itsm_problem::kepner_tregoe::{
    Aspect, AspectGroup, CauseCheck, CauseRank, Contrast, Difference, DraftKepnerTregoe, Fit,
    FitTest, GroupDescription, KepnerTregoe, KepnerTregoeStep, PossibleCause,
};
use itsm_problem::pain_value::{
    DraftPainValue, FactorSet, FactorSetKind, IncidentFactors, OtherFactorSet, PainFactors,
    PainValue, UserFactors,
};
use itsm_problem::pareto::{DraftPareto, Pareto, ParetoItem, ParetoMeasure, ParetoRow};
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
fn name<T: Copy + Ord + Hash + Display + FromStr + Send + Sync + Debug>() {}

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
    assert!(public.len() > 60, "only {} were found", public.len());
    let forgotten: Vec<_> = public
        .iter()
        .map(String::as_str)
        .filter(|it| !PROMISED.contains(it))
        .collect();
    assert_eq!(forgotten, [""; 0]);
}
