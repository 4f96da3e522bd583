//! Parts that hang on each other, as they stand in a list: who is whose, and in which order to tell
//! of them.

use alloc::vec;
use alloc::vec::Vec;

/// Where each part of a list hangs, found to be free of circles.
#[derive(Debug)]
pub(crate) struct Forest {
    /// The places of those that hang on each, in the order of the list.
    children: Vec<Vec<usize>>,
    /// Each place after the one that it hangs on, with how deep it hangs.
    order: Vec<(usize, usize)>,
}

impl Forest {
    /// Of the place on which each part hangs, if it hangs on one.
    ///
    /// # Errors
    /// The places of a circle, from one to the next above it.
    pub(crate) fn of(parents: &[Option<usize>]) -> Result<Self, Vec<usize>> {
        let mut children = vec![Vec::new(); parents.len()];
        let mut roots = Vec::new();
        for (place, parent) in parents.iter().enumerate() {
            match parent.and_then(|it| children.get_mut(it)) {
                Some(siblings) => siblings.push(place),
                None => roots.push(place),
            }
        }
        let mut order = Vec::with_capacity(parents.len());
        let mut open: Vec<(usize, usize)> = roots.into_iter().rev().map(|it| (it, 0)).collect();
        while let Some((place, depth)) = open.pop() {
            order.push((place, depth));
            let below = children.get(place).map_or(&[][..], |it| it);
            let deeper = depth.saturating_add(1);
            open.extend(below.iter().rev().map(|it| (*it, deeper)));
        }
        if order.len() == parents.len() {
            Ok(Self { children, order })
        } else {
            Err(circle(parents, &order))
        }
    }

    /// Every place after the one that it hangs on, with how deep it hangs.
    pub(crate) fn order(&self) -> &[(usize, usize)] {
        &self.order
    }

    /// Whether nothing hangs on this one.
    pub(crate) fn is_end(&self, place: usize) -> bool {
        self.children.get(place).is_none_or(Vec::is_empty)
    }
}

/// Whoever is not reached from above hangs on a circle, or is on one.
fn circle(parents: &[Option<usize>], reached: &[(usize, usize)]) -> Vec<usize> {
    let mut seen = vec![false; parents.len()];
    for (place, _) in reached {
        if let Some(it) = seen.get_mut(*place) {
            *it = true;
        }
    }
    let mut here = seen.iter().position(|it| !it);
    // Up and up, until a place comes again; and once around from there.
    let mut path = Vec::new();
    while let Some(place) = here {
        if let Some(start) = path.iter().position(|it| *it == place) {
            return path.split_off(start);
        }
        path.push(place);
        here = parents.get(place).copied().flatten();
    }
    path
}
