//! Candidates for problems: the invented log as it is told, small logs by hand, and wrong input.
#![allow(
    clippy::expect_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use itsm_examples::find_problems::run;
use itsm_examples::replay::Terminal;
use serde_json::Value;
use std::ffi::OsString;
use std::io::Read;
use std::path::Path;

/// The exit status, what was written, and what was noted.
fn told(args: &[&str], mut stdin: &[u8]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal = Terminal {
        stdin: &mut stdin as &mut dyn Read,
        stdout: &mut out,
        stderr: &mut err,
        progress: false,
    };
    let args = std::iter::once("find_problems").chain(args.iter().copied());
    let status = run(args.map(OsString::from), &mut terminal);
    let text = |it| String::from_utf8(it).expect("text");
    (status, text(out), text(err))
}

fn json(args: &[&str], stdin: &str) -> Value {
    let (status, out, err) = told(args, stdin.as_bytes());
    assert_eq!(status, 0, "{err}");
    serde_json::from_str(&out).expect("JSON")
}

/// Compares with a golden file; `UPDATE_GOLDEN=1` writes it anew.
fn golden(name: &str, told: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| it == "1") {
        std::fs::write(&path, told).expect("a golden file");
    }
    let kept = std::fs::read_to_string(&path).expect("a golden file");
    assert_eq!(kept, told, "{name}; UPDATE_GOLDEN=1 writes it anew");
}

#[test]
fn outbreaks_of_the_invented_log_are_told() {
    let (status, out, err) = told(&[], b"");
    assert_eq!(status, 0);
    assert!(err.starts_with("note: no log given"), "{err}");
    golden("find_problems.txt", &out);
}

#[test]
fn every_planted_outbreak_is_found_and_no_line_is_too_wide() {
    let (_, out, _) = told(&[], b"");
    assert!(out.lines().all(|it| it.chars().count() <= 90), "{out}");
    let found = json(&["--json"], "");
    let candidates = found["candidates"].as_array().expect("a list");
    let day = |key: &str, day: &str| {
        candidates.iter().any(|it| {
            let since = it["window"]["from"].as_str().expect("an instant");
            it["key"] == key && since.starts_with(day)
        })
    };
    assert!(day("subcategory Network / Remote access", "2024-03-04"));
    assert!(day("ci CI-0007", "2024-03-18"));
    assert!(day("ci CI-0112", "2024-04-07"));
    assert!(day("subcategory Network / Wireless", "2024-05-02"));
    assert!(day("subcategory Network / Remote access", "2024-05-02"));
    assert!(day("ci CI-0112", "2024-06-03"));
    assert!(found["precision"].as_f64() > Some(0.8));
    assert!(found["recall"].as_f64() > Some(0.8));
}

const MAP: &str = r#"
[time]
format = "rfc3339"

[columns]
case = "id"
at = "at"
ci = "item"

[links]
problem = "problem"

[state]
columns = ["state"]
map = [{ from = "open", to = "new" }]
"#;

/// A map in a file of its own.
fn map(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("a map");
    path.display().to_string()
}

/// Six cases on one item within six hours, of which four are linked; two on another item, which are
/// linked to the problem of two of them.
const LOG: &str = "\
id,at,item,state,problem
A,2026-03-02T08:00:00Z,srv-1,open,
B,2026-03-02T09:00:00Z,srv-1,open,P1
C,2026-03-02T10:00:00Z,srv-1,open,P1
D,2026-03-02T11:00:00Z,srv-1,open,P2
E,2026-03-02T12:00:00Z,srv-1,open,
F,2026-03-02T13:00:00Z,srv-1,open,P2
X,2026-03-02T13:10:00Z,srv-2,open,P1
A,2026-03-02T14:00:00Z,srv-2,open,
Y,2026-03-02T14:10:00Z,srv-2,open,P1
";

#[test]
fn candidates_and_pairs_of_a_small_log_are_those_counted_by_hand() {
    let map = map("small.toml", MAP);
    let found = json(&["-", "--map", &map, "--json"], LOG);
    let candidates = found["candidates"].as_array().expect("a list");
    assert_eq!(candidates.len(), 1, "{found}");
    let it = &candidates[0];
    assert_eq!(it["key"], "ci srv-1");
    assert_eq!(it["rule"], "repeated");
    assert_eq!(
        it["cases"],
        serde_json::json!(["A", "B", "C", "D", "E", "F"])
    );
    assert_eq!(it["window"]["until"], "2026-03-02T13:00:00Z");
    // P1 has B, C, X and Y, P2 has D and F. Together in the candidate: B, C, D and F.
    let links = serde_json::json!({"problems": 2, "cases": 6, "pairs": 7});
    assert_eq!(found["links"], links);
    assert_eq!(found["precision"], 2.0 / 6.0);
    assert_eq!(found["recall"], 2.0 / 7.0);
}

#[test]
fn order_of_the_rows_of_different_cases_does_not_matter() {
    let map = map("order.toml", MAP);
    let mut lines: Vec<&str> = LOG.lines().collect();
    lines[1..8].reverse();
    let turned = lines.join("\n");
    let args = ["-", "--map", &map, "--json"];
    assert_eq!(json(&args, &turned), json(&args, LOG));
}

#[test]
fn without_links_nothing_is_said_of_precision() {
    let map = map(
        "unlinked.toml",
        &MAP.replace("[links]\nproblem = \"problem\"\n", ""),
    );
    let found = json(&["-", "--map", &map, "--json"], LOG);
    for name in ["links", "precision", "recall"] {
        assert_eq!(found[name], Value::Null, "{name}");
    }
    let (_, out, _) = told(&["-", "--map", &map], LOG.as_bytes());
    assert!(out.contains("The map names no link `problem`"), "{out}");
}

#[test]
fn rows_that_cannot_be_used_are_counted_and_the_run_goes_on() {
    let map = map("rejected.toml", MAP);
    let log = format!(
        "{LOG}Z,yesterday,srv-1,open,\nZ,2026-03-02T08:00:00Z\n,2026-03-02T08:00:00Z,srv-1,open,\n"
    );
    let (status, out, err) = told(&["-", "--map", &map], log.as_bytes());
    assert_eq!(status, 0);
    assert!(
        err.starts_with("note: 3 rows of standard input were passed over"),
        "{err}"
    );
    assert!(out.contains("8 incidents, opened from"), "{out}");
}

#[test]
fn wrong_input_is_an_error_that_names_the_place() {
    let (status, out, err) = told(&["no/such/log.csv"], b"");
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(
        err.starts_with("error: cannot read `no/such/log.csv`"),
        "{err}"
    );

    let (status, _, err) = told(&["-"], b"");
    assert_eq!(status, 2);
    assert!(err.contains("it is empty, expected a header"), "{err}");

    let wrong = map(
        "wrong.toml",
        &MAP.replace("ci = \"item\"", "ci = \"thing\""),
    );
    let (status, _, err) = told(&["-", "--map", &wrong], LOG.as_bytes());
    assert_eq!(status, 2);
    assert!(
        err.contains("line 8: `columns.ci`: the log has no column `thing`"),
        "{err}"
    );

    let (status, _, err) = told(&["--nonsense"], b"");
    assert_eq!(status, 2);
    assert!(err.contains("--nonsense"), "{err}");
}
