//! Tells what goes down with what, in an estate with redundancy.
//!
//! ```text
//! cargo run --release --example blast_radius -- [GROUPS.tsv[.gz] NAME…] [--why PACKAGE | --json]
//! ```
//!
//! All of it lives in `itsm_examples::blast`, where the tests reach it; this is the plug.

use itsm_examples::blast::run;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (mut stdout, mut stderr) = (io::stdout().lock(), io::stderr().lock());
    ExitCode::from(run(std::env::args_os(), &mut stdout, &mut stderr))
}
