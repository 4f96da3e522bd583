//! Modules: parts of a tree that share nothing with the rest, so that each can be worked out by
//! itself and then stands in the rest as one event.
//!
//! They are found by the dates of a walk through the tree (Y. Dutuit and A. Rauzy, "A linear-time
//! algorithm to find modules of fault trees", IEEE Transactions on Reliability 45, 1996): a gate is
//! a module if everything below it is met for the first and for the last time between its own
//! beginning and its end.

use crate::gate::Logic;
use crate::normal::{Normal, Top};
use crate::slice::{at, count, filled, put};
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::vec::Vec;

/// One module. Its nodes are numbered: first the leaves, then the gates, inputs first and the
/// module's own gate last.
#[derive(Debug, Default)]
pub(crate) struct Module {
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) gates: Vec<(Logic, Vec<u32>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Leaf {
    Event(u32),
    /// A module before this one.
    Module(u32),
}

impl Default for Leaf {
    fn default() -> Self {
        Self::Event(0)
    }
}

impl Module {
    pub(crate) fn inputs(&self, node: u32) -> &[u32] {
        let gate = node.checked_sub(count(&self.leaves));
        let gate = gate.and_then(|it| self.gates.get(it as usize));
        gate.map_or(&[], |(_, inputs)| inputs)
    }

    /// The number of the module's own gate.
    pub(crate) fn top(&self) -> u32 {
        count(&self.leaves)
            .saturating_add(count(&self.gates))
            .saturating_sub(1)
    }
}

/// Takes a tree apart into modules, those below first; the last one is the tree itself.
pub(crate) fn modules(mut normal: Normal) -> Vec<Module> {
    let Top::Node(top) = normal.top else {
        return Vec::new();
    };
    let dates = Dates::of(&normal, top);
    let found = dates.modules(&normal, top);
    let (top, mut is_module) = gather(&mut normal, top, &found, &dates);
    put(&mut is_module, top, true);
    if normal.gate(top).is_none() {
        // A tree of one event: a vote of one among one.
        let leaves = alloc::vec![Leaf::Event(top)];
        let gates = alloc::vec![(Logic::Or, alloc::vec![0])];
        return alloc::vec![Module { leaves, gates }];
    }
    let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
    let mut modules = Vec::new();
    for node in bottom_up(&normal, top) {
        if at(&is_module, node) {
            numbers.insert(node, count(&modules));
            modules.push(cut_out(&normal, node, &numbers));
        }
    }
    modules
}

/// The gates below a node and itself, inputs first.
fn bottom_up(normal: &Normal, top: u32) -> Vec<u32> {
    let total = normal.events.saturating_add(count(&normal.gates));
    let (mut seen, mut order) = (filled(false, total), Vec::new());
    let mut open = alloc::vec![(top, false)];
    while let Some((node, is_done)) = open.pop() {
        let Some((_, inputs)) = normal.gate(node) else {
            continue;
        };
        if is_done {
            order.push(node);
        } else if !at(&seen, node) {
            put(&mut seen, node, true);
            open.push((node, true));
            open.extend(inputs.iter().rev().map(|it| (*it, false)));
        }
    }
    order
}

/// The part of the tree between a module's gate and the modules and events below it.
fn cut_out(normal: &Normal, top: u32, modules: &BTreeMap<u32, u32>) -> Module {
    let (mut leaves, mut gates) = (BTreeMap::new(), Vec::new());
    let mut places: BTreeMap<u32, u32> = BTreeMap::new();
    let mut open = alloc::vec![(top, false)];
    while let Some((node, is_done)) = open.pop() {
        let inner = node == top || !modules.contains_key(&node);
        match normal.gate(node).filter(|_| inner) {
            Some((logic, inputs)) if is_done => {
                places.insert(node, count(&gates));
                gates.push((*logic, inputs.clone()));
            }
            Some((_, inputs)) => {
                if let Entry::Vacant(place) = places.entry(node) {
                    place.insert(u32::MAX);
                    open.push((node, true));
                    open.extend(inputs.iter().rev().map(|it| (*it, false)));
                }
            }
            None => {
                let leaf = modules
                    .get(&node)
                    .map_or(Leaf::Event(node), |it| Leaf::Module(*it));
                leaves.insert(leaf, node);
            }
        }
    }
    let places: BTreeMap<u32, u32> = places
        .into_iter()
        .map(|(node, place)| (node, place.saturating_add(count_of(&leaves))))
        .chain((0..).zip(leaves.values()).map(|(i, node)| (*node, i)))
        .collect();
    for (_, inputs) in &mut gates {
        for input in inputs {
            *input = places.get(input).copied().unwrap_or_default();
        }
    }
    Module {
        leaves: leaves.into_keys().collect(),
        gates,
    }
}

fn count_of<K, V>(map: &BTreeMap<K, V>) -> u32 {
    u32::try_from(map.len()).unwrap_or(u32::MAX)
}

/// Gathers the inputs of a gate that share nothing with each other in one new gate, where others
/// stand beside them. Answers with the number of the top.
fn gather(normal: &mut Normal, top: u32, found: &[bool], dates: &Dates) -> (u32, Vec<bool>) {
    let alone = |it: &u32| at(found, *it) && at(&dates.first, *it) == at(&dates.last, *it);
    let mut gates = Vec::with_capacity(normal.gates.len());
    let mut moved: Vec<u32> = (0..normal.events).collect();
    let mut is_module: Vec<bool> = filled(false, normal.events);
    for (place, (logic, inputs)) in (normal.events..).zip(&normal.gates) {
        let to = |it: &u32| at(&moved, *it);
        let (single, shared): (Vec<u32>, Vec<u32>) = inputs.iter().partition(|it| alone(it));
        let mut inputs: Vec<u32> = inputs.iter().map(to).collect();
        let splits = matches!(logic, Logic::And | Logic::Or);
        if splits && single.len() > 1 && !shared.is_empty() {
            let node = normal.events.saturating_add(count(&gates));
            gates.push((*logic, single.iter().map(to).collect()));
            is_module.push(true);
            inputs = shared.iter().map(to).collect();
            inputs.push(node);
        }
        moved.push(normal.events.saturating_add(count(&gates)));
        gates.push((*logic, inputs));
        is_module.push(at(found, place));
    }
    normal.gates = gates;
    (at(&moved, top), is_module)
}

/// When each node was met in a walk from the top.
struct Dates {
    first: Vec<u32>,
    last: Vec<u32>,
    end: Vec<u32>,
}

impl Dates {
    fn of(normal: &Normal, top: u32) -> Self {
        let total = normal.events.saturating_add(count(&normal.gates));
        let mut dates = Self {
            first: filled(0, total),
            last: filled(0, total),
            end: filled(0, total),
        };
        let (mut now, mut open) = (0_u32, alloc::vec![(top, false)]);
        while let Some((node, is_done)) = open.pop() {
            now = now.saturating_add(1);
            if is_done {
                put(&mut dates.end, node, now);
                continue;
            }
            put(&mut dates.last, node, now);
            if at(&dates.first, node) == 0 {
                put(&mut dates.first, node, now);
                if let Some((_, inputs)) = normal.gate(node) {
                    open.push((node, true));
                    open.extend(inputs.iter().map(|it| (*it, false)));
                }
            }
        }
        dates
    }

    /// Which nodes share nothing with the rest but themselves: every event, and some gates.
    fn modules(&self, normal: &Normal, top: u32) -> Vec<bool> {
        let total = normal.events.saturating_add(count(&normal.gates));
        let (mut early, mut late) = (self.first.clone(), self.last.clone());
        let mut found = filled(false, total);
        for event in 0..normal.events {
            put(&mut found, event, at(&self.first, event) > 0);
        }
        for node in bottom_up(normal, top) {
            let Some((_, inputs)) = normal.gate(node) else {
                continue;
            };
            let min = inputs.iter().map(|it| at(&early, *it)).min().unwrap_or(0);
            let max = inputs.iter().map(|it| at(&late, *it)).max().unwrap_or(0);
            let (first, end) = (at(&self.first, node), at(&self.end, node));
            put(&mut found, node, first < min && max < end);
            put(&mut early, node, min.min(first));
            put(&mut late, node, max.max(at(&self.last, node)));
        }
        found
    }
}
