#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod allowed;
mod birth;
mod ci;
mod compile;
mod compile_classes;
mod counter;
mod decide;
mod defaults;
mod edit;
mod evidence;
mod evolve;
mod follow;
mod gate;
mod growing;
mod kernel;
mod laying;
mod layout;
mod numbering;
mod propagate;
mod question;
mod refuse;
mod relation;
mod rows;
mod seen;
mod svg;

pub mod articulation;
pub mod authority;
pub mod business;
pub mod candidates;
pub mod cfia;
pub mod class;
pub mod command;
pub mod cycle;
pub mod draft;
pub mod duty;
pub mod error;
pub mod estate;
pub mod event;
pub mod explain;
pub mod governance;
pub mod graph;
pub mod impact;
pub mod lifecycle;
pub mod naming;
pub mod policy;
pub mod profile;
pub mod ranking;
pub mod reach;
pub mod reclassification;
pub mod redundancy;
pub mod relationship;
pub mod retire;
pub mod retirement;
pub mod scenario;
pub mod service_map;
pub mod snapshot;
pub mod state;
pub mod support;
#[cfg(feature = "testing")]
pub mod testing;
pub mod verification;
pub mod vocabulary;
pub mod weakness;

pub use birth::{Adopt, Gaps};
pub use ci::{Ci, RecordedCiEvent, StatusRequest};
pub use error::CiError;
