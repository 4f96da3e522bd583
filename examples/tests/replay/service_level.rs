//! The clocks of a map, on a log that can be reckoned by hand. The 5th of January is a Friday.

use crate::common::{Output, file, in_package, replay, replay_with};
use serde_json::{Value, json};

const HEADER: &str = "id,when,opened,state,priority,kept\n";

fn run(rows: &[&str], args: &[&str]) -> Output {
    let map = in_package("tests/data/promises.toml");
    let log = format!("{HEADER}{}\n", rows.join("\n"));
    let mut all = vec!["-", "--map", map.to_str().unwrap()];
    all.extend(args);
    replay_with(&all, log.as_bytes())
}

fn report(rows: &[&str]) -> Value {
    run(rows, &["--json"]).json()
}

/// What came of the clock `repair`.
fn repair(report: &Value) -> &Value {
    let clock = &report["service_levels"]["clocks"][0];
    assert_eq!(clock["clock"], "repair");
    clock
}

/// The outcomes that are not zero.
fn outcomes(of: &Value) -> Value {
    let all = of.as_object().unwrap().iter();
    all.filter(|(_, n)| **n != json!(0))
        .map(|(name, n)| (name.clone(), n.clone()))
        .collect()
}

#[test]
fn nights_weekends_and_waiting_for_the_caller_do_not_count() {
    let report = report(&[
        "over the weekend,2024-01-05 15:00,2024-01-05 15:00,new,2,yes",
        "over the weekend,2024-01-08 10:00,2024-01-05 15:00,done,2,yes",
        "asked back,2024-01-08 09:00,2024-01-08 09:00,new,2,yes",
        "asked back,2024-01-08 10:00,2024-01-08 09:00,asking,2,yes",
        "asked back,2024-01-08 16:00,2024-01-08 09:00,working,2,yes",
        "asked back,2024-01-09 10:00,2024-01-08 09:00,done,2,yes",
    ]);
    assert_eq!(outcomes(&repair(&report)["cases"]), json!({ "met": 2 }));
    assert_eq!(repair(&report)["calendar"], "office");
}

#[test]
fn a_clock_that_ends_exactly_when_it_is_due_is_met_and_a_minute_later_missed() {
    let at = |end: &str| {
        let rows = [
            "A,2024-01-08 09:00,2024-01-08 09:00,new,2,yes".to_owned(),
            format!("A,2024-01-08 {end},2024-01-08 09:00,done,2,yes"),
        ];
        outcomes(&repair(&report(&rows.each_ref().map(String::as_str)))["cases"])
    };
    assert_eq!(at("13:00"), json!({ "met": 1 }));
    assert_eq!(at("13:01"), json!({ "missed": 1 }));
}

#[test]
fn a_clock_counts_from_the_opening_and_not_from_the_first_row() {
    let report = report(&[
        "A,2024-01-08 12:30,2024-01-08 09:00,working,2,yes",
        "A,2024-01-08 13:30,2024-01-08 09:00,done,2,yes",
    ]);
    let compared = &repair(&report)["compared"];
    assert_eq!(
        compared["disagreements"],
        json!([{
            "case": "A", "priority": "2", "clock": "missed", "tool": "met", "elapsed_seconds": 16_200,
            "due": "2024-01-08T13:00:00Z", "ended": "2024-01-08T13:30:00Z",
        }])
    );
}

#[test]
fn a_clock_that_stands_still_at_its_end_was_due_when_its_time_was_used_up() {
    let report = report(&[
        "A,2024-01-08 13:00,2024-01-08 13:00,new,2,yes",
        "A,2024-01-08 18:00,2024-01-08 13:00,asking,2,yes",
        "A,2024-01-09 10:00,2024-01-08 13:00,done,2,yes",
    ]);
    let late = &repair(&report)["compared"]["disagreements"][0];
    assert_eq!(
        (&late["elapsed_seconds"], &late["due"]),
        (&json!(14_400), &json!("2024-01-08T17:00:00Z"))
    );
}

#[test]
fn a_clock_that_is_late_when_it_is_attached_was_due_before() {
    let report = report(&[
        "A,2024-01-09 10:00,2024-01-08 09:00,asking,2,yes",
        "A,2024-01-09 12:00,2024-01-08 09:00,done,2,yes",
    ]);
    let late = &repair(&report)["compared"]["disagreements"][0];
    assert_eq!(
        (&late["elapsed_seconds"], &late["due"]),
        (&json!(32_400), &json!("2024-01-08T13:00:00Z"))
    );
}

#[test]
fn every_case_is_counted_once_whatever_became_of_its_clock() {
    let report = report(&[
        "called off,2024-01-08 09:00,2024-01-08 09:00,new,2,no",
        "called off,2024-01-08 10:00,2024-01-08 09:00,called off,2,no",
        "begins at the end,2024-01-08 10:00,2024-01-08 09:00,done,3,yes",
        "still open,2024-01-08 09:00,2024-01-08 09:00,new,2,",
        "just opened,2024-01-09 10:00,2024-01-09 10:00,new,2,",
        "without a priority,2024-01-08 09:00,2024-01-08 09:00,new,,",
        "without a priority,2024-01-08 10:00,2024-01-08 09:00,done,,",
    ]);
    let clock = repair(&report);
    let expected = json!({
        "met": 1, "active": 2, "active_and_late": 1, "canceled": 1, "never_attached": 1,
    });
    assert_eq!(outcomes(&clock["cases"]), expected);
    let by_priority = clock["by_priority"].as_object().unwrap();
    let by_priority: Value = by_priority
        .iter()
        .map(|(key, it)| (key.clone(), outcomes(it)))
        .collect();
    assert_eq!(
        by_priority,
        json!({
            "2": { "active": 2, "active_and_late": 1, "canceled": 1 },
            "3": { "never_attached": 1 },
            "(none)": { "met": 1 },
        })
    );
    let compared = &clock["compared"];
    assert_eq!(compared["only_tool_judges"], 2);
    assert_eq!(compared["only_clock_judges"], 1);
}

#[test]
fn a_priority_that_rises_brings_its_own_target_and_the_case_counts_under_the_last_one() {
    let report = report(&[
        "A,2024-01-08 09:00,2024-01-08 09:00,new,2,yes",
        "A,2024-01-08 11:00,2024-01-08 09:00,working,1,yes",
        "A,2024-01-08 12:00,2024-01-08 09:00,done,1,yes",
    ]);
    assert_eq!(
        outcomes(&repair(&report)["by_priority"]["1"]),
        json!({ "missed": 1 })
    );
}

#[test]
fn what_the_clock_and_the_tool_say_is_counted_in_all_four_ways() {
    let case = |name: &str, end: &str, kept: &str| {
        [
            format!("{name},2024-01-08 09:00,2024-01-08 09:00,new,2,{kept}"),
            format!("{name},2024-01-08 {end},2024-01-08 09:00,done,2,{kept}"),
        ]
    };
    let rows = [
        case("a", "10:00", "yes"),
        case("b", "10:00", "no"),
        case("c", "10:00", "no"),
        case("d", "16:00", "yes"),
        case("e", "16:00", "no"),
        case("f", "16:00", "no"),
        case("g", "16:00", "no"),
    ];
    let rows: Vec<&str> = rows.iter().flatten().map(String::as_str).collect();
    let report = report(&rows);
    let mut compared = repair(&report)["compared"].clone();
    let list = compared["disagreements"].take();
    let cases = list.as_array().unwrap().iter();
    let cases: Vec<_> = cases
        .map(|it| (&it["case"], &it["clock"], &it["tool"]))
        .collect();
    let (met, missed) = (&json!("met"), &json!("missed"));
    assert_eq!(
        cases,
        [
            (&json!("b"), met, missed),
            (&json!("c"), met, missed),
            (&json!("d"), missed, met),
        ]
    );
    assert_eq!(
        compared,
        json!({
            "both_met": 1, "both_missed": 3, "only_clock_met": 2, "only_tool_met": 1,
            "only_tool_judges": 0, "only_clock_judges": 0, "disagreements": null,
        })
    );
}

#[test]
fn events_that_the_clocks_cannot_take_are_counted_with_their_lines_and_never_sorted() {
    let report = report(&[
        "A,2024-01-08 10:00,2024-01-08 10:00,new,2,yes",
        "A,2024-01-08 09:30,2024-01-08 10:00,asking,2,yes",
        "A,2024-01-08 10:30,2024-01-08 10:00,lost,2,yes",
        "A,soon,2024-01-08 10:00,done,2,yes",
        "A,2024-01-08 14:00,2024-01-08 10:00,done,2,yes",
        "B,1901-01-08 09:00,1901-01-08 09:00,new,2,yes",
        "C,2024-01-08 09:00,2024-01-08 09:00,lost,2,yes",
    ]);
    let quality = &report["data_quality"];
    assert_eq!(quality["rejected"]["count"], 1);
    assert_eq!(quality["clocks"]["undeclared_states"], 2);
    assert_eq!(
        quality["clocks"]["backwards"],
        json!({ "count": 1, "first": [{
            "line": 3, "case": "A",
            "what": "the clocks of the case stand at 2024-01-08 10:00:00 UTC already",
        }] })
    );
    assert_eq!(quality["clocks"]["no_answer"]["count"], 1);
    assert_eq!(quality["clocks"]["no_answer"]["first"][0]["line"], 7);
    // Four hours, all counted: the row that would have stopped the clock was not taken.
    let expected = json!({ "met": 1, "never_attached": 2, "with_errors": 2 });
    assert_eq!(outcomes(&repair(&report)["cases"]), expected);
}

#[test]
fn a_clock_that_measures_something_else_is_not_compared_with_the_tool() {
    let rows = [
        "A,2024-01-08 17:00,2024-01-08 17:00,new,2,yes",
        "A,2024-01-08 18:01,2024-01-08 17:00,working,2,yes",
    ];
    let report = report(&rows);
    let clock = &report["service_levels"]["clocks"][1];
    assert_eq!(outcomes(&clock["cases"]), json!({ "missed": 1 }));
    assert_eq!(
        (&clock["compared"], &clock["calendar"]),
        (&Value::Null, &Value::Null)
    );
    let text = run(&rows, &[]).stdout;
    assert!(
        text.contains("The clock `first_look` measures response, around the clock:"),
        "{text}"
    );
}

#[test]
fn a_calendar_without_a_zone_takes_that_of_the_log() {
    let map = std::fs::read_to_string(in_package("tests/data/promises.toml")).unwrap();
    let log = format!(
        "{HEADER}A,2024-01-08 16:00,2024-01-08 16:00,new,2,yes\nA,2024-01-09 12:00,2024-01-08 16:00,done,2,yes\n"
    );
    let outcome = |name: &str, map: &str| {
        let map = file(name, map);
        let report = replay_with(&["-", "--map", &map, "--json"], log.as_bytes()).json();
        outcomes(&repair(&report)["cases"])
    };
    let local = map.replace("zone = \"UTC\"", "zone = \"America/New_York\"");
    assert_eq!(outcome("local.toml", &local), json!({ "met": 1 }));
    // A desk in Utah that reads the same clock two hours later: from 9 to 17 is 11 to 19.
    let name = "name = \"office\"";
    let named = local.replace(name, &format!("{name}, zone = \"America/Denver\""));
    assert_eq!(outcome("named.toml", &named), json!({ "met": 1 }));
    let late = log_with_end(&named, "2024-01-09 12:01", "late.toml");
    assert_eq!(late, json!({ "missed": 1 }));
}

fn log_with_end(map: &str, end: &str, name: &str) -> Value {
    let map = file(name, map);
    let log = format!(
        "{HEADER}A,2024-01-08 16:00,2024-01-08 16:00,new,2,yes\nA,{end},2024-01-08 16:00,done,2,yes\n"
    );
    let report = replay_with(&["-", "--map", &map, "--json"], log.as_bytes()).json();
    outcomes(&repair(&report)["cases"])
}

#[test]
fn the_text_lists_ten_disagreements_and_counts_the_rest() {
    let case = |n: u32| {
        format!(
            "C{n:02},2024-01-08 09:00,2024-01-08 09:00,new,2,no\nC{n:02},2024-01-08 10:00,2024-01-08 09:00,done,2,no"
        )
    };
    let rows: Vec<String> = (0..13).map(case).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let text = run(&rows, &[]).stdout;
    let line = "C09   2         met           missed                1.00  2024-01-08 13:00  2024-01-08 10:00";
    assert!(text.contains(line), "{text}");
    assert!(
        !text.contains("C10") && text.contains("and 3 more"),
        "{text}"
    );
    let list = report(&rows)["service_levels"]["clocks"][0]["compared"]["disagreements"].clone();
    assert_eq!(list.as_array().unwrap().len(), 13);
}

#[test]
fn without_the_table_nothing_is_measured_and_the_report_says_so() {
    let report = replay(&["--json"]).json();
    assert!(report["service_levels"].is_null() && report["data_quality"]["clocks"].is_null());
    assert!(report["omitted"].to_string().contains("`service_level`"));
    let text = replay(&[]).stdout;
    assert!(!text.contains("BY THE CLOCKS OF THE MAP"));
}

#[test]
fn clocks_that_cannot_do_what_was_meant_are_told() {
    let map = std::fs::read_to_string(in_package("tests/data/promises.toml")).unwrap();
    let map = map.replace(
        "start = { all = [] }",
        "start = { attribute = \"state\", is = \"resolved\" }",
    );
    let map = file("odd.toml", map);
    let report = replay_with(&["-", "--map", &map, "--json"], HEADER.as_bytes()).json();
    let findings = report["service_levels"]["findings"].to_string();
    assert!(
        findings.contains("clock `repair` is stopped by whatever starts it"),
        "{findings}"
    );
}
