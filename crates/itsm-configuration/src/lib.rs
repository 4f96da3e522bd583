#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod birth;
mod compile;
mod compile_classes;
mod decide;
mod defaults;
mod done;
mod evidence;
mod evolve;
mod gate;
mod judge;
mod kernel;
mod measure;
mod refuse;
mod relation;
mod same;
mod seen;

mod allowed;
pub mod audit;
pub mod authority;
pub mod baseline;
mod ci;
pub mod class;
pub mod command;
pub mod coverage;
pub mod difference;
pub mod draft;
pub mod duty;
pub mod error;
pub mod estate;
pub mod event;
pub mod fact;
pub mod fraction;
pub mod governance;
pub mod health;
pub mod health_policy;
pub mod inventory;
pub mod lifecycle;
pub mod naming;
pub mod policy;
pub mod profile;
pub mod reclassification;
pub mod redundancy;
pub mod relationship;
pub mod retire;
pub mod retirement;
pub mod scope;
pub mod state;
#[cfg(feature = "testing")]
pub mod testing;
pub mod verification;
pub mod vocabulary;

pub use birth::{Adopt, Gaps};
pub use ci::{Ci, RecordedCiEvent, StatusRequest};
pub use error::CiError;
