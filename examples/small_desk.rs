//! A small desk of one's own, in under a hundred lines.
//!
//! ```text
//! cargo run --release --example small_desk
//! ```

fn main() -> Result<(), Box<dyn std::error::Error>> {
    itsm_examples::small_desk::run(&mut std::io::stdout())
}
