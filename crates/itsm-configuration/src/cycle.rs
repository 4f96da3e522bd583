//! Cycles: items that each lean on all the others, and on themselves.
//!
//! A cycle is legal. Impact takes it as it is: whoever is in one goes down with the others, and the
//! answer is the least fixpoint. It is told all the same, because it is seldom meant.

use crate::graph::DependencyGraph;
use crate::rows::{Layout, NONE, Rows, narrow};
use crate::snapshot::View;
use alloc::vec;
use alloc::vec::Vec;
use core::mem;
use itsm_core::id::CiId;

impl DependencyGraph {
    /// The cycles along which trouble can travel: sets of items each of which leans on each other
    /// one, directly or through others, and single items that lean on themselves. Each in the order
    /// of the ids, and the sets in the order of their first.
    ///
    /// A redundancy group ties as a relationship does here, even where it would hold.
    ///
    /// ```
    /// # use itsm_configuration::graph::DependencyGraph;
    /// # use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
    /// # use itsm_configuration::snapshot::View;
    /// # use itsm_core::{id::CiId, text::{Code, Label}};
    /// # let needs = Code::new("depends_on")?;
    /// # let kind = RelationshipType { forward: Label::new("depends on")?, inverse: Label::new("used by")?, flow: Flow::ToSource, strength: Strength::Hard, containment: false };
    /// # let mut graph = DependencyGraph::new([(needs.clone(), kind)]);
    /// # let [shop, names, login] = [1, 2, 3].map(CiId::from_key);
    /// # for ci in [shop, names, login] { let _ = graph.add(ci)?; }
    /// // The directory asks the login service who may read it, which asks the directory.
    /// for (from, to) in [(shop, login), (login, names), (names, login)] {
    ///     let _ = graph.relate(Relationship::new(needs.clone(), from, to))?;
    /// }
    /// assert_eq!(graph.cycles(&View::live()), [[names, login]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cycles(&self, view: &View) -> Vec<Vec<CiId>> {
        let mut layout = Layout::carrying(self, view);
        let components = Components::of(&layout.rows());
        layout.loops.sort_unstable();
        layout.loops.dedup();
        let members = components.members();
        let mut cycles: Vec<Vec<CiId>> = Vec::new();
        for component in 0..narrow(members.len()) {
            let items = members.row(component);
            let is_cycle = match items {
                [one] => layout.loops.binary_search(one).is_ok(),
                _ => true,
            };
            if is_cycle {
                let ids = items.iter().filter_map(|it| layout.id(*it));
                let mut ids: Vec<CiId> = ids.collect();
                ids.sort_unstable();
                cycles.push(ids);
            }
        }
        cycles.sort_unstable();
        cycles
    }
}

/// Sets of items each of which reaches each other one; most have one item only.
#[derive(Debug)]
pub(crate) struct Components {
    /// For each item, which it is in. An item reaches no component with a number greater than its
    /// own.
    pub(crate) of: Vec<u32>,
    pub(crate) count: u32,
}

#[derive(Clone, Copy)]
struct Frame {
    item: u32,
    found_at: u32,
    earliest: u32,
    next: u32,
    end: u32,
}

impl Components {
    /// By a search into the depth, without recursion (Tarjan).
    pub(crate) fn of(rows: &Rows) -> Self {
        let mut search = Search {
            rows,
            found_at: vec![0; rows.len()],
            of: vec![NONE; rows.len()],
            open: Vec::new(),
            clock: 0,
            count: 0,
        };
        let mut stack = Vec::new();
        for item in 0..narrow(rows.len()) {
            if search.found_at.get(item as usize) == Some(&0) {
                search.from(item, &mut stack);
            }
        }
        Self {
            of: search.of,
            count: search.count,
        }
    }

    /// The items of each component.
    pub(crate) fn members(&self) -> Rows {
        let pairs = self.of.iter().copied().zip(0_u32..);
        Rows::of(self.count as usize, pairs)
    }
}

struct Search<'a> {
    rows: &'a Rows,
    /// When each item was found; 0: not yet.
    found_at: Vec<u32>,
    of: Vec<u32>,
    /// Those found whose component is not known yet.
    open: Vec<u32>,
    clock: u32,
    count: u32,
}

impl Search<'_> {
    fn enter(&mut self, item: u32) -> Frame {
        self.clock = self.clock.wrapping_add(1);
        if let Some(it) = self.found_at.get_mut(item as usize) {
            *it = self.clock;
        }
        self.open.push(item);
        let (next, end) = self.rows.span(item);
        Frame {
            item,
            found_at: self.clock,
            earliest: self.clock,
            next,
            end,
        }
    }

    fn from(&mut self, root: u32, stack: &mut Vec<Frame>) {
        let mut frame = self.enter(root);
        loop {
            if let Some(new) = self.read(&mut frame) {
                let inner = self.enter(new);
                stack.push(mem::replace(&mut frame, inner));
                continue;
            }
            if frame.earliest == frame.found_at {
                self.close(frame.item);
            }
            let Some(outer) = stack.pop() else {
                break;
            };
            let inner = mem::replace(&mut frame, outer);
            frame.earliest = frame.earliest.min(inner.earliest);
        }
    }

    /// Reads on in the row of an item, up to one that was not found yet.
    fn read(&self, frame: &mut Frame) -> Option<u32> {
        for &other in self.rows.between(frame.next, frame.end) {
            frame.next = frame.next.wrapping_add(1);
            let found_at = self.found_at.get(other as usize).copied().unwrap_or(NONE);
            if found_at == 0 {
                return Some(other);
            }
            // One whose component is known does not lead back.
            if self.of.get(other as usize) == Some(&NONE) {
                frame.earliest = frame.earliest.min(found_at);
            }
        }
        None
    }

    fn close(&mut self, item: u32) {
        while let Some(one) = self.open.pop() {
            if let Some(it) = self.of.get_mut(one as usize) {
                *it = self.count;
            }
            if one == item {
                break;
            }
        }
        self.count = self.count.wrapping_add(1);
    }
}
