//! What happens between practices: pure functions and plain values, nothing behind the host's back.
//!
//! Each practice works alone and knows no other. Here, and only here, an incident meets its clocks,
//! the estate and its problem, and a problem what incidents and items tell:
//!
//! | Module | What it is about |
//! |---|---|
//! | [`change`] | a change, and the problems and incidents that it is made for or has caused |
//! | [`change_items`] | what a change alters in the records of items, and what nobody asked for |
//! | [`clocked`] | an incident and its service clocks, moved together in one order |
//! | [`agenda`] | what time will bring about, of records and of clocks, in one list |
//! | [`cfia`] | which item's failure does what to which service, handed to the analysis of a problem |
//! | [`changed_estate`] | what changes ask of the estate: relatives, dependants, and what goes down with what |
//! | [`escalation`] | rules from a clock's threshold to an escalation of its incident |
//! | [`estate`] | which items an incident may be about, and what their loss means to the business |
//! | [`lint`](mod@lint) | what the policies of both say and cannot both mean |
//! | [`problem`] | a problem and its incidents: how they stand, and what follows for them |
//! | [`queue`] | which incident comes first when priority alone does not say |
//! | [`timeline`] | what the events of incidents and items tell a chronology |
//!
//! What one practice suggests to another comes as a [`Proposal`]: a command, the rule that asks for
//! it, and a key by which a host can tell that it has seen it before. The host decides.

pub mod agenda;
pub mod cfia;
pub mod change;
pub mod change_items;
pub mod changed_estate;
pub mod clocked;
pub mod escalation;
pub mod estate;
pub mod lint;
pub mod problem;
mod proposal;
pub mod queue;
pub mod timeline;

pub use proposal::{Proposal, ProposalKey};
