#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod compile;
mod follow;
mod gate;
mod layout;
mod propagate;

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
pub mod snapshot;
pub mod support;
