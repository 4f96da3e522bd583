//! Sets of time as sorted lists of half-open intervals that neither touch nor overlap.

use alloc::vec::Vec;

/// From a second, up to and without another.
pub(crate) type Interval = (i64, i64);

/// Sorts and merges; what is empty or runs backwards is dropped.
pub(crate) fn normalize(mut list: Vec<Interval>) -> Vec<Interval> {
    list.retain(|(start, end)| start < end);
    if !list.is_sorted() {
        list.sort_unstable();
    }
    list.dedup_by(|next, kept| {
        let touches = next.0 <= kept.1;
        if touches {
            kept.1 = kept.1.max(next.1);
        }
        touches
    });
    list
}

pub(crate) fn union(a: &[Interval], b: &[Interval]) -> Vec<Interval> {
    let mut both = Vec::with_capacity(a.len().saturating_add(b.len()));
    both.extend_from_slice(a);
    both.extend_from_slice(b);
    normalize(both)
}

pub(crate) fn intersection(a: &[Interval], b: &[Interval]) -> Vec<Interval> {
    let mut result = Vec::new();
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(&&left), Some(&&right)) = (a.peek(), b.peek()) {
        let shared = (left.0.max(right.0), left.1.min(right.1));
        if shared.0 < shared.1 {
            result.push(shared);
        }
        if left.1 < right.1 {
            a.next();
        } else {
            b.next();
        }
    }
    result
}

/// What is in `a` and not in `b`.
pub(crate) fn difference(a: &[Interval], b: &[Interval]) -> Vec<Interval> {
    let mut result = Vec::with_capacity(a.len());
    let mut rest = b;
    for &(mut start, end) in a {
        // What ends before this interval ends before all that follow.
        while let [first, others @ ..] = rest {
            if first.1 > start {
                break;
            }
            rest = others;
        }
        for &(from, until) in rest.iter().take_while(|(from, _)| *from < end) {
            if start < from {
                result.push((start, from));
            }
            start = start.max(until);
        }
        if start < end {
            result.push((start, end));
        }
    }
    result
}
