//! Another tool's log needs a new map and no new code.

use crate::common::{in_package, replay};
use serde_json::json;

fn report(json: bool) -> crate::common::Output {
    let (log, map) = (
        in_package("tests/data/helpline.csv"),
        in_package("tests/data/helpline.toml"),
    );
    let mut args = vec![log.to_str().unwrap(), "--map", map.to_str().unwrap()];
    if json {
        args.push("--json");
    }
    replay(&args)
}

#[test]
fn a_state_may_be_told_by_two_columns() {
    let report = report(true).json();
    assert_eq!(report["cases"], 2);
    assert_eq!(report["events"], 13);
    assert_eq!(
        report["states"],
        json!({
            "Open": 2, "Working": 3, "Pending / Customer": 2, "Pending / Supplier": 1,
            "Done": 3, "Archived": 1, "Pending / (empty)": 1,
        })
    );
    assert_eq!(
        report["transitions"]["Pending / Customer"],
        json!({ "Pending / Supplier": 1, "Done": 1 })
    );
    assert_eq!(
        report["transitions"]["Pending / (empty)"],
        json!({ "Done": 1 })
    );
    assert_eq!(report["first_states"], json!({ "Open": 2 }));
    assert_eq!(report["last_states"], json!({ "Done": 1, "Archived": 1 }));
    assert_eq!(report["conformance"]["undeclared"], 2);
    let undeclared = &report["data_quality"]["undeclared_states"]["first"][0];
    assert_eq!(
        (&undeclared["line"], &undeclared["case"]),
        (&json!(10), &json!("T-2"))
    );
}

#[test]
fn resolved_to_a_hold_is_a_reopening() {
    let report = report(true).json();
    let expected = json!({ "by_counter": null, "by_transition": 1, "events": 1, "from_closed": 0 });
    assert_eq!(report["reopened"], expected);
}

#[test]
fn timestamps_with_offsets_are_compared_as_instants() {
    let report = report(true).json();
    let backwards = &report["data_quality"]["backwards_time"];
    assert_eq!(backwards["count"], 1, "07:50+01:00 comes after 08:40+02:00");
    assert_eq!(
        backwards["first"][0]["line"], 15,
        "a quoted line break counts as a line"
    );
    assert_eq!(report["log"]["first_event"], "2024-05-06T06:00:00Z");
}

#[test]
fn levels_may_be_named_by_their_labels() {
    let report = report(true).json();
    let cells = json!({ "many,now": { "A": 4 }, "one,soon": { "B": 8, "C": 1 } });
    assert_eq!(
        report["priority"],
        json!({ "cells": cells, "contradictions": 1 })
    );
}

#[test]
fn what_the_map_does_not_name_is_left_out_and_said_so() {
    let json = report(true).json();
    for key in [
        "reassigned",
        "time_to_resolve_hours",
        "time_to_close_hours",
        "source_sla",
        "links",
    ] {
        assert!(json[key].is_null(), "{key}");
    }
    assert_eq!(json["group_changed"], 1);
    let omitted = json["omitted"].to_string();
    for what in [
        "time to resolve",
        "service-level targets",
        "reassignments",
        "`reopen_count`",
    ] {
        assert!(omitted.contains(what), "{what}");
    }
    let text = report(false).stdout;
    assert!(
        text.contains("LEFT OUT")
            && text.contains("service-level targets: the map names no column")
    );
    assert!(!text.contains("HOW LONG IT TOOK"));
}
