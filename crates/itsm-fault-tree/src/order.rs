//! In which order a diagram asks about its events. It decides whether a diagram has a hundred nodes
//! or a hundred million, and the best order is hard to find; so several are tried.

use crate::module::Module;
use crate::slice::{at, change, count, filled, put};
use alloc::vec::Vec;
use core::cmp::Reverse;

/// An order of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Order {
    /// How the inputs of a gate are sorted before the tree is walked through, depth first.
    inputs: Inputs,
    /// Whether events are then moved towards those that they share gates with.
    pulled: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inputs {
    /// By the numbers of the normal form: events first, higher gates last.
    Plain,
    HeavyFirst,
    LightFirst,
    SharedFirst,
}

/// What is tried, in this order.
pub(crate) const ORDERS: &[Order] = &[
    Order::walk(Inputs::Plain),
    Order::walk(Inputs::SharedFirst),
    Order::pulled(Inputs::LightFirst),
    Order::pulled(Inputs::Plain),
    Order::pulled(Inputs::HeavyFirst),
    Order::pulled(Inputs::SharedFirst),
];

impl Order {
    const fn walk(inputs: Inputs) -> Self {
        let pulled = false;
        Self { inputs, pulled }
    }

    const fn pulled(inputs: Inputs) -> Self {
        let pulled = true;
        Self { inputs, pulled }
    }
}

/// The leaves of a module in an order: for each leaf, its level.
pub(crate) fn levels(module: &Module, order: Order) -> Vec<u32> {
    let levels = walk(module, order.inputs);
    if order.pulled {
        pull(module, levels)
    } else {
        levels
    }
}

fn walk(module: &Module, order: Inputs) -> Vec<u32> {
    let leaves = count(&module.leaves);
    let total = module.top().saturating_add(1);
    let (mut weight, mut users) = (filled(1_u64, total), filled(0_u32, total));
    for node in leaves..total {
        let inputs = module.inputs(node);
        let weights = inputs.iter().map(|it| at(&weight, *it));
        let sum = weights.fold(1_u64, u64::saturating_add);
        put(&mut weight, node, sum);
        for input in inputs {
            change(&mut users, *input, |it| *it = it.saturating_add(1));
        }
    }
    let (mut levels, mut seen) = (filled(0, leaves), filled(false, total));
    let (mut next, mut open) = (0_u32, alloc::vec![module.top()]);
    while let Some(node) = open.pop() {
        if at(&seen, node) {
            continue;
        }
        put(&mut seen, node, true);
        if node < leaves {
            put(&mut levels, node, next);
            next = next.saturating_add(1);
            continue;
        }
        let mut inputs = module.inputs(node).to_vec();
        let (weight, users) = (|it: &u32| at(&weight, *it), |it: &u32| at(&users, *it));
        match order {
            Inputs::Plain => {}
            Inputs::HeavyFirst => inputs.sort_by_key(|it| Reverse(weight(it))),
            Inputs::LightFirst => inputs.sort_by_key(weight),
            Inputs::SharedFirst => inputs.sort_by_key(|it| (Reverse(users(it)), weight(it))),
        }
        open.extend(inputs.iter().rev());
    }
    levels
}

/// How often events are moved at most; they come to rest long before.
const ROUNDS: usize = 60;

/// Moves each event towards the middle of the gates that it is an input of, and each gate towards
/// that of its inputs, until they do not come closer. (F. A. Aloul, I. L. Markov, K. A. Sakallah,
/// "FORCE: a fast and easy-to-implement variable-ordering heuristic", GLSVLSI 2003.)
fn pull(module: &Module, start: Vec<u32>) -> Vec<u32> {
    let leaves = count(&module.leaves);
    let total = module.top().saturating_add(1);
    let mut places: Vec<f64> = start.iter().map(|it| f64::from(*it)).collect();
    for node in leaves..total {
        let inputs = module.inputs(node).iter();
        let middle = mean(inputs.map(|it| at(&places, *it)));
        places.push(middle);
    }
    let (mut best, mut best_span) = (start, f64::INFINITY);
    for _ in 0..ROUNDS {
        let mut pulls = filled((0.0_f64, 0.0_f64), total);
        for node in leaves..total {
            let middle = mean(together(module, node).map(|it| at(&places, it)));
            for it in together(module, node) {
                change(&mut pulls, it, |(sum, n)| {
                    (*sum, *n) = (*sum + middle, *n + 1.0);
                });
            }
        }
        let pulled = |node: u32| {
            let (sum, n) = at(&pulls, node);
            sum / n
        };
        let mut ranked: Vec<u32> = (0..total).collect();
        ranked.sort_by(|a, b| pulled(*a).total_cmp(&pulled(*b)).then(a.cmp(b)));
        for (rank, node) in (0_u32..).zip(&ranked) {
            put(&mut places, *node, f64::from(rank));
        }
        let span = (leaves..total).map(|node| {
            let places = together(module, node).map(|it| at(&places, it));
            let (min, max) = places.fold((f64::INFINITY, 0.0_f64), |(min, max), it| {
                (min.min(it), max.max(it))
            });
            max - min
        });
        let span = span.sum();
        if span >= best_span {
            break;
        }
        best_span = span;
        let ranked = ranked.into_iter().filter(|node| *node < leaves);
        for (level, leaf) in (0..).zip(ranked) {
            put(&mut best, leaf, level);
        }
    }
    best
}

/// A gate and its inputs.
fn together(module: &Module, gate: u32) -> impl Iterator<Item = u32> {
    let inputs = module.inputs(gate).iter().copied();
    inputs.chain(core::iter::once(gate))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), it| (sum + it, n + 1.0));
    sum / n
}
