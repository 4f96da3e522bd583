//! What the runnable examples are made of. Each example is a thin `main` over a module here, so
//! that tests call the same code in-process.

pub mod blast;
pub mod change_calendar;
pub mod fault_trees;
pub mod find_problems;
pub mod replay;
pub mod root_cause;
pub mod sample_log;
pub mod small_desk;
mod usage;
pub mod vectors;
