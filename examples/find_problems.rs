//! Finds candidates for problems in the event log of a service desk.
//!
//! ```text
//! cargo run --release --example find_problems -- [LOG] [--map MAP] [--json]
//! ```
//!
//! All of it lives in `itsm_examples::find_problems`, where the tests reach it; this is the plug.

use itsm_examples::find_problems::run;
use itsm_examples::replay::Terminal;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut terminal = Terminal {
        stdin: &mut io::stdin(),
        stdout: &mut io::stdout(),
        stderr: &mut io::stderr(),
        progress: io::stderr().is_terminal(),
    };
    ExitCode::from(run(std::env::args_os(), &mut terminal))
}
