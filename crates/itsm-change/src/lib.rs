#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

pub mod authorization;
pub mod course;
pub mod delegation;
pub mod kind;
pub mod panel;
pub mod quorum;
