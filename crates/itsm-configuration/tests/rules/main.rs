//! One test for each rule that can refuse, and a check that no rule is without one.
//!
//! The test that proves the rule `configuration.relate.already` is called
//! `configuration_relate_already`: the id with underscores. The catalogue of rules relies on it.
#![allow(
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

mod desk;

mod birth;
mod facts;
mod life;
mod relations;

use itsm_configuration::error::CiError;
use itsm_testing::proof::{Proof, every_rule_is_proven};

/// Every rule with its proof.
const TABLES: &[&[Proof]] = &[
    birth::PROOFS,
    facts::PROOFS,
    life::PROOFS,
    relations::PROOFS,
];

#[test]
fn every_rule_is_proven_by_the_test_that_bears_its_name() {
    every_rule_is_proven(TABLES, CiError::RULES, "configuration");
}
