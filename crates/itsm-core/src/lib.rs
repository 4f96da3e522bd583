#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

#[macro_use]
mod macros;
#[macro_use]
mod wire_macros;

pub mod actor;
pub mod aggregate;
pub mod context;
pub mod deadline;
pub mod fault;
pub mod id;
pub mod level;
pub mod link;
pub mod matrix;
pub mod policy;
pub mod ratio;
pub mod recorded;
pub mod refusal;
#[cfg(feature = "serde")]
pub mod schema;
pub mod text;
pub mod time;
pub mod transition;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub mod wire;
