//! Zero-suppressed decision diagrams: families of sets, here the minimal cut sets.
//!
//! S. Minato, "Zero-suppressed BDDs for set manipulation in combinatorial problems", DAC 1993. How
//! the minimal sets come out of a decision diagram of the function: A. Rauzy, "New algorithms for
//! fault trees analysis", Reliability Engineering and System Safety 40, 1993.

use crate::nodes::{ALWAYS, Full, Memo, NEVER, Node, Nodes};
use crate::slice::{at, filled, put};
use alloc::vec::Vec;

#[derive(Debug)]
pub(crate) struct Zbdd {
    pub(crate) nodes: Nodes,
    memo: Memo,
    tasks: Vec<Task>,
    results: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
enum Task {
    Visit(u32, u32),
    Join(u32, u32, u32),
}

impl Zbdd {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            nodes: Nodes::new(limit),
            memo: Memo::new(),
            tasks: Vec::new(),
            results: Vec::new(),
        }
    }

    fn make(&mut self, level: u32, hi: u32, lo: u32) -> Result<u32, Full> {
        if hi == NEVER {
            return Ok(lo);
        }
        self.nodes.intern(Node { level, hi, lo })
    }

    /// The minimal sets of failed events that make the function fail.
    ///
    /// Of a question about an event: the sets without it are those of the lower diagram, and the
    /// sets with it are those of the upper one that do not suffice without it.
    pub(crate) fn minimal_sets(&mut self, function: &Nodes, top: u32) -> Result<u32, Full> {
        let mut needed = filled(false, top.saturating_add(1));
        put(&mut needed, top, true);
        for place in (2..=top).rev() {
            if at(&needed, place) {
                let node = function.node(place);
                put(&mut needed, node.hi, true);
                put(&mut needed, node.lo, true);
            }
        }
        let mut sets = filled(NEVER, top.saturating_add(1).max(2));
        put(&mut sets, ALWAYS, ALWAYS);
        for place in (2..=top).filter(|it| at(&needed, *it)) {
            let node = function.node(place);
            let hi = self.without(function, at(&sets, node.hi), node.lo)?;
            let made = self.make(node.level, hi, at(&sets, node.lo))?;
            put(&mut sets, place, made);
        }
        Ok(at(&sets, top))
    }

    /// The sets of a family that do not make the function fail.
    fn without(&mut self, function: &Nodes, family: u32, f: u32) -> Result<u32, Full> {
        self.tasks.clear();
        self.results.clear();
        self.tasks.push(Task::Visit(family, f));
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Visit(family, f) => self.visit(function, family, f),
                Task::Join(level, family, f) => {
                    let hi = self.results.pop().unwrap_or_default();
                    let lo = self.results.pop().unwrap_or_default();
                    let made = self.make(level, hi, lo)?;
                    self.memo.keep_up_with(self.nodes.len());
                    self.memo.note(family, f, made);
                    self.results.push(made);
                }
            }
        }
        Ok(self.results.pop().unwrap_or_default())
    }

    fn visit(&mut self, function: &Nodes, family: u32, mut f: u32) {
        // More failures never repair anything: if no event need fail, the function always holds.
        let simple = match (family, f) {
            (_, ALWAYS) | (NEVER, _) => Some(NEVER),
            (_, NEVER) | (ALWAYS, _) => Some(family),
            _ => None,
        };
        if let Some(simple) = simple {
            self.results.push(simple);
            return;
        }
        let sets = self.nodes.node(family);
        // What the function asks about, and no set of the family has, has not failed.
        while function.level(f) < sets.level {
            f = function.node(f).lo;
        }
        let simple = match f {
            NEVER => Some(family),
            _ => self.memo.recall(family, f),
        };
        if let Some(simple) = simple {
            self.results.push(simple);
            return;
        }
        let node = function.node(f);
        let (hi, lo) = if node.level == sets.level {
            (node.hi, node.lo)
        } else {
            (f, f)
        };
        self.tasks.push(Task::Join(sets.level, family, f));
        self.tasks.push(Task::Visit(sets.hi, hi));
        self.tasks.push(Task::Visit(sets.lo, lo));
    }
}
