//! Memory grows with the cases and not with the rows, and by at most 64 bytes for each case:
//! record, key, slot in the hash table and what the percentiles need, all told. On top of that come
//! the incidents that have not ended, of which there are never more than a few here. Where the map
//! has clocks, those of each case come on top as well: some hundred bytes for one.
//!
//! One test alone in its binary, because the allocator counts for the whole process.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use indicatif::ProgressBar;
use itsm_examples::replay::map::Map;
use itsm_examples::replay::replay_source;
use itsm_examples::replay::report::Report;
use itsm_examples::replay::source::Source;
use peak_alloc::PeakAlloc;
use std::io::{self, Read, Write};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const MAP: &str = r#"
[time]
format = "%d/%m/%Y %H:%M"
zone = "UTC"
[columns]
case = "id"
at = "at"
counter = "n"
opened = "opened"
resolved = "resolved"
group = "group"
[state]
columns = ["state"]
map = [
  { from = "New", to = "new" },
  { from = "Active", to = "in_progress" },
  { from = "Resolved", to = "resolved" },
  { from = "Closed", to = "closed" },
]
"#;

/// So many cases are open at a time.
const AT_A_TIME: usize = 50;

/// A log that is made while it is read, some cases taking turns at a time; every case ends closed.
struct Made {
    cases: usize,
    rounds: usize,
    next: usize,
    line: Vec<u8>,
    read: usize,
}

impl Read for Made {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read == self.line.len() {
            if self.next == self.cases * self.rounds {
                return Ok(0);
            }
            let turns = AT_A_TIME.min(self.cases);
            let (block, place) = (
                self.next / (turns * self.rounds),
                self.next % (turns * self.rounds),
            );
            let (case, round) = (block * turns + place % turns, place / turns);
            let state = match self.rounds - 1 - round {
                0 => "Closed",
                1 => "Resolved",
                _ if round == 0 => "New",
                _ => "Active",
            };
            let day = 1 + case % 28;
            self.line.clear();
            writeln!(
                self.line,
                "INC{case:07},{day}/2/2024 10:{:02},{round},1/2/2024 09:00,{day}/2/2024 10:59,group {},{state}",
                round % 60,
                (case + round) % 50,
            )?;
            self.next += 1;
            self.read = 0;
        }
        let n = buffer.len().min(self.line.len() - self.read);
        buffer[..n].copy_from_slice(&self.line[self.read..self.read + n]);
        self.read += n;
        Ok(n)
    }
}

const CLOCK: &str = r#"
[[service_level.clocks]]
id = "resolution"
counts_from = "opened_at"
start = { all = [] }
stop = { attribute = "state", in = ["resolved", "closed"] }
target = { kind = "open_time", seconds = 3_600 }
"#;

fn peak(cases: usize, rounds: usize) -> (Report, usize) {
    peak_with(MAP, cases, rounds)
}

fn peak_with(map: &str, cases: usize, rounds: usize) -> (Report, usize) {
    let map = Map::parse(map).unwrap();
    let made = Made {
        cases,
        rounds,
        next: 0,
        line: Vec::new(),
        read: 0,
    };
    let source = Source {
        name: "made".into(),
        text: Box::new(
            b"id,at,n,opened,resolved,group,state\n"
                .as_slice()
                .chain(made),
        ),
        bar: ProgressBar::hidden(),
    };
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    let report = replay_source(source, "made", &map).unwrap();
    (report, ALLOCATOR.peak_usage() - before)
}

#[test]
fn memory_is_64_bytes_for_a_case_and_nothing_for_a_row() {
    peak(10, 4); // whatever is allocated once
    let (few, with_few_rows) = peak(5_000, 4);
    let (many, with_many_rows) = peak(5_000, 40);
    assert_eq!((few.cases, many.cases), (5_000, 5_000));
    assert_eq!((few.events, many.events), (20_000, 200_000));
    assert!(
        with_many_rows <= with_few_rows + 1024,
        "ten times the rows: {with_few_rows} bytes, then {with_many_rows}"
    );

    let (_, fixed) = peak(AT_A_TIME, 4);
    // Some sizes lie right behind the point where the hash table doubles: its dearest moment.
    for cases in [14_400, 20_000, 28_700, 57_400] {
        let (report, bytes) = peak(cases, 4);
        assert_eq!(report.cases, cases as u64);
        let each = (bytes - fixed).div_ceil(cases);
        println!("{cases} cases: {each} bytes each, beyond {fixed}");
        assert!(each <= 64, "{cases} cases take {each} bytes each");
    }
    clocks_take_memory_for_a_case_and_nothing_for_a_row();
}

fn clocks_take_memory_for_a_case_and_nothing_for_a_row() {
    let map = format!("{MAP}{CLOCK}");
    let (few, with_few_rows) = peak_with(&map, 5_000, 4);
    let (many, with_many_rows) = peak_with(&map, 5_000, 40);
    assert_eq!((few.events, many.events), (20_000, 200_000));
    for report in [&few, &many] {
        let clock = &report.service_levels.as_ref().unwrap().clocks[0];
        assert_eq!(clock.cases.met + clock.cases.missed, 5_000);
    }
    assert!(
        with_many_rows <= with_few_rows + 1024,
        "ten times the rows: {with_few_rows} bytes, then {with_many_rows}"
    );
    let (_, fixed) = peak_with(&map, AT_A_TIME, 4);
    let each = (with_few_rows - fixed).div_ceil(5_000);
    println!("with a clock: {each} bytes each, beyond {fixed}");
    assert!(each <= 1024, "a case with a clock takes {each} bytes");
}
