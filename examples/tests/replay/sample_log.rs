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
    let map = in_package("maps/servicenow_with_targets.toml");
    let map = map.to_str().unwrap();
    for (args, golden) in [
        (vec!["--json"], "sample_report.json"),
        (vec![], "sample_report.txt"),
        (
            vec!["--map", map, "--json"],
            "sample_report_with_targets.json",
        ),
        (vec!["--map", map], "sample_report_with_targets.txt"),
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
fn the_figures_of_a_clock_agree_with_each_other_and_with_the_tool() {
    let map = in_package("maps/servicenow_with_targets.toml");
    let report = replay(&["--map", map.to_str().unwrap(), "--json"]).json();
    let clock = &report["service_levels"]["clocks"][0];
    let n = |value: &serde_json::Value| value.as_u64().unwrap();
    let cases = |of: &serde_json::Value| {
        let ways = ["met", "missed", "active", "canceled", "never_attached"];
        ways.iter().map(|way| n(&of[way])).sum::<u64>()
    };
    assert_eq!(cases(&clock["cases"]), n(&report["cases"]));
    let source = report["source_sla"]["by_priority"].as_object().unwrap();
    let by_priority = clock["by_priority"].as_object().unwrap();
    assert_eq!(by_priority.len(), source.len());
    for (priority, of) in source {
        assert_eq!(cases(&by_priority[priority]), n(&of["total"]), "{priority}");
    }
    let compared = &clock["compared"];
    let disagreed = n(&compared["only_clock_met"]) + n(&compared["only_tool_met"]);
    let agreed = n(&compared["both_met"]) + n(&compared["both_missed"]);
    let list = compared["disagreements"].as_array().unwrap();
    assert_eq!(list.len() as u64, disagreed);
    assert_eq!(
        agreed + disagreed + n(&compared["only_tool_judges"]),
        n(&report["cases"])
    );
    let met = n(&compared["both_met"]) + n(&compared["only_clock_met"]);
    assert_eq!(met, n(&clock["cases"]["met"]));
}

/// What stands above the table is the same map: one is not mended without the other.
#[test]
fn the_map_with_targets_reports_all_that_the_map_without_reports() {
    let map = in_package("maps/servicenow_with_targets.toml");
    let mut with = replay(&["--map", map.to_str().unwrap(), "--json"]).json();
    let mut without = replay(&["--json"]).json();
    for report in [&mut with, &mut without] {
        for key in ["service_levels", "omitted", "assumptions"] {
            report[key].take();
        }
        report["log"]["map"].take();
        report["data_quality"]["clocks"].take();
    }
    assert_eq!(with, without);
}

#[test]
fn the_text_fits_a_terminal() {
    let map = in_package("maps/servicenow_with_targets.toml");
    for args in [vec![], vec!["--map", map.to_str().unwrap()]] {
        for line in replay(&args).stdout.lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }
}
