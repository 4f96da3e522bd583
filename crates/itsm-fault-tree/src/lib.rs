#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod analysis;
mod arithmetic;
mod bdd;
mod bound;
mod builder;
mod check;
mod counts;
mod cut_sets;
mod diagram;
mod draft;
mod error;
mod evaluate;
mod fault;
mod gate;
mod importance;
mod lightest;
mod loops;
mod mermaid;
mod module;
mod nodes;
mod normal;
mod order;
mod pivot;
mod search;
mod slice;
mod small;
mod tree;
mod zbdd;

pub use analysis::{Analysis, AnalysisLimits};
pub use arithmetic::{k_of_n, parallel, series, unavailability};
pub use builder::{FaultTreeBuilder, Part};
pub use draft::{DraftEvent, DraftFaultTree, DraftGate, DraftHouseEvent};
pub use error::FaultTreeError;
pub use evaluate::Evaluation;
pub use fault::{Fault, Faults};
pub use gate::GateKind;
pub use importance::Importance;
pub use tree::FaultTree;
