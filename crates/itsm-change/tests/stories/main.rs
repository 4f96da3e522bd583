//! Stories of changes, told over the public API.
#![allow(
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

mod approvals;
mod endings;
mod holds;
mod meetings;
mod mistakes;
mod modifications;
mod panels;
mod policies;
mod records;
mod risk;
mod roads;
mod time;
