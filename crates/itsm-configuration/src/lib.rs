#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod birth;
mod compile;
mod compile_classes;
mod compile_identification;
mod confusion;
mod decide;
mod defaults;
mod evolve;
mod gate;
mod identify;
mod identify_error;
mod kernel;
mod matching;
mod overlay;
mod refuse;
mod relating;
mod relation;
mod topology;
mod writing;

mod allowed;
pub mod authority;
mod ci;
pub mod class;
pub mod command;
pub mod datum;
pub mod draft;
pub mod draft_identification;
pub mod duty;
pub mod error;
pub mod estate;
pub mod event;
pub mod governance;
pub mod identification;
pub mod lifecycle;
pub mod naming;
pub mod outcome;
pub mod payload;
pub mod plan;
pub mod policy;
pub mod precedence;
pub mod profile;
pub mod reclassification;
pub mod reconcile;
pub mod redundancy;
pub mod relationship;
pub mod reports;
pub mod retire;
pub mod retirement;
pub mod state;
#[cfg(feature = "testing")]
pub mod testing;
pub mod verification;
pub mod vocabulary;

pub use birth::{Adopt, Gaps};
pub use ci::{Ci, RecordedCiEvent, StatusRequest};
pub use error::CiError;
pub use identify_error::IdentificationError;
