//! Who may know whom.

use crate::workspace::{Dependency, Kind, Package};

const CALENDAR: &str = "itsm-calendar";
const CORE: &str = "itsm-core";
const FAULT_TREE: &str = "itsm-fault-tree";
const TESTING: &str = "itsm-testing";

/// The crates that ship generators of their records, behind their feature `testing`.
const PRACTICES: &[&str] = &[
    "itsm-change",
    "itsm-configuration",
    "itsm-incident",
    "itsm-measurement",
    "itsm-problem",
    "itsm-service-level",
];

/// Every crate of the house, those to come as well, and the crates of ours that it may depend on.
///
/// A new row or a new edge is a decision: it belongs into the table of dependency edges in
/// `docs/adr` too.
const EDGES: &[(&str, &[&str])] = &[
    (CALENDAR, &[]),
    (FAULT_TREE, &[]),
    (CORE, &[]),
    ("itsm-change", &[CORE, CALENDAR]),
    ("itsm-configuration", &[CORE, CALENDAR, FAULT_TREE]),
    ("itsm-incident", &[CORE]),
    ("itsm-measurement", &[CORE, CALENDAR]),
    ("itsm-problem", &[CORE, FAULT_TREE]),
    ("itsm-service-level", &[CORE, CALENDAR]),
    (
        "itsm",
        &[
            CALENDAR,
            FAULT_TREE,
            CORE,
            "itsm-change",
            "itsm-configuration",
            "itsm-incident",
            "itsm-measurement",
            "itsm-problem",
            "itsm-service-level",
        ],
    ),
    (TESTING, &[CORE]),
    ("itsm-examples", &["itsm"]),
    ("itsm-benches", &["itsm", "itsm-examples"]),
];

pub(crate) fn violations(packages: &[Package]) -> Vec<String> {
    let mut violations = Vec::new();
    for package in packages {
        let Some((_, allowed)) = EDGES.iter().find(|(name, _)| *name == package.name) else {
            violations.push(format!("`{}` is not on the map of crates", package.name));
            continue;
        };
        for dependency in &package.dependencies {
            let ours = dependency.name == "itsm" || dependency.name.starts_with("itsm-");
            let may = allowed.contains(&dependency.name.as_str())
                || (dependency.kind == Kind::Dev
                    && (dependency.name == TESTING || dependency.name == package.name))
                || ships_generators(package, dependency);
            if ours && !may {
                violations.push(format!(
                    "`{}` depends on `{}`, expected at most {allowed:?}",
                    package.name, dependency.name
                ));
            }
        }
    }
    violations
}

/// Whether this is a practice that needs `itsm-testing` for its feature `testing` alone.
fn ships_generators(package: &Package, dependency: &Dependency) -> bool {
    let mut enabling = package
        .features
        .iter()
        .filter(|(_, enables)| enables.iter().any(|it| it.contains(TESTING)));
    PRACTICES.contains(&package.name.as_str())
        && dependency.name == TESTING
        && dependency.kind == Kind::Normal
        && dependency.optional
        && enabling.all(|(feature, _)| feature == "testing")
}

#[cfg(test)]
mod tests {
    use super::{TESTING, violations};
    use crate::workspace::{Kind, needs, sample};

    fn edge(from: &str, to: &str, kind: Kind) -> Vec<String> {
        let mut package = sample(from);
        package.dependencies = vec![needs("serde", Kind::Normal), needs(to, kind)];
        violations(&[package])
    }

    #[test]
    fn practice_that_knows_another_is_found() {
        let found = edge("itsm-incident", "itsm-problem", Kind::Normal);
        assert_eq!(
            found,
            ["`itsm-incident` depends on `itsm-problem`, expected at most [\"itsm-core\"]"]
        );
        assert_eq!(edge("itsm-problem", "itsm-calendar", Kind::Normal).len(), 1);
        assert_eq!(edge("itsm-calendar", "itsm-core", Kind::Normal).len(), 1);
        assert_eq!(edge("itsm-examples", "itsm-core", Kind::Normal).len(), 1);
        assert_eq!(edge("itsm-core", "itsm", Kind::Dev).len(), 1);
    }

    #[test]
    fn allowed_edges_are_silent() {
        assert!(edge("itsm-configuration", "itsm-fault-tree", Kind::Normal).is_empty());
        assert!(edge("itsm", "itsm-incident", Kind::Normal).is_empty());
        assert!(edge("itsm-incident", "itsm-core", Kind::Dev).is_empty());
    }

    /// A crate with an optional dependency on `itsm-testing` that one feature turns on.
    fn generators(from: &str, kind: Kind, feature: &str) -> Vec<String> {
        let mut package = sample(from);
        let mut testing = needs(TESTING, kind);
        testing.optional = true;
        package.dependencies = vec![testing];
        let enables = vec![format!("dep:{TESTING}")];
        package.features.insert(feature.to_owned(), enables);
        violations(&[package])
    }

    #[test]
    fn testing_is_a_dev_dependency_everywhere() {
        for from in ["itsm", "itsm-core", "itsm-incident", "itsm-examples"] {
            assert!(edge(from, TESTING, Kind::Dev).is_empty());
        }
    }

    #[test]
    fn testing_is_never_a_dependency_that_every_host_pays_for() {
        for from in ["itsm", "itsm-core", "itsm-incident", "itsm-examples"] {
            assert_eq!(edge(from, TESTING, Kind::Normal).len(), 1);
            assert_eq!(edge(from, TESTING, Kind::Build).len(), 1);
        }
    }

    #[test]
    fn practice_may_ship_its_generators_behind_the_feature_testing() {
        assert!(generators("itsm-incident", Kind::Normal, "testing").is_empty());
        assert_eq!(generators("itsm-incident", Kind::Build, "testing").len(), 1);
        assert_eq!(
            generators("itsm-incident", Kind::Normal, "default").len(),
            1
        );
    }

    #[test]
    fn nobody_else_may() {
        for from in ["itsm", "itsm-core", "itsm-calendar", "itsm-examples"] {
            assert_eq!(generators(from, Kind::Normal, "testing").len(), 1, "{from}");
        }
    }

    #[test]
    fn crate_that_is_not_on_the_map_is_found() {
        assert_eq!(
            violations(&[sample("itsm-utils")]),
            ["`itsm-utils` is not on the map of crates"]
        );
    }
}
