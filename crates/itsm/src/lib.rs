#![no_std]
//! IT service management as plain Rust values, ITIL-aligned, under one roof.
//!
//! Each practice is a crate of its own, and a module here. A host that needs a single practice
//! depends on that crate alone; a host that needs several depends on this one, and meets them all
//! under the same version.
//!
//! Nothing here reads a clock, a file or a network: time, ids and actors are arguments, events
//! and deadlines are results.

/// Service hours, holidays and business time, exact across clock changes.
pub use itsm_calendar as calendar;

/// The words that all practices share: ids, actors, levels, instants, refusals, and the kernel.
pub use itsm_core as core;

/// Incident management: restore service fast.
pub use itsm_incident as incident;
