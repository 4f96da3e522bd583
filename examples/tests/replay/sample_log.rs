//! The bundled log, and the report on it.

use crate::common::{in_package, replay};
use itsm_examples::replay::source::SAMPLE;
use itsm_examples::sample_log::{CASES, SEED, generate};

#[test]
fn the_bundled_log_is_what_its_generator_writes() {
    let log = generate(SEED, CASES).unwrap();
    assert!(
        log == SAMPLE.as_bytes(),
        "run `cargo run --example generate_sample_log > examples/data/sample_log.csv`"
    );
}

#[test]
fn another_seed_gives_another_log() {
    assert_ne!(generate(SEED, 10).unwrap(), generate(SEED + 1, 10).unwrap());
}

/// The whole report, pinned. `UPDATE_GOLDEN=1 cargo test` writes it anew: read the difference.
#[test]
fn the_report_on_the_bundled_log_is_pinned() {
    for (args, golden) in [
        (vec!["--json"], "sample_report.json"),
        (vec![], "sample_report.txt"),
    ] {
        let report = replay(&args).stdout;
        let path = in_package("tests/golden").join(golden);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &report).unwrap();
        }
        let pinned = std::fs::read_to_string(&path).unwrap();
        assert!(
            report == pinned,
            "the report differs from {golden}:\n{report}"
        );
    }
}

#[test]
fn the_bundled_log_shows_what_a_report_has_to_cope_with() {
    let report = replay(&["--json"]).json();
    let more_than_none = |path: &str| {
        let n = report.pointer(path).and_then(serde_json::Value::as_u64);
        assert!(n.is_some_and(|n| n > 0), "{path}: {n:?}");
    };
    for path in [
        "/states/-100",
        "/states/Awaiting User Info",
        "/states/Awaiting Problem",
        "/states/Awaiting Change",
        "/states/Awaiting Vendor",
        "/states/Awaiting Evidence",
        "/states/Canceled",
        "/transitions/Closed/Active",
        "/transitions/Resolved/Active",
        "/transitions/Resolved/Awaiting User Info",
        "/priority/contradictions",
        "/reopened/by_counter",
        "/reopened/from_closed",
        "/reassigned",
        "/group_changed",
        "/source_sla/met",
        "/conformance/undeclared",
        "/data_quality/backwards_time/count",
        "/data_quality/backwards_counter/count",
    ] {
        more_than_none(path);
    }
    let sla = &report["source_sla"];
    assert!(
        sla["met"].as_u64() < sla["total"].as_u64(),
        "some targets are missed"
    );
    assert_ne!(
        report["reopened"]["by_counter"],
        report["reopened"]["by_transition"]
    );
    assert_eq!(report["cases"], CASES);
}

#[test]
fn the_figures_of_a_report_agree_with_each_other() {
    let report = replay(&["--json"]).json();
    let n = |path: &str| report.pointer(path).unwrap().as_u64().unwrap();
    let sum = |path: &str| {
        let map = report.pointer(path).unwrap().as_object().unwrap();
        map.values().map(|it| it.as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!(sum("/states"), n("/events"));
    assert_eq!(sum("/first_states"), n("/cases"));
    assert_eq!(sum("/last_states"), n("/cases"));
    assert_eq!(n("/events") + n("/rejected_rows"), n("/log/rows"));
    assert_eq!(n("/pairs"), n("/events") - n("/cases"));
    let judged =
        n("/conformance/accepted") + sum("/conformance/refused") + n("/conformance/undeclared");
    assert_eq!(judged, n("/state_changes"));
}

#[test]
fn the_text_fits_a_terminal() {
    for line in replay(&[]).stdout.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}
