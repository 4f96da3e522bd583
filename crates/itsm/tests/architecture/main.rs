//! The shape of the workspace, checked: edges, manifests, sources and texts.
//!
//! Each check is a pure function from what it looks at to a list of violations. Below each stands
//! a test that feeds it a violation, because a check that has never failed is not known to work.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a check that cannot read the workspace must stop"
)]
#![allow(clippy::std_instead_of_alloc, reason = "a test may use std")]

mod edges;
mod manifests;
mod sources;
mod syntax;
mod texts;
mod workspace;

use workspace::Workspace;

#[track_caller]
fn assert_none(violations: &[String]) {
    assert!(
        violations.is_empty(),
        "{} violation(s):\n  {}",
        violations.len(),
        violations.join("\n  ")
    );
}

#[test]
fn practices_do_not_know_each_other() {
    assert_none(&edges::violations(&Workspace::read().packages));
}

#[test]
fn manifests_keep_the_promises_of_the_workspace() {
    let workspace = Workspace::read();
    assert_none(&manifests::root_violations(&workspace.manifest));
    let packages = workspace.packages.iter();
    assert_none(&packages.flat_map(manifests::violations).collect::<Vec<_>>());
}

#[test]
fn library_crates_are_no_std_and_hold_no_global_state() {
    let workspace = Workspace::read();
    let libraries: Vec<_> = workspace.libraries().collect();
    assert!(
        libraries.iter().any(|package| package.name == "itsm-core"),
        "the check must see the library crates, it saw {libraries:?}"
    );
    let libraries = libraries.into_iter();
    assert_none(&libraries.flat_map(sources::violations).collect::<Vec<_>>());
}

#[test]
fn files_stay_small() {
    let workspace = Workspace::read();
    assert_none(&texts::long_files(&workspace.files));
}

#[test]
fn texts_name_no_machine_and_no_registry() {
    let workspace = Workspace::read();
    assert!(
        workspace.files.iter().any(|file| file.path == "Cargo.lock"),
        "the check must see the whole repository"
    );
    assert_none(&texts::leaks(&workspace.files));
}
