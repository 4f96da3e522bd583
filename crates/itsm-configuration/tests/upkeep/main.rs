//! The upkeep of records: baselines, audits, coverage and health, told over the public API.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

#[allow(dead_code, reason = "shared by several tests")]
#[path = "../rules/desk.rs"]
mod desk;

mod audits;
mod baselines;
mod changes;
mod coverage;
mod health;
mod health_rules;
mod keeper;
mod laws;
mod links;
mod unconfirmed;
mod wire;
