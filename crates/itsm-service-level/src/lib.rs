#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod compile;
mod compile_agreement;
mod compile_clock;
mod moves;
mod pace;
mod step;
mod value;
#[cfg(feature = "serde")]
mod wire;

pub mod agreement;
pub mod alignment;
pub mod availability;
pub mod board;
pub mod clock;
pub mod clocks;
pub mod definition;
pub mod draft;
pub mod error;
pub mod keeper;
pub mod lint;
pub mod outage;
pub mod percentage;
pub mod policy;
pub mod reading;
pub mod report;
pub mod signal;
pub mod target;
pub mod threshold;
pub mod zone;
