//! The agenda: what time will bring about, in one list.

use alloc::boxed::Box;
use alloc::vec::Vec;
use itsm_core::deadline::Deadline;
use itsm_incident::command::IncidentCommand;
use itsm_service_level::signal::Signal;

/// What is due: a command to execute, or something that a clock will say.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Due {
    /// Execute this command.
    Incident(Box<IncidentCommand>),
    /// Let the clocks advance: one of them has this to say.
    Clock(Signal),
}

/// Merges the deadlines of an incident and of its clocks, soonest first; of those at one instant,
/// the record's come before the clocks'.
pub fn merge(
    incident: Vec<Deadline<IncidentCommand>>,
    clocks: Vec<Deadline<Signal>>,
) -> Vec<Deadline<Due>> {
    let incident = incident
        .into_iter()
        .map(|it| it.map(|command| Due::Incident(Box::new(command))));
    let clocks = clocks.into_iter().map(|it| it.map(Due::Clock));
    let mut list: Vec<_> = incident.chain(clocks).collect();
    list.sort_by_key(|deadline| deadline.at);
    list
}
