//! Proposals: what one practice suggests to another.

use alloc::string::String;
use itsm_core::text::Code;

/// A command that one practice suggests to a record of another. Nothing has happened yet: a host
/// executes it, asks somebody, or lets it be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Proposal<C> {
    /// The command.
    pub command: C,
    /// The rule that asks for it.
    pub rule: Code,
    /// The same for the same occasion, whoever asks and however often.
    pub key: ProposalKey,
}

/// The name of one occasion, so that a host that asks twice acts once.
///
/// It is made of the record, what happened to it, and the rule; nothing of it is random.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(transparent)
)]
#[doc(alias = "idempotency key")]
pub struct ProposalKey(String);

impl ProposalKey {
    pub(crate) const fn new(key: String) -> Self {
        Self(key)
    }

    /// The key as a text, to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl core::fmt::Display for ProposalKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(&self.0)
    }
}
