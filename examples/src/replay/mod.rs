//! Replays the event log of a service desk: reads it with a map, judges it by the incident
//! lifecycle, and reports.
//!
//! | Module | What it does |
//! |---|---|
//! | [`args`] | the command line |
//! | [`map`] | how to read the log of a tool, from TOML |
//! | [`source`], [`rows`] | bytes, unpacked, and rows with their lines |
//! | [`timestamp`] | texts into instants |
//! | `tally`, `case_table` | one pass over the rows, some bytes for each case |
//! | [`conformance`], [`verdicts`] | the judgement by the lifecycle, and what came of it |
//! | [`words`], `ledger`, [`service_level`] | the clocks of the map, and what came of them |
//! | [`report`] | the result, then as [text](report_text) or [JSON](report_json) |

pub mod args;
mod case_table;
mod cells;
pub mod conformance;
mod interner;
pub(crate) mod layout;
mod ledger;
mod levels;
pub mod map;
pub mod quality;
pub mod report;
pub mod report_json;
pub mod report_text;
pub mod rows;
mod seen_states;
pub mod service_level;
mod service_level_text;
pub mod source;
pub mod statistics;
mod tally;
pub mod timestamp;
pub mod verdicts;
pub mod words;

pub use case_table::CaseIndex;

use args::Args;
use clap::Parser;
use map::{Map, MapFault};
use report::Report;
use rows::Rows;
use source::Source;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::Path;
use tally::Tally;

/// The report was written.
pub const RAN: u8 = 0;
/// The report could not be written.
pub const NOT_WRITTEN: u8 = 1;
/// Wrong usage, an unreadable log or a wrong map.
pub const NOT_RUN: u8 = 2;

/// What the program reads from and writes to, so that a test can stand in for a terminal.
pub struct Terminal<'a> {
    /// Standard input.
    pub stdin: &'a mut dyn Read,
    /// Takes the report and nothing else.
    pub stdout: &'a mut dyn Write,
    /// Takes notes and faults.
    pub stderr: &'a mut dyn Write,
    /// Whether somebody watches standard error, so that a progress bar makes sense.
    pub progress: bool,
}

impl std::fmt::Debug for Terminal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terminal")
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

/// Why the log could not be replayed.
#[derive(Debug)]
pub enum Error {
    /// The log or the map cannot be read.
    Unreadable {
        /// Which of them.
        what: String,
        /// Why.
        error: io::Error,
    },
    /// The map is wrong, or does not fit the log.
    Map {
        /// What the map is called.
        map: String,
        /// Everything that is wrong with it.
        faults: Vec<MapFault>,
    },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable { what, error } => write!(f, "cannot read {what}: {error}"),
            Self::Map { map, faults } => {
                write!(f, "the map {map} cannot be used:")?;
                for fault in faults {
                    write!(f, "\n  {fault}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for Error {}

/// The whole program, short of leaving it: the answer is the exit status.
pub fn run(args: impl IntoIterator<Item = OsString>, terminal: &mut Terminal<'_>) -> u8 {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(message) => {
            let text = message.render().to_string();
            if message.use_stderr() {
                let _ = terminal.stderr.write_all(text.as_bytes());
                return NOT_RUN;
            }
            let written = terminal.stdout.write_all(text.as_bytes());
            return status(written, terminal.stderr);
        }
    };
    match replay(&args, terminal) {
        Ok(report) => {
            let written = write(&report, args.json, terminal.stdout);
            status(written, terminal.stderr)
        }
        Err(error) => {
            let _ = writeln!(terminal.stderr, "error: {error}");
            NOT_RUN
        }
    }
}

/// Nobody reads on: that is the reader's choice (as with `| head`), not a failure.
pub(crate) fn status(written: io::Result<()>, stderr: &mut dyn Write) -> u8 {
    match written {
        Ok(()) => RAN,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => RAN,
        Err(error) => {
            let _ = writeln!(stderr, "error: cannot write the report: {error}");
            NOT_WRITTEN
        }
    }
}

fn write(report: &Report, json: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    if json {
        report_json::write(report, &mut out)?;
    } else {
        report_text::write(report, &mut out)?;
    }
    out.flush()
}

fn replay(args: &Args, terminal: &mut Terminal<'_>) -> Result<Report, Error> {
    let (map_name, map) = read_map(args.map.as_deref())?;
    let source = open(args.log.as_deref(), terminal, || {
        ("replaying the bundled sample", Source::sample())
    })?;
    let name = source.name.clone();
    let bar = source.bar.clone();
    let report = replay_source(source, &map_name, &map);
    bar.finish_and_clear();
    let report = report?;
    let rejected = report.quality.rejected.count;
    if rejected > 0 {
        let _ = writeln!(
            terminal.stderr,
            "note: {rejected} rows of {name} were rejected; the report lists them"
        );
    }
    Ok(report)
}

/// The log that is asked for; or a sample, of which is told what is done with it.
pub(crate) fn open<'t>(
    log: Option<&Path>,
    terminal: &'t mut Terminal<'_>,
    sample: impl FnOnce() -> (&'static str, Source<'t>),
) -> Result<Source<'t>, Error> {
    let source = match log {
        None => {
            let (doing, sample) = sample();
            let _ = writeln!(
                terminal.stderr,
                "note: no log given, {doing} (--help tells more)"
            );
            Ok(sample)
        }
        Some(path) if path == Path::new("-") => Source::stdin(terminal.stdin),
        Some(path) => Source::file(path, terminal.progress),
    };
    source.map_err(|error| {
        let path = log.unwrap_or(Path::new("-"));
        unreadable(&path.display().to_string(), error)
    })
}

pub(crate) fn read_map(path: Option<&Path>) -> Result<(String, Map), Error> {
    let (name, text) = match path {
        None => ("servicenow.toml".into(), map::SERVICENOW.to_owned()),
        Some(path) => {
            let name = path.display().to_string();
            match std::fs::read_to_string(path) {
                Ok(text) => (name, text),
                Err(error) => return Err(unreadable(&name, error)),
            }
        }
    };
    match Map::parse(&text) {
        Ok(map) => Ok((name, map)),
        Err(faults) => Err(Error::Map { map: name, faults }),
    }
}

/// Replays a log that is open, with a map that is read.
///
/// # Errors
/// The log cannot be read to its end, or the map names columns that it does not have.
pub fn replay_source(source: Source<'_>, map_name: &str, map: &Map) -> Result<Report, Error> {
    let broken = |error| unreadable(&source.name, error);
    let (mut rows, header) = Rows::new(source.text, map.delimiter).map_err(broken)?;
    if header.is_empty() {
        let empty = io::Error::new(
            io::ErrorKind::UnexpectedEof,
            "it is empty, expected a header",
        );
        return Err(broken(empty));
    }
    let columns = map.columns.bind(&header).map_err(|faults| Error::Map {
        map: map_name.to_owned(),
        faults,
    })?;
    let mut tally = Tally::new(map, columns).map_err(|faults| Error::Map {
        map: map_name.to_owned(),
        faults,
    })?;
    while let Some(row) = rows.next().map_err(broken)? {
        tally.add(&row);
    }
    let (finished, verdicts) = tally.finish();
    Ok(Report::new(source.name, finished, verdicts))
}

pub(crate) fn unreadable(what: &str, error: io::Error) -> Error {
    Error::Unreadable {
        what: format!("`{what}`"),
        error,
    }
}
