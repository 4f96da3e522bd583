//! Every law of the suite, under the default policy beside one that permits what that one does not,
//! and one that narrows what it can.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot be set up is a failed test"
)]

use itsm_problem::policy::ProblemPolicy;
use itsm_problem::testing::{Desk, ProblemUnderTest, permissive};
use itsm_testing::law_suite;

/// A policy that uses everything a policy can say.
const NARROW: &str = include_str!("narrow_policy.json");

struct ThreeDesks;

impl Desk for ThreeDesks {
    fn policies() -> Vec<ProblemPolicy> {
        let narrow = serde_json::from_str(NARROW).expect("a policy");
        vec![ProblemPolicy::default(), permissive(), narrow]
    }
}

law_suite!(ProblemUnderTest<ThreeDesks>);
