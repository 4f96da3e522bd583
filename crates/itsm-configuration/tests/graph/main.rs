//! The dependency graph and its impact, beside a twin that goes round until nothing changes.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

mod estate;
mod explanations;
mod large;
mod laws;
mod monte_carlo;
mod stories;
mod twin;
mod weakness;
