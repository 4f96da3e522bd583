#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod allowed;
mod birth;
mod checked;
mod compile;
mod compile_risk;
mod decide;
mod evolve;
mod fault_tree_page;
mod fishbone;
mod forest;
mod found;
mod gate;
mod kepner_tregoe_check;
mod kepner_tregoe_sheet;
mod kernel;
mod pareto_chart;
mod picture;
mod postings;
mod problem;
mod refuse;
mod script;
mod search;
mod timeline_picture;
mod track;
mod trend_told;
mod window;

pub mod backlog;
pub mod blame;
pub mod cause;
pub mod cause_analysis;
pub mod cfia;
pub mod chronology;
pub mod cluster;
pub mod command;
pub mod communication;
pub mod description;
pub mod draft;
pub mod duty;
pub mod ending;
pub mod error;
pub mod event;
pub mod fault_tree_analysis;
pub mod fault_tree_figures;
pub mod finding;
pub mod five_whys;
pub mod fix;
pub mod hypothesis;
pub mod ishikawa;
pub mod kepner_tregoe;
pub mod known_error;
pub mod lifecycle;
pub mod link;
pub mod major;
pub mod matching;
pub mod matching_policy;
pub mod merge;
pub mod model;
pub mod pain_value;
pub mod pareto;
pub mod parking;
pub mod policy;
pub mod profile;
pub mod redaction;
pub mod risk;
pub mod scorer;
#[cfg(feature = "serde")]
pub mod snapshot;
pub mod state;
pub mod strategy;
pub mod surge;
pub mod task;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tokens;
pub mod trend;
pub mod trend_key;
pub mod trend_policy;
pub mod verification;
pub mod workaround;

pub use birth::{Adopt, AdoptedError};
pub use error::ProblemError;
pub use problem::{LogEntry, Problem, RecordedProblemEvent};
