//! Laying the graph out: from relationships to rows of numbers.

use crate::graph::DependencyGraph;
use crate::growing::GrowingRows;
use crate::numbering::Numbering;
use crate::places::Places;
use crate::relationship::Strength;
use crate::rows::NONE;
use crate::snapshot::{Snapshot, View};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::id::CiId;

/// Who carries whom, as pairs of numbers.
type Pairs = Vec<(u32, u32)>;

impl Snapshot {
    /// A snapshot of the graph as it is.
    pub fn of(graph: &DependencyGraph, view: View) -> Self {
        let places = Places::of(graph, &view);
        let (hard, mut soft) = pairs(graph, &view, &places);
        let items = places.ids.len();
        let first = GrowingRows::of(items, &hard);
        let order = order(&first, &hard, items);
        drop(hard);

        // From the numbers before to those after.
        let mut after = vec![NONE; items];
        for (number, before) in (0..).zip(&order) {
            if let Some(it) = after.get_mut(*before as usize) {
                *it = number;
            }
        }
        let number = |it: u32| after.get(it as usize).copied().unwrap_or(NONE);
        for (provider, dependant) in &mut soft {
            (*provider, *dependant) = (number(*provider), number(*dependant));
        }
        let ids: Vec<CiId> = order
            .iter()
            .filter_map(|before| places.ids.get(*before as usize).copied())
            .collect();
        let mut snapshot = Self {
            view,
            numbering: Numbering::of(ids),
            hard: first.renumbered(&order, number),
            soft: GrowingRows::of(items, &soft),
            hits: GrowingRows::default(),
            gates: Vec::new(),
            weights: Vec::new(),
            laid: BTreeMap::new(),
            short: BTreeSet::new(),
        };
        let has_groups = |before: u32| places.has_groups.get(before as usize) == Some(&true);
        let holders = (0..).zip(&order).filter(|(_, before)| has_groups(**before));
        snapshot.lay_all_gates(graph, holders.map(|(number, _)| number));
        snapshot
    }

    fn lay_all_gates(&mut self, graph: &DependencyGraph, holders: impl Iterator<Item = u32>) {
        let mut hits = Vec::new();
        for number in holders {
            if let Some(ci) = self.id(number) {
                self.make_gates(graph, ci, number, &mut hits);
            }
        }
        self.hits = GrowingRows::of(self.numbering.end(), &hits);
    }
}

/// Who carries whom by a single relationship: those that cannot do without, and those that get by.
fn pairs(graph: &DependencyGraph, view: &View, places: &Places) -> (Pairs, Pairs) {
    let (mut hard, mut soft) = (Vec::with_capacity(graph.relationship_count()), Vec::new());
    places.each_carried(graph, view, |provider, dependant, strength| {
        // Nobody suffers more with itself.
        if provider != dependant {
            match strength {
                Strength::Hard => hard.push((provider, dependant)),
                Strength::Soft => soft.push((provider, dependant)),
            }
        }
    });
    (hard, soft)
}

/// An order in which trouble meets its neighbours side by side: breadth first, from those that
/// nobody carries, then from whoever is left in a cycle.
fn order(rows: &GrowingRows<u32>, pairs: &Pairs, items: usize) -> Vec<u32> {
    let mut is_carried = vec![false; items];
    for (_, dependant) in pairs {
        if let Some(it) = is_carried.get_mut(*dependant as usize) {
            *it = true;
        }
    }
    let mut seen = vec![false; items];
    // Longer by one than the items, for a push that counts for nothing.
    let mut order = vec![0_u32; items.saturating_add(1)];
    let mut len = 0_usize;
    let mut next = 0_usize;
    for carried in [false, true] {
        for (item, is_carried) in (0..).zip(&is_carried) {
            if *is_carried != carried {
                continue;
            }
            visit(item, &mut seen, &mut order, &mut len);
            while next < len {
                let Some(&one) = order.get(next) else {
                    break;
                };
                next = next.saturating_add(1);
                for target in rows.row(one) {
                    visit(*target, &mut seen, &mut order, &mut len);
                }
            }
        }
    }
    order.truncate(len);
    order
}

#[inline]
fn visit(item: u32, seen: &mut [bool], order: &mut [u32], len: &mut usize) {
    if let (Some(seen), Some(slot)) = (seen.get_mut(item as usize), order.get_mut(*len)) {
        *slot = item;
        *len = len.wrapping_add(usize::from(!*seen));
        *seen = true;
    }
}
