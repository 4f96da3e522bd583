//! Replays the event log of a service desk through the incident lifecycle and reports on it.
//!
//! ```text
//! cargo run --release --example replay_event_log -- [LOG] [--map MAP] [--json]
//! ```
//!
//! All of it lives in `itsm_examples::replay`, where the tests reach it; this is the plug.

use itsm_examples::replay::{Terminal, run};
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
