//! One outage, worked by each method of root-cause analysis.
//!
//! ```text
//! cargo run --release --example root_cause -- [FOLDER]
//! ```
//!
//! Prints a page for each method. With a folder, writes the pictures there as well.

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    itsm_examples::root_cause::run(&mut std::io::stdout().lock(), folder.as_deref())
}
