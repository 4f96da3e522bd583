//! Who may know whom.

use crate::workspace::{Kind, Package};

const CALENDAR: &str = "itsm-calendar";
const CORE: &str = "itsm-core";
const FAULT_TREE: &str = "itsm-fault-tree";

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
    ("itsm-testing", &[CORE]),
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
                    && (dependency.name == "itsm-testing" || dependency.name == package.name));
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

#[cfg(test)]
mod tests {
    use super::violations;
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

    #[test]
    fn testing_is_a_dev_dependency_everywhere_and_nothing_else_anywhere() {
        assert!(edge("itsm-core", "itsm-testing", Kind::Dev).is_empty());
        assert_eq!(edge("itsm", "itsm-testing", Kind::Normal).len(), 1);
    }

    #[test]
    fn crate_that_is_not_on_the_map_is_found() {
        assert_eq!(
            violations(&[sample("itsm-utils")]),
            ["`itsm-utils` is not on the map of crates"]
        );
    }
}
