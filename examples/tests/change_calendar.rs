//! Change schedules out of files, in-process.

use itsm_examples::change_calendar::{SAMPLE, run};
use serde_json::Value;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

type Outcome = Result<(), Box<dyn std::error::Error>>;

struct Ran {
    status: u8,
    out: String,
    err: String,
}

fn change_calendar(args: &[&str]) -> Result<Ran, Box<dyn std::error::Error>> {
    let args = ["change_calendar"].iter().chain(args).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = run(args, &mut out, &mut err);
    Ok(Ran {
        status,
        out: String::from_utf8(out)?,
        err: String::from_utf8(err)?,
    })
}

fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    folder.join(format!("change_calendar_{name}"))
}

/// What is said of the sample with one text in the place of another.
fn with(name: &str, from: &str, to: &str) -> Result<Ran, Box<dyn std::error::Error>> {
    assert!(SAMPLE.contains(from), "{from}");
    let path = scratch(name);
    fs::write(&path, SAMPLE.replacen(from, to, 1))?;
    change_calendar(&[path.to_str().unwrap_or_default()])
}

#[test]
fn bundled_schedule_is_answered_as_promised() -> Outcome {
    let ran = change_calendar(&[])?;
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/change_calendar.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| it == "1") {
        fs::write(&path, &ran.out)?;
    }
    assert_eq!(ran.out, fs::read_to_string(&path)?);
    Ok(())
}

#[test]
fn json_has_every_conflict_with_its_reason_and_the_next_free_slot() -> Outcome {
    let ran = change_calendar(&["--json"])?;
    let read: Value = serde_json::from_str(&ran.out)?;
    let changes = read["changes"].as_array().ok_or("no changes")?;
    let of = |id: &str| {
        changes
            .iter()
            .find(|it| it["id"] == id)
            .ok_or("no such change")
    };
    let balancer = of("CHG-102")?;
    assert_eq!(balancer["blocked"], true);
    assert_eq!(balancer["conflicts"][0]["kind"], "redundancy");
    assert_eq!(
        balancer["conflicts"][0]["lost"],
        serde_json::json!(["web shop"])
    );
    assert_eq!(
        balancer["conflicts"][0]["others"],
        serde_json::json!(["CHG-101"])
    );
    assert_eq!(balancer["next_free"]["start"], "2026-03-02T08:00:00Z");
    assert_eq!(of("CHG-115")?["evaluated"], false);
    assert_eq!(of("CHG-115")?["next_free"], Value::Null);
    assert_eq!(of("CHG-116")?["conflicts"], serde_json::json!([]));
    // Every kind that the sample is there to show.
    let mut kinds: Vec<&str> = changes
        .iter()
        .flat_map(|it| it["conflicts"].as_array().into_iter().flatten())
        .filter_map(|it| it["kind"].as_str())
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in [
        "assignee_busy",
        "child_item",
        "dependant",
        "freeze",
        "not_evaluated",
        "outside_maintenance",
        "parent_item",
        "redundancy",
        "same_item",
    ] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
    Ok(())
}

#[test]
fn calendar_file_and_picture_are_written() -> Outcome {
    let (ics, svg) = (scratch("out.ics"), scratch("out.svg"));
    let paths = [&ics, &svg].map(|it| it.to_str().unwrap_or_default());
    let ran = change_calendar(&["--ics", paths[0], "--svg", paths[1]])?;
    assert_eq!(ran.status, 0, "{}", ran.err);
    let ics = fs::read_to_string(ics)?;
    // All but the one whose end is not known.
    assert_eq!(ics.matches("BEGIN:VEVENT\r\n").count(), 15);
    assert!(ics.starts_with("BEGIN:VCALENDAR\r\n") && ics.ends_with("END:VCALENDAR\r\n"));
    assert!(fs::read_to_string(svg)?.starts_with("<svg "));
    let nowhere = change_calendar(&["--svg", "/nowhere/at/all.svg"])?;
    assert_eq!(nowhere.status, 1);
    Ok(())
}

#[test]
fn wrong_file_is_told_with_line_and_field() -> Outcome {
    let first = "\"start\": \"2026-03-02T20:00:00Z\", \"end\": \"2026-03-02T21:00:00Z\"";
    let line = |text: &str| {
        SAMPLE
            .lines()
            .position(|it| it.contains(text))
            .map_or(0, |it| it + 1)
    };
    let backwards = "\"start\": \"2026-03-02T20:00:00Z\", \"end\": \"2026-03-02T19:00:00Z\"";
    let place = line(first);
    let cases = [
        (
            first,
            backwards.to_owned(),
            format!("line {place}, changes[0].end: expected an end after the start"),
        ),
        (
            first,
            first.replace("T20:00", "T25:00"),
            format!("line {place}, changes[0].start: "),
        ),
        (
            "\"item\": \"load balancer 1\"",
            "\"item\": \"load balancer 9\"".to_owned(),
            format!(
                "line {place}, changes[0].item: expected an item of the estate, got `load balancer 9`"
            ),
        ),
        (
            "\"id\": \"CHG-102\"",
            "\"id\": \"CHG-101\"".to_owned(),
            format!("line {}, changes[1].id: ", line("CHG-102")),
        ),
        (
            "\"kind\": \"freeze\"",
            "\"kind\": \"freze\"".to_owned(),
            format!(
                "line {}, windows[1].kind: unknown variant `freze`",
                line("spring_sale")
            ),
        ),
        (
            "\"calendar\": \"spring sale\"",
            "\"calendar\": \"sale\"".to_owned(),
            format!(
                "line {}, windows[1].calendar: expected a calendar of the book, got `sale`",
                line("spring_sale")
            ),
        ),
        (
            "\"mode\": \"advanced\"",
            "\"mode\": \"advanced\", \"suggestions\": 0".to_owned(),
            format!("line {}, policy.suggestions: ", line("\"mode\"")),
        ),
        (
            "\"at_least\": 2",
            "\"at_least\": 9".to_owned(),
            format!("line {}, estate.groups[2]: ", line("quorum")),
        ),
        (
            "\"now\"",
            "\"know\"".to_owned(),
            "unknown field `know`".to_owned(),
        ),
    ];
    for (place, (from, to, told)) in cases.iter().enumerate() {
        let ran = with(&format!("wrong_{place}.json"), from, to)?;
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{from}");
        assert!(ran.err.contains(told), "{told} in {}", ran.err);
    }
    assert_eq!(change_calendar(&["/nowhere/at/all.json"])?.status, 2);
    assert_eq!(change_calendar(&["--nothing"])?.status, 2);
    Ok(())
}

#[test]
fn schedule_without_conflict_is_no_failure_either() -> Outcome {
    let path = scratch("quiet.json");
    fs::write(
        &path,
        r#"{"name": "Quiet", "now": "2026-03-02T08:00:00Z", "estate": {"items": ["a"]}, "changes": []}"#,
    )?;
    let ran = change_calendar(&[path.to_str().unwrap_or_default()])?;
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("0 changes, 0 of them with 0 conflicts"));
    Ok(())
}
