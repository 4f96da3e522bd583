//! Keys: what incidents have in common when they are a trend.

use crate::cluster::{Signature, Vocabulary};
use crate::description::{Description, Fact, FactKind};
use crate::trend_policy::KeyKind;
use alloc::vec::Vec;
use core::fmt;

/// What incidents are put together by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum TrendKey {
    /// They share a fact.
    Fact(Fact),
    /// Their texts have the same signature.
    Cluster(Signature),
}

impl TrendKey {
    /// The keys of an incident: one for each fact and, where there is a vocabulary and it knows
    /// enough of the words, one for its text.
    pub fn of(said: &Description, vocabulary: Option<&Vocabulary>) -> Vec<Self> {
        let signature = vocabulary.and_then(|it| it.signature(&said.text));
        let facts = said.facts().map(Self::Fact);
        facts.chain(signature.map(Self::Cluster)).collect()
    }

    /// What kind of key it is.
    pub const fn kind(&self) -> KeyKind {
        match self {
            Self::Cluster(_) => KeyKind::Cluster,
            Self::Fact(fact) => match fact.kind() {
                FactKind::Category => KeyKind::Category,
                FactKind::Ci => KeyKind::Ci,
                FactKind::Service => KeyKind::Service,
                FactKind::Subcategory => KeyKind::Subcategory,
            },
        }
    }
}

impl From<Fact> for TrendKey {
    fn from(fact: Fact) -> Self {
        Self::Fact(fact)
    }
}

impl From<Signature> for TrendKey {
    fn from(signature: Signature) -> Self {
        Self::Cluster(signature)
    }
}

impl fmt::Display for TrendKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fact(fact) => write!(f, "{fact}"),
            Self::Cluster(signature) => write!(f, "words {signature}"),
        }
    }
}
