//! A change schedule out of a file: conflicts, free slots, and how it looks.

mod chart;
mod file;
mod locate;
mod model;
mod report;

use crate::usage::parsed;
use clap::Parser;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

pub use file::SAMPLE;
use model::Model;

/// Tells every conflict of a change schedule with its reason, and the next free slots.
#[derive(Debug, Parser)]
#[command(
    name = "change_calendar",
    after_help = "The file is described in docs/change-calendar.md.\n\
Exit status: 0 answered, with or without conflicts, 1 the answer could not be written, 2 wrong usage, unreadable or \
wrong file."
)]
struct Args {
    /// A JSON file of changes, items and windows [default: a bundled web shop]
    schedule: Option<PathBuf>,
    /// Writes the answer as one JSON object
    #[arg(long)]
    json: bool,
    /// Writes the schedule as iCalendar text too
    #[arg(long, value_name = "OUT")]
    ics: Option<PathBuf>,
    /// Writes the schedule as an SVG picture too
    #[arg(long, value_name = "OUT")]
    svg: Option<PathBuf>,
}

/// Runs the program: reads the schedule, prints what is found, and answers with the exit status.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let args: Args = match parsed(args, out, err) {
        Ok(args) => args,
        Err(status) => return status,
    };
    let (name, text) = match &args.schedule {
        None => ("the bundled schedule".to_owned(), Ok(SAMPLE.to_owned())),
        Some(path) => (path.display().to_string(), fs::read_to_string(path)),
    };
    let read = text
        .map_err(|error| error.to_string())
        .and_then(|text| Model::read(&text));
    let told = match read.and_then(|model| tell(&model, &args)) {
        Ok(told) => told,
        Err(error) => {
            let _ = writeln!(err, "cannot read {name}: {error}");
            return 2;
        }
    };
    let files = [(&args.ics, &told.ics), (&args.svg, &told.svg)];
    let written = files
        .into_iter()
        .filter_map(|(path, text)| path.as_deref().map(|path| (path, text)))
        .try_for_each(|(path, text)| write_file(path, text))
        .and_then(|()| {
            let written = out.write_all(told.text.as_bytes());
            written.map_err(|error| error.to_string())
        });
    match written {
        Ok(()) => 0,
        Err(error) => {
            let _ = writeln!(err, "cannot write: {error}");
            1
        }
    }
}

fn write_file(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Everything that may be written.
struct Told {
    text: String,
    ics: String,
    svg: String,
}

fn tell(model: &Model, args: &Args) -> Result<Told, String> {
    let laid = model.lay_out()?;
    let findings = model.findings(&laid);
    let text = if args.json {
        report::json(model, &findings)?
    } else {
        let chart = chart::chart(model, &laid, &findings);
        format!("{}\n{chart}", report::text(model, &findings))
    };
    Ok(Told {
        text,
        ics: model.icalendar(),
        svg: model.svg(&laid, &findings),
    })
}
