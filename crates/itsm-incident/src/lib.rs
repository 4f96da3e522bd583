#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod birth;
mod compile;
mod decide;
mod ending;
mod evolve;
mod gate;
mod kernel;
mod refuse;

mod allowed;
pub mod attribute;
pub mod command;
mod deadlines;
pub mod draft;
pub mod error;
pub mod event;
mod incident;
pub mod lifecycle;
pub mod major;
mod major_steps;
pub mod parent;
pub mod policy;
pub mod profile;
pub mod queue;
pub mod resolution;
pub mod state;
pub mod task;
#[cfg(feature = "testing")]
pub mod testing;
pub mod trigger;
pub mod vocabulary;

pub use birth::Adopt;
pub use error::IncidentError;
pub use incident::{Counters, Incident, Moments, RecordedIncidentEvent, Reopening};
