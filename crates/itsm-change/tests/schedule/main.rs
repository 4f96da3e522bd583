//! The schedule: what it finds, what it does not, and that a slow and obvious twin finds the same.
#![cfg(feature = "serde")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests, where to panic is to fail"
)]

mod bad_input;
mod calendars;
mod collisions;
mod conflicts;
mod golden;
mod samples;
mod slots;
mod task_plans;
mod twins;
mod views;
