//! What is found, and why.

use crate::description::Fact;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use itsm_core::id::{IncidentId, KnownErrorId};

/// A record that an incident may be like, for hosts that look for both kinds at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Precedent {
    /// A known error.
    KnownError(KnownErrorId),
    /// An incident that came before.
    Incident(IncidentId),
}

/// What a word adds to a score.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct WordShare {
    /// The word, as [`tokens`](crate::tokens) cuts it.
    pub word: String,
    /// How much it adds.
    pub share: f64,
}

/// What a fact adds to a score.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FactShare {
    /// The fact.
    pub fact: Fact,
    /// How much it adds: the weight of its kind.
    pub share: f64,
}

/// A document that is like the query, and why.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Match<K> {
    /// Which.
    pub key: K,
    /// How much it is like the query: the sum of all shares. It has no scale of its own and is
    /// comparable within one answer, not between indexes.
    pub score: f64,
    /// The words that both have; those that say most come first.
    pub words: Vec<WordShare>,
    /// The facts that both have; those that say most come first.
    pub facts: Vec<FactShare>,
}

impl<K> fmt::Display for Match<K> {
    /// The reasons, as `7.29: ci … 6.00, printer 1.29`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}:", self.score)?;
        let mut between = "";
        for FactShare { fact, share } in &self.facts {
            write!(f, "{between} {fact} {share:.2}")?;
            between = ",";
        }
        for WordShare { word, share } in &self.words {
            write!(f, "{between} {word} {share:.2}")?;
            between = ",";
        }
        Ok(())
    }
}
