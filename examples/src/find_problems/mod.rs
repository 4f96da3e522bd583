//! Finds candidates for problems in the event log of a service desk: incidents that pile up on one
//! item, in one category or about one thing; and holds them against the problems that the log knows.
//!
//! | Module | What it does |
//! |---|---|
//! | [`cases`] | the cases of a log, each with what it is about, in the order of time |
//! | [`candidates`] | the trends among them, each from its beginning to its end |
//! | [`links`] | what the log's own links to problems say of the candidates |
//! | `report` | the result, as text or JSON |

pub mod candidates;
pub mod cases;
pub mod links;
mod report;

use crate::replay::source::Source;
use crate::replay::{Error, NOT_RUN, Terminal, open, read_map, status, unreadable};
use crate::sample_log::generate_busy;
use crate::usage::parsed;
use candidates::candidates;
use cases::Log;
use clap::Parser;
use itsm::problem::trend_policy::TrendPolicy;
use links::Agreement;
use report::Findings;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

/// Finds candidates for problems in the event log of a service desk, and tells how they agree with
/// the problems that the log knows.
#[derive(Debug, Parser)]
#[command(
    name = "find_problems",
    after_help = "Exit status: 0 the report was written, 1 it could not be written, 2 wrong usage, \
unreadable log or wrong map.\nHow to write a map: docs/event-log-maps.md"
)]
struct Args {
    /// A CSV file, plain or gzipped; `-` reads standard input [default: an invented log with outbreaks]
    log: Option<PathBuf>,
    /// How to read the log: a TOML file [default: the bundled examples/maps/servicenow.toml]
    #[arg(long)]
    map: Option<PathBuf>,
    /// Writes the findings as one JSON object
    #[arg(long)]
    json: bool,
}

/// The whole program, short of leaving it: the answer is the exit status.
pub fn run(args: impl IntoIterator<Item = OsString>, terminal: &mut Terminal<'_>) -> u8 {
    let args: Args = match parsed(args, terminal.stdout, terminal.stderr) {
        Ok(args) => args,
        Err(status) => return status,
    };
    match find(&args, terminal) {
        Ok(findings) => {
            let mut out = io::BufWriter::new(&mut *terminal.stdout);
            let told = if args.json {
                findings.json(&mut out)
            } else {
                findings.text(&mut out)
            };
            let written = told.and_then(|()| out.flush());
            drop(out);
            status(written, terminal.stderr)
        }
        Err(error) => {
            let _ = writeln!(terminal.stderr, "error: {error}");
            NOT_RUN
        }
    }
}

fn find(args: &Args, terminal: &mut Terminal<'_>) -> Result<Findings, Error> {
    let (map_name, map) = read_map(args.map.as_deref())?;
    let sample = generate_busy().map_err(|error| unreadable("an invented log", error.into()))?;
    let source = open(args.log.as_deref(), terminal, || {
        let source = Source::text("an invented log", sample);
        ("looking into an invented one", source)
    })?;
    let (name, bar) = (source.name.clone(), source.bar.clone());
    let log = Log::read(source, &map_name, &map);
    bar.finish_and_clear();
    let log = log?;
    if log.rejected > 0 {
        let _ = writeln!(
            terminal.stderr,
            "note: {} rows of {name} were passed over: too few or too many cells, no case or no time",
            log.rejected
        );
    }
    let found = candidates(&log, &TrendPolicy::default())
        .map_err(|error| unreadable(&name, io::Error::other(error)))?;
    let agreement = Agreement::of(&log, &found);
    Ok(Findings {
        name,
        log,
        found,
        agreement,
    })
}
