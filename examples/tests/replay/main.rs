//! The replay of event logs, in-process.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod another_tool;
mod bad_input;
mod bad_service_level;
mod common;
mod maps;
mod sample_log;
mod service_level;
