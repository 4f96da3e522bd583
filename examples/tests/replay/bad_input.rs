//! Bad input of each kind: what stops the run, and what is only reported.

use crate::common::{file, replay, replay_with};
use flate2::{Compression, write::GzEncoder};
use itsm_examples::replay::map::SERVICENOW;
use itsm_examples::replay::{Terminal, run};
use serde_json::json;
use std::io::{self, Write};

/// A map for tiny logs: `id,when,n,state`.
const TINY: &str = r#"
[time]
format = "%Y-%m-%d %H:%M"
zone = "UTC"
[columns]
case = "id"
at = "when"
counter = "n"
opened = "opened"
[state]
columns = ["state"]
map = [{ from = "new", to = "new" }, { from = "done", to = "resolved" }]
"#;

const HEADER: &str = "id,when,n,opened,state\n";

/// A replay of a tiny log from standard input.
fn tiny(name: &str, rows: &str) -> crate::common::Output {
    let map = file(&format!("{name}.toml"), TINY);
    replay_with(
        &["-", "--map", &map, "--json"],
        format!("{HEADER}{rows}").as_bytes(),
    )
}

/// The faults that a map is refused for.
fn refused(name: &str, map: &str) -> String {
    let map = file(&format!("{name}.toml"), map);
    let output = replay(&["--map", &map]);
    assert_eq!(
        (output.status, output.stdout.as_str()),
        (2, ""),
        "{}",
        output.stderr
    );
    output.stderr
}

#[test]
fn wrong_usage_is_told_on_standard_error() {
    for args in [vec!["--nonsense"], vec!["a", "b"], vec!["--map"]] {
        let output = replay(&args);
        assert_eq!((output.status, output.stdout.as_str()), (2, ""));
        assert!(output.stderr.starts_with("error: "), "{}", output.stderr);
    }
    let help = replay(&["--help"]);
    assert_eq!((help.status, help.stderr.as_str()), (0, ""));
    assert!(help.stdout.contains("event-log-maps.md"));
}

#[test]
fn a_log_that_cannot_be_read_is_named() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    let empty = file("empty.csv", "");
    let cut = {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(itsm_examples::replay::source::SAMPLE.as_bytes())
            .unwrap();
        let whole = gzip.finish().unwrap();
        file("cut.csv.gz", &whole[..whole.len() / 2])
    };
    for path in ["/no/such/log.csv", folder, &empty, &cut] {
        let output = replay(&[path]);
        assert_eq!((output.status, output.stdout.as_str()), (2, ""), "{path}");
        assert!(
            output.stderr.starts_with("error: cannot read `"),
            "{}",
            output.stderr
        );
    }
    let output = replay(&["--map", "/no/such/map.toml"]);
    assert_eq!(output.status, 2);
    assert!(
        output.stderr.contains("`/no/such/map.toml`"),
        "{}",
        output.stderr
    );
}

#[test]
fn gzip_is_known_by_its_bytes_and_not_by_its_name() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(itsm_examples::replay::source::SAMPLE.as_bytes())
        .unwrap();
    let packed = file("packed.txt", gzip.finish().unwrap());
    let plain = file("plain.gz", itsm_examples::replay::source::SAMPLE);
    let [packed, plain] = [packed, plain].map(|path| {
        let mut report = replay(&[&path, "--json"]).json();
        report["log"]["name"] = json!("");
        report
    });
    assert_eq!(packed, plain);
    assert_eq!(packed["cases"], 240);
}

#[test]
fn every_fault_of_a_map_is_told_at_once_with_its_line() {
    let map = r#"titel = "x"
[file]
delimiter = "::"
[time]
format = "%d/%m"
zone = "Mars/Base"
[columns]
case = 7
at = "when"
oepned = "opened"
met_sla = "sla"
[levels]
key = "size"
[state]
columns = ["state"]
map = [
  { from = "a", to = "waiting" },
  { from = "b", to = "on_hold" },
  { from = "c", to = "closed", reason = "awaiting_caller" },
  { from = ["d", "e"], to = "closed" },
  { from = "f", to = "new" },
  { from = "f", to = "closed" },
  { to = "closed" },
  { from = "g", to = "on_hold", reason = "Awaiting User" },
]
"#;
    let faults = refused("faulty", map);
    for expected in [
        "line 1: `titel`: unknown key; expected one of `title`",
        "line 3: `file.delimiter`: `::` cannot part cells",
        "line 5: `time.format`: `%d/%m` is not a format of timestamps",
        "line 6: `time.zone`: `Mars/Base` is not a zone of the IANA database",
        "line 8: `columns.case`: expected a text in quotes, got a integer",
        "line 10: `columns.oepned`: unknown key",
        "`sla`: missing",
        "line 13: `levels.key`: expected `leading_number` or `label`, got `size`",
        "line 17: `state.map[0].to`: `waiting` is not a state of the lifecycle; expected one of `new`",
        "line 18: `state.map[1].to`: a hold has a `reason`",
        "line 19: `state.map[2].reason`: only a hold has a reason",
        "line 20: `state.map[3].from`: expected one cell for each of 1 state columns, got 2",
        "line 22: `state.map[5].from`: never reached",
        "line 23: `state.map[6]`: `from` is missing",
        "line 24: `state.map[7].reason`: `Awaiting User` is not a code",
    ] {
        assert!(
            faults.contains(expected),
            "expected {expected}\ngot {faults}"
        );
    }
    assert_eq!(faults.lines().count(), 16, "{faults}");
}

#[test]
fn a_map_that_is_not_toml_is_refused_with_its_line() {
    let faults = refused("not_toml", "[time]\nformat = \n");
    assert!(faults.contains("line 2: not TOML"), "{faults}");
}

#[test]
fn an_empty_map_is_told_what_it_lacks() {
    let faults = refused("nothing", "");
    for expected in ["`columns`: missing", "`time`: missing", "`state`: missing"] {
        assert!(faults.contains(expected), "{faults}");
    }
}

#[test]
fn columns_that_the_log_does_not_have_are_told_at_once() {
    let map = SERVICENOW
        .replace("at = \"sys_updated_at\"", "at = \"changed\"")
        .replace("problem = \"problem_id\"", "problem = \"prb\"");
    let faults = refused("columns", &map);
    for expected in [
        "`columns.at`: the log has no column `changed`",
        "`links.problem`: the log has no column `prb`",
        "the columns of the log are `number`, `incident_state`",
    ] {
        assert!(faults.contains(expected), "{faults}");
    }
    let map = file("twice.toml", TINY);
    let twice = replay_with(&["-", "--map", &map], b"id,when,n,opened,state,id\n");
    assert_eq!(twice.status, 2);
    assert!(
        twice.stderr.contains("more than one column `id`"),
        "{}",
        twice.stderr
    );
}

#[test]
fn rows_that_cannot_be_events_are_reported_with_their_true_lines() {
    let rows = "A,2024-01-01 10:00,1,,new\n\
        \n\
        A,2024-01-01 11:00,2,new\n\
        ,2024-01-01 11:00,2,,new\n\
        A,\"soon\nor later\",2,,new\n\
        A,2024-02-30 10:00,3,,new\n\
        A,2024-01-01 12:00,4,,done\r\n\
        A,2024-01-01 12:00,5,,done,more";
    let report = tiny("rejected", rows).json();
    assert_eq!(
        (&report["events"], &report["rejected_rows"]),
        (&json!(2), &json!(5))
    );
    assert_eq!(report["transitions"], json!({ "new": { "done": 1 } }));
    let first = report["data_quality"]["rejected"]["first"]
        .as_array()
        .unwrap();
    let lines: Vec<_> = first
        .iter()
        .map(|it| it["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [4, 5, 6, 8, 10]);
    assert_eq!(first[0]["what"], "the header has 5 cells, this row has 4");
    assert_eq!(first[1]["what"], "it names no case");
    assert_eq!(
        first[2]["what"],
        "`soon\\nor later` is not a timestamp of the map's format"
    );
}

#[test]
fn a_quote_that_is_left_open_swallows_nothing_silently() {
    let report = tiny(
        "quote",
        "A,2024-01-01 10:00,1,,new\nA,\"2024-01-01 10:00,2,,new\nA,2024-01-01 10:00,3,,new\n",
    )
    .json();
    let finding = &report["data_quality"]["rejected"]["first"][0];
    assert_eq!(finding["line"], 3);
    assert!(
        finding["what"]
            .as_str()
            .unwrap()
            .contains("a quote is left open"),
        "{finding}"
    );
}

#[test]
fn events_that_run_backwards_are_counted_and_told() {
    let rows = "A,2024-01-01 10:00,5,,new\nA,2024-01-01 09:00,6,,new\nB,2023-01-01 09:00,1,,new\nA,2024-01-01 09:30,2,,done\n";
    let report = tiny("backwards", rows).json();
    let quality = &report["data_quality"];
    assert_eq!(
        quality["backwards_time"]["first"],
        json!([{ "line": 3, "case": "A", "what": "recorded 1 h 0 min before the row above it in this case" }])
    );
    assert_eq!(
        quality["backwards_counter"]["first"],
        json!([{ "line": 5, "case": "A", "what": "the counter runs from 6 back to 2" }])
    );
}

#[test]
fn cells_that_cannot_be_read_do_not_cost_their_row() {
    let report = tiny("cells", "A,2024-01-01 10:00,one,yesterday,new\n").json();
    assert_eq!(
        (&report["events"], &report["rejected_rows"]),
        (&json!(1), &json!(0))
    );
    let cells = &report["data_quality"]["unreadable_cells"];
    assert_eq!(cells["count"], 2);
    assert!(
        cells["first"][0]["what"]
            .as_str()
            .unwrap()
            .starts_with("`n` says `one`")
    );
}

#[test]
fn undeclared_states_keep_their_names_and_their_lines() {
    let report = tiny(
        "undeclared",
        "A,2024-01-01 10:00,1,,new\nA,2024-01-01 10:00,2,,-100\nA,2024-01-01 10:00,3,,done\n",
    )
    .json();
    assert_eq!(report["states"], json!({ "new": 1, "done": 1, "-100": 1 }));
    assert_eq!(report["rejected_rows"], 0);
    assert_eq!(report["conformance"]["undeclared"], 2);
    assert_eq!(
        report["data_quality"]["undeclared_states"]["first"][0]["line"],
        3
    );
}

#[test]
fn states_that_look_alike_are_not_counted_as_one() {
    let long = "x".repeat(80);
    let rows = format!("A,2024-01-01 10:00,1,,{long}1\nA,2024-01-01 10:00,2,,{long}2\n");
    let states = &tiny("alike", &rows).json()["states"];
    assert_eq!(states.as_object().unwrap().len(), 2, "{states}");
}

#[test]
fn a_column_of_free_text_does_not_make_a_state_of_each_row() {
    let row = |n: usize| format!("A,2024-01-01 10:00,{n},,text {n}\n");
    let report = tiny("free_text", &(0..6000).map(row).collect::<String>()).json();
    let states = report["states"].as_object().unwrap();
    assert_eq!(states.len(), 257);
    assert_eq!(states["(other undeclared states)"], 6000 - 256);
    assert_eq!(report["data_quality"]["undeclared_states"]["count"], 6000);
}

#[test]
fn bytes_that_are_not_text_do_not_stop_the_run() {
    let map = file("latin.toml", TINY);
    let log = [
        HEADER.as_bytes(),
        b"M\xfcller,2024-01-01 10:00,1,,gel\xf6st\n\x1b[31m,2024-01-01 10:00,1,,new\n",
    ]
    .concat();
    let report = replay_with(&["-", "--map", &map, "--json"], &log).json();
    assert_eq!(
        (&report["cases"], &report["events"]),
        (&json!(2), &json!(2))
    );
    let text = replay_with(&["-", "--map", &map], &log).stdout;
    assert!(text.contains("gel\u{fffd}st") && !text.contains('\u{1b}'));
}

#[test]
fn a_log_without_a_row_has_a_report_without_figures() {
    let report = tiny("no_rows", "").json();
    assert_eq!(
        (&report["cases"], &report["events"], &report["states"]),
        (&json!(0), &json!(0), &json!({}))
    );
    let map = file("no_rows_text.toml", TINY);
    let text = replay_with(&["-", "--map", &map], HEADER.as_bytes());
    assert_eq!(text.status, 0);
    assert!(text.stdout.contains("0 cases, 0 events\n"));
}

#[test]
fn findings_are_counted_in_full_and_listed_in_part() {
    let rows = "A,never,1,,new\n".repeat(250);
    let report = tiny("many", &rows).json();
    let rejected = &report["data_quality"]["rejected"];
    assert_eq!(
        (
            &rejected["count"],
            rejected["first"].as_array().unwrap().len()
        ),
        (&json!(250), 100)
    );
    let map = file("many_text.toml", TINY);
    let text = replay_with(&["-", "--map", &map], format!("{HEADER}{rows}").as_bytes());
    assert!(text.stdout.contains("and 240 more"), "{}", text.stdout);
    assert!(text.stderr.contains("250 rows"), "{}", text.stderr);
}

/// Takes some bytes, then fails.
struct Closing(usize, io::ErrorKind);

impl Write for Closing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        if taken == 0 {
            Err(self.1.into())
        } else {
            Ok(taken)
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_has_read_enough_is_no_failure() {
    for json in [false, true] {
        for (kind, expected) in [
            (io::ErrorKind::BrokenPipe, 0),
            (io::ErrorKind::StorageFull, 1),
        ] {
            let mut stderr = Vec::new();
            let args = ["replay", "--json"].into_iter().take(1 + usize::from(json));
            let status = run(
                args.map(Into::into),
                &mut Terminal {
                    stdin: &mut io::empty(),
                    stdout: &mut Closing(100, kind),
                    stderr: &mut stderr,
                    progress: false,
                },
            );
            assert_eq!(status, expected, "{}", String::from_utf8_lossy(&stderr));
        }
    }
}
