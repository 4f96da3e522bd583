//! Business-time cases out of files, run through the calendar.

mod case;
mod convention;
mod file;
mod operation;
mod schedule;

use crate::usage::parsed;
use clap::Parser;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

pub use case::Case;
pub use convention::{CONVENTIONS, Convention};
pub use file::{SAMPLE, read, read_path};
pub use operation::answer;

/// Runs business-time cases through the calendar, and prints each difference.
#[derive(Debug, Parser)]
#[command(
    name = "business_time_vectors",
    after_help = "Exit status: 0 all cases passed, 1 some failed, 2 wrong usage or unreadable file."
)]
struct Args {
    /// JSON files of cases, plain or gzipped [default: a bundled sample]
    files: Vec<PathBuf>,
}

/// Runs the program: reads the files, prints each difference and the sum, and answers with the
/// exit status.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let args: Args = match parsed(args, out, err) {
        Ok(args) => args,
        Err(status) => return status,
    };
    let mut cases = Vec::new();
    if args.files.is_empty() {
        match read(SAMPLE.as_bytes()) {
            Ok(sample) => cases.extend(sample),
            Err(error) => return unreadable(err, "the bundled sample", &error),
        }
    }
    for path in &args.files {
        match read_path(path) {
            Ok(more) => cases.extend(more),
            Err(error) => return unreadable(err, &path.display().to_string(), &error),
        }
    }
    match report(&cases, out) {
        Ok(0) => 0,
        Ok(_) => 1,
        Err(error) => {
            let _ = writeln!(err, "cannot write the report: {error}");
            1
        }
    }
}

fn unreadable(err: &mut dyn Write, name: &str, error: &str) -> u8 {
    let _ = writeln!(err, "cannot read {name}: {error}");
    2
}

/// Prints each difference and the sum; answers with the number of failed cases.
fn report(cases: &[Case], out: &mut dyn Write) -> io::Result<usize> {
    let mut failed = 0;
    for case in cases {
        let answer = answer(case);
        if !answer.as_ref().is_ok_and(|answer| *answer == case.expected) {
            failed += 1;
            let got = match answer {
                Ok(answer) => answer.to_string(),
                Err(why) => format!("no answer: {why}"),
            };
            let Case {
                id, op, expected, ..
            } = case;
            writeln!(out, "{id} {op}: expected {expected}, got {got}")?;
        }
    }
    writeln!(out, "{} passed, {failed} failed", cases.len() - failed)?;
    Ok(failed)
}
