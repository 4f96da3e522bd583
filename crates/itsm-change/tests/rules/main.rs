//! One test for each rule that can refuse, and a check that no rule is without one.
//!
//! The test that proves the rule `change.task.already` is called
//! `change_task_already`: the id with underscores. The catalogue of rules relies on it.
#![allow(
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

#[allow(dead_code, reason = "shared by several tests")]
mod desk;

mod approval;
mod birth;
mod edit;
mod ending;
mod life;
mod templates;
mod work;

use itsm_change::error::ChangeError;
use itsm_testing::proof::{Proof, every_rule_is_proven};

/// Every rule with its proof.
const TABLES: &[&[Proof]] = &[
    approval::PROOFS,
    birth::PROOFS,
    edit::PROOFS,
    ending::PROOFS,
    life::PROOFS,
    templates::PROOFS,
    work::PROOFS,
];

#[test]
fn every_rule_is_proven_by_the_test_that_bears_its_name() {
    every_rule_is_proven(TABLES, ChangeError::RULES, "change");
}
