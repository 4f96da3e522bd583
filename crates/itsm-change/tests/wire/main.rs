//! The wire format: pinned by golden files, strict at the door.
#![cfg(feature = "serde")]
#![allow(
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

mod bad_policy;
mod examples;
mod golden;
