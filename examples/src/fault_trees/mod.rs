//! Fault trees out of files, worked out and compared with what the files expect.

mod figures;
mod file;
mod model;
mod names;
mod report;

use crate::usage::parsed;
use clap::Parser;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

pub use figures::Figures;
pub use file::{SAMPLE, read, read_path};
pub use model::{Answers, Model, Question};

/// Works fault trees out: minimal cut sets, exact probability, rare-event sum.
#[derive(Debug, Parser)]
#[command(
    name = "fault_tree",
    after_help = "Exit status: 0 all trees were worked out and are as expected where that is given, 1 some are not, \
2 wrong usage, unreadable file, wrong tree or unknown id."
)]
struct Args {
    /// A JSON file of models, plain or gzipped [default: a bundled web shop]
    models: Option<PathBuf>,
    /// The ids of the models to work out [default: all]
    ids: Vec<String>,
    /// Writes the figures as one JSON object, and differences to standard error
    #[arg(long)]
    json: bool,
    /// The most nodes that a diagram may have
    #[arg(long, value_name = "NODES", default_value_t = 10_000_000)]
    limit: usize,
}

/// Runs the program: reads the models, prints what they come to, and answers with the exit status.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let args: Args = match parsed(args, out, err) {
        Ok(args) => args,
        Err(status) => return status,
    };
    let (name, models) = match &args.models {
        None => ("the bundled model".to_owned(), read(SAMPLE.as_bytes())),
        Some(path) => (path.display().to_string(), read_path(path)),
    };
    let models = models.and_then(|models| names::chosen(models, &args.ids));
    let models = match models {
        Ok(models) => models,
        Err(error) => {
            let _ = writeln!(err, "cannot read {name}: {error}");
            return 2;
        }
    };
    match report::write(&models, args.limit, args.json, out, err) {
        Ok(0) => 0,
        Ok(_) => 1,
        Err(error) => {
            let _ = writeln!(err, "cannot write the report: {error}");
            1
        }
    }
}
