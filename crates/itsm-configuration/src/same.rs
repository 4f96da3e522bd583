//! Which records are of the same thing.

use crate::ci::Ci;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::id::CiId;

/// Of each item that is a duplicate, the item whose record counts.
///
/// Two items are of the same thing if a set has both or one is marked as a duplicate of the other,
/// and so on from each to the next. Of those that are, the one that is not marked counts, and of
/// several the one that was registered first.
pub(crate) struct Same {
    counts: BTreeMap<CiId, CiId>,
}

impl Same {
    pub(crate) fn of<'a>(items: impl IntoIterator<Item = &'a Ci>, sets: &[BTreeSet<CiId>]) -> Self {
        let items: BTreeMap<CiId, &Ci> = items.into_iter().map(|it| (it.id(), it)).collect();
        let mut neighbours: BTreeMap<CiId, Vec<CiId>> = BTreeMap::new();
        let mut join = |one: CiId, other: CiId| {
            neighbours.entry(one).or_default().push(other);
            neighbours.entry(other).or_default().push(one);
        };
        let mut counts = BTreeMap::new();
        for set in sets {
            let mut known = set.iter().filter(|it| items.contains_key(it));
            if let Some(first) = known.next() {
                known.for_each(|it| join(*first, *it));
            }
        }
        for (id, of) in items
            .iter()
            .filter_map(|(id, it)| Some((*id, it.duplicate_of()?)))
        {
            if items.contains_key(&of) {
                join(id, of);
            } else {
                // The other is out of sight, and counts all the same.
                counts.insert(id, of);
            }
        }
        let mut met = BTreeSet::new();
        for start in neighbours.keys() {
            let mut all = Vec::new();
            let mut next = Vec::from([*start]);
            while let Some(id) = next.pop() {
                if met.insert(id) {
                    all.extend(items.get(&id));
                    next.extend(neighbours.get(&id).into_iter().flatten());
                }
            }
            let best = |it: &&&Ci| (it.duplicate_of().is_some(), it.registered_at(), it.id());
            let Some(kept) = all.iter().min_by_key(best).map(|it| it.id()) else {
                continue;
            };
            let root = counts.get(&kept).copied().unwrap_or(kept);
            for it in all.iter().filter(|it| it.id() != kept) {
                counts.insert(it.id(), root);
            }
        }
        Self { counts }
    }

    /// The item whose record counts in the place of this one, if this one is a duplicate.
    pub(crate) fn counts_for(&self, ci: CiId) -> Option<CiId> {
        self.counts.get(&ci).copied()
    }
}
