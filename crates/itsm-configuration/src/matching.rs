//! Matching: which records have the identifying values that a source tells.

use crate::ci::Ci;
use crate::datum::{Datum, DatumValue};
use crate::estate::Estate;
use crate::identification::IdentificationPolicy;
use crate::policy::ConfigurationPolicy;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::text::Code;

/// What an item is told from all others by: an entry of a rule with all its values, within a parent
/// where the item is part of one. Two items with the same key are the same thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    rule: Code,
    entry: usize,
    parent: Option<CiId>,
    values: Vec<DatumValue>,
}

impl Key {
    /// The place of its entry in the rule.
    pub(crate) const fn entry(&self) -> usize {
        self.entry
    }
}

/// The rules, and the policy whose classes they speak of.
#[derive(Clone, Copy)]
pub(crate) struct Rules<'a> {
    pub(crate) rules: &'a IdentificationPolicy,
    pub(crate) policy: &'a ConfigurationPolicy,
}

impl Rules<'_> {
    /// The keys of an item of a class with these data: of each entry that has all its values, in
    /// order. One for each parent, if it is part of several.
    pub(crate) fn keys(
        self,
        class: &Code,
        parents: &BTreeSet<CiId>,
        value: impl Fn(&Datum) -> Option<DatumValue>,
    ) -> Vec<Key> {
        let classes = self.policy.classes();
        let Some((rule, entries)) = self.rules.rule(class, classes) else {
            return Vec::new();
        };
        let mut keys = Vec::new();
        let dependent = classes.is_dependent(class);
        for (place, entry) in entries.iter().enumerate() {
            let Some(values) = entry.by.iter().map(&value).collect::<Option<Vec<_>>>() else {
                continue;
            };
            let key = |parent| Key {
                rule: rule.clone(),
                entry: place,
                parent,
                values: values.clone(),
            };
            if dependent {
                keys.extend(parents.iter().map(|it| key(Some(*it))));
            } else {
                keys.push(key(None));
            }
        }
        keys
    }

    /// The keys of a record. Those of which others are to be found are of kept records that are
    /// not marked as duplicates.
    pub(crate) fn keys_of(self, ci: &Ci, parents: &BTreeSet<CiId>) -> Vec<Key> {
        if !ci.is_kept() || ci.duplicate_of().is_some() {
            return Vec::new();
        }
        self.keys(ci.class(), parents, |datum| datum.of(ci))
    }
}

/// The records of an estate by their keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    records: BTreeMap<Key, Vec<CiId>>,
}

impl Index {
    /// Of a whole estate: once, however many payloads come.
    pub(crate) fn new(estate: &Estate, rules: Rules<'_>) -> Self {
        let mut pairs: Vec<(Key, CiId)> = Vec::new();
        for ci in estate.items() {
            let parents = if rules.policy.classes().is_dependent(ci.class()) {
                estate.containers(ci.id(), rules.policy)
            } else {
                BTreeSet::new()
            };
            let keys = rules.keys_of(ci, &parents);
            pairs.extend(keys.into_iter().map(|it| (it, ci.id())));
        }
        pairs.sort_unstable();
        let mut records: BTreeMap<Key, Vec<CiId>> = BTreeMap::new();
        for (key, ci) in pairs {
            records.entry(key).or_default().push(ci);
        }
        Self { records }
    }

    /// The records with a key, in the order of their ids.
    pub(crate) fn find(&self, key: &Key) -> &[CiId] {
        self.records.get(key).map_or(&[], Vec::as_slice)
    }
}
