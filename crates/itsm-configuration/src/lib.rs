#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod compile;
mod edit;
mod follow;
mod gate;
mod layout;
mod growing;
mod numbering;
mod propagate;
mod question;
mod svg;

pub mod explain;
pub mod graph;
pub mod impact;
pub mod redundancy;
pub mod relationship;
pub mod scenario;
pub mod service_map;
pub mod snapshot;
pub mod weakness;
