//! How a gate joins its inputs.

use core::fmt;

/// When a gate fails, by how many of its inputs have failed.
///
/// The symbols are those of IEC 61025: AND, OR, and the majority vote, in which `k` of `n` inputs
/// suffice. There is no NOT and no exclusive OR: more failures never repair anything, and so every
/// tree here is *coherent*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum GateKind {
    /// Fails when all inputs have failed: parts in parallel, of which one is enough.
    And,
    /// Fails when any input has failed: parts in series, all of which are needed.
    Or,
    /// Fails when at least `k` inputs have failed. A group that needs three of its five members
    /// up is one that fails when at least three (5 − 3 + 1) are down.
    #[doc(alias = "vote")]
    #[doc(alias = "k-of-n")]
    AtLeast,
    /// Fails when its one input has failed: a second name for it.
    #[doc(alias = "null")]
    #[doc(alias = "transfer")]
    Pass,
}

impl fmt::Display for GateKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::And => "and",
            Self::Or => "or",
            Self::AtLeast => "at_least",
            Self::Pass => "pass",
        })
    }
}

/// When a gate fails, with the number that a vote needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Logic {
    And,
    Or,
    AtLeast(u32),
}
