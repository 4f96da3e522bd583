//! A week at a service desk, in ten stories.
//!
//! Where time passes, deadlines bring about what happens, and nobody looks at a clock.
#![allow(
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

mod early;
mod late;
