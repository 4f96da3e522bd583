//! Writes the sample log that `replay_event_log` replays when it is given none.
//!
//! ```text
//! cargo run --example generate_sample_log > examples/data/sample_log.csv
//! ```
//!
//! A test compares the file with what this writes, byte for byte.

use itsm_examples::sample_log::{CASES, SEED, generate};
use std::io::{self, Write};

fn main() -> io::Result<()> {
    let log = generate(SEED, CASES)?;
    io::stdout().write_all(&log)
}
