//! Scenarios: what is supposed to have happened.

use alloc::collections::BTreeSet;
use itsm_core::id::CiId;
use itsm_core::plain_enum;

plain_enum! {
    /// How an item does. The order is from best to worst.
    pub enum Status {
        /// It works.
        Up = "up",
        /// It works, but worse than it should.
        Degraded = "degraded",
        /// It does not work.
        Down = "down",
    }
}

/// What is supposed to have happened: the question that a
/// [`Snapshot`](crate::snapshot::Snapshot) answers.
///
/// ```
/// use itsm_configuration::scenario::Scenario;
/// use itsm_core::id::CiId;
///
/// let [database, switch, node] = [1, 2, 3].map(CiId::from_key);
/// let tonight = Scenario::failing([database]).degrading([switch]).in_maintenance([node]);
/// // And if the database were back?
/// let then = tonight.repairing([database]);
/// assert!(then.failed().next().is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scenario {
    failed: BTreeSet<CiId>,
    degraded: BTreeSet<CiId>,
    maintenance: BTreeSet<CiId>,
    depth: Option<u32>,
}

impl Scenario {
    /// Nothing has happened.
    pub const fn new() -> Self {
        Self {
            failed: BTreeSet::new(),
            degraded: BTreeSet::new(),
            maintenance: BTreeSet::new(),
            depth: None,
        }
    }

    /// These items have failed, all of them.
    pub fn failing(cis: impl IntoIterator<Item = CiId>) -> Self {
        Self::new().and_failing(cis)
    }

    /// The same, and these have failed too.
    #[must_use]
    pub fn and_failing(mut self, cis: impl IntoIterator<Item = CiId>) -> Self {
        self.failed.extend(cis);
        self
    }

    /// The same, and these do worse than they should.
    #[must_use]
    pub fn degrading(mut self, cis: impl IntoIterator<Item = CiId>) -> Self {
        self.degraded.extend(cis);
        self
    }

    /// The same, but these are whole again. They still suffer with others.
    #[must_use]
    pub fn repairing(mut self, cis: impl IntoIterator<Item = CiId>) -> Self {
        for ci in cis {
            self.failed.remove(&ci);
            self.degraded.remove(&ci);
        }
        self
    }

    /// The same, while these are in maintenance: they are expected to be away, so that they neither
    /// suffer nor make others suffer, not even if they have failed. A redundancy group cannot count
    /// on them: with one of two servers in maintenance, the loss of the other is the loss of both.
    #[must_use]
    pub fn in_maintenance(mut self, cis: impl IntoIterator<Item = CiId>) -> Self {
        self.maintenance.extend(cis);
        self
    }

    /// The same, followed no further than so many steps from what has failed. Who would be reached
    /// later counts as unaffected, and the answer says that it was cut off.
    #[must_use]
    pub const fn no_deeper_than(mut self, steps: u32) -> Self {
        self.depth = Some(steps);
        self
    }

    /// What has failed, in the order of the ids.
    pub fn failed(&self) -> impl Iterator<Item = CiId> {
        self.failed.iter().copied()
    }

    /// What does worse than it should, in the order of the ids.
    pub fn degraded(&self) -> impl Iterator<Item = CiId> {
        self.degraded.iter().copied()
    }

    /// What is in maintenance, in the order of the ids.
    pub fn maintenance(&self) -> impl Iterator<Item = CiId> {
        self.maintenance.iter().copied()
    }

    /// Whether an item is in maintenance.
    pub(crate) fn leaves_out(&self, ci: CiId) -> bool {
        self.maintenance.contains(&ci)
    }

    /// How many steps it is followed at most.
    pub const fn depth(&self) -> Option<u32> {
        self.depth
    }
}
