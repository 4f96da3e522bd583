//! Snapshots: what a host gets that stores rows, and what it does not.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

mod corrupt;
mod doubts;
mod golden;
mod laws;
mod life;
mod rows;

/// The policies under which snapshots are tested.
fn policies() -> Vec<itsm_incident::policy::IncidentPolicy> {
    let read = |text| serde_json::from_str(text).unwrap();
    vec![
        itsm_incident::policy::IncidentPolicy::default(),
        read(include_str!("../narrow_policy.json")),
        read(include_str!("../busy_policy.json")),
    ]
}
