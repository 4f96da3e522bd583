//! The steps of an explanation, in words.

use itsm::configuration::explain::Step;
use itsm::configuration::scenario::Status;
use itsm::core::id::CiId;

/// So many names are told of a list.
const TOLD: usize = 6;

/// Who knows the names of items and the meaning of what lies between them.
pub trait Teller {
    /// The name of an item.
    fn name(&self, ci: CiId) -> &str;

    /// The reason of a step.
    fn reason(&self, step: &Step) -> String;

    /// A step: who, how, and why.
    fn step(&self, step: &Step) -> String {
        let (name, reason) = (self.name(step.ci), self.reason(step));
        let status = match step.status {
            Status::Up => "up",
            Status::Degraded => "degraded",
            Status::Down => "down",
        };
        format!("{name} is {status}: {reason}")
    }
}

/// The first names of a list, and how many more there are.
pub fn listed(names: &[&str]) -> String {
    let told = names.get(..TOLD).unwrap_or(names).join(", ");
    match names.len().checked_sub(TOLD) {
        None | Some(0) => told,
        Some(more) => format!("{told} and {more} more"),
    }
}
