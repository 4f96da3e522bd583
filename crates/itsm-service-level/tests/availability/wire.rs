//! The wire format: pinned by a golden file, strict at the door, described by JSON Schema.
//!
//! Run with `UPDATE_GOLDEN=1` to write the file anew; the difference is then a change of the wire
//! format.

use crate::{at, failure, maintenance, office, ongoing, percent, week};
use itsm_service_level::availability::{AvailabilityReport, ErrorBudget, PlannedDowntime};
use itsm_service_level::outage::{Outage, OutageKind};
use itsm_service_level::percentage::Percentage;
use serde_json::{Value, from_value, json, to_value};
use std::fs;
use std::path::PathBuf;

fn outages() -> Vec<Outage> {
    vec![
        failure("2026-06-01T23:00:00Z", "2026-06-02T10:00:00.5Z"),
        failure("2026-06-03T15:00:00Z", "2026-06-03T15:30:00Z"),
        maintenance("2026-06-03T09:00:00Z", "2026-06-03T10:00:00Z"),
        ongoing("2026-06-04T09:30:00Z"),
    ]
}

fn percentages() -> Vec<Percentage> {
    ["0", "0.0001", "50", "99.5", "99.95", "99.9999", "100"]
        .map(percent)
        .to_vec()
}

/// A struct keeps the order of its fields, whatever features a JSON value is built with.
#[derive(serde::Serialize)]
struct Everything {
    outages: Vec<Outage>,
    percentages: Vec<Percentage>,
    planned_downtime: &'static [PlannedDowntime],
    report: AvailabilityReport,
    error_budget: ErrorBudget,
}

#[test]
fn everything_is_written_and_read_as_before() {
    let now = at("2026-06-04T10:00:00Z");
    let report = AvailabilityReport::measure(&outages(), &office(week()), week(), now).unwrap();
    let today = Everything {
        outages: outages(),
        percentages: percentages(),
        planned_downtime: PlannedDowntime::ALL,
        error_budget: report.error_budget(percent("99.5")),
        report,
    };
    let mut written = serde_json::to_string_pretty(&today).unwrap();
    written.push('\n');
    let path: PathBuf = [
        env!("CARGO_MANIFEST_DIR"),
        "tests",
        "golden",
        "availability.json",
    ]
    .iter()
    .collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| it == "1") {
        fs::write(&path, &written).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    assert_eq!(kept, written, "UPDATE_GOLDEN=1 writes it anew");

    let mut kept: Value = serde_json::from_str(&kept).unwrap();
    let mut read = |key: &str| kept[key].take();
    assert_eq!(
        from_value::<Vec<Outage>>(read("outages")).unwrap(),
        outages()
    );
    assert_eq!(
        from_value::<Vec<Percentage>>(read("percentages")).unwrap(),
        percentages()
    );
    assert_eq!(
        from_value::<Vec<PlannedDowntime>>(read("planned_downtime")).unwrap(),
        PlannedDowntime::ALL
    );
}

#[test]
fn percentage_is_a_text_and_nothing_else() {
    assert_eq!(to_value(percent("99.950")).unwrap(), json!("99.95"));
    let error = |value: Value| from_value::<Percentage>(value).unwrap_err().to_string();
    for (value, what) in [
        (json!(99.95), "floating point `99.95`"),
        (json!(99), "integer `99`"),
    ] {
        assert_eq!(
            error(value),
            format!(
                "invalid type: {what}, expected a percentage as a text such as \"99.95\", \
                 because a number may not be exact"
            )
        );
    }
    assert_eq!(
        error(json!("99,95")),
        "percentage has `,` at character 2, expected digits with at most one `.`"
    );
    for bad in [
        json!(null),
        json!(["99"]),
        json!({ "percent": "99" }),
        json!(""),
        json!("100.1"),
        json!("99.95 %"),
        json!("99.99999"),
    ] {
        assert!(from_value::<Percentage>(bad.clone()).is_err(), "{bad}");
    }
}

#[test]
fn outage_is_strict_at_the_door() {
    let read = |value: Value| from_value::<Outage>(value).map_err(|error| error.to_string());
    let start = "2026-06-01T09:00:00Z";
    let good = json!({ "kind": "planned", "start": start });
    assert_eq!(
        read(good.clone()),
        Ok(Outage::ongoing(OutageKind::Planned, at(start)))
    );
    assert_eq!(to_value(read(good.clone()).unwrap()).unwrap(), good);
    let elsewhere =
        json!({ "kind": "unplanned", "start": "2026-06-01T11:00:00+02:00", "end": null });
    assert_eq!(read(elsewhere), Ok(ongoing(start)));

    let bad = [
        (
            json!({ "kind": "planned", "start": start, "end": "2026-06-01T08:00:00Z" }),
            "outage ends at `2026-06-01 08:00:00 UTC`, \
             expected an end that is not before its start at `2026-06-01 09:00:00 UTC`",
        ),
        (json!({ "start": start }), "missing field `kind`"),
        (json!({ "kind": "planned" }), "missing field `start`"),
        (
            json!({ "kind": "partial", "start": start }),
            "unknown variant `partial`, expected `planned` or `unplanned`",
        ),
        (
            json!({ "kind": "planned", "start": start, "degraded": true }),
            "unknown field `degraded`, expected one of `kind`, `start`, `end`",
        ),
    ];
    for (value, message) in bad {
        assert_eq!(read(value), Err(message.to_owned()));
    }
    for start in [
        json!("yesterday"),
        json!(1_780_000_000),
        json!("2026-06-01T09:00:00"),
    ] {
        assert!(read(json!({ "kind": "planned", "start": start })).is_err());
    }
}

#[cfg(feature = "schemars")]
mod schema {
    use super::{Outage, Percentage, Value, json};
    use itsm_service_level::availability::{AvailabilityReport, ErrorBudget};
    use proptest::prelude::*;
    use proptest::string::string_regex;

    #[test]
    fn schema_says_what_is_read() {
        let outage = schemars::schema_for!(Outage).to_value();
        assert_eq!(outage["required"], json!(["kind", "start"]));
        assert_eq!(outage["additionalProperties"], json!(false));
        assert_eq!(outage["properties"]["start"]["format"], json!("date-time"));
        let report = schemars::schema_for!(AvailabilityReport).to_value();
        assert_eq!(report["required"].as_array().unwrap().len(), 8);
        let budget = schemars::schema_for!(ErrorBudget).to_value();
        assert_eq!(budget["$defs"]["Percentage"]["type"], json!("string"));
    }

    fn pattern() -> String {
        let schema = schemars::schema_for!(Percentage).to_value();
        let pattern = schema["pattern"].as_str().unwrap();
        pattern.trim_matches(['^', '$']).to_owned()
    }

    proptest! {
        #[test]
        fn text_of_the_pattern_is_read(text in string_regex(&pattern()).unwrap()) {
            let read = serde_json::from_value::<Percentage>(Value::String(text.clone()));
            prop_assert!(read.is_ok(), "{}", text);
        }
    }
}
