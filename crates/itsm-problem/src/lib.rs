#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod allowed;
mod birth;
mod compile;
mod compile_risk;
mod decide;
mod evolve;
mod gate;
mod kernel;
mod problem;
mod refuse;

pub mod backlog;
pub mod cause;
pub mod command;
pub mod communication;
pub mod draft;
pub mod duty;
pub mod ending;
pub mod error;
pub mod event;
pub mod finding;
pub mod fix;
pub mod known_error;
pub mod lifecycle;
pub mod link;
pub mod major;
pub mod merge;
pub mod model;
pub mod parking;
pub mod policy;
pub mod profile;
pub mod redaction;
pub mod risk;
#[cfg(feature = "serde")]
pub mod snapshot;
pub mod state;
pub mod strategy;
pub mod task;
#[cfg(feature = "testing")]
pub mod testing;
pub mod verification;
pub mod workaround;

pub use birth::{Adopt, AdoptedError};
pub use error::ProblemError;
pub use problem::{LogEntry, Problem, RecordedProblemEvent};
