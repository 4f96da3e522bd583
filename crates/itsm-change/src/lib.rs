#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

pub mod back_out;
pub mod chart;
mod checked;
mod collision;
pub mod conflict;
pub mod conflict_policy;
pub mod detect;
mod detect_windows;
pub mod estate;
mod forward;
mod icalendar;
pub mod kind;
mod numbering;
pub mod planned;
pub mod schedule;
pub mod slots;
mod span;
mod svg;
mod task_order;
pub mod task_plan;
mod task_times;
mod timeline;
mod timetable;
pub mod windows;
