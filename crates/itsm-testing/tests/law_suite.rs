//! A sound lamp keeps every law.
#![cfg(feature = "serde")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests may panic as tests may"
)]
#![allow(
    unexpected_cfgs,
    reason = "the macros of itsm-core speak of features that a practice has and this crate has not"
)]

#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "shared by several tests"
)]
mod lamp;
#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "shared by several tests"
)]
mod specimen;

itsm_testing::law_suite!(specimen::Bulb<{ lamp::flaw::NONE }>);
