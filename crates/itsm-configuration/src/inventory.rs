//! What was found: an observed inventory, and the changes that are known to be done.
//!
//! A host translates into these what its scanners, its people with a list in their hands, and its
//! change records say. The [audit](crate::audit) holds the records against it.

use crate::authority::Authority;
use crate::ci::RecordedCiEvent;
use crate::fact::{FactPath, FactValue};
use crate::relationship::Relationship;
use crate::scope::Scope;
use alloc::collections::{BTreeMap, BTreeSet};
use itsm_core::id::{ChangeId, CiId};
use itsm_core::text::{Code, Label};
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// What was found in one look.
    #[doc(alias = "discovery")]
    #[doc(alias = "scan")]
    pub struct Observation {
        /// When. It is held against the records as they were then.
        at: Instant,
        /// Of which items it says something: one that is not found in its scope is missing, one
        /// out of its scope is not.
        scope: Scope,
        /// What was found, each thing under the name that the observer has for it.
        things: BTreeMap<Label, Thing>,
    } optional {
        /// Who or what looked.
        source: Code,
        /// The types of relationships of which it found all that the things are the source of. Of
        /// another type, one that was not found may be there.
        relationship_types: BTreeSet<Code>,
        /// The relationships that were found.
        relationships: BTreeSet<Relationship>,
    }
}

wire_struct! {
    /// Something that was found, and what was seen of it. What it says nothing of was not looked at.
    pub struct Thing {} optional {
        /// The item that it is; absent: the observer knows of none.
        ci: CiId,
        /// The facts that were seen.
        facts: BTreeMap<FactPath, FactValue>,
        /// The facts that it was seen not to have.
        lacks: BTreeSet<FactPath>,
    }
}

impl Thing {
    /// With one more fact that was seen.
    #[must_use]
    pub fn fact(mut self, path: FactPath, value: impl Into<FactValue>) -> Self {
        self.facts
            .get_or_insert_with(BTreeMap::new)
            .insert(path, value.into());
        self
    }

    /// Every fact that was looked at, and what was seen: a value, or that there is none.
    pub(crate) fn seen(&self) -> BTreeMap<&FactPath, Option<&FactValue>> {
        let lacks = self.lacks.iter().flatten().map(|path| (path, None));
        let facts = self.facts.iter().flatten();
        lacks
            .chain(facts.map(|(path, value)| (path, Some(value))))
            .collect()
    }
}

wire_struct! {
    /// A change that was authorized and is done, and what it touched.
    pub struct ChangeDone {
        /// Which change.
        change: ChangeId,
        /// When it was done.
        at: Instant,
        /// The items that it touched, and, as far as it is known, what it did to them.
        touched: BTreeMap<CiId, Effect>,
    }
}

wire_struct! {
    /// What a change did to an item. If it says nothing, it did something, and nobody knows what.
    pub struct Effect {} optional {
        /// The facts that it set.
        facts: BTreeMap<FactPath, FactValue>,
        /// The facts that it cleared.
        cleared: BTreeSet<FactPath>,
        /// The relationships that it made.
        related: BTreeSet<Relationship>,
        /// The relationships that it ended.
        unrelated: BTreeSet<Relationship>,
    }
}

impl Effect {
    /// With one more fact that it set.
    #[must_use]
    pub fn fact(mut self, path: FactPath, value: impl Into<FactValue>) -> Self {
        self.facts
            .get_or_insert_with(BTreeMap::new)
            .insert(path, value.into());
        self
    }

    /// Whether it says what the change did.
    pub const fn is_known(&self) -> bool {
        self.facts.is_some()
            || self.cleared.is_some()
            || self.related.is_some()
            || self.unrelated.is_some()
    }

    pub(crate) fn all_facts(&self) -> impl Iterator<Item = (&FactPath, Option<&FactValue>)> {
        let cleared = self.cleared.iter().flatten().map(|path| (path, None));
        let facts = self.facts.iter().flatten();
        cleared.chain(facts.map(|(path, value)| (path, Some(value))))
    }

    pub(crate) fn all_relationships(&self) -> impl Iterator<Item = (&Relationship, bool)> {
        let ended = self.unrelated.iter().flatten().map(|it| (it, false));
        ended.chain(self.related.iter().flatten().map(|it| (it, true)))
    }
}

/// Of each item, the changes that its history knows: under which it was modified.
pub fn recorded_changes<'a>(
    history: impl IntoIterator<Item = &'a RecordedCiEvent>,
) -> BTreeMap<CiId, BTreeSet<ChangeId>> {
    let mut changes: BTreeMap<CiId, BTreeSet<ChangeId>> = BTreeMap::new();
    for event in history {
        let change = event.event.authority().and_then(Authority::change);
        if let Some(change) = change {
            changes.entry(event.record).or_default().insert(change);
        }
    }
    changes
}
