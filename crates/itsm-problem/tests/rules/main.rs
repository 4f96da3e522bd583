//! One test for each rule that can refuse, and a check that no rule is without one.
//!
//! The test that proves the rule `problem.task.already` is called
//! `problem_task_already`: the id with underscores. The catalogue of rules relies on it.
#![allow(
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

#[allow(dead_code, reason = "shared by several tests")]
mod desk;

mod birth;
mod ending;
mod errors;
mod facts;
mod life;

use itsm_problem::error::ProblemError;
use itsm_testing::proof::{Proof, every_rule_is_proven};

/// Every rule with its proof.
const TABLES: &[&[Proof]] = &[
    birth::PROOFS,
    ending::PROOFS,
    errors::PROOFS,
    facts::PROOFS,
    life::PROOFS,
];

#[test]
fn every_rule_is_proven_by_the_test_that_bears_its_name() {
    every_rule_is_proven(TABLES, ProblemError::RULES, "problem");
}
