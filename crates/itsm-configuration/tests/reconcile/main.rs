//! Identification and reconciliation: what sources have seen, and what becomes of it.
#![cfg(feature = "serde")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

mod bad_rules;
mod desk;
mod duplicates;
mod golden;
mod identifying;
mod laws;
mod refusals;
mod whose_word;
