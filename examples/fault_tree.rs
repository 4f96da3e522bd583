//! Works fault trees out of files out, and compares them with what the files expect.
//!
//! ```text
//! cargo run --release --example fault_tree -- [MODELS.json[.gz] [ID…]] [--json]
//! ```
//!
//! All of it lives in `itsm_examples::fault_trees`, where the tests reach it; this is the plug.

use itsm_examples::fault_trees::run;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (mut stdout, mut stderr) = (io::stdout().lock(), io::stderr().lock());
    ExitCode::from(run(std::env::args_os(), &mut stdout, &mut stderr))
}
