#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod found;
mod postings;
mod script;
mod search;
mod track;
mod trend_told;
mod window;

pub mod cause;
pub mod cluster;
pub mod description;
pub mod matching;
pub mod matching_policy;
pub mod scorer;
pub mod surge;
pub mod tokens;
pub mod trend;
pub mod trend_key;
pub mod trend_policy;
