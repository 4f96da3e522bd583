//! Reads a change schedule, tells every conflict with its reason, and when each change could go
//! ahead instead.
//!
//! ```text
//! cargo run --release --example change_calendar -- [SCHEDULE.json] [--json] [--ics OUT] [--svg OUT]
//! ```
//!
//! All of it lives in `itsm_examples::change_calendar`, where the tests reach it; this is the plug.

use itsm_examples::change_calendar::run;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (mut stdout, mut stderr) = (io::stdout().lock(), io::stderr().lock());
    ExitCode::from(run(std::env::args_os(), &mut stdout, &mut stderr))
}
