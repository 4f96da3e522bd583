#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

pub mod blame;
pub mod cause;
pub mod cause_analysis;
pub mod cfia;
mod checked;
pub mod chronology;
pub mod fault_tree_analysis;
pub mod fault_tree_figures;
mod fault_tree_page;
mod fishbone;
pub mod five_whys;
mod forest;
pub mod hypothesis;
pub mod ishikawa;
pub mod kepner_tregoe;
mod kepner_tregoe_check;
mod kepner_tregoe_sheet;
pub mod pain_value;
pub mod pareto;
mod pareto_chart;
mod picture;
mod timeline_picture;
mod writing;
