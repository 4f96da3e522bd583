//! The nodes of a decision diagram, each of them once.

use alloc::vec::Vec;

/// Nothing failed suffices: the diagram of what never happens.
pub(crate) const NEVER: u32 = 0;
/// The diagram of what always happens.
pub(crate) const ALWAYS: u32 = 1;

/// A question about one variable, with the diagrams for both answers. A level counts from the top;
/// the two ends of a diagram are below all levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) level: u32,
    pub(crate) hi: u32,
    pub(crate) lo: u32,
}

pub(crate) const END: Node = Node {
    level: u32::MAX,
    hi: NEVER,
    lo: NEVER,
};

/// There are as many nodes as were allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full;

/// Nodes, in the order in which they were made, so that what a node leads to comes before it.
#[derive(Debug)]
pub(crate) struct Nodes {
    list: Vec<Node>,
    /// Places in the list by hash, with open addressing; zero is a free slot.
    slots: Vec<u32>,
    limit: usize,
}

impl Nodes {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            list: alloc::vec![END, END],
            slots: alloc::vec![0; 64],
            limit: limit.min(u32::MAX as usize >> 1),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn node(&self, place: u32) -> Node {
        self.list.get(place as usize).copied().unwrap_or(END)
    }

    pub(crate) fn level(&self, place: u32) -> u32 {
        self.node(place).level
    }

    /// The one node like this.
    pub(crate) fn intern(&mut self, node: Node) -> Result<u32, Full> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = hash(node.level, node.hi, node.lo) & mask;
        while let Some(&place) = self.slots.get(slot).filter(|it| **it != 0) {
            if self.node(place) == node {
                return Ok(place);
            }
            slot = slot.wrapping_add(1) & mask;
        }
        if self.list.len() >= self.limit {
            return Err(Full);
        }
        let place = u32::try_from(self.list.len()).map_err(|_| Full)?;
        self.list.push(node);
        if let Some(it) = self.slots.get_mut(slot) {
            *it = place;
        }
        if self.list.len() > self.slots.len() >> 1 {
            self.grow();
        }
        Ok(place)
    }

    fn grow(&mut self) {
        let size = self.slots.len() << 1;
        let mask = size.wrapping_sub(1);
        let mut slots = alloc::vec![0_u32; size];
        for (place, node) in (0_u32..).zip(&self.list).skip(2) {
            let mut slot = hash(node.level, node.hi, node.lo) & mask;
            while slots.get(slot).is_some_and(|it| *it != 0) {
                slot = slot.wrapping_add(1) & mask;
            }
            if let Some(it) = slots.get_mut(slot) {
                *it = place;
            }
        }
        self.slots = slots;
    }
}

/// A number that differs in its low bits as soon as one of three differs.
pub(crate) fn hash(a: u32, b: u32, c: u32) -> usize {
    let mut mixed = u64::from(a).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ u64::from(b)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 32) ^ u64::from(c)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed >> 32) as usize
}

/// What has been worked out of two diagrams. It forgets when two results want the same slot.
#[derive(Debug)]
pub(crate) struct Memo {
    /// Two operands and the result.
    slots: Vec<[u32; 3]>,
}

const MOST_SLOTS: usize = 1 << 22;

impl Memo {
    pub(crate) fn new() -> Self {
        Self {
            slots: alloc::vec![[u32::MAX; 3]; 64],
        }
    }

    pub(crate) fn recall(&self, f: u32, g: u32) -> Option<u32> {
        let [a, b, result] = *self.slots.get(self.slot(f, g))?;
        (a == f && b == g).then_some(result)
    }

    pub(crate) fn note(&mut self, f: u32, g: u32, result: u32) {
        let slot = self.slot(f, g);
        if let Some(it) = self.slots.get_mut(slot) {
            *it = [f, g, result];
        }
    }

    /// Grows with the number of nodes.
    pub(crate) fn keep_up_with(&mut self, nodes: usize) {
        if nodes > self.slots.len() && self.slots.len() < MOST_SLOTS {
            let size = self.slots.len() << 2;
            let old = core::mem::replace(&mut self.slots, alloc::vec![[u32::MAX; 3]; size]);
            for [f, g, result] in old {
                if f != u32::MAX {
                    self.note(f, g, result);
                }
            }
        }
    }

    fn slot(&self, f: u32, g: u32) -> usize {
        hash(f, g, 0) & self.slots.len().wrapping_sub(1)
    }
}
