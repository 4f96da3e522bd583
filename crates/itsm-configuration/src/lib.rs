#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod counter;
mod edit;
mod follow;
mod growing;
mod laying;
mod layout;
mod numbering;
mod propagate;
mod question;
mod rows;
mod svg;

pub mod articulation;
pub mod business;
pub mod candidates;
pub mod cfia;
pub mod cycle;
pub mod explain;
pub mod graph;
pub mod impact;
pub mod ranking;
pub mod reach;
pub mod redundancy;
pub mod relationship;
pub mod scenario;
pub mod service_map;
pub mod snapshot;
pub mod support;
pub mod weakness;
