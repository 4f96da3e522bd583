//! The normal form of a tree: what is left when everything that says nothing is taken away.
//!
//! Constants are carried through, second names and repeated inputs dropped, equal gates made one,
//! and gates of the same kind joined where nobody else uses the lower one. Gates are numbered by
//! their height and their inputs, so that the form is the same in whatever order the tree was
//! written down.

use crate::gate::Logic;
use crate::slice::{at, change, count, filled, put};
use crate::tree::{FaultTree, Term};
use alloc::vec::Vec;
use core::mem;

/// Nodes are numbered: first all events of the tree, then these gates, inputs first.
#[derive(Debug)]
pub(crate) struct Normal {
    pub(crate) events: u32,
    pub(crate) gates: Vec<(Logic, Vec<u32>)>,
    pub(crate) top: Top,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Top {
    Constant(bool),
    Node(u32),
}

impl Normal {
    pub(crate) fn of<E>(tree: &FaultTree<E>) -> Self {
        let raw = tree.gates.iter().map(|it| (it.logic, it.inputs.clone()));
        let mut normal = canonical(count(&tree.events), raw.collect(), tree.top);
        loop {
            let before = normal.gates.len();
            normal = normal.coalesced();
            if normal.gates.len() == before {
                return normal;
            }
        }
    }

    /// The gate of this number, if it is one.
    pub(crate) fn gate(&self, node: u32) -> Option<&(Logic, Vec<u32>)> {
        self.gates.get(node.checked_sub(self.events)? as usize)
    }

    /// Joins gates with those below of the same kind that no other gate uses.
    fn coalesced(mut self) -> Self {
        let Top::Node(top) = self.top else {
            return self;
        };
        let total = self.events.saturating_add(count(&self.gates));
        let mut users = filled(0_u32, total);
        for input in self.gates.iter().flat_map(|(_, inputs)| inputs) {
            change(&mut users, *input, |it| *it = it.saturating_add(1));
        }
        let joins = |logic: Logic, input: u32| {
            matches!(logic, Logic::And | Logic::Or)
                && at(&users, input) == 1
                && self.gate(input).is_some_and(|(it, _)| *it == logic)
        };
        let mut joined = filled(false, total);
        for (logic, inputs) in &self.gates {
            for input in inputs {
                put(&mut joined, *input, joins(*logic, *input));
            }
        }
        // What is joined leaves a gate without inputs behind, which nobody names any more.
        let mut raw: Vec<(Logic, Vec<Term>)> = Vec::with_capacity(self.gates.len());
        for place in 0..count(&self.gates) {
            let node = place.saturating_add(self.events);
            let Some((logic, inputs)) = self.gate(node) else {
                continue;
            };
            let (logic, mut flat) = (*logic, Vec::new());
            if !at(&joined, node) {
                let mut open: Vec<u32> = inputs.clone();
                while let Some(input) = open.pop() {
                    match self.gate(input) {
                        Some((_, inputs)) if at(&joined, input) => open.extend(inputs),
                        _ => flat.push(self.term(input)),
                    }
                }
            }
            raw.push((logic, flat));
        }
        let top = self.term(top);
        self.gates = Vec::new();
        canonical(self.events, raw, top)
    }

    fn term(&self, node: u32) -> Term {
        node.checked_sub(self.events)
            .map_or(Term::Event(node), Term::Gate)
    }
}

/// What a gate came down to.
#[derive(Clone, Copy)]
enum Known {
    Constant(bool),
    Node(u32),
}

impl Default for Known {
    fn default() -> Self {
        Self::Constant(false)
    }
}

/// Numbers the gates that the top needs, level by level, equal ones once.
fn canonical(events: u32, raw: Vec<(Logic, Vec<Term>)>, top: Term) -> Normal {
    let needed = needed(&raw, top);
    let mut heights = filled(0_u32, count(&raw));
    let mut levels: Vec<Vec<u32>> = Vec::new();
    for (place, (_, inputs)) in (0..).zip(&raw) {
        if !at(&needed, place) {
            continue;
        }
        let height = inputs.iter().map(|it| match it {
            Term::Gate(input) => at(&heights, *input).saturating_add(1),
            _ => 0,
        });
        let height = height.max().unwrap_or(0);
        put(&mut heights, place, height);
        if levels.len() <= height as usize {
            levels.push(Vec::new());
        }
        if let Some(level) = levels.get_mut(height as usize) {
            level.push(place);
        }
    }
    let mut known = filled(Known::default(), count(&raw));
    let (mut gates, mut raw) = (Vec::new(), raw);
    for level in levels {
        let mut fresh = Vec::new();
        for place in level {
            let Some((logic, inputs)) = raw.get_mut(place as usize) else {
                continue;
            };
            match simplified(*logic, mem::take(inputs), &known) {
                Simple::Known(it) => put(&mut known, place, it),
                Simple::Gate(logic, inputs) => fresh.push((logic, inputs, place)),
            }
        }
        fresh.sort_unstable();
        for (logic, inputs, place) in fresh {
            let is_new = gates
                .last()
                .is_none_or(|(kind, of)| *kind != logic || *of != inputs);
            if is_new {
                gates.push((logic, inputs));
            }
            let node = events.saturating_add(count(&gates)).saturating_sub(1);
            put(&mut known, place, Known::Node(node));
        }
    }
    let top = match resolve(top, &known) {
        Known::Constant(failed) => Top::Constant(failed),
        Known::Node(node) => Top::Node(node),
    };
    Normal { events, gates, top }
}

fn needed(raw: &[(Logic, Vec<Term>)], top: Term) -> Vec<bool> {
    let mut needed = filled(false, count(raw));
    if let Term::Gate(top) = top {
        put(&mut needed, top, true);
    }
    for (place, (_, inputs)) in (0..count(raw)).zip(raw).rev() {
        if at(&needed, place) {
            for input in inputs {
                if let Term::Gate(input) = input {
                    put(&mut needed, *input, true);
                }
            }
        }
    }
    needed
}

fn resolve(term: Term, known: &[Known]) -> Known {
    match term {
        Term::Constant(failed) => Known::Constant(failed),
        Term::Event(event) => Known::Node(event),
        Term::Gate(gate) => at(known, gate),
    }
}

enum Simple {
    Known(Known),
    Gate(Logic, Vec<u32>),
}

/// One gate, with what is known of its inputs.
fn simplified(logic: Logic, inputs: Vec<Term>, known: &[Known]) -> Simple {
    let (mut nodes, mut failed, mut sound) = (Vec::new(), 0_u32, 0_u32);
    for input in inputs {
        match resolve(input, known) {
            Known::Constant(true) => failed = failed.saturating_add(1),
            Known::Constant(false) => sound = sound.saturating_add(1),
            Known::Node(node) => nodes.push(node),
        }
    }
    nodes.sort_unstable();
    let (open, constant) = (count(&nodes), |it| Simple::Known(Known::Constant(it)));
    let logic = match logic {
        Logic::Or if failed > 0 => return constant(true),
        Logic::And if sound > 0 => return constant(false),
        Logic::AtLeast(k) => match k.saturating_sub(failed) {
            0 => return constant(true),
            k if k > open => return constant(false),
            1 => Logic::Or,
            k if k == open => Logic::And,
            k => Logic::AtLeast(k),
        },
        simple => simple,
    };
    if logic == Logic::And || logic == Logic::Or {
        nodes.dedup();
    }
    match nodes.as_slice() {
        [] => constant(logic == Logic::And),
        [node] => Simple::Known(Known::Node(*node)),
        _ => Simple::Gate(logic, nodes),
    }
}
