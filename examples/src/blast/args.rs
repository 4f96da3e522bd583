//! The command line.

use clap::Parser;
use std::path::PathBuf;

/// Tells what goes down with what, in an estate with redundancy.
#[derive(Debug, Parser)]
#[command(
    name = "blast_radius",
    after_help = "GROUPS has three columns, separated by tabs: a package, the kind of the dependency, and \
its providers, separated by `|`. A package needs one provider of each of its lines.\n\
Exit status: 0 answered, 1 the answer could not be written, 2 wrong usage, unreadable file or unknown name."
)]
pub(super) struct Args {
    /// A file of dependency groups, plain or gzipped [default: the story of a bundled web shop]
    groups: Option<PathBuf>,
    /// What fails; several names joined by a comma fail together
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Explains why this package goes down, with exactly one NAME
    #[arg(long, value_name = "PACKAGE", conflicts_with_all = ["json", "all"])]
    pub(super) why: Option<String>,
    /// Writes how many go down besides each NAME as one JSON object
    #[arg(long, conflicts_with = "all")]
    pub(super) json: bool,
    /// Names everything that goes down, however much it is
    #[arg(long)]
    pub(super) all: bool,
}

/// What is asked for.
pub(super) enum Ask {
    /// The story of the bundled estate.
    Story,
    /// What goes down with these, of the packages of a file.
    Packages { path: PathBuf, names: Vec<String> },
}

impl Args {
    /// What is asked for, or what is missing.
    pub(super) fn ask(&self) -> Result<Ask, String> {
        let Some(path) = self.groups.clone() else {
            if self.why.is_some() || self.json || self.all {
                return Err("expected GROUPS and a NAME beside the option, got neither".into());
            }
            return Ok(Ask::Story);
        };
        match (self.names.len(), &self.why) {
            (0, _) => Err("expected a NAME after GROUPS, got none".into()),
            (1, _) | (_, None) => Ok(Ask::Packages {
                path,
                names: self.names.clone(),
            }),
            (got, Some(_)) => Err(format!("--why takes exactly one NAME, got {got}")),
        }
    }
}
