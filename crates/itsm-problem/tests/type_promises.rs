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
use itsm_problem::cause::{Cause, Contribution, Dimension, Method};
use itsm_problem::description::{Description, Fact, FactKind};
use itsm_problem::matching::{self, FactShare, Precedent, WordShare};
use itsm_problem::matching_policy::{DraftMatchingPolicy, MatchingPolicy};
use itsm_problem::scorer::Bm25;
use std::collections::BTreeSet;
use std::fs;

fn wire<T: Clone + Eq + Send + Sync + Debug + serde::Serialize + serde::de::DeserializeOwned>() {}
/// A draft with figures in it that have no exact equality.
fn measured<
    T: Clone + PartialEq + Send + Sync + Debug + serde::Serialize + serde::de::DeserializeOwned,
>() {
}
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
    name: FactKind;
    wire: Description, Fact, Precedent;
    measured: DraftMatchingPolicy;
    told: FactShare, Match, WordShare;
    figures: Bm25, MatchingPolicy;
    worked: MatchIndex;
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
