//! What the incident lifecycle says to each change of state in the log.
//!
//! The judge sees every row once, in file order, and keeps what it needs between them.

use super::case_table::CaseIndex;
use super::map::{Map, Target};

/// One row, as the judge sees it.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// The case, by its place of first appearance: a dense key for what the judge remembers.
    pub case: CaseIndex,
    /// The case's own key.
    pub key: &'a [u8],
    /// The line that the row begins on.
    pub line: u64,
    /// When the event was recorded, in seconds since 1970-01-01 00:00 UTC.
    pub at: i64,
    /// The state in the case's row before; none in its first row.
    pub before: Option<State<'a>>,
    /// The state in this row.
    pub now: State<'a>,
    /// Whether the source's state differs from the row before. Two states of the source may be
    /// one and the same in the lifecycle.
    pub changed: bool,
    /// The other facts of the row.
    pub facts: Facts<'a>,
}

/// A state of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State<'a> {
    /// The map says what it is in the lifecycle.
    Declared(&'a Target),
    /// The map does not know it.
    Undeclared,
}

/// What a row tells besides the state; none where the cell is empty or the map names no column.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    missing_docs,
    reason = "the fields are named like the roles of the map"
)]
pub struct Facts<'a> {
    pub impact: Option<&'a [u8]>,
    pub urgency: Option<&'a [u8]>,
    pub priority: Option<&'a [u8]>,
    pub group: Option<&'a [u8]>,
    pub person: Option<&'a [u8]>,
    pub caller: Option<&'a [u8]>,
}

/// Judges each change of state.
#[derive(Debug)]
pub struct Judge {
    verdicts: Verdicts,
}

/// What came of it. The numbers add up to the changes of state in the log.
#[derive(Debug, Default)]
pub struct Verdicts {
    /// Changes that the lifecycle accepts.
    pub accepted: u64,
    /// Changes that it refuses, by the rule that refused, ordered by rule.
    pub refused: Vec<Refused>,
    /// Changes from or to a state that the map does not know.
    pub undeclared: u64,
    /// Changes that nobody judged.
    pub not_judged: u64,
    /// What the reader must know to weigh the verdicts, such as texts that were waived.
    pub notes: Vec<String>,
}

/// A rule that refused.
#[derive(Debug)]
pub struct Refused {
    /// The stable id of the rule.
    pub rule: String,
    /// What the rule is for, in plain words.
    pub about: String,
    /// How many changes it refused.
    pub count: u64,
}

impl Judge {
    /// A judge for a log that is read with this map.
    pub fn new(_map: &Map) -> Self {
        Self {
            verdicts: Verdicts::default(),
        }
    }

    /// Takes in the next row of the log.
    pub fn observe(&mut self, step: &Step<'_>) {
        if !step.changed {
            return;
        }
        match (step.before, step.now) {
            (Some(State::Declared(_)), State::Declared(_)) => self.verdicts.not_judged += 1,
            _ => self.verdicts.undeclared += 1,
        }
    }

    /// The verdicts, when the log is at its end.
    pub fn finish(self) -> Verdicts {
        self.verdicts
    }
}
