//! The reference figures of a real log, which is not part of this repository.
//!
//! `ITSM_DATA` names the folder that holds `uci498/incident_event_log.csv.gz` (UCI dataset 498,
//! DOI 10.24432/C57S4H, CC BY 4.0). Unset, each test is told by name as ignored; set but
//! unreadable, each fails.

use itsm_examples::replay::{Terminal, run};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;

type Check = fn(&Value) -> Result<(), Failed>;

const CHECKS: [(&str, Check); 11] = [
    ("every_row_of_the_reference_log_is_an_event", rows),
    ("states_of_the_reference_log_are_counted", states),
    ("transitions_of_the_reference_log_are_counted", transitions),
    (
        "impact_and_urgency_decide_the_priority_of_the_reference_log",
        priority,
    ),
    ("reopenings_of_the_reference_log_are_counted", reopened),
    ("times_of_the_reference_log_are_exact", times),
    (
        "service_levels_of_the_reference_log_are_counted",
        service_levels,
    ),
    (
        "every_change_of_the_reference_log_is_judged_once",
        conformance,
    ),
    ("quality_of_the_reference_log_is_told", quality),
    (
        "the_tools_verdicts_are_the_same_beside_the_clocks_of_a_map",
        beside_clocks,
    ),
    (
        "clocks_of_the_map_with_targets_are_pinned_on_the_reference_log",
        clocks,
    ),
];

/// The checks that are made with the map that has targets.
const WITH_TARGETS: [Check; 2] = [beside_clocks, clocks];

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let data = std::env::var_os("ITSM_DATA").map(PathBuf::from);
    let ignored = data.is_none();
    let trial = |(name, check): (&str, Check)| {
        let data = data.clone();
        let with_targets = WITH_TARGETS
            .iter()
            .any(|it| std::ptr::fn_addr_eq(*it, check));
        Trial::test(name, move || check(report(data.as_deref(), with_targets)?))
            .with_ignored_flag(ignored)
    };
    let trials = CHECKS.into_iter().map(trial).collect();
    libtest_mimic::run(&args, trials).exit_code()
}

/// The report on the log, made once for all tests with the same map.
fn report(data: Option<&Path>, with_targets: bool) -> Result<&'static Value, Failed> {
    static REPORTS: [OnceLock<Result<Value, String>>; 2] = [OnceLock::new(), OnceLock::new()];
    let report = REPORTS[usize::from(with_targets)].get_or_init(|| {
        let data = data.ok_or("ITSM_DATA is not set: expected a folder")?;
        let log = data.join("uci498/incident_event_log.csv.gz");
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut args: Vec<OsString> = vec!["replay".into(), log.into_os_string(), "--json".into()];
        if with_targets {
            let package = Path::new(env!("CARGO_MANIFEST_DIR"));
            let map = package.join("maps/servicenow_with_targets.toml");
            args.extend(["--map".into(), map.into_os_string()]);
        }
        let status = run(
            args,
            &mut Terminal {
                stdin: &mut io::empty(),
                stdout: &mut stdout,
                stderr: &mut stderr,
                progress: false,
            },
        );
        if status != 0 {
            return Err(String::from_utf8_lossy(&stderr).into_owned());
        }
        serde_json::from_slice(&stdout).map_err(|error| error.to_string())
    });
    report.as_ref().map_err(Failed::from)
}

fn expect(report: &Value, key: &str, expected: &Value) -> Result<(), Failed> {
    let got = report.pointer(key).unwrap_or(&Value::Null);
    if got == expected {
        return Ok(());
    }
    Err(format!("{key}: expected {expected}, got {got}").into())
}

fn rows(report: &Value) -> Result<(), Failed> {
    expect(report, "/cases", &json!(24918))?;
    expect(report, "/events", &json!(141_712))?;
    expect(report, "/rejected_rows", &json!(0))
}

fn states(report: &Value) -> Result<(), Failed> {
    let all = json!({
        "Active": 38716, "New": 36407, "Resolved": 25751, "Closed": 24985,
        "Awaiting User Info": 14642, "Awaiting Vendor": 707, "Awaiting Problem": 461,
        "Awaiting Evidence": 38, "-100": 5,
    });
    expect(report, "/states", &all)?;
    let first = json!({
        "New": 16397, "Active": 6503, "Resolved": 1819, "Awaiting User Info": 193,
        "Awaiting Problem": 6,
    });
    expect(report, "/first_states", &first)?;
    expect(report, "/last_states", &json!({ "Closed": 24918 }))
}

fn transitions(report: &Value) -> Result<(), Failed> {
    expect(report, "/pairs", &json!(116_794))?;
    expect(report, "/state_changes", &json!(64033))?;
    let matrix = json!({
        "-100": { "-100": 3, "Resolved": 2 },
        "Active": {
            "-100": 1, "Active": 22728, "Awaiting Evidence": 3, "Awaiting Problem": 146,
            "Awaiting User Info": 3629, "Awaiting Vendor": 160, "Closed": 1, "Resolved": 12048,
        },
        "Awaiting Evidence": {
            "Active": 2, "Awaiting Evidence": 14, "Awaiting User Info": 1, "Awaiting Vendor": 4,
            "Resolved": 17,
        },
        "Awaiting Problem": {
            "Active": 36, "Awaiting Evidence": 2, "Awaiting Problem": 208,
            "Awaiting User Info": 57, "Awaiting Vendor": 3, "Resolved": 155,
        },
        "Awaiting User Info": {
            "Active": 1140, "Awaiting Evidence": 8, "Awaiting Problem": 25,
            "Awaiting User Info": 8790, "Awaiting Vendor": 21, "Closed": 1, "Resolved": 4657,
        },
        "Awaiting Vendor": {
            "Active": 42, "Awaiting Evidence": 9, "Awaiting Problem": 1,
            "Awaiting User Info": 26, "Awaiting Vendor": 438, "Resolved": 191,
        },
        "Closed": { "Active": 12, "Closed": 55 },
        "New": {
            "-100": 1, "Active": 7936, "Awaiting Evidence": 2, "Awaiting Problem": 75,
            "Awaiting User Info": 1944, "Awaiting Vendor": 81, "Closed": 11, "New": 20010,
            "Resolved": 6347,
        },
        "Resolved": { "Active": 317, "Awaiting User Info": 2, "Closed": 24917, "Resolved": 515 },
    });
    expect(report, "/transitions", &matrix)
}

fn priority(report: &Value) -> Result<(), Failed> {
    expect(report, "/priority/contradictions", &json!(0))?;
    let cells = json!({
        "1,1": { "1": 2258 }, "1,2": { "2": 1233 }, "2,1": { "2": 1739 },
        "2,2": { "3": 132_429 }, "2,3": { "4": 167 }, "3,1": { "3": 23 },
        "3,2": { "4": 432 }, "3,3": { "4": 3431 },
    });
    expect(report, "/priority/cells", &cells)
}

fn reopened(report: &Value) -> Result<(), Failed> {
    let ways = json!({ "by_counter": 275, "by_transition": 264, "events": 319, "from_closed": 12 });
    expect(report, "/reopened", &ways)?;
    expect(report, "/reassigned", &json!(11369))?;
    expect(report, "/group_changed", &json!(9575))?;
    let links =
        json!({ "problem": 381, "change": 179, "configuration_item": 56, "caused_by_change": 3 });
    expect(report, "/links", &links)
}

fn times(report: &Value) -> Result<(), Failed> {
    let resolve =
        json!({ "n": 23362, "median": 22.1, "p75": 148.48, "p90": 381.55, "negative": 0 });
    expect(report, "/time_to_resolve_hours", &resolve)?;
    // 5.023 days.
    expect(report, "/time_to_close_hours/median", &json!(120.55))
}

fn service_levels(report: &Value) -> Result<(), Failed> {
    let sla = json!({
        "met": 15803, "total": 24918,
        "by_priority": {
            "1": { "met": 5, "total": 270 }, "2": { "met": 2, "total": 408 },
            "3": { "met": 15145, "total": 23466 }, "4": { "met": 651, "total": 774 },
        },
    });
    expect(report, "/source_sla", &sla)
}

/// The transition matrix says beforehand what the lifecycle must refuse: 13 cases closed without
/// having been resolved, and 12 reopened after closing.
fn conformance(report: &Value) -> Result<(), Failed> {
    let conformance = report.pointer("/conformance").unwrap_or(&Value::Null);
    let count = |value: &Value| value.as_u64().unwrap_or(0);
    let refused = conformance["refused"].as_object();
    let refused: u64 = refused
        .into_iter()
        .flat_map(|it| it.values())
        .map(count)
        .sum();
    let judged = count(&conformance["accepted"]) + refused + count(&conformance["undeclared"]);
    if judged != 64_033 {
        return Err(format!("expected 64033 changes of state, judged {judged}").into());
    }
    expect(report, "/conformance/undeclared", &json!(4))?;
    expect(
        report,
        "/conformance/refused/incident.lifecycle.forbidden",
        &json!(13 + 12),
    )?;
    expect(
        report,
        "/conformance/refused/incident.time.backwards",
        &json!(1),
    )?;
    // A reopening more than five days after the resolution, and a closing within them of a case
    // that names no caller who could have confirmed it.
    expect(
        report,
        "/conformance/refused/incident.reopen.window_elapsed",
        &json!(5),
    )?;
    expect(
        report,
        "/conformance/refused/incident.fact.missing",
        &json!(1),
    )
}

fn quality(report: &Value) -> Result<(), Failed> {
    let count = |kind: &str| format!("/data_quality/{kind}/count");
    expect(report, &count("undeclared_states"), &json!(5))?;
    expect(report, &count("backwards_counter"), &json!(4))?;
    expect(report, &count("backwards_time"), &json!(1))?;
    expect(report, &count("unreadable_cells"), &json!(0))?;
    expect(report, "/data_quality/same_time", &json!(14118))?;
    expect(
        report,
        "/data_quality/undeclared_states/first/0/line",
        &json!(115_643),
    )
}

/// What the tool says does not depend on what the map says.
fn beside_clocks(report: &Value) -> Result<(), Failed> {
    service_levels(report)
}

fn clocks(report: &Value) -> Result<(), Failed> {
    let at = |key: &str| format!("/service_levels/clocks/0/{key}");
    let outcomes = |met: u64, missed: u64, with_errors: u64| {
        json!({
            "met": met, "missed": missed, "active": 0, "canceled": 0, "never_attached": 0,
            "active_and_late": 0, "with_errors": with_errors,
        })
    };
    expect(report, &at("cases"), &outcomes(18_465, 6_453, 1))?;
    let by_priority = json!({
        "1": outcomes(88, 182, 0), "2": outcomes(208, 200, 0),
        "3": outcomes(17_498, 5_968, 1), "4": outcomes(671, 103, 0),
    });
    expect(report, &at("by_priority"), &by_priority)?;
    for (key, n) in [
        ("both_met", 14_910),
        ("both_missed", 5_560),
        ("only_clock_met", 3_555),
        ("only_tool_met", 893),
        ("only_tool_judges", 0),
        ("only_clock_judges", 0),
    ] {
        expect(report, &at(&format!("compared/{key}")), &json!(n))?;
    }
    let list = report.pointer(&at("compared/disagreements"));
    let listed = list.and_then(Value::as_array).map_or(0, Vec::len);
    if listed != 3_555 + 893 {
        return Err(format!("expected every disagreement to be listed, got {listed}").into());
    }
    // One row stands 78 minutes too early, and the one below it is still before the one above it.
    expect(report, "/data_quality/clocks/backwards/count", &json!(2))?;
    expect(report, "/data_quality/clocks/undeclared_states", &json!(5))?;
    expect(report, "/data_quality/clocks/no_answer/count", &json!(0))
}
