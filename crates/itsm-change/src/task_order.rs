//! Tasks in an order in which each comes after those before it, or a circle of them.

use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;

/// The places of tasks in an order that keeps what comes before what; of those that could come
/// next, the first of the draft. `None` if there is a circle.
pub(crate) fn order(before: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut after = vec![Vec::new(); before.len()];
    let mut open: Vec<usize> = before.iter().map(Vec::len).collect();
    for (place, all) in before.iter().enumerate() {
        for it in all {
            if let Some(after) = after.get_mut(*it) {
                after.push(place);
            }
        }
    }
    let ready = open.iter().enumerate().filter(|(_, open)| **open == 0);
    let mut ready: BTreeSet<usize> = ready.map(|(place, _)| place).collect();
    let mut order = Vec::with_capacity(before.len());
    while let Some(place) = ready.pop_first() {
        order.push(place);
        for next in after.get(place).into_iter().flatten() {
            if let Some(open) = open.get_mut(*next) {
                *open = open.saturating_sub(1);
                if *open == 0 {
                    ready.insert(*next);
                }
            }
        }
    }
    (order.len() == before.len()).then_some(order)
}

/// A circle, each task before the next and the last before the first, from the one on that stands
/// first in the draft; empty if there is none.
pub(crate) fn circle(before: &[Vec<usize>]) -> Vec<usize> {
    // What is in no circle and leads to none goes first; whoever is left has somebody left before it.
    let mut left: BTreeSet<usize> = (0..before.len()).collect();
    loop {
        let free = |place: &usize| {
            let all = before.get(*place).into_iter().flatten();
            !{ all }.any(|it| left.contains(it))
        };
        let Some(place) = left.iter().copied().find(free) else {
            break;
        };
        left.remove(&place);
    }
    let mut walked: Vec<usize> = Vec::new();
    let mut at = left.first().copied();
    while let Some(place) = at {
        if let Some(first) = walked.iter().position(|it| *it == place) {
            let mut circle = walked.split_off(first);
            // The walk went backwards.
            circle.reverse();
            let first = (0_usize..).zip(&circle).min_by_key(|(_, it)| **it);
            let first = first.map_or(0, |(place, _)| place);
            circle.rotate_left(first);
            return circle;
        }
        walked.push(place);
        let mut all = before.get(place).into_iter().flatten();
        at = all.find(|it| left.contains(it)).copied();
    }
    Vec::new()
}
