//! What every public type promises, held by the compiler; and that no public type is forgotten.
#![cfg(feature = "serde")]
#![allow(
    clippy::unwrap_used,
    clippy::std_instead_of_alloc,
    reason = "helpers of tests, where to panic is to fail"
)]

use core::fmt::{Debug, Display};
use core::hash::Hash;
use itsm_fault_tree::*;
use std::collections::BTreeSet;

/// A value of the domain.
fn data<T: Clone + PartialEq + Send + Sync + Debug>() {}
/// One that stands in files.
fn wire<
    T: Clone + PartialEq + Send + Sync + Debug + serde::Serialize + serde::de::DeserializeOwned,
>() {
}
/// Small, and it can be a key.
fn key<T: Copy + Eq + Hash + Send + Sync + Debug>() {}
fn tool<T: Send + Sync + Debug>() {}
fn error<T: core::error::Error + Clone + PartialEq + Send + Sync + 'static>() {}

macro_rules! promises {
    ($( $promise:ident: $( $name:ident $(<$($arg:tt),+>)? ),+; )+) => {
        /// Every type that promises something, by name.
        const PROMISED: &[&str] = &[$( $( stringify!($name), )+ )+];

        #[test]
        fn public_types_keep_their_promises() {
            $( $( $promise::<$name $(<$($arg),+>)?>(); )+ )+
        }
    };
}

promises! {
    data: Evaluation<'static, u8>, Fault, FaultTree<u8>, Importance<'static, u8>;
    error: FaultTreeError, Faults;
    key: AnalysisLimits, GateKind, Part;
    tool: Analysis<'static, u8>, FaultTreeBuilder<u8>;
    wire: DraftEvent, DraftFaultTree, DraftGate, DraftHouseEvent, GateKind;
}

#[test]
fn what_is_told_to_people_can_be_written() {
    fn told<T: Display>() {}
    told::<Fault>();
    told::<Faults>();
    told::<FaultTreeError>();
    told::<GateKind>();
}

#[cfg(feature = "schemars")]
#[test]
fn what_stands_in_files_has_a_schema() {
    fn described<T: schemars::JsonSchema>() {}
    described::<DraftEvent>();
    described::<DraftFaultTree>();
    described::<DraftGate>();
    described::<DraftHouseEvent>();
    described::<GateKind>();
}

#[test]
fn no_public_type_is_forgotten() {
    // What the crate names to the outside is what its root file says.
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs");
    let root = std::fs::read_to_string(root).unwrap();
    let exports = root
        .split(';')
        .filter(|it| it.trim_start().starts_with("pub use "));
    let words = exports.flat_map(|it| it.split(|c: char| !c.is_alphanumeric()));
    let public: BTreeSet<&str> = words
        .filter(|it| it.starts_with(char::is_uppercase))
        .collect();
    assert!(public.len() > 12, "only {} were found", public.len());
    let promised: BTreeSet<&str> = PROMISED.iter().copied().collect();
    assert_eq!(public, promised);
}
