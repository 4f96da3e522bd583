//! What changes have done, looked up by what they did it to.

use crate::fact::{FactPath, FactValue};
use crate::inventory::ChangeDone;
use crate::relationship::Relationship;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use itsm_core::id::{ChangeId, CiId};
use itsm_core::time::Instant;

/// What the last change that says something of it did.
#[derive(Clone, Copy)]
pub(crate) struct Expected<V> {
    pub(crate) change: ChangeId,
    pub(crate) value: V,
}

/// What the changes that were done by an instant have done.
pub(crate) struct Done<'a> {
    facts: BTreeMap<(CiId, &'a FactPath), Expected<Option<&'a FactValue>>>,
    relationships: BTreeMap<&'a Relationship, Expected<bool>>,
    /// Of each item, the first change that touched it.
    touched: BTreeMap<CiId, ChangeId>,
    /// Of each item, the changes of which nobody knows what they did to it, the first one first.
    untold: BTreeMap<CiId, Vec<ChangeId>>,
}

impl<'a> Done<'a> {
    pub(crate) fn by(at: Instant, changes: &'a [ChangeDone]) -> Self {
        let mut changes: Vec<&ChangeDone> = changes.iter().filter(|it| it.at <= at).collect();
        changes.sort_by_key(|it| (it.at, it.change));
        let mut done = Self {
            facts: BTreeMap::new(),
            relationships: BTreeMap::new(),
            touched: BTreeMap::new(),
            untold: BTreeMap::new(),
        };
        for it in changes {
            let change = it.change;
            for (ci, effect) in &it.touched {
                done.touched.entry(*ci).or_insert(change);
                if !effect.is_known() {
                    done.untold.entry(*ci).or_default().push(change);
                }
                for (path, value) in effect.all_facts() {
                    done.facts.insert((*ci, path), Expected { change, value });
                }
                for (relationship, value) in effect.all_relationships() {
                    let expected = Expected { change, value };
                    done.relationships.insert(relationship, expected);
                }
            }
        }
        done
    }

    pub(crate) fn fact(
        &self,
        ci: CiId,
        path: &FactPath,
    ) -> Option<Expected<Option<&'a FactValue>>> {
        self.facts.get(&(ci, path)).copied()
    }

    /// The facts of an item that changes speak of.
    pub(crate) fn paths(&self, ci: CiId) -> impl Iterator<Item = &'a FactPath> {
        // The first of all paths.
        let of_it = self.facts.range((ci, &FactPath::Class)..);
        let of_it = of_it.take_while(move |((of, _), _)| *of == ci);
        of_it.map(|((_, path), _)| *path)
    }

    pub(crate) fn relationship(&self, relationship: &Relationship) -> Option<Expected<bool>> {
        self.relationships.get(relationship).copied()
    }

    pub(crate) fn relationships(&self) -> impl Iterator<Item = &'a Relationship> {
        self.relationships.keys().copied()
    }

    /// The items that changes touched, each with the first change that did.
    pub(crate) fn touched(&self) -> impl Iterator<Item = (CiId, ChangeId)> {
        self.touched.iter().map(|(ci, change)| (*ci, *change))
    }

    pub(crate) fn has_touched(&self, ci: CiId) -> bool {
        self.touched.contains_key(&ci)
    }

    pub(crate) fn untold(&self, ci: CiId) -> impl Iterator<Item = ChangeId> {
        self.untold.get(&ci).into_iter().flatten().copied()
    }
}
