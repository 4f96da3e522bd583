//! How many minimal cut sets there are, without listing them.

use crate::analysis::{Analysis, Outcome};
use crate::diagram::Diagram;
use crate::error::FaultTreeError;
use crate::module::Leaf;
use crate::nodes::{ALWAYS, NEVER};
use crate::slice::{at, filled, put};
use alloc::vec::Vec;
use core::mem;

/// How many sets there are of each size, from none on.
type Counts = Vec<u128>;

impl<E> Analysis<'_, E> {
    /// How many minimal cut sets there are: sets of events that together bring the top event about,
    /// and of which none can be spared.
    ///
    /// # Errors
    ///
    /// [`FaultTreeError::CountOverflow`] if there are 2¹²⁸ or more.
    pub fn cut_set_count(&self) -> Result<u128, FaultTreeError> {
        let counts = self.cut_set_counts()?;
        let total = counts
            .iter()
            .try_fold(0_u128, |sum, it| sum.checked_add(*it));
        total.ok_or(FaultTreeError::CountOverflow)
    }

    /// How many minimal cut sets there are of each size: at place 1 the single points of failure,
    /// at place 2 the pairs, and so on to the largest. The size is known as the *order* of a cut
    /// set.
    ///
    /// Nothing at all if the top event cannot happen; one set of no event if it happens whatever
    /// else does.
    ///
    /// # Errors
    ///
    /// [`FaultTreeError::CountOverflow`] if there are 2¹²⁸ or more of any size.
    pub fn cut_set_counts(&self) -> Result<Vec<u128>, FaultTreeError> {
        let diagrams = match &self.outcome {
            Outcome::Constant(true) => return Ok(alloc::vec![1]),
            Outcome::Constant(false) => return Ok(Vec::new()),
            Outcome::Diagrams(diagrams) => diagrams,
        };
        let mut modules: Vec<Counts> = Vec::with_capacity(diagrams.len());
        for diagram in diagrams {
            let counts = counts(diagram, &mut modules).ok_or(FaultTreeError::CountOverflow)?;
            modules.push(counts);
        }
        Ok(modules.pop().unwrap_or_default())
    }
}

/// The counts of one diagram. A module below is asked about here and nowhere else, so its counts
/// are taken.
fn counts(diagram: &Diagram, modules: &mut [Counts]) -> Option<Counts> {
    let below: Vec<Option<Counts>> = diagram
        .leaves
        .iter()
        .map(|leaf| match leaf {
            Leaf::Event(_) => None,
            Leaf::Module(module) => modules.get_mut(*module as usize).map(mem::take),
        })
        .collect();
    let sets = &diagram.sets;
    // After whom nobody asks for the counts of a node again.
    let mut last_use = filled(0_u32, sets.top().saturating_add(1));
    for (place, node) in sets.upwards() {
        put(&mut last_use, node.hi, place);
        put(&mut last_use, node.lo, place);
    }
    let mut all: Vec<Counts> = filled(Counts::new(), sets.top().saturating_add(1));
    put(&mut all, ALWAYS, alloc::vec![1]);
    for (place, node) in sets.upwards() {
        let with = all.get(node.hi as usize)?;
        let mut made = match below.get(node.level as usize)? {
            None => [&[0], with.as_slice()].concat(),
            Some(module) => product(with, module)?,
        };
        add(&mut made, all.get(node.lo as usize)?)?;
        put(&mut all, place, made);
        for done in [node.hi, node.lo] {
            if at(&last_use, done) == place && done > ALWAYS {
                put(&mut all, done, Counts::new());
            }
        }
    }
    debug_assert!(sets.top() != NEVER, "a module can fail");
    all.pop()
}

fn add(to: &mut Counts, more: &[u128]) -> Option<()> {
    if to.len() < more.len() {
        to.resize(more.len(), 0);
    }
    for (it, more) in to.iter_mut().zip(more) {
        *it = it.checked_add(*more)?;
    }
    Some(())
}

/// How many ways there are to put a set of one and a set of the other together.
fn product(one: &[u128], other: &[u128]) -> Option<Counts> {
    let mut made = Counts::new();
    for (size, a) in one.iter().enumerate().filter(|(_, a)| **a != 0) {
        let mut shifted = alloc::vec![0; size];
        for b in other {
            shifted.push(a.checked_mul(*b)?);
        }
        add(&mut made, &shifted)?;
    }
    Some(made)
}
