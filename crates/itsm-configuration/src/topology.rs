//! The order in which the items of a payload are identified: parents before what they contain.

use crate::payload::{End, ObservedItem};
use crate::policy::ConfigurationPolicy;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::text::Code;

/// How many items of a loop a message names.
const NAMED: usize = 10;

/// The items in the order in which they are identified, and those that are part of themselves.
#[derive(Debug, Default)]
pub(crate) struct Topology<'p> {
    /// First those that wait for none, then those that wait for these, and so on; among equals by
    /// their keys.
    pub(crate) order: Vec<&'p ObservedItem>,
    /// The loop that an item is in: its names, from the smallest.
    pub(crate) loops: BTreeMap<&'p Code, Vec<&'p Code>>,
}

impl<'p> Topology<'p> {
    /// Of the items of a payload. Nothing here recurses: a chain may be as long as it likes.
    pub(crate) fn new(
        items: &BTreeMap<&'p Code, &'p ObservedItem>,
        policy: &ConfigurationPolicy,
    ) -> Self {
        let waits_for = |key: &Code| -> Option<&'p Code> {
            let (_, item) = items.get_key_value(key)?;
            let End::Item(parent) = item.parent.as_ref()? else {
                return None;
            };
            let waits = policy.classes().is_dependent(&item.class);
            waits
                .then(|| items.get_key_value(parent))
                .flatten()
                .map(|(key, _)| *key)
        };
        let mut levels: BTreeMap<&'p Code, usize> = BTreeMap::new();
        let mut loops = BTreeMap::new();
        for start in items.keys().copied() {
            let mut path: Vec<&'p Code> = Vec::new();
            let mut on_path: BTreeSet<&'p Code> = BTreeSet::new();
            let mut next = Some(start);
            while let Some(key) = next.take().filter(|it| !levels.contains_key(it)) {
                if on_path.contains(key) {
                    let looped: Vec<&Code> =
                        path.iter().copied().skip_while(|it| *it != key).collect();
                    for it in &looped {
                        levels.insert(it, 0);
                    }
                    let named = named(&looped);
                    loops.extend(looped.into_iter().map(|it| (it, named.clone())));
                    break;
                }
                on_path.insert(key);
                path.push(key);
                next = waits_for(key);
            }
            for key in path.into_iter().rev() {
                let below = waits_for(key).and_then(|it| levels.get(it));
                let level = below.map_or(0, |it| it.saturating_add(1));
                levels.entry(key).or_insert(level);
            }
        }
        let mut order: Vec<(usize, &ObservedItem)> = levels
            .into_iter()
            .filter_map(|(key, level)| Some((level, *items.get(key)?)))
            .collect();
        order.sort_by_key(|(level, item)| (*level, &item.key));
        Self {
            order: order.into_iter().map(|(_, item)| item).collect(),
            loops,
        }
    }
}

/// The names of a loop, from the smallest and back to it.
fn named<'p>(looped: &[&'p Code]) -> Vec<&'p Code> {
    let mut names = looped.to_vec();
    let first = names.iter().enumerate().min_by_key(|(_, it)| **it);
    let place = first.map_or(0, |(place, _)| place);
    names.rotate_left(place);
    names.truncate(NAMED);
    names.extend(names.first().copied());
    names
}
