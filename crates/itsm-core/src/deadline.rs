//! Deadlines: time turned into commands.

use crate::time::Instant;

/// Something that time will bring about: at `at`, execute `command`.
///
/// A host schedules it by any means. Executed before `at` the command is refused, at `at` or later
/// it is accepted and the deadline is gone, so a deadline that nobody polled in time is late and
/// never lost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Deadline<C> {
    /// When it is due.
    pub at: Instant,
    /// Since when it has been counting.
    pub since: Instant,
    /// What to execute then.
    pub command: C,
    /// The rule that asks for it.
    pub why: &'static str,
}

impl<C> Deadline<C> {
    /// The same deadline for another kind of command, as a facade merges those of several practices.
    pub fn map<D>(self, f: impl FnOnce(C) -> D) -> Deadline<D> {
        Deadline {
            at: self.at,
            since: self.since,
            command: f(self.command),
            why: self.why,
        }
    }
}
