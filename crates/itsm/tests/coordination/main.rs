//! What happens between practices.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

extern crate alloc;

mod cfia;
mod changed_estate;
mod changes;
mod desk;
mod escalations;
mod estate;
mod findings;
mod laws;
mod outage;
mod problems;
mod stories;
mod timeline;
