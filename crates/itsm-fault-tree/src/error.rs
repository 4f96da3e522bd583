//! Why a question to a fault tree has no answer.

/// Why a question to a fault tree, or to the arithmetic beside it, has no answer. Never a wrong
/// answer instead.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultTreeError {
    /// There are more minimal cut sets than can be counted: 2¹²⁸ or more.
    #[error("expected fewer than 2^128 minimal cut sets, got more")]
    CountOverflow,
    /// The number of members needed is not among 1 to the number of members.
    #[error("expected a number needed from 1 to {members}, got `{needed}`")]
    NeededOutOfRange {
        /// What was given.
        needed: usize,
        /// How many members there are.
        members: usize,
    },
    /// A probability or an availability is not a number from 0 to 1.
    #[error("expected a number from 0 to 1, got `{value}`")]
    OutOfRange {
        /// What was given.
        value: f64,
    },
    /// A mean time is not a number of zero or more.
    #[error("expected a time of zero or more, got `{value}`")]
    TimeOutOfRange {
        /// What was given.
        value: f64,
    },
    /// The decision diagram has more nodes than were allowed, in every order that was tried.
    #[error(
        "expected a diagram of at most {limit} nodes, got more after {gates_done} of {gates} gates"
    )]
    TooLarge {
        /// How many nodes were allowed.
        limit: usize,
        /// How many gates were worked out, of those that were left after simplification.
        gates_done: usize,
        /// How many gates were left after simplification.
        gates: usize,
    },
    /// There are more cut sets to list than were allowed.
    #[error("expected at most {limit} cut sets to list, got more")]
    TooManyCutSets {
        /// How many were allowed.
        limit: usize,
    },
}

impl FaultTreeError {
    /// The stable id of the rule that refused.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::CountOverflow => "fault_tree.count_overflow",
            Self::NeededOutOfRange { .. } => "fault_tree.needed.range",
            Self::OutOfRange { .. } => "fault_tree.probability.range",
            Self::TimeOutOfRange { .. } => "fault_tree.time.range",
            Self::TooLarge { .. } => "fault_tree.too_large",
            Self::TooManyCutSets { .. } => "fault_tree.too_many_cut_sets",
        }
    }
}
