//! The name under which a policy is stamped on what it decided, and a place to keep every version.

use crate::fault::Faults;
use crate::text::Code;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map;

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

    /// The name of a policy from its draft, with what is wrong with it noted. Whoever notes a fault
    /// makes no policy, so that any name will do in the place of a bad one.
    #[doc(hidden)]
    pub fn of_draft(id: &str, version: u32, faults: &mut Faults) -> Self {
        let id = faults.take("id", "policy.id.text", Code::new(id));
        if version == 0 {
            faults.add(
                "version",
                "policy.version.zero",
                "versions count from 1, got 0",
            );
        }
        Self::new(id.unwrap_or(const { Code::trusted("default") }), version)
    }
}

impl core::fmt::Display for PolicyRef {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} v{}", self.id, self.version)
    }
}

/// Every version of every policy that some record is still under.
///
/// A record is moved by the policy that it is under and by no other, until it adopts another: under
/// a newer version it refuses commands, and has no deadlines. So a host keeps the old versions as
/// long as a record is under them, and looks each record's up.
///
/// ```
/// use itsm_core::policy::{PolicyBook, PolicyRef};
/// use itsm_core::text::Code;
///
/// let version = |n| PolicyRef::new(Code::new("porto-desk").unwrap(), n);
/// let mut book = PolicyBook::new();
/// assert_eq!(book.keep(version(1), "close after five days"), None);
/// assert_eq!(book.keep(version(2), "close after two days"), None);
///
/// assert_eq!(book.get(&version(1)), Some(&"close after five days"));
/// assert_eq!(book.get(&version(3)), None);
/// assert_eq!(book.newest("porto-desk"), Some(&"close after two days"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyBook<P> {
    policies: BTreeMap<PolicyRef, P>,
}

impl<P> PolicyBook<P> {
    /// An empty book.
    pub const fn new() -> Self {
        Self {
            policies: BTreeMap::new(),
        }
    }

    /// Keeps a version, and gives back what was kept under the same name and version: two different
    /// policies under one name are a mistake of the host.
    pub fn keep(&mut self, of: PolicyRef, policy: P) -> Option<P> {
        self.policies.insert(of, policy)
    }

    /// The version that a record is under.
    pub fn get(&self, of: &PolicyRef) -> Option<&P> {
        self.policies.get(of)
    }

    /// The newest version of a policy: the one for new records.
    pub fn newest(&self, id: &str) -> Option<&P> {
        let mut newest_first = self.policies.iter().rev();
        newest_first
            .find(|(of, _)| of.id.as_str() == id)
            .map(|(_, policy)| policy)
    }

    /// Every version, by name and in the order of the versions.
    pub fn iter(&self) -> btree_map::Iter<'_, PolicyRef, P> {
        self.policies.iter()
    }
}

impl<P> Default for PolicyBook<P> {
    /// An empty book.
    fn default() -> Self {
        Self::new()
    }
}

impl<'a, P> IntoIterator for &'a PolicyBook<P> {
    type Item = (&'a PolicyRef, &'a P);
    type IntoIter = btree_map::Iter<'a, PolicyRef, P>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
