//! The command line.

use clap::Parser;
use std::path::PathBuf;

/// Replays the event log of a service desk through the incident lifecycle and reports on it.
#[derive(Debug, Parser)]
#[command(
    name = "replay_event_log",
    after_help = "Exit status: 0 the report was written, 1 it could not be written, 2 wrong usage, \
unreadable log or wrong map.\nA map with a calendar and targets of yours: examples/maps/servicenow_with_targets.toml\n\
How to write a map: docs/event-log-maps.md"
)]
pub struct Args {
    /// A CSV file, plain or gzipped; `-` reads standard input [default: a bundled sample log]
    pub log: Option<PathBuf>,
    /// How to read the log: a TOML file [default: the bundled examples/maps/servicenow.toml]
    #[arg(long)]
    pub map: Option<PathBuf>,
    /// Writes the report as one JSON object
    #[arg(long)]
    pub json: bool,
}
