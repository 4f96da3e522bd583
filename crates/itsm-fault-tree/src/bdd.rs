//! Binary decision diagrams: a function of events as questions about one event after the other.
//!
//! R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE Transactions on
//! Computers C-35, 1986. Only AND and OR are needed, because a fault tree has no negation. There is
//! no recursion: a diagram is as deep as there are events.

use crate::nodes::{ALWAYS, Full, Memo, NEVER, Node, Nodes};
use alloc::vec::Vec;

#[derive(Debug)]
pub(crate) struct Bdd {
    pub(crate) nodes: Nodes,
    and: Memo,
    or: Memo,
    tasks: Vec<Task>,
    results: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    And,
    Or,
}

#[derive(Debug, Clone, Copy)]
enum Task {
    /// Work out the operation on two diagrams.
    Visit(u32, u32),
    /// Join the two results on top into a node of this level, the result for two diagrams.
    Join(u32, u32, u32),
}

impl Bdd {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            nodes: Nodes::new(limit),
            and: Memo::new(),
            or: Memo::new(),
            tasks: Vec::new(),
            results: Vec::new(),
        }
    }

    /// The node; where both answers lead to the same, the question is left out.
    pub(crate) fn make(&mut self, level: u32, hi: u32, lo: u32) -> Result<u32, Full> {
        if hi == lo {
            return Ok(lo);
        }
        self.nodes.intern(Node { level, hi, lo })
    }

    pub(crate) fn apply(&mut self, op: Op, f: u32, g: u32) -> Result<u32, Full> {
        self.tasks.clear();
        self.results.clear();
        self.tasks.push(Task::Visit(f, g));
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Visit(f, g) => self.visit(op, f, g),
                Task::Join(level, f, g) => {
                    let hi = self.results.pop().unwrap_or_default();
                    let lo = self.results.pop().unwrap_or_default();
                    let made = self.make(level, hi, lo)?;
                    let nodes = self.nodes.len();
                    let memo = self.memo(op);
                    memo.keep_up_with(nodes);
                    memo.note(f, g, made);
                    self.results.push(made);
                }
            }
        }
        Ok(self.results.pop().unwrap_or_default())
    }

    fn visit(&mut self, op: Op, f: u32, g: u32) {
        let (f, g) = (f.min(g), f.max(g));
        // The ends have the smallest numbers: if any operand is one, then the first.
        let simple = match (op, f) {
            _ if f == g => Some(f),
            (Op::And, NEVER) | (Op::Or, ALWAYS) => Some(f),
            (Op::And, ALWAYS) | (Op::Or, NEVER) => Some(g),
            _ => self.memo(op).recall(f, g),
        };
        if let Some(simple) = simple {
            self.results.push(simple);
            return;
        }
        let (one, other) = (self.nodes.node(f), self.nodes.node(g));
        let level = one.level.min(other.level);
        let answers = |node: Node, itself: u32| {
            if node.level == level {
                (node.hi, node.lo)
            } else {
                (itself, itself)
            }
        };
        let ((hi, lo), (other_hi, other_lo)) = (answers(one, f), answers(other, g));
        self.tasks.push(Task::Join(level, f, g));
        self.tasks.push(Task::Visit(hi, other_hi));
        self.tasks.push(Task::Visit(lo, other_lo));
    }

    fn memo(&mut self, op: Op) -> &mut Memo {
        match op {
            Op::And => &mut self.and,
            Op::Or => &mut self.or,
        }
    }

    /// One operation over many diagrams, one after the other.
    pub(crate) fn fold(&mut self, op: Op, operands: Vec<u32>) -> Result<u32, Full> {
        let neutral = match op {
            Op::And => ALWAYS,
            Op::Or => NEVER,
        };
        let mut operands = operands.into_iter();
        let mut result = operands.next().unwrap_or(neutral);
        for operand in operands {
            result = self.apply(op, result, operand)?;
        }
        Ok(result)
    }

    /// Where at least `k` of these diagrams hold.
    pub(crate) fn at_least(&mut self, k: u32, operands: Vec<u32>) -> Result<u32, Full> {
        // By how many of those so far hold, from none on.
        let mut so_far: Vec<u32> = (0..=k)
            .map(|it| if it == 0 { ALWAYS } else { NEVER })
            .collect();
        for operand in operands {
            let before = so_far.clone();
            for ((it, one_less), same) in so_far
                .iter_mut()
                .skip(1)
                .zip(&before)
                .zip(before.iter().skip(1))
            {
                let with = self.apply(Op::And, operand, *one_less)?;
                *it = self.apply(Op::Or, with, *same)?;
            }
        }
        Ok(so_far.pop().unwrap_or(NEVER))
    }
}
