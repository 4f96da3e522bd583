//! The name under which a policy is stamped on what it decided.

use crate::text::Code;

/// Which policy decided: its id and its version.
///
/// Policies are immutable values. A host that changes a rule makes a new version, and every record
/// keeps the version it was handled under until it adopts another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct PolicyRef {
    /// Which policy.
    pub id: Code,
    /// Which version of it.
    pub version: u32,
}

impl PolicyRef {
    /// A version of a policy.
    pub const fn new(id: Code, version: u32) -> Self {
        Self { id, version }
    }
}

impl core::fmt::Display for PolicyRef {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} v{}", self.id, self.version)
    }
}
