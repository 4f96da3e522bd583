#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod allowed;
mod birth;
mod change;
mod compile;
mod compile_models;
mod decide;
mod defaults;
mod evolve;
mod facts;
mod gate;
mod kernel;
mod refuse;

pub mod approval;
pub mod assessment;
pub mod command;
pub mod draft;
pub mod duty;
pub mod edit;
pub mod emergency;
pub mod ending;
pub mod error;
pub mod event;
pub mod hold;
pub mod kind;
pub mod lifecycle;
pub mod link;
pub mod lint;
pub mod model;
pub mod modification;
pub mod outcome;
pub mod plan;
pub mod policy;
pub mod profile;
pub mod realization;
pub mod redaction;
pub mod retype;
pub mod review;
#[cfg(feature = "serde")]
pub mod snapshot;
pub mod state;
pub mod task;
pub mod template;
#[cfg(feature = "testing")]
pub mod testing;
pub mod upgrade;

pub use birth::Adopt;
pub use change::{Change, LogEntry, RecordedChangeEvent};
pub use error::ChangeError;
