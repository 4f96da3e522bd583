//! What the practice promises, told as stories over the public API.
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

mod adoption;
mod assigning;
mod attributes;
mod children;
mod clockwork;
mod contacts;
mod costs;
mod ending;
mod escalation;
mod family;
mod holds;
mod linting;
mod major;
mod merging;
mod models;
mod people;
mod policies;
mod priority;
mod promotion;
mod queue;
mod redaction;
mod registration;
mod reminders;
mod reopening;
mod reviews;
mod tasks;
mod triggers;
mod upgrading;
mod verdicts;
