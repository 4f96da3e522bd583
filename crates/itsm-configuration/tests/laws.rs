//! Every law of the suite, under the default policy beside one that narrows what it can.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot be set up is a failed test"
)]

use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::testing::{CiUnderTest, Shop};
use itsm_testing::law_suite;

/// A policy that uses everything a policy can say.
const NARROW: &str = include_str!("narrow_policy.json");

struct TwoShops;

impl Shop for TwoShops {
    fn policies() -> Vec<ConfigurationPolicy> {
        let narrow = serde_json::from_str(NARROW).expect("a policy");
        vec![ConfigurationPolicy::default(), narrow]
    }
}

law_suite!(CiUnderTest<TwoShops>);
