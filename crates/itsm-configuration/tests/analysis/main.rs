//! Questions about an estate beside twins that try everything.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

#[path = "../graph/estate.rs"]
#[allow(dead_code, reason = "shared with the tests of the graph")]
mod estate;
#[path = "../graph/twin.rs"]
#[allow(dead_code, reason = "shared with the tests of the graph")]
mod twin;

mod business;
mod matrix;
mod reverse;
mod shape;
mod support;
mod walk;
