//! The order of each column on a map, with few crossings.

use crate::layout::{Ties, at};
use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;

/// How often the columns are put in order.
const SWEEPS: usize = 24;

/// Puts the columns in an order with few crossings: each spot goes to the middle of those it is
/// tied to, from left to right and back, and the best order seen is kept.
pub(crate) fn untangle(order: &mut [Vec<usize>], ties: &Ties) {
    let mut place = vec![0_usize; ties.left.len()];
    note(order, &mut place);
    let mut best = order.to_vec();
    let mut fewest = crossings(order, ties, &place);
    for sweep in 0..SWEEPS {
        let forward = sweep % 2 == 0;
        let count = order.len();
        for step in 1..count {
            let column = if forward {
                step
            } else {
                count.saturating_sub(step).saturating_sub(1)
            };
            let beside = if forward { &ties.left } else { &ties.right };
            let Some(spots) = order.get_mut(column) else {
                continue;
            };
            let mut keyed: Vec<(u64, usize, usize)> = spots
                .iter()
                .enumerate()
                .map(|(now, spot)| {
                    let all = beside.get(*spot).map(Vec::as_slice).unwrap_or_default();
                    (middle(all, &place).unwrap_or(scaled(now)), now, *spot)
                })
                .collect();
            keyed.sort_unstable();
            *spots = keyed.into_iter().map(|(_, _, spot)| spot).collect();
            for (now, spot) in spots.iter().enumerate() {
                if let Some(it) = place.get_mut(*spot) {
                    *it = now;
                }
            }
        }
        let now = crossings(order, ties, &place);
        if now < fewest {
            fewest = now;
            best = order.to_vec();
        }
    }
    order.clone_from_slice(&best);
}

fn note(order: &[Vec<usize>], place: &mut [usize]) {
    for column in order {
        for (now, spot) in column.iter().enumerate() {
            if let Some(it) = place.get_mut(*spot) {
                *it = now;
            }
        }
    }
}

fn scaled(place: usize) -> u64 {
    u64::try_from(place)
        .unwrap_or(u64::MAX)
        .saturating_mul(1_000)
}

/// The mean place of these, in thousandths; `None` if there are none.
fn middle(all: &[usize], place: &[usize]) -> Option<u64> {
    let count = u64::try_from(all.len()).ok().filter(|it| *it > 0)?;
    let sum = all.iter().map(|it| scaled(at(place, *it)));
    sum.fold(0_u64, u64::saturating_add).checked_div(count)
}

/// How often lines cross between neighboring columns.
fn crossings(order: &[Vec<usize>], ties: &Ties, place: &[usize]) -> usize {
    let mut sum = 0_usize;
    for column in order {
        // The right ends of the lines, in the order of their left ends: every pair out of order is
        // a crossing.
        let mut ends: Vec<usize> = Vec::new();
        let mut passed = BTreeSet::new();
        for spot in column {
            let right = ties.right.get(*spot).into_iter().flatten();
            let mut right: Vec<usize> = right.map(|it| at(place, *it)).collect();
            right.sort_unstable();
            ends.extend(right);
        }
        for (line, end) in ends.into_iter().enumerate() {
            let above = (end, usize::MAX);
            sum = sum.saturating_add(passed.range(above..).count());
            passed.insert((end, line));
        }
    }
    sum
}
