//! From a module to its diagrams, in the best of several orders.

use crate::bdd::{Bdd, Op};
use crate::diagram::{Diagram, Graph};
use crate::gate::Logic;
use crate::module::Module;
use crate::nodes::{ALWAYS, Full, NEVER};
use crate::order::{ORDERS, levels};
use crate::slice::{at, count, filled, put};
use crate::zbdd::Zbdd;
use alloc::vec::Vec;
use core::cmp::Reverse;

/// The first round allows this many nodes, or [`MORE`] for each event and gate if that is more, and
/// each round after it as many times more. A good order is often a hundred times better than a bad
/// one, and then is found before the bad one has cost much. Nodes are counted and not seconds, so
/// that the outcome is the same on every machine.
const FIRST_ROUND: usize = 5_000;
const MORE: usize = 4;

/// The diagrams of a module, or how many of its gates were done when there were too many nodes.
pub(crate) fn diagram(module: &Module, limit: usize) -> Result<Diagram, usize> {
    let size = module.leaves.len().saturating_add(module.gates.len());
    let (mut allowed, mut most_done) = (size.saturating_mul(MORE).max(FIRST_ROUND), 0);
    loop {
        let last = allowed >= limit;
        let room = allowed.min(limit);
        for order in ORDERS {
            match compile(module, &levels(module, *order), room) {
                Ok(diagram) => return Ok(diagram),
                Err(done) => most_done = most_done.max(done),
            }
        }
        if last {
            return Err(most_done);
        }
        allowed = allowed.saturating_mul(MORE);
    }
}

fn compile(module: &Module, levels: &[u32], limit: usize) -> Result<Diagram, usize> {
    let (bdd, top) = function(module, levels, limit)?;
    let mut zbdd = Zbdd::new(limit);
    let sets = zbdd
        .minimal_sets(&bdd.nodes, top)
        .map_err(|Full| module.gates.len())?;
    let mut by_level: Vec<_> = levels.iter().zip(&module.leaves).collect();
    by_level.sort_unstable();
    Ok(Diagram {
        leaves: by_level.into_iter().map(|(_, leaf)| *leaf).collect(),
        function: Graph::compact(&bdd.nodes, top),
        sets: Graph::compact(&zbdd.nodes, sets),
    })
}

/// The function of a module, gate by gate from the bottom up.
fn function(module: &Module, levels: &[u32], limit: usize) -> Result<(Bdd, u32), usize> {
    let mut bdd = Bdd::new(limit);
    let leaves = count(&module.leaves);
    let mut done = filled(NEVER, module.top().saturating_add(1));
    let mut deepest = levels.to_vec();
    for leaf in 0..leaves {
        let made = bdd.make(at(levels, leaf), ALWAYS, NEVER);
        put(&mut done, leaf, made.map_err(|Full| 0_usize)?);
    }
    for (place, (node, (logic, inputs))) in (leaves..).zip(&module.gates).enumerate() {
        // The deepest first, so that each step touches little of what is there already.
        let depth = |it: &u32| (bdd.nodes.level(at(&done, *it)), at(&deepest, *it));
        let mut inputs = inputs.clone();
        inputs.sort_by_cached_key(|it| Reverse(depth(it)));
        deepest.push(inputs.iter().map(|it| at(&deepest, *it)).max().unwrap_or(0));
        let operands = inputs.iter().map(|it| at(&done, *it)).collect();
        let made = match logic {
            Logic::And => bdd.fold(Op::And, operands),
            Logic::Or => bdd.fold(Op::Or, operands),
            Logic::AtLeast(k) => bdd.at_least(*k, operands),
        };
        put(&mut done, node, made.map_err(|Full| place)?);
    }
    let top = at(&done, module.top());
    Ok((bdd, top))
}
