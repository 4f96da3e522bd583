//! Random trees: shared gates, repeated events, votes among votes, house events.

use itsm_fault_tree::{FaultTree, FaultTreeBuilder};
use proptest::collection::vec;
use proptest::prelude::*;

pub(crate) const MOST_EVENTS: usize = 14;

/// A tree as plain numbers. Inputs count events first, then both constants, then the gates before.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) probabilities: Vec<f64>,
    pub(crate) gates: Vec<(Kind, Vec<usize>)>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    And,
    Or,
    AtLeast(usize),
}

pub(crate) fn plans() -> impl Strategy<Value = Plan> {
    let probability = prop_oneof![
        6 => 0.0..=1.0_f64,
        2 => 1e-9..1e-6_f64,
        1 => Just(0.0),
        1 => Just(1.0),
    ];
    let gate = (0..4_usize, any::<usize>(), vec(any::<u32>(), 1..6));
    (vec(probability, 1..=MOST_EVENTS), vec(gate, 1..14)).prop_map(|(probabilities, raw)| {
        let events = probabilities.len();
        let mut gates = Vec::new();
        for (kind, k, inputs) in raw {
            let below = events + 2 + gates.len();
            let inputs: Vec<usize> = inputs
                .into_iter()
                .map(|it| {
                    // Constants seldom, or else nothing is left of the tree.
                    let it = it as usize % (10 * below);
                    match it % below {
                        house if (events..events + 2).contains(&house) && it >= below => {
                            it % events
                        }
                        // Recent gates often, or else trees are shallow.
                        recent if it > 6 * below && !gates.is_empty() => {
                            below - 1 - recent % gates.len().min(4)
                        }
                        other => other,
                    }
                })
                .collect();
            let kind = match kind {
                0 => Kind::And,
                1 => Kind::Or,
                _ => Kind::AtLeast(1 + k % inputs.len()),
            };
            gates.push((kind, inputs));
        }
        Plan {
            probabilities,
            gates,
        }
    })
}

impl Plan {
    /// The tree of a plan, its last gate being the top.
    pub(crate) fn tree(&self) -> FaultTree<usize> {
        self.build(0..self.gates.len(), false)
    }

    /// The same tree, built in another order: events and gates from the last on, as far as gates
    /// can be before their inputs are there, and the inputs of each the other way round.
    pub(crate) fn tree_otherwise(&self) -> FaultTree<usize> {
        let first_gate = self.probabilities.len() + 2;
        let mut heights: Vec<usize> = Vec::new();
        for (_, inputs) in &self.gates {
            let below = inputs.iter().filter_map(|it| it.checked_sub(first_gate));
            heights.push(below.map(|it| heights[it] + 1).max().unwrap_or(0));
        }
        let mut order: Vec<usize> = (0..self.gates.len()).rev().collect();
        order.sort_by_key(|it| heights[*it]);
        self.build(order, true)
    }

    fn build(&self, order: impl IntoIterator<Item = usize>, backwards: bool) -> FaultTree<usize> {
        let mut builder = FaultTreeBuilder::new();
        if backwards {
            for event in (0..self.probabilities.len()).rev() {
                builder.event(event, self.probabilities[event]);
            }
        }
        let mut parts: Vec<_> = (0..self.probabilities.len())
            .map(|event| builder.event(event, self.probabilities[event]))
            .collect();
        parts.extend([false, true].map(|it| builder.constant(it)));
        let first_gate = parts.len();
        parts.resize(first_gate + self.gates.len(), parts[0]);
        for place in order {
            let (kind, inputs) = &self.gates[place];
            let mut inputs: Vec<_> = inputs.iter().map(|it| parts[*it]).collect();
            if backwards {
                inputs.reverse();
            }
            let gate = match kind {
                Kind::And => builder.and(inputs),
                Kind::Or => builder.or(inputs),
                Kind::AtLeast(k) => builder.at_least(u32::try_from(*k).unwrap(), inputs),
            };
            builder.name(gate, 1_000 + place);
            parts[first_gate + place] = gate;
        }
        builder.build(*parts.last().unwrap()).unwrap()
    }

    /// Which gates fail if these events have failed, worked out from the plan alone.
    pub(crate) fn failed(&self, events: u32) -> Vec<bool> {
        let mut states: Vec<bool> = (0..self.probabilities.len())
            .map(|event| events >> event & 1 == 1)
            .collect();
        states.extend([false, true]);
        for (kind, inputs) in &self.gates {
            let down = inputs.iter().filter(|it| states[**it]).count();
            states.push(match kind {
                Kind::And => down == inputs.len(),
                Kind::Or => down > 0,
                Kind::AtLeast(k) => down >= *k,
            });
        }
        states.split_off(self.probabilities.len() + 2)
    }
}
