//! What goes down with what, asked in-process as at a terminal.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops where its own preparation fails"
)]

use itsm_examples::blast::run;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;

struct Outcome {
    status: u8,
    out: String,
    err: String,
}

fn blast(args: &[&str]) -> Outcome {
    let args = ["blast_radius"].iter().chain(args).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = run(args, &mut out, &mut err);
    Outcome {
        status,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

/// Writes a file for one test; the name has to be the test's own.
fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Mail needs the resolver and one of two databases; the site needs mail, and the resolver on two
/// lines, of which one offers a way out that the other does not.
const GROUPS: &str = "\
mail\tDepends\tresolver
mail\tDepends\tmaria|postgres
mail\tDepends\tmaria|postgres
site\tDepends\tmail
site\tPre-Depends\tresolver
site\tDepends\tresolver|unbound
postgres\tDepends\tdisk
maria\tDepends\tdisk
logger\tDepends\tlogger|syslog
";

fn refused(args: &[&str]) -> String {
    let outcome = blast(args);
    assert_eq!(
        (outcome.status, outcome.out.as_str()),
        (2, ""),
        "{}",
        outcome.err
    );
    assert!(outcome.err.starts_with("error: "), "{}", outcome.err);
    outcome.err
}

#[test]
fn bundled_web_shop_is_told_as_a_story() {
    let outcome = blast(&[]);
    assert_eq!((outcome.status, outcome.err.as_str()), (0, ""));
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/web_shop.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, &outcome.out).unwrap();
    }
    assert_eq!(outcome.out, std::fs::read_to_string(&golden).unwrap());
}

#[test]
fn each_name_is_answered_and_names_joined_by_a_comma_fail_together() {
    let groups = file("blast.tsv", GROUPS);
    let outcome = blast(&[&groups, "maria", "maria,postgres", "unbound"]);
    assert_eq!(
        (outcome.status, outcome.out.as_str()),
        (
            0,
            "maria: 0 go down besides\n\
             maria,postgres: 2 go down besides\n  mail\n  site\n\
             unbound: 0 go down besides\n"
        )
    );
    let outcome = blast(&[&groups, "--json", "disk", "disk,disk", "resolver", "syslog"]);
    assert_eq!(
        outcome.out,
        "{\"disk\":4,\"disk,disk\":4,\"resolver\":2,\"syslog\":0}\n"
    );
}

#[test]
fn line_with_one_provider_counts_beside_a_line_that_offers_another() {
    let groups = file("blast_two_lines.tsv", "a\tDepends\tb\na\tDepends\tb|c\n");
    let outcome = blast(&[&groups, "--json", "b", "c"]);
    assert_eq!(outcome.out, "{\"b\":1,\"c\":0}\n");
}

#[test]
fn gzipped_file_is_read_whatever_it_is_called() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(GROUPS.as_bytes()).unwrap();
    let groups = file("blast_packed.tsv", packed.finish().unwrap());
    assert_eq!(blast(&[&groups, "--json", "disk"]).out, "{\"disk\":4}\n");
}

#[test]
fn way_to_a_package_is_told_step_by_step() {
    let groups = file("blast_why.tsv", GROUPS);
    let outcome = blast(&[&groups, "disk", "--why", "site"]);
    assert_eq!(
        outcome.out,
        "site goes down with disk:\n  \
         1. disk is down: it has failed\n  \
         2. maria is down: it needs disk (Depends, line 8)\n  \
         3. postgres is down: it needs disk (Depends, line 7)\n  \
         4. mail is down: it needs one of 2 (Depends, line 2), and all are down: maria, postgres\n  \
         5. site is down: it needs mail (Depends, line 4)\n"
    );
    let outcome = blast(&[&groups, "maria", "--why", "site"]);
    assert_eq!(
        (outcome.status, outcome.out.as_str()),
        (0, "site does not go down with maria\n")
    );
}

#[test]
fn long_list_is_cut_unless_all_are_asked_for() {
    let lines: Vec<String> = (10..40).map(|n| format!("p{n}\tDepends\tbase\n")).collect();
    let lines = lines.concat();
    let groups = file("blast_long.tsv", lines);
    let cut = blast(&[&groups, "base"]).out;
    assert!(
        cut.starts_with("base: 30 go down besides\n  p10\n"),
        "{cut}"
    );
    assert!(
        cut.ends_with("  p29\n  … and 10 more; --all names them all\n"),
        "{cut}"
    );
    assert!(blast(&[&groups, "base", "--all"]).out.ends_with("  p39\n"));
}

#[test]
fn unknown_name_is_refused_with_those_near_it() {
    let groups = file("blast_unknown.tsv", GROUPS);
    assert_eq!(
        refused(&[&groups, "mail", "postgers"]),
        "error: there is no package `postgers`; near it: `postgres`\n"
    );
    assert_eq!(
        refused(&[&groups, "mail,"]),
        "error: there is no package ``; near it: none\n"
            .replace("; near it: none", ", nor one with a name like it")
    );
    let why = refused(&[&groups, "mail", "--why", "sit"]);
    assert!(why.contains("near it: `site`"), "{why}");
}

#[test]
fn broken_line_is_refused_with_its_place_and_rule() {
    for (name, content, expected) in [
        (
            "columns",
            &b"a\tDepends\tb\na Depends b\n"[..],
            "line 2: expected 3 columns separated by tabs: package, kind, providers; got 1",
        ),
        (
            "package",
            b"\tDepends\tb\n",
            "line 1: expected a package, got an empty column",
        ),
        (
            "kind",
            b"a\t\tb\n",
            "line 1: expected a kind of dependency, got an empty column",
        ),
        (
            "provider",
            b"a\tDepends\tb||c\n",
            "line 1: expected providers separated by `|`, got an empty one in `b||c`",
        ),
        (
            "bytes",
            b"a\tDepends\tb\r\na\tDepends\t\xff\n",
            "line 2: expected UTF-8, got other bytes",
        ),
        (
            "blank",
            b"a\tDepends\tb\n\n",
            "line 2: expected 3 columns separated by tabs: package, kind, providers; got 1",
        ),
        (
            "empty",
            b"",
            "expected lines of dependency groups, got none",
        ),
        ("gzip", b"\x1f\x8b\x08 and no more", "cannot be read: "),
    ] {
        let groups = file(&format!("blast_broken_{name}.tsv"), content);
        let err = refused(&[&groups, "a"]);
        let place = format!("blast_broken_{name}.tsv: {expected}");
        assert!(err.contains(&place), "{err}");
    }
    let wide: Vec<String> = (0..1_001).map(|n| format!("p{n}")).collect();
    let groups = file(
        "blast_wide.tsv",
        format!("a\tDepends\t{}\n", wide.join("|")),
    );
    assert!(refused(&[&groups, "a"]).contains("line 1: group has more than 1000 members"));
}

#[test]
fn wrong_usage_and_missing_file_are_refused() {
    let groups = file("blast_usage.tsv", GROUPS);
    for args in [
        vec![groups.as_str()],
        vec!["--json"],
        vec![&groups, "mail", "site", "--why", "disk"],
        vec![&groups, "mail", "--why", "disk", "--json"],
        vec!["no-such-file.tsv", "mail"],
        vec!["--nonsense"],
    ] {
        refused(&args);
    }
    assert_eq!(blast(&["--help"]).status, 0);
}
