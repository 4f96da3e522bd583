#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod allowed;
mod birth;
mod change;
mod checked;
mod collision;
mod compile;
mod compile_models;
mod decide;
mod defaults;
mod detect_windows;
mod evolve;
mod facts;
mod forward;
mod gate;
mod icalendar;
mod kernel;
mod numbering;
mod refuse;
mod span;
mod svg;
mod task_order;
mod task_times;
mod timeline;
mod timetable;

pub mod approval;
pub mod assessment;
pub mod authorization;
pub mod back_out;
pub mod chart;
pub mod command;
pub mod conflict;
pub mod conflict_policy;
pub mod course;
pub mod delegation;
pub mod detect;
pub mod draft;
pub mod duty;
pub mod edit;
pub mod emergency;
pub mod ending;
pub mod error;
pub mod estate;
pub mod event;
pub mod hold;
pub mod kind;
pub mod lifecycle;
pub mod link;
pub mod lint;
pub mod model;
pub mod modification;
pub mod outcome;
pub mod panel;
pub mod plan;
pub mod planned;
pub mod policy;
pub mod profile;
pub mod quorum;
pub mod realization;
pub mod redaction;
pub mod retype;
pub mod review;
pub mod schedule;
pub mod slots;
#[cfg(feature = "serde")]
pub mod snapshot;
pub mod state;
pub mod task;
pub mod task_plan;
pub mod template;
#[cfg(feature = "testing")]
pub mod testing;
pub mod upgrade;
pub mod windows;

pub use birth::Adopt;
pub use change::{Change, LogEntry, RecordedChangeEvent};
pub use error::ChangeError;
