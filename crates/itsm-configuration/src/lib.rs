#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod compile;
mod follow;
mod gate;
mod layout;
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
