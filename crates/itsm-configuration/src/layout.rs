//! Where things go on a map: in columns by distance, with few crossings, and close to what they are
//! tied to.
//!
//! The steps are those of every layered drawing: lines that go round in a circle are turned, each
//! spot gets a column, long lines get a stop in each column between, columns are put in an order
//! with few crossings, and then everything moves as near to its neighbors as the order allows. All
//! in whole numbers, and the same for the same map.

use crate::untangle::untangle;
use alloc::vec;
use alloc::vec::Vec;

/// How often everything moves nearer to its neighbors.
const PULLS: usize = 12;

/// A finished layout. Spots come first, in their order; then the stops of long lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The column of each.
    pub(crate) column: Vec<usize>,
    /// The middle of each, from the top.
    pub(crate) y: Vec<i64>,
    /// For each line, the spots and stops that it goes through, from left to right.
    pub(crate) routes: Vec<Vec<usize>>,
    /// Whether the line was turned, because it closes a circle.
    pub(crate) turned: Vec<bool>,
    pub(crate) columns: usize,
}

/// Lays out spots of these heights with these lines between them.
pub(crate) fn lay_out(heights: &[i64], lines: &[(usize, usize)], stop: i64, gap: i64) -> Layout {
    let spots = heights.len();
    let turned = turned(spots, lines);
    let forward: Vec<(usize, usize)> = lines
        .iter()
        .zip(&turned)
        .map(|(&(from, to), turned)| if *turned { (to, from) } else { (from, to) })
        .collect();
    let mut column = columns(spots, &forward);
    let mut heights = heights.to_vec();
    let mut routes = Vec::with_capacity(lines.len());
    for &(from, to) in &forward {
        let mut route = vec![from];
        for between in at(&column, from).saturating_add(1)..at(&column, to) {
            route.push(column.len());
            column.push(between);
            heights.push(stop);
        }
        route.push(to);
        routes.push(route);
    }
    let mut ties = Ties::new(column.len());
    for route in routes.iter().filter(|it| it.first() != it.last()) {
        for pair in route.windows(2) {
            if let [left, right] = pair {
                ties.tie(*left, *right);
            }
        }
    }
    let count = column.iter().max().map_or(0, |it| it.saturating_add(1));
    let mut order = vec![Vec::new(); count];
    for (spot, column) in column.iter().enumerate() {
        if let Some(column) = order.get_mut(*column) {
            column.push(spot);
        }
    }
    untangle(&mut order, &ties);
    let y = settle(&order, &ties, &heights, gap);
    Layout {
        column,
        y,
        routes,
        turned,
        columns: count,
    }
}

/// Who is tied to whom in the columns beside.
pub(crate) struct Ties {
    pub(crate) left: Vec<Vec<usize>>,
    pub(crate) right: Vec<Vec<usize>>,
}

impl Ties {
    fn new(count: usize) -> Self {
        Self {
            left: vec![Vec::new(); count],
            right: vec![Vec::new(); count],
        }
    }

    fn tie(&mut self, left: usize, right: usize) {
        if let Some(it) = self.right.get_mut(left) {
            it.push(right);
        }
        if let Some(it) = self.left.get_mut(right) {
            it.push(left);
        }
    }
}

pub(crate) fn at(all: &[usize], place: usize) -> usize {
    all.get(place).copied().unwrap_or(0)
}

/// Which lines close a circle, seen from spots that nobody depends on, in order. Depth first,
/// without recursion.
fn turned(spots: usize, lines: &[(usize, usize)]) -> Vec<bool> {
    let mut out: Vec<Vec<(usize, usize)>> = vec![Vec::new(); spots];
    let mut has_dependant = vec![false; spots];
    for (line, &(from, to)) in lines.iter().enumerate() {
        if let Some(it) = out.get_mut(from) {
            it.push((line, to));
        }
        if let Some(it) = has_dependant.get_mut(to).filter(|_| from != to) {
            *it = true;
        }
    }
    let mut turned = vec![false; lines.len()];
    // 0: not seen, 1: on the way, 2: done.
    let mut seen = vec![0_u8; spots];
    let roots = (0..spots).filter(|it| has_dependant.get(*it) == Some(&false));
    for root in roots.chain(0..spots) {
        if seen.get(root) != Some(&0) {
            continue;
        }
        let mut way = vec![(root, 0_usize)];
        mark(&mut seen, root, 1);
        while let Some((spot, next)) = way.last_mut() {
            let step = out.get(*spot).and_then(|it| it.get(*next)).copied();
            *next = next.saturating_add(1);
            let Some((line, to)) = step else {
                mark(&mut seen, *spot, 2);
                way.pop();
                continue;
            };
            match seen.get(to) {
                Some(0) => {
                    mark(&mut seen, to, 1);
                    way.push((to, 0));
                }
                Some(1) => {
                    if let Some(it) = turned.get_mut(line) {
                        *it = true;
                    }
                }
                _ => {}
            }
        }
    }
    turned
}

fn mark(seen: &mut [u8], spot: usize, what: u8) {
    if let Some(it) = seen.get_mut(spot) {
        *it = what;
    }
}

/// The column of each spot: right of everybody that depends on it; who has nobody stands close to
/// what it depends on.
fn columns(spots: usize, lines: &[(usize, usize)]) -> Vec<usize> {
    let mut waits = vec![0_usize; spots];
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); spots];
    for &(from, to) in lines.iter().filter(|(from, to)| from != to) {
        if let Some(it) = waits.get_mut(to) {
            *it = it.saturating_add(1);
        }
        if let Some(it) = out.get_mut(from) {
            it.push(to);
        }
    }
    let first: Vec<usize> = (0..spots).filter(|it| at(&waits, *it) == 0).collect();
    let mut column = vec![0_usize; spots];
    let mut ready = first.clone();
    while let Some(spot) = ready.pop() {
        let after = at(&column, spot).saturating_add(1);
        for to in out.get(spot).into_iter().flatten() {
            if let Some(it) = column.get_mut(*to) {
                *it = after.max(*it);
            }
            if let Some(it) = waits.get_mut(*to) {
                *it = it.saturating_sub(1);
                if *it == 0 {
                    ready.push(*to);
                }
            }
        }
    }
    for spot in first {
        let nearest = out.get(spot).into_iter().flatten();
        let nearest = nearest.map(|it| at(&column, *it)).min();
        if let (Some(nearest), Some(it)) = (nearest, column.get_mut(spot)) {
            *it = nearest.saturating_sub(1);
        }
    }
    column
}

/// The middle of each from the top: as near to the mean of its neighbors as the order and the gap
/// allow. From one column to the next and back; the last word has the left, which people read first.
fn settle(order: &[Vec<usize>], ties: &Ties, heights: &[i64], gap: i64) -> Vec<i64> {
    let mut y = vec![0_i64; heights.len()];
    let height = |spot: usize| heights.get(spot).copied().unwrap_or(0);
    for column in order {
        let mut top = 0_i64;
        for spot in column {
            put(&mut y, *spot, top.saturating_add(half(height(*spot))));
            top = top.saturating_add(height(*spot)).saturating_add(gap);
        }
    }
    for pull in 0..PULLS {
        let forward = pull % 2 == 0;
        let count = order.len();
        for step in 0..count {
            let place = if forward {
                step
            } else {
                count.saturating_sub(step).saturating_sub(1)
            };
            let Some(column) = order.get(place) else {
                continue;
            };
            let wishes: Vec<i64> = column
                .iter()
                .map(|spot| {
                    let left = ties.left.get(*spot).into_iter().flatten();
                    let right = ties.right.get(*spot).into_iter().flatten();
                    let all: Vec<i64> = left
                        .chain(right)
                        .filter_map(|it| y.get(*it).copied())
                        .collect();
                    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
                    let sum = all.into_iter().fold(0_i64, i64::saturating_add);
                    let here = y.get(*spot).copied().unwrap_or(0);
                    sum.checked_div(count).unwrap_or(here)
                })
                .collect();
            let needs: Vec<i64> = column.iter().map(|spot| height(*spot)).collect();
            for (spot, it) in column.iter().zip(spread(&wishes, &needs, gap)) {
                put(&mut y, *spot, it);
            }
        }
    }
    let tops = y.iter().zip(heights);
    let top = tops
        .map(|(y, height)| y.saturating_sub(half(*height)))
        .min();
    let top = top.unwrap_or(0);
    y.iter().map(|it| it.saturating_sub(top)).collect()
}

const fn half(length: i64) -> i64 {
    length.wrapping_div(2)
}

fn put(y: &mut [i64], spot: usize, middle: i64) {
    if let Some(it) = y.get_mut(spot) {
        *it = middle;
    }
}

/// Places in this order, with a gap between, whose squared distances from the wishes are least in
/// sum: neighbors that would overlap move as one block, to the mean of what they wish.
fn spread(wishes: &[i64], heights: &[i64], gap: i64) -> Vec<i64> {
    // What each wishes, less the room that those above take at least.
    let mut room = 0_i64;
    let mut offsets = Vec::with_capacity(wishes.len());
    let mut before: Option<i64> = None;
    for height in heights {
        if let Some(before) = before {
            room = room
                .saturating_add(half(before))
                .saturating_add(half(*height))
                .saturating_add(gap);
        }
        offsets.push(room);
        before = Some(*height);
    }
    // Blocks: the sum of wishes and how many there are.
    let mut blocks: Vec<(i64, i64)> = Vec::new();
    let mean = |block: (i64, i64)| block.0.checked_div_euclid(block.1).unwrap_or(0);
    for (wish, offset) in wishes.iter().zip(&offsets) {
        let mut block = (wish.saturating_sub(*offset), 1_i64);
        while let Some(&last) = blocks.last() {
            if mean(last) <= mean(block) {
                break;
            }
            blocks.pop();
            block = (
                block.0.saturating_add(last.0),
                block.1.saturating_add(last.1),
            );
        }
        blocks.push(block);
    }
    let mut places = Vec::with_capacity(wishes.len());
    let mut offsets = offsets.into_iter();
    for block in blocks {
        for offset in offsets.by_ref().take(usize::try_from(block.1).unwrap_or(0)) {
            places.push(mean(block).saturating_add(offset));
        }
    }
    places
}

#[cfg(test)]
#[allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "helpers of tests, where to panic is to fail"
)]
mod tests {
    use super::{lay_out, spread};
    use alloc::vec;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    #[test]
    fn blocks_move_to_the_mean_of_their_wishes() {
        assert_eq!(spread(&[0, 0], &[10, 10], 2), [-6, 6]);
        assert_eq!(spread(&[0, 100], &[10, 10], 2), [0, 100]);
    }

    proptest! {
        #[test]
        fn nothing_overlaps_and_lines_go_to_the_right(
            spots in 1_usize..20,
            ends in proptest::collection::vec((0_usize..20, 0_usize..20), 0..40),
        ) {
            let lines: Vec<_> = ends.into_iter().map(|(a, b)| (a % spots, b % spots)).collect();
            let layout = lay_out(&vec![20; spots], &lines, 8, 6);
            for (a, here) in layout.column.iter().enumerate() {
                for (b, there) in layout.column.iter().enumerate().skip(a + 1) {
                    let height = |it: usize| if it < spots { 20 } else { 8 };
                    let apart = (layout.y[a] - layout.y[b]).abs();
                    prop_assert!(here != there || apart >= (height(a) + height(b)) / 2 + 6);
                }
            }
            for (route, (from, to)) in layout.routes.iter().zip(&lines) {
                if from != to {
                    for pair in route.windows(2) {
                        prop_assert_eq!(layout.column[pair[0]] + 1, layout.column[pair[1]]);
                    }
                }
            }
        }
    }
}
