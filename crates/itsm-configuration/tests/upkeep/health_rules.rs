//! Policies of health with everything wrong: all of it is told at once.

use crate::desk::code;
use itsm_configuration::health_policy::{DraftHealthPolicy, HealthPolicy, Kpi, Metric};
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_core::time::Seconds;

fn faults(text: &str) -> Vec<(String, &'static str)> {
    let draft: DraftHealthPolicy = serde_json::from_str(text).unwrap();
    let faults = HealthPolicy::compile(draft, &ConfigurationPolicy::default()).unwrap_err();
    faults.iter().map(|it| (it.path.clone(), it.rule)).collect()
}

#[test]
fn every_fault_of_a_health_policy_is_told_at_once() {
    let found = faults(
        r#"{
            "id": "No Code", "version": 0,
            "kpis": {"completeness": 99},
            "metrics": {"required": 60, "recommended": 41, "orphan": 100, "audit": 100,
                        "stale_relationship": 4294967295, "orphan_relationship": 101},
            "orphans": {
                "server": {},
                "wings": {"without": [{"type": "likes", "other": "Nobody"}, {}]},
                "disk": {"when": {"attribute": "colour", "is": "red"}}
            }
        }"#,
    );
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(path, rule)| (path.as_str(), *rule))
        .collect();
    assert_eq!(
        found,
        [
            ("id", "policy.id.text"),
            ("kpis", "policy.health.weights"),
            ("metrics", "policy.health.weights"),
            ("metrics", "policy.health.weights"),
            ("orphans.disk.when.attribute", "condition.attribute.unknown"),
            ("orphans.server", "policy.health.orphan_empty"),
            ("orphans.wings", "policy.class.unknown"),
            ("orphans.wings.without[0].other", "policy.code.text"),
            (
                "orphans.wings.without[0].type",
                "policy.relationship_type.unknown"
            ),
            ("version", "policy.version.zero"),
        ]
    );
}

#[test]
fn weights_of_the_policy_that_ships_are_sixty_to_forty_and_full_at_each_level() {
    let policy = ConfigurationPolicy::default();
    let rules = HealthPolicy::compile(DraftHealthPolicy::default(), &policy).unwrap();
    assert_eq!(rules.metric_weight(Metric::Required), 60);
    assert_eq!(rules.metric_weight(Metric::Recommended), 40);
    let whole: u32 = Kpi::ALL.iter().map(|it| rules.kpi_weight(*it)).sum();
    assert_eq!(whole, 100);
    for kpi in Kpi::ALL {
        let weights = kpi.metrics().map(|it| rules.metric_weight(it));
        assert_eq!(weights.sum::<u32>(), 100, "{kpi}");
    }
    assert_eq!(rules.draft().stale_after, Seconds::days(60));
    assert_eq!(rules.of().id, code("default"));
    assert_eq!(rules.cap(Metric::Stale), None);
}
