//! What fault trees promise, in sentences.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test stops where its own preparation fails"
)]

extern crate alloc;

mod arithmetic;
mod bad_input;
mod bounds;
mod deep;
mod generate;
mod limits;
mod twin;
mod wire;

use itsm_fault_tree::{Analysis, AnalysisLimits, DraftFaultTree, FaultTree};

fn tree(draft: DraftFaultTree) -> FaultTree {
    FaultTree::try_from(draft).unwrap()
}

fn analyze<E>(tree: &FaultTree<E>) -> Analysis<'_, E> {
    tree.analyze(AnalysisLimits::default()).unwrap()
}

/// Whether two numbers are the same but for rounding.
#[track_caller]
fn assert_near(got: f64, expected: f64) {
    let near = (got - expected).abs() <= 1e-9 * expected.abs() || (got - expected).abs() < 1e-15;
    assert!(near, "expected {expected:e}, got {got:e}");
}
