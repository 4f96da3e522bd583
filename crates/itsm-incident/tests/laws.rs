//! Every law of the suite, under the default policy beside one that narrows what it can.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot be set up is a failed test"
)]

use itsm_core::fault::Faults;
use itsm_incident::draft::DraftIncidentPolicy;
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::testing::{Desk, IncidentUnder};
use itsm_testing::law_suite;

/// A policy that uses everything a policy can say.
const NARROW: &str = include_str!("narrow_policy.json");

fn narrow() -> Result<IncidentPolicy, Faults> {
    let draft: DraftIncidentPolicy = serde_json::from_str(NARROW).expect("a draft");
    IncidentPolicy::try_from(draft)
}

struct TwoDesks;

impl Desk for TwoDesks {
    fn policies() -> Vec<IncidentPolicy> {
        vec![IncidentPolicy::default(), narrow().expect("a policy")]
    }
}

law_suite!(IncidentUnder<TwoDesks>);
