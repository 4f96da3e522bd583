//! The business-time cases, run in-process.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops where its own preparation fails"
)]

use itsm_examples::vectors::{SAMPLE, run};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

struct Outcome {
    status: u8,
    out: String,
    err: String,
}

fn vectors(files: &[&Path]) -> Outcome {
    let args = std::iter::once(OsString::from("business_time_vectors"))
        .chain(files.iter().map(|file| file.as_os_str().to_owned()));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = run(args, &mut out, &mut err);
    Outcome {
        status,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn bundled_sample_passes() {
    let outcome = vectors(&[]);
    assert_eq!(
        (outcome.status, outcome.out.as_str()),
        (0, "10 passed, 0 failed\n")
    );
}

#[test]
fn gzipped_file_is_read() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, SAMPLE.as_bytes()).unwrap();
    let path = file("sample.json.gz", &packed.finish().unwrap());
    assert_eq!(vectors(&[&path]).out, "10 passed, 0 failed\n");
}

#[test]
fn difference_is_printed_with_both_answers() {
    let wrong = SAMPLE.replacen("2026-03-09T20:00:00Z", "2026-03-09T21:00:00Z", 1);
    let outcome = vectors(&[&file("wrong.json", wrong.as_bytes())]);
    assert_eq!(outcome.status, 1);
    assert_eq!(
        outcome.out,
        "sample-01 add: expected \"2026-03-09T21:00:00Z\", got \"2026-03-09T20:00:00Z\"\n\
         9 passed, 1 failed\n"
    );
}

#[test]
fn operation_that_does_not_apply_has_failed() {
    let unknown = SAMPLE.replacen("\"op\": \"within\"", "\"op\": \"divide\"", 1);
    let outcome = vectors(&[&file("unknown.json", unknown.as_bytes())]);
    assert_eq!(outcome.status, 1);
    assert!(
        outcome
            .out
            .contains("no answer: operation `divide` is not known"),
        "{}",
        outcome.out
    );
    let missing = SAMPLE.replacen("\"seconds\": 28800, ", "", 1);
    let outcome = vectors(&[&file("missing.json", missing.as_bytes())]);
    assert!(
        outcome.out.ends_with("9 passed, 1 failed\n"),
        "{}",
        outcome.out
    );
}

#[test]
fn unreadable_file_is_told_apart() {
    for (name, text) in [
        ("text.json", "hello"),
        ("empty.json", "{}"),
        ("list.json", "{\"cases\": 1}"),
    ] {
        let outcome = vectors(&[&file(name, text.as_bytes())]);
        assert_eq!(outcome.status, 2, "{text}");
        assert!(outcome.err.contains(name), "{}", outcome.err);
        assert_eq!(outcome.out, "");
    }
    assert_eq!(vectors(&[Path::new("no-such-file.json")]).status, 2);
}

#[test]
fn closing_convention_follows_the_source() {
    let case = |repo: &str, expected: &str| {
        format!(
            r#"{{"cases": [{{"source": {{"repo": "{repo}"}}, "op": "add", "schedule": {{"tz": "UTC",
            "hours": {{"mon": [["09:00", "17:00"]]}}}}, "start": "2026-06-01T09:00:00Z",
            "seconds": 28800, "expected": "{expected}"}}]}}"#
        )
    };
    for (repo, expected) in [
        ("zendesk/biz", "2026-06-08T09:00:00Z"),
        ("zammad/zammad", "2026-06-01T17:00:00Z"),
        ("somebody/else", "2026-06-01T17:00:00Z"),
    ] {
        let path = file("convention.json", case(repo, expected).as_bytes());
        assert_eq!(vectors(&[&path]).out, "1 passed, 0 failed\n", "{repo}");
    }
}

/// The cases of other tools are not part of this repository; `ITSM_DATA` says where they lie.
#[test]
fn cases_of_other_tools_pass() {
    let Some(data) = std::env::var_os("ITSM_DATA") else {
        return;
    };
    let folder = Path::new(&data).join("calendar");
    for (name, count) in [
        ("peer_vectors.json", 229),
        ("oracle_vectors.json.gz", 1_930),
    ] {
        let outcome = vectors(&[&folder.join(name)]);
        assert_eq!(
            outcome.out,
            format!("{count} passed, 0 failed\n"),
            "{}",
            outcome.err
        );
    }
}
