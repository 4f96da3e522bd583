//! A module as two diagrams, and how values are carried up through all of them.

use crate::module::Leaf;
use crate::nodes::{ALWAYS, NEVER, Node, Nodes};
use crate::slice::{at, count, filled, put};
use alloc::vec::Vec;

/// The diagrams of one module.
#[derive(Debug)]
pub(crate) struct Diagram {
    /// What is asked about, from the top level on.
    pub(crate) leaves: Vec<Leaf>,
    /// When the module fails.
    pub(crate) function: Graph,
    /// Its minimal cut sets.
    pub(crate) sets: Graph,
}

/// The nodes that a diagram needs and no others: both ends first, then each after those that it
/// leads to, the topmost last.
#[derive(Debug)]
pub(crate) struct Graph(Vec<Node>);

impl Graph {
    pub(crate) fn compact(nodes: &Nodes, top: u32) -> Self {
        let mut places = filled(0_u32, top.saturating_add(1).max(2));
        put(&mut places, top, 1);
        for place in (2..=top).rev() {
            if at(&places, place) != 0 {
                let node = nodes.node(place);
                put(&mut places, node.hi, 1);
                put(&mut places, node.lo, 1);
            }
        }
        put(&mut places, NEVER, NEVER);
        put(&mut places, ALWAYS, ALWAYS);
        let mut list = alloc::vec![nodes.node(NEVER), nodes.node(ALWAYS)];
        for place in 2..=top {
            if at(&places, place) != 0 {
                let Node { level, hi, lo } = nodes.node(place);
                let (hi, lo) = (at(&places, hi), at(&places, lo));
                put(&mut places, place, count(&list));
                list.push(Node { level, hi, lo });
            }
        }
        Self(list)
    }

    /// How many nodes there are, both ends among them.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn top(&self) -> u32 {
        count(&self.0).saturating_sub(1)
    }

    pub(crate) fn node(&self, place: u32) -> Node {
        self.0
            .get(place as usize)
            .copied()
            .unwrap_or(crate::nodes::END)
    }

    /// The nodes with their places, without both ends, from the bottom up.
    pub(crate) fn upwards(&self) -> impl DoubleEndedIterator<Item = (u32, Node)> {
        (2..count(&self.0)).map(|place| (place, self.node(place)))
    }

    /// One value a node, from the bottom up: of a level, and of what both answers lead to.
    pub(crate) fn values<T: Copy + Default>(
        &self,
        [never, always]: [T; 2],
        mut join: impl FnMut(u32, T, T) -> T,
    ) -> Vec<T> {
        let mut values = filled(T::default(), count(&self.0));
        put(&mut values, NEVER, never);
        put(&mut values, ALWAYS, always);
        for (place, node) in self.upwards() {
            let value = join(node.level, at(&values, node.hi), at(&values, node.lo));
            put(&mut values, place, value);
        }
        values
    }
}

impl Diagram {
    pub(crate) fn leaf(&self, level: u32) -> Leaf {
        at(&self.leaves, level)
    }

    /// One value a level, of what is known of events and of the modules before this one.
    pub(crate) fn levels<T: Copy + Default>(&self, events: &[T], modules: &[T]) -> Vec<T> {
        let value = |leaf: &Leaf| match leaf {
            Leaf::Event(event) => at(events, *event),
            Leaf::Module(module) => at(modules, *module),
        };
        self.leaves.iter().map(value).collect()
    }

    /// The probability of each node of the function, given those of its levels.
    pub(crate) fn probabilities(&self, levels: &[f64]) -> Vec<f64> {
        self.function.values([0.0, 1.0], |level, hi, lo| {
            let p = at(levels, level);
            p * hi + (1.0 - p) * lo
        })
    }

    /// The sum over the sets of each node of the product over their members.
    pub(crate) fn sums(&self, levels: &[f64]) -> Vec<f64> {
        self.sets
            .values([0.0, 1.0], |level, hi, lo| at(levels, level) * hi + lo)
    }
}
