//! The cut sets of least weight, listed without touching the others.
//!
//! Weights add up: one for each event lists by size, and the negative logarithm of a probability
//! lists by probability.

use crate::diagram::Diagram;
use crate::module::Leaf;
use crate::nodes::{ALWAYS, NEVER};
use crate::slice::{at, change, count, filled, put};
use alloc::vec::Vec;

/// A set of events by number, in order, and its weight.
pub(crate) type Weighed = (f64, Vec<u32>);

/// There are more than were allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMany;

/// All cut sets that weigh at most `limit`, in no particular order.
pub(crate) fn lightest(
    diagrams: &[Diagram],
    events: &[f64],
    limit: f64,
    most: usize,
) -> Result<Vec<Weighed>, TooMany> {
    let mut least: Vec<f64> = Vec::with_capacity(diagrams.len());
    for diagram in diagrams {
        let values = least_weights(diagram, &diagram.levels(events, &least));
        least.push(at(&values, diagram.sets.top()));
    }
    let budgets = budgets(diagrams, events, &least, limit);
    let mut lists: Vec<Vec<Weighed>> = Vec::with_capacity(diagrams.len());
    for (diagram, budget) in diagrams.iter().zip(budgets) {
        let weights = diagram.levels(events, &least);
        let mut listing = Listing {
            diagram,
            least: least_weights(diagram, &weights),
            weights,
            lists: &lists,
            budget,
            most,
        };
        let list = listing.sets()?;
        lists.push(list);
    }
    Ok(lists.pop().unwrap_or_default())
}

/// What the lightest set of each node weighs.
fn least_weights(diagram: &Diagram, weights: &[f64]) -> Vec<f64> {
    let join = |level, hi: f64, lo: f64| lo.min(at(weights, level) + hi);
    diagram.sets.values([f64::INFINITY, 0.0], join)
}

/// What a set of each module may weigh so that some cut set of the whole that has it is light
/// enough. Each module is part of one other.
fn budgets(diagrams: &[Diagram], events: &[f64], least: &[f64], limit: f64) -> Vec<f64> {
    let mut budgets = filled(f64::NEG_INFINITY, count(diagrams));
    put(&mut budgets, count(diagrams).saturating_sub(1), limit);
    for (place, diagram) in (0..count(diagrams)).zip(diagrams).rev() {
        let weights = diagram.levels(events, least);
        let below = least_weights(diagram, &weights);
        let mut above = filled(f64::INFINITY, count(&below));
        put(&mut above, diagram.sets.top(), 0.0);
        for (node_place, node) in diagram.sets.upwards().rev() {
            let here = at(&above, node_place);
            let with = here + at(&weights, node.level);
            change(&mut above, node.hi, |it| *it = it.min(with));
            change(&mut above, node.lo, |it| *it = it.min(here));
            if let Leaf::Module(module) = diagram.leaf(node.level) {
                let rest = at(&budgets, place) - here - at(&below, node.hi);
                change(&mut budgets, module, |it| *it = it.max(rest));
            }
        }
    }
    budgets
}

/// The listing of one module's sets.
struct Listing<'a> {
    diagram: &'a Diagram,
    weights: Vec<f64>,
    least: Vec<f64>,
    lists: &'a [Vec<Weighed>],
    budget: f64,
    most: usize,
}

impl Listing<'_> {
    fn sets(&mut self) -> Result<Vec<Weighed>, TooMany> {
        let mut found = Vec::new();
        let mut open = alloc::vec![(self.diagram.sets.top(), 0.0, Vec::new())];
        while let Some((place, weight, levels)) = open.pop() {
            if place == NEVER || weight + at(&self.least, place) > self.budget {
                continue;
            }
            if place == ALWAYS {
                self.spell_out(weight, &levels, &mut found)?;
                continue;
            }
            let node = self.diagram.sets.node(place);
            let mut with: Vec<u32> = levels.clone();
            with.push(node.level);
            open.push((node.lo, weight, levels));
            open.push((node.hi, weight + at(&self.weights, node.level), with));
        }
        found.sort_by(|a: &Weighed, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        Ok(found)
    }

    /// One set of levels, each module in it replaced by each of its sets that is light enough.
    fn spell_out(
        &self,
        weight: f64,
        levels: &[u32],
        found: &mut Vec<Weighed>,
    ) -> Result<(), TooMany> {
        let mut events = Vec::new();
        let mut modules = Vec::new();
        for level in levels {
            match self.diagram.leaf(*level) {
                Leaf::Event(event) => events.push(event),
                Leaf::Module(module) => modules.push((at(&self.weights, *level), module)),
            }
        }
        let mut open = alloc::vec![(0_usize, weight, events)];
        while let Some((done, weight, events)) = open.pop() {
            let Some((least, module)) = modules.get(done) else {
                if found.len() >= self.most {
                    return Err(TooMany);
                }
                let mut events = events;
                events.sort_unstable();
                found.push((weight, events));
                continue;
            };
            for (heavier, of) in self.lists.get(*module as usize).into_iter().flatten() {
                // The lists are in order, and so whatever follows is too heavy as well.
                let weight = weight - least + heavier;
                if weight > self.budget {
                    break;
                }
                open.push((done.saturating_add(1), weight, [&events[..], of].concat()));
            }
        }
        Ok(())
    }
}
