//! Analyses: what they refuse, what they find, and how they are written and drawn.
#![cfg(feature = "serde")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

mod attached;
mod bad_input;
mod bad_kepner_tregoe;
mod blame;
mod cfia;
mod chronology;
mod fault_tree;
mod five_whys;
mod golden;
mod hypothesis;
mod ishikawa;
mod kepner_tregoe;
mod pain_value;
mod pareto;
mod pictures;
mod samples;

use itsm_core::fault::Faults;
use itsm_core::text::{Code, Label, Note};
use serde::de::DeserializeOwned;
use serde_json::Value;

fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

/// A draft as it may stand in a file.
fn draft<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

/// What is wrong, by place and rule.
fn told(faults: &Faults) -> Vec<(&str, &str)> {
    faults
        .iter()
        .map(|it| (it.path.as_str(), it.rule))
        .collect()
}
