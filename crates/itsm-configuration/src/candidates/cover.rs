//! Sets of causes that together explain what none of them does alone.

use super::{Candidate, Cause, LeftOut, Limits, Trial, sort};
use crate::impact::UnknownCis;
use alloc::vec::Vec;

/// The smallest sets that explain all symptoms, the best first.
pub(super) fn search(
    trial: &mut Trial<'_>,
    causes: &[Cause],
    limits: Limits,
    left_out: &mut Vec<LeftOut>,
) -> Result<Vec<Candidate>, UnknownCis> {
    let mut left = limits.sets;
    for size in 2..=limits.causes.min(causes.len()) {
        let count = combinations(causes.len(), size).filter(|count| *count <= left);
        let Some(count) = count else {
            left_out.push(LeftOut::Sets { causes: size });
            return grow(trial, causes, limits.causes, left);
        };
        left = left.saturating_sub(count);
        let found = all_of(trial, causes, size)?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// How many sets of this size there are, if that can be counted.
fn combinations(n: usize, size: usize) -> Option<usize> {
    let mut count = 1_usize;
    for taken in 0..size {
        count = count
            .checked_mul(n.checked_sub(taken)?)?
            .checked_div(taken.checked_add(1)?)?;
    }
    Some(count)
}

/// Every set of this size that explains all symptoms.
fn all_of(
    trial: &mut Trial<'_>,
    causes: &[Cause],
    size: usize,
) -> Result<Vec<Candidate>, UnknownCis> {
    let mut found = Vec::new();
    let mut places: Vec<usize> = (0..size).collect();
    loop {
        let set: Vec<Cause> = places
            .iter()
            .filter_map(|at| causes.get(*at).copied())
            .collect();
        if is_sound(&set) {
            let candidate = trial.of(&set)?;
            if candidate.explains_all() {
                found.push(candidate);
            }
        }
        if !advance(&mut places, causes.len()) {
            sort(&mut found);
            return Ok(found);
        }
    }
}

/// Moves to the next places in order; false after the last.
fn advance(places: &mut [usize], n: usize) -> bool {
    let size = places.len();
    for at in (0..size).rev() {
        let last = n.saturating_sub(size.saturating_sub(at));
        let Some(place) = places.get_mut(at).filter(|it| **it < last) else {
            continue;
        };
        *place = place.saturating_add(1);
        let mut next = *place;
        for later in places.iter_mut().skip(at.saturating_add(1)) {
            next = next.saturating_add(1);
            *later = next;
        }
        return true;
    }
    false
}

/// An item does not do two ways at once.
fn is_sound(set: &[Cause]) -> bool {
    let others = |at: usize| set.iter().skip(at.saturating_add(1));
    set.iter()
        .enumerate()
        .all(|(at, one)| others(at).all(|it| it.ci != one.ci))
}

/// One set, grown by the cause that helps most, until it explains all or the limits are reached.
fn grow(
    trial: &mut Trial<'_>,
    causes: &[Cause],
    most: usize,
    mut left: usize,
) -> Result<Vec<Candidate>, UnknownCis> {
    let mut set: Vec<Cause> = Vec::new();
    while set.len() < most {
        let mut best: Option<Candidate> = None;
        for cause in causes {
            let mut next = set.clone();
            next.push(*cause);
            if !is_sound(&next) {
                continue;
            }
            if left == 0 {
                break;
            }
            left = left.saturating_sub(1);
            let candidate = trial.of(&next)?;
            let is_better = best.as_ref().is_none_or(|it| ahead(&candidate) < ahead(it));
            if is_better {
                best = Some(candidate);
            }
        }
        match best {
            Some(best) if best.explains_all() => return Ok(Vec::from([best])),
            Some(best) => set = best.causes,
            None => break,
        }
    }
    Ok(Vec::new())
}

/// A set that is to explain all has to explain more, before it is right about others.
fn ahead(candidate: &Candidate) -> impl Ord + use<> {
    (candidate.unexplained.len(), candidate.rank())
}
