//! Clocks: stories, defects of others, laws, and a twin that walks second by second.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

mod agreements;
mod bad_input;
mod counterexamples;
mod desk;
mod golden;
mod laws;
mod lifecycle;
mod linter;
mod peer_defects;
mod quarters;
mod twin;
