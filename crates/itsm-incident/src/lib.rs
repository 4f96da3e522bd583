#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod annex;
mod birth;
#[cfg(feature = "serde")]
mod compare;
mod compile;
mod compile_tables;
mod decide;
mod ending;
mod evolve;
mod evolve_annex;
mod gate;
mod kernel;
mod lint_commands;
mod lint_ends;
mod lint_reach;
mod lint_tables;
pub mod redaction;
mod refuse;
mod relation;
mod waiting;

pub mod alert;
mod allowed;
pub mod assignment;
pub mod attribute;
pub mod children;
pub mod command;
pub mod communication;
pub mod contact;
pub mod cost;
mod deadlines;
pub mod draft;
pub mod duty;
pub mod error;
pub mod escalation;
pub mod event;
mod incident;
pub mod lifecycle;
pub mod lint;
pub mod major;
mod major_steps;
pub mod merge;
pub mod model;
pub mod parent;
pub mod people;
pub mod period;
pub mod policy;
pub mod profile;
pub mod queue;
pub mod reminder;
pub mod resolution;
pub mod review;
#[cfg(feature = "serde")]
pub mod snapshot;
pub mod split;
pub mod state;
pub mod survey;
pub mod swarm;
pub mod task;
#[cfg(feature = "testing")]
pub mod testing;
pub mod trigger;
pub mod upgrade;
pub mod vendor;
pub mod verdict;
pub mod vocabulary;
pub mod work_log;
pub mod workaround;

pub use birth::Adopt;
pub use error::IncidentError;
pub use incident::{Counters, Incident, Moments, RecordedIncidentEvent, Reopening};
