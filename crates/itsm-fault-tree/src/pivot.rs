//! What each event changes: the top event with it and without it.

use crate::analysis::{probabilities, sums};
use crate::diagram::Diagram;
use crate::module::Leaf;
use crate::slice::{at, change, count, filled, put};
use alloc::vec::Vec;

/// The probability of the top event, as it depends on one event or module.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Pivot {
    /// How fast it grows with that of this one.
    pub(crate) slope: f64,
    /// If this one has certainly not failed.
    pub(crate) without: f64,
    /// If this one has certainly failed.
    pub(crate) with: f64,
}

impl Pivot {
    /// The probability of the top event if that of this one is `p`. Nothing cancels out.
    fn given(self, p: f64) -> f64 {
        p * self.with + (1.0 - p) * self.without
    }
}

/// Below this part of a probability, what is left without an event is not taken as a difference,
/// whose digits would cancel out.
const CANCELS: f64 = 1e-3;

/// Every event as a pivot, if it is one at all.
pub(crate) fn pivots(diagrams: &[Diagram], events: &[f64]) -> Vec<Option<Pivot>> {
    let modules = probabilities(diagrams, events);
    let whole = Pivot {
        slope: 1.0,
        without: 0.0,
        with: 1.0,
    };
    carry_down(diagrams, count(events), whole, |diagram, outer| {
        let mut levels = diagram.levels(events, &modules);
        let values = diagram.probabilities(&levels);
        let total = at(&values, diagram.function.top());
        let slopes = slopes(diagram, &levels, &values);
        let mut pivots = Vec::with_capacity(slopes.len());
        for (level, slope) in (0..).zip(slopes) {
            let p = at(&levels, level);
            let mut without = total - p * slope;
            if without < total * CANCELS {
                put(&mut levels, level, 0.0);
                let values = diagram.probabilities(&levels);
                without = at(&values, diagram.function.top());
                put(&mut levels, level, p);
            }
            pivots.push(Pivot {
                slope: outer.slope * slope,
                without: outer.given(without),
                with: outer.given(total + (1.0 - p) * slope),
            });
        }
        pivots
    })
}

/// How fast the probability of a diagram grows with that of each level: downwards, each node
/// handing on how much of the whole reaches it.
fn slopes(diagram: &Diagram, levels: &[f64], values: &[f64]) -> Vec<f64> {
    let mut slopes = filled(0.0, count(levels));
    let mut reach = filled(0.0, count(values));
    put(&mut reach, diagram.function.top(), 1.0);
    for (place, node) in diagram.function.upwards().rev() {
        let (here, p) = (at(&reach, place), at(levels, node.level));
        let gain = here * (at(values, node.hi) - at(values, node.lo));
        change(&mut slopes, node.level, |it| *it += gain);
        change(&mut reach, node.hi, |it| *it += here * p);
        change(&mut reach, node.lo, |it| *it += here * (1.0 - p));
    }
    slopes
}

/// How fast the sum over all cut sets grows with the probability of each event.
pub(crate) fn cut_slopes(diagrams: &[Diagram], events: &[f64]) -> Vec<f64> {
    let modules = sums(diagrams, events);
    let slopes = carry_down(diagrams, count(events), 1.0, |diagram, outer| {
        let levels = diagram.levels(events, &modules);
        let values = diagram.sums(&levels);
        let mut slopes = filled(0.0, count(&levels));
        let mut reach = filled(0.0, count(&values));
        put(&mut reach, diagram.sets.top(), outer);
        for (place, node) in diagram.sets.upwards().rev() {
            let here = at(&reach, place);
            let gain = here * at(&values, node.hi);
            change(&mut slopes, node.level, |it| *it += gain);
            let with = here * at(&levels, node.level);
            change(&mut reach, node.hi, |it| *it += with);
            change(&mut reach, node.lo, |it| *it += here);
        }
        slopes
    });
    slopes.into_iter().map(Option::unwrap_or_default).collect()
}

/// From the tree's own diagram down to those of its modules: what is to be known of each is told by
/// the one that it is part of. Each event and each module is part of one diagram.
fn carry_down<T: Copy + Default>(
    diagrams: &[Diagram],
    events: u32,
    whole: T,
    spread: impl Fn(&Diagram, T) -> Vec<T>,
) -> Vec<Option<T>> {
    let mut of_events = filled(None, events);
    let mut of_modules = filled(T::default(), count(diagrams));
    put(&mut of_modules, count(diagrams).saturating_sub(1), whole);
    for (place, diagram) in (0..count(diagrams)).zip(diagrams).rev() {
        let found = spread(diagram, at(&of_modules, place));
        for (leaf, it) in diagram.leaves.iter().zip(found) {
            match leaf {
                Leaf::Event(event) => put(&mut of_events, *event, Some(it)),
                Leaf::Module(module) => put(&mut of_modules, *module, it),
            }
        }
    }
    of_events
}
