//! Articulation points: items without which the estate would fall apart.
//!
//! They tell where a network hangs together by a single item, whichever way trouble travels. They
//! are *not* the single points of failure of a service: a server behind a redundancy group may be
//! an articulation point and harm nobody, and one of two databases that are both needed is none and
//! takes the service down. For those ask for the [impact](crate::snapshot::Snapshot::impact) of
//! each, as the [ranking](crate::ranking) does.

use crate::graph::DependencyGraph;
use crate::rows::{Layout, NONE, Rows, narrow};
use crate::snapshot::View;
use alloc::vec;
use alloc::vec::Vec;
use core::mem;
use itsm_core::id::CiId;

/// Where the graph hangs together by one item or by one relationship.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Articulation {
    /// The items without which others would lose each other, in the order of the ids.
    #[doc(alias = "cut vertices")]
    pub points: Vec<CiId>,
    /// The pairs of items that one relationship alone holds together, the smaller id first, in
    /// order.
    #[doc(alias = "cut edges")]
    pub bridges: Vec<(CiId, CiId)>,
}

impl DependencyGraph {
    /// Where the graph hangs together by one item or by one relationship, taken without direction.
    ///
    /// Relationships count that carry trouble; where the view names types, those of these types,
    /// whether they carry trouble or not. Two between the same items hold better than one, and what
    /// an item has to do with itself holds nothing. A member of a redundancy group is tied to the
    /// item that has the group, once, unless a relationship ties them already.
    ///
    /// The cost is that of reading the graph once.
    ///
    /// ```
    /// # use itsm_configuration::graph::DependencyGraph;
    /// # use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
    /// # use itsm_configuration::snapshot::View;
    /// # use itsm_core::{id::CiId, text::{Code, Label}};
    /// # let link = Code::new("connects_to")?;
    /// # let kind = RelationshipType { forward: Label::new("connects to")?, inverse: Label::new("connected by")?, flow: Flow::Both, strength: Strength::Hard, containment: false };
    /// # let mut graph = DependencyGraph::new([(link.clone(), kind)]);
    /// # let [berlin, hamburg, rome, milan] = [1, 2, 3, 4].map(CiId::from_key);
    /// # for ci in [berlin, hamburg, rome, milan] { let _ = graph.add(ci)?; }
    /// // Three sites in a ring, and a fourth behind one of them.
    /// for (from, to) in [(berlin, hamburg), (hamburg, rome), (rome, berlin), (rome, milan)] {
    ///     let _ = graph.relate(Relationship::new(link.clone(), from, to))?;
    /// }
    /// let found = graph.articulation(&View::live());
    /// assert_eq!(found.points, [rome]);
    /// assert_eq!(found.bridges, [(rome, milan)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn articulation(&self, view: &View) -> Articulation {
        let layout = Layout::joining(self, view);
        let rows = layout.rows_both_ways();
        let mut search = Search {
            rows: &rows,
            found_at: vec![0; rows.len()],
            is_point: vec![false; rows.len()],
            bridges: Vec::new(),
            pending: Vec::new(),
            clock: 0,
        };
        let mut stack = Vec::new();
        for item in 0..narrow(rows.len()) {
            if search.found_at.get(item as usize) == Some(&0) {
                search.from(item, &mut stack);
            }
        }
        let points = layout.ids.iter().zip(&search.is_point);
        let points = points.filter(|(_, is_point)| **is_point);
        let mut points: Vec<CiId> = points.map(|(ci, _)| *ci).collect();
        points.sort_unstable();
        let bridges = search.bridges.iter();
        let bridges = bridges.filter_map(|&(a, b)| Some((layout.id(a)?, layout.id(b)?)));
        let mut bridges: Vec<_> = bridges.map(|(a, b)| (a.min(b), a.max(b))).collect();
        bridges.sort_unstable();
        Articulation { points, bridges }
    }
}

/// A search into the depth, without recursion (Tarjan).
///
/// Each row is read once, when its item is found, and without a branch on what is in it. Whoever
/// was found before is then the item's ancestor; whoever was not is kept for its turn, and if it
/// was found by then, it was through the item itself, and has told of the tie in its own row.
struct Search<'a> {
    rows: &'a Rows,
    /// When each item was found; 0: not yet.
    found_at: Vec<u32>,
    is_point: Vec<bool>,
    bridges: Vec<(u32, u32)>,
    /// Those in the rows of open items that were not found when these were read.
    pending: Vec<u32>,
    clock: u32,
}

/// An item that others are found through.
#[derive(Clone, Copy)]
struct Frame {
    item: u32,
    found_at: u32,
    /// The earliest item that is tied to it or to those found through it, but for the one tie by
    /// which it was found itself.
    earliest: u32,
    /// Where its part of the pending begins.
    floor: usize,
}

impl Search<'_> {
    /// Takes up an item that was found through another, which was found then.
    fn enter(&mut self, item: u32, from: u32, from_found_at: u32) -> Frame {
        self.clock = self.clock.wrapping_add(1);
        if let Some(it) = self.found_at.get_mut(item as usize) {
            *it = self.clock;
        }
        let row = self.rows.row(item);
        let floor = self.pending.len();
        self.pending.resize(floor.wrapping_add(row.len()), 0);
        let slots = self.pending.get_mut(floor..).unwrap_or_default();
        let found_at = self.found_at.as_slice();
        let (mut new, mut back, mut earliest) = (0_usize, 0_u32, self.clock);
        for &other in row {
            let at = found_at.get(other as usize).copied().unwrap_or(NONE);
            let (is_new, is_back) = (at == 0, other == from);
            earliest = earliest.min(if is_new | is_back { NONE } else { at });
            back = back.wrapping_add(u32::from(is_back));
            if let Some(slot) = slots.get_mut(new) {
                *slot = other;
            }
            new = new.wrapping_add(usize::from(is_new));
        }
        self.pending.truncate(floor.wrapping_add(new));
        if back > 1 {
            earliest = earliest.min(from_found_at);
        }
        Frame {
            item,
            found_at: self.clock,
            earliest,
            floor,
        }
    }

    /// The next item that is found through this one.
    fn next(&mut self, frame: &Frame) -> Option<u32> {
        while self.pending.len() > frame.floor {
            let item = self.pending.pop()?;
            if self.found_at.get(item as usize) == Some(&0) {
                return Some(item);
            }
        }
        None
    }

    fn from(&mut self, root: u32, stack: &mut Vec<Frame>) {
        let mut branches = 0_u32;
        let mut frame = self.enter(root, NONE, NONE);
        loop {
            if let Some(item) = self.next(&frame) {
                let inner = self.enter(item, frame.item, frame.found_at);
                stack.push(mem::replace(&mut frame, inner));
                continue;
            }
            // Everything behind this item is known.
            let Some(outer) = stack.pop() else {
                break;
            };
            let inner = mem::replace(&mut frame, outer);
            frame.earliest = frame.earliest.min(inner.earliest);
            if inner.earliest > frame.found_at {
                self.bridges.push((frame.item, inner.item));
            }
            if stack.is_empty() {
                branches = branches.wrapping_add(1);
            } else if inner.earliest >= frame.found_at {
                self.mark(frame.item);
            }
        }
        if branches > 1 {
            self.mark(root);
        }
    }

    fn mark(&mut self, item: u32) {
        if let Some(it) = self.is_point.get_mut(item as usize) {
            *it = true;
        }
    }
}
