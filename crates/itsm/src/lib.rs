#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

pub mod coordination;

/// Service hours, holidays and business time, exact across clock changes.
pub use itsm_calendar as calendar;

/// Change enablement: planned, tested, authorized, and seen in one schedule.
pub use itsm_change as change;

/// Service configuration management: items, relationships, and what depends on what.
pub use itsm_configuration as configuration;

/// The words that all practices share: ids, actors, levels, instants, refusals, and the kernel.
pub use itsm_core as core;

/// Fault-tree arithmetic: minimal cut sets, exact probability, importance.
pub use itsm_fault_tree as fault_tree;

/// Incident management: restore service fast.
pub use itsm_incident as incident;

/// Problem management: look past quick fixes to causes.
pub use itsm_problem as problem;

/// Service levels: agreements, clocks, availability.
pub use itsm_service_level as service_level;

/// The documents of the repository that have blocks of Rust, so that each block runs as a test.
#[cfg(doctest)]
mod documents {
    #[doc = include_str!("../../../README.md")]
    mod readme {}

    #[cfg(feature = "serde")]
    #[doc = include_str!("../../../docs/policies.md")]
    mod policies {}
}
