#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod script;

pub mod cause;
pub mod tokens;
