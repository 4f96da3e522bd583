//! Runs business-time cases from files through the calendar, and reports each difference.
//!
//! ```text
//! cargo run --release --example business_time_vectors -- [FILE…]
//! ```
//!
//! All of it lives in `itsm_examples::vectors`, where the tests reach it; this is the plug.

use itsm_examples::vectors::run;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (mut stdout, mut stderr) = (io::stdout().lock(), io::stderr().lock());
    ExitCode::from(run(std::env::args_os(), &mut stdout, &mut stderr))
}
