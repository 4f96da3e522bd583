//! Loops among gates, and an order without them.

use crate::slice::{at, count, filled, put};
use alloc::collections::btree_map::Entry;
use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;

/// The gates, inputs first. Gates on a loop are left in some order.
pub(crate) fn inputs_first(below: &[Vec<u32>]) -> Vec<u32> {
    components(below).into_iter().flatten().collect()
}

/// One loop for each knot of gates that lead to each other, beginning with its first gate.
pub(crate) fn find(below: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let leads = |gate: u32| below.get(gate as usize).map_or(&[][..], |it| it);
    let mut member = filled(0_u32, count(below));
    let mut found = Vec::new();
    for (mark, knot) in (1_u32..).zip(components(below)) {
        let Some(&first) = knot.iter().min() else {
            continue;
        };
        if knot.len() == 1 && !leads(first).contains(&first) {
            continue;
        }
        for gate in knot {
            put(&mut member, gate, mark);
        }
        let inside = |it: &u32| at(&member, *it) == mark;
        found.extend(shortest(first, |gate| {
            leads(gate).iter().copied().filter(inside)
        }));
    }
    found
}

/// A shortest way from a gate back to itself.
fn shortest<I: Iterator<Item = u32>>(first: u32, leads: impl Fn(u32) -> I) -> Option<Vec<u32>> {
    let mut from = BTreeMap::new();
    let mut open = VecDeque::from([first]);
    while let Some(gate) = open.pop_front() {
        for next in leads(gate) {
            if next == first {
                let (mut way, mut at) = (alloc::vec![gate], gate);
                while at != first {
                    at = *from.get(&at)?;
                    way.push(at);
                }
                way.reverse();
                return Some(way);
            }
            if let Entry::Vacant(entry) = from.entry(next) {
                entry.insert(gate);
                open.push_back(next);
            }
        }
    }
    None
}

/// Gates that lead to each other, together; those that others lead to come first. (R. Tarjan,
/// "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1, 1972, with a
/// stack of its own.)
fn components(below: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let total = count(below);
    let leads = |gate: u32| below.get(gate as usize).map_or(&[][..], |it| it);
    let (mut met, mut low) = (filled(0_u32, total), filled(0_u32, total));
    let mut is_open = filled(false, total);
    let (mut now, mut path, mut found) = (0_u32, Vec::new(), Vec::new());
    let mut walk: Vec<(u32, u32)> = Vec::new();
    for start in 0..total {
        if at(&met, start) == 0 {
            walk.push((start, 0));
        }
        while let Some((gate, next)) = walk.pop() {
            if next == 0 {
                now = now.saturating_add(1);
                put(&mut met, gate, now);
                put(&mut low, gate, now);
                put(&mut is_open, gate, true);
                path.push(gate);
            }
            if let Some(&input) = leads(gate).get(next as usize) {
                walk.push((gate, next.saturating_add(1)));
                if at(&met, input) == 0 {
                    walk.push((input, 0));
                } else if at(&is_open, input) {
                    let lower = at(&low, gate).min(at(&met, input));
                    put(&mut low, gate, lower);
                }
                continue;
            }
            if at(&low, gate) == at(&met, gate) {
                let mut knot = Vec::new();
                while let Some(member) = path.pop() {
                    put(&mut is_open, member, false);
                    knot.push(member);
                    if member == gate {
                        break;
                    }
                }
                found.push(knot);
            }
            if let Some((above, _)) = walk.last() {
                let lower = at(&low, *above).min(at(&low, gate));
                put(&mut low, *above, lower);
            }
        }
    }
    found
}
