#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod found;
mod postings;
mod script;
mod search;

pub mod cause;
pub mod description;
pub mod matching;
pub mod matching_policy;
pub mod scorer;
pub mod tokens;
