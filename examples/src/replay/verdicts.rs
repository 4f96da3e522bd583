//! What came of the judgement.

/// The verdicts. The numbers add up to the changes of state in the log.
#[derive(Debug, Default)]
pub struct Verdicts {
    /// Changes that the lifecycle accepts.
    pub accepted: u64,
    /// Changes that it refuses, by the rule that refused, ordered by rule.
    pub refused: Vec<Refused>,
    /// Changes from or to a state that the map does not know.
    pub undeclared: u64,
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
