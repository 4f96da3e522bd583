//! The whole replay of a gzipped event log, beside reading the same log into a struct for each row.

use chrono::NaiveDateTime;
use criterion::Criterion;
use csv::{ReaderBuilder, StringRecord};
use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use itsm_benches::measure::{beside, is_measuring, run, size, timed};
use itsm_examples::replay::map::{Map, SERVICENOW};
use itsm_examples::replay::replay_source;
use itsm_examples::replay::report::Report;
use itsm_examples::replay::source::Source;
use itsm_examples::sample_log::{SEED, generate};
use serde::{Deserialize, Deserializer, de};
use std::hint::black_box;
use std::io::Write;
use std::path::Path;

/// The columns of the log, by name.
#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct Row<'a> {
    number: &'a str,
    incident_state: &'a str,
    active: bool,
    reassignment_count: u32,
    reopen_count: u32,
    sys_mod_count: u32,
    made_sla: bool,
    caller_id: &'a str,
    opened_by: &'a str,
    #[serde(deserialize_with = "timestamp")]
    opened_at: Option<NaiveDateTime>,
    sys_created_by: &'a str,
    sys_created_at: &'a str,
    sys_updated_by: &'a str,
    #[serde(deserialize_with = "timestamp")]
    sys_updated_at: Option<NaiveDateTime>,
    contact_type: &'a str,
    location: &'a str,
    category: &'a str,
    subcategory: &'a str,
    u_symptom: &'a str,
    cmdb_ci: &'a str,
    impact: &'a str,
    urgency: &'a str,
    priority: &'a str,
    assignment_group: &'a str,
    assigned_to: &'a str,
    knowledge: &'a str,
    u_priority_confirmation: &'a str,
    notify: &'a str,
    problem_id: &'a str,
    rfc: &'a str,
    vendor: &'a str,
    caused_by: &'a str,
    closed_code: &'a str,
    resolved_by: &'a str,
    #[serde(deserialize_with = "timestamp")]
    resolved_at: Option<NaiveDateTime>,
    closed_at: &'a str,
}

fn timestamp<'de, D: Deserializer<'de>>(cell: D) -> Result<Option<NaiveDateTime>, D::Error> {
    match <&str>::deserialize(cell)? {
        "?" => Ok(None),
        text => NaiveDateTime::parse_from_str(text, "%d/%m/%Y %H:%M")
            .map(Some)
            .map_err(de::Error::custom),
    }
}

/// The log in the folder that `ITSM_DATA` names, else an invented one of a comparable size; in test
/// mode a small one, so that a test is fast.
fn packed_log() -> Vec<u8> {
    if let Some(folder) = std::env::var_os("ITSM_DATA").filter(|_| is_measuring()) {
        let path = Path::new(&folder).join("uci498/incident_event_log.csv.gz");
        return match std::fs::read(&path) {
            Ok(log) => log,
            Err(error) => panic!("cannot read `{}`: {error}", path.display()),
        };
    }
    let cases = u32::try_from(size(24_000, 240)).expect("few enough");
    let log = generate(SEED, cases).expect("a sample");
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(&log).expect("memory takes it");
    packer.finish().expect("memory takes it")
}

fn replay(packed: &[u8], map: &Map) -> Report {
    let mut packed = packed;
    let source = Source::stdin(&mut packed).expect("memory can be read");
    replay_source(source, "servicenow.toml", map).expect("the log fits the map")
}

fn read(packed: &[u8]) -> usize {
    let text = MultiGzDecoder::new(packed);
    let mut csv = ReaderBuilder::new()
        .buffer_capacity(1 << 16)
        .from_reader(text);
    let mut row = StringRecord::new();
    let mut rows = 0;
    while csv.read_record(&mut row).expect("a row") {
        let row: Row<'_> = row.deserialize(None).expect("the columns");
        black_box(&row);
        rows += 1;
    }
    rows
}

fn bench(criterion: &mut Criterion) {
    let map = Map::parse(SERVICENOW).expect("a map");
    let log = packed_log();
    let rows = read(&log);
    let report = replay(&log, &map);
    println!("{rows} rows in {} bytes, packed", log.len());
    assert!(rows > 0);
    assert_eq!(report.log.rows, rows as u64, "both read the same rows");
    beside(
        criterion,
        "replay",
        2.0,
        rows,
        timed(|| replay(black_box(&log), &map)),
        timed(|| read(black_box(&log))),
    );
}

fn main() {
    run(bench);
}
