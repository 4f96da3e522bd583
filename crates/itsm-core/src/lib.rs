#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

#[macro_use]
mod macros;
#[macro_use]
mod wire_macros;

pub mod actor;
pub mod aggregate;
mod atom;
pub mod attribute;
pub mod condition;
pub mod context;
pub mod custom;
pub mod deadline;
pub mod draft;
#[cfg(feature = "serde")]
mod draft_wire;
pub mod explain;
pub mod fault;
pub mod free_text;
pub mod id;
pub mod level;
pub mod link;
pub mod lint;
#[doc(hidden)]
pub mod markdown;
pub mod matrix;
pub mod money;
mod operand;
mod place;
pub mod policy;
pub mod ratio;
pub mod recorded;
pub mod refusal;
#[doc(hidden)]
pub mod refuse;
pub mod rule_table;
mod satisfy;
#[cfg(feature = "serde")]
pub mod schema;
mod signature;
pub mod text;
pub mod time;
pub mod transition;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub mod wire;
