//! The replay of event logs, in-process.

mod another_tool;
mod bad_input;
mod common;
mod sample_log;
