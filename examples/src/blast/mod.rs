//! What goes down with what: packages out of a file with their dependencies, or the bundled estate
//! of a web shop, told as a story.
//!
//! | Module | What it does |
//! |---|---|
//! | `args` | the command line |
//! | [`groups`] | a file of dependency groups into a graph |
//! | `failure` | the names that fail together, and near matches for those that nobody has |
//! | [`reason`] | the steps of an explanation in words |
//! | `shop` | the bundled estate; `story` tells what happens in it |

mod args;
mod failure;
pub mod groups;
pub mod reason;
mod shop;
mod story;

use crate::replay::source::Source;
use crate::usage::parsed;
use args::{Args, Ask};
use failure::Failure;
use groups::Packages;
use itsm::configuration::impact::{Impact, Workspace};
use itsm::configuration::scenario::{Scenario, Status};
use itsm::configuration::snapshot::{Snapshot, View};
use reason::Teller;
use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

/// The answer was written.
const RAN: u8 = 0;
/// The answer could not be written.
const NOT_WRITTEN: u8 = 1;
/// Wrong usage, an unreadable file or an unknown name.
const NOT_RUN: u8 = 2;

/// So many names are printed of those that go down, unless all are asked for.
const SHOWN: usize = 20;

/// Runs the program: answers with the exit status.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let args: Args = match parsed(args, out, err) {
        Ok(args) => args,
        Err(status) => return status,
    };
    let written = match args.ask() {
        Ok(Ask::Story) => match shop::open() {
            Ok(shop) => story::tell(shop, out),
            Err(error) => return refuse(err, &error),
        },
        Ok(Ask::Packages { path, names }) => match asked(&path, &names, args.why.as_deref()) {
            Ok(asked) => asked.answer(&args, out),
            Err(error) => return refuse(err, &error),
        },
        Err(usage) => return refuse(err, &usage),
    };
    match written {
        Ok(()) => RAN,
        Err(error) => {
            let _ = writeln!(err, "error: cannot write the answer: {error}");
            NOT_WRITTEN
        }
    }
}

fn refuse(err: &mut dyn Write, error: &dyn Display) -> u8 {
    let _ = writeln!(err, "error: {error}");
    NOT_RUN
}

/// What is asked, of what was read.
struct Asked {
    packages: Packages,
    failures: Vec<Failure>,
    /// The package to explain, by its place.
    why: Option<usize>,
}

/// Reads the file and finds every name in it, before anything is answered.
fn asked(path: &Path, names: &[String], why: Option<&str>) -> Result<Asked, String> {
    let file = path.display();
    let source =
        Source::file(path, false).map_err(|error| format!("cannot read {file}: {error}"))?;
    let packages = groups::read(source.text).map_err(|error| format!("{file}: {error}"))?;
    let failures = names.iter().map(|typed| Failure::of(&packages, typed));
    let failures = failures.collect::<Result<_, _>>()?;
    let why = why.map(|name| failure::find(&packages, name)).transpose()?;
    Ok(Asked {
        packages,
        failures,
        why,
    })
}

impl Asked {
    fn answer(&self, args: &Args, out: &mut dyn Write) -> io::Result<()> {
        let snapshot = Snapshot::of(self.packages.graph(), View::live());
        let mut workspace = Workspace::new();
        let mut counts = serde_json::Map::new();
        for failure in &self.failures {
            let failed = failure.packages.iter();
            let scenario = Scenario::failing(failed.map(|it| groups::id(*it)));
            let impact = match snapshot.impact(&scenario, &mut workspace) {
                Ok(impact) => impact,
                Err(error) => return Err(io::Error::other(error)),
            };
            if let Some(package) = self.why {
                self.explain(failure, package, &impact, out)?;
            } else if args.json {
                let down = impact.down_count() - failure.packages.len();
                counts.insert(failure.typed.clone(), down.into());
            } else {
                self.list(failure, &impact, args.all, out)?;
            }
        }
        if args.json {
            writeln!(out, "{}", serde_json::Value::Object(counts))?;
        }
        Ok(())
    }

    fn list(
        &self,
        failure: &Failure,
        impact: &Impact<'_>,
        all: bool,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let down = impact.consequences();
        let mut names: Vec<&str> = down.iter().map(|(ci, _)| self.packages.name(*ci)).collect();
        names.sort_unstable();
        writeln!(out, "{}: {} go down besides", failure.typed, names.len())?;
        let shown = if all {
            names.len()
        } else {
            SHOWN.min(names.len())
        };
        for name in &names[..shown] {
            writeln!(out, "  {name}")?;
        }
        if shown < names.len() {
            let more = names.len() - shown;
            writeln!(out, "  … and {more} more; --all names them all")?;
        }
        Ok(())
    }

    fn explain(
        &self,
        failure: &Failure,
        package: usize,
        impact: &Impact<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let (ci, typed) = (groups::id(package), &failure.typed);
        let name = self.packages.name(ci);
        if impact.status(ci) == Status::Up {
            return writeln!(out, "{name} does not go down with {typed}");
        }
        writeln!(out, "{name} goes down with {typed}:")?;
        let steps = impact.reasons(self.packages.graph()).why(ci);
        for (n, step) in (1..).zip(&steps) {
            writeln!(out, "{n:>3}. {}", self.packages.step(step))?;
        }
        Ok(())
    }
}
