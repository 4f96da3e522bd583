//! Every law of the suite, under the default policy beside one that permits what that one does not,
//! and one that narrows what it can.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot be set up is a failed test"
)]

use itsm_change::policy::ChangePolicy;
use itsm_change::testing::{ChangeUnderTest, Desk, permissive};
use itsm_testing::law_suite;

/// A policy that uses everything a policy can say.
const NARROW: &str = include_str!("narrow_policy.json");

struct ThreeDesks;

impl Desk for ThreeDesks {
    fn policies() -> Vec<ChangePolicy> {
        let narrow = serde_json::from_str(NARROW).expect("a policy");
        vec![ChangePolicy::default(), permissive(), narrow]
    }
}

law_suite!(ChangeUnderTest<ThreeDesks>);
