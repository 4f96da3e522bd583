#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod checked;
mod collision;
pub mod conflict;
pub mod conflict_policy;
pub mod detect;
mod detect_windows;
pub mod estate;
pub mod kind;
mod numbering;
pub mod planned;
pub mod schedule;
pub mod slots;
mod span;
mod timeline;
mod timetable;
pub mod windows;
