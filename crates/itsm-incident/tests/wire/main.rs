//! The wire format: pinned by golden files, strict at the door, described by JSON Schema.
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

#[allow(dead_code, reason = "shared by several tests")]
#[path = "../desk/mod.rs"]
mod desk;

mod bad_history;
mod bad_input;
mod bad_policy;
mod examples;
mod given_partly;
mod golden;
mod more_examples;
#[cfg(feature = "schemars")]
mod schema;
