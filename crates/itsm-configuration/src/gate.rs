//! Gates: redundancy groups as counters of what they lost.

use crate::graph::DependencyGraph;
use crate::redundancy::{Group, Member};
use crate::relationship::Strength;
use crate::snapshot::{Snapshot, View};
use alloc::vec::Vec;
use itsm_core::id::CiId;

/// A group, or a group within one. It fires when it has lost enough.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gate {
    /// How much has to be lost.
    pub(crate) fails_at: u32,
    /// What all its members weigh that count.
    pub(crate) total: u32,
    /// What it weighs in the gate around it.
    pub(crate) weight: u32,
    /// The gate around it, or the item that depends on it.
    pub(crate) parent: u32,
    pub(crate) is_inner: bool,
    /// Whether the item gets by without the outermost group.
    pub(crate) is_soft: bool,
    /// Whether the item feels each loss.
    pub(crate) feels_loss: bool,
}

/// A membership: what is lost of which gate when the item is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) gate: u32,
    pub(crate) weight: u32,
}

/// A group as far as its members count.
struct Counted<'a> {
    group: &'a Group,
    /// What is lost of it, because the members do not count.
    missing: u32,
    total: u32,
}

impl<'a> Counted<'a> {
    fn of(group: &'a Group, counts: &impl Fn(CiId) -> bool) -> Self {
        let (mut missing, mut total) = (0_u32, 0_u32);
        for (member, weight) in group.members() {
            let there = match member {
                Member::Ci(ci) => counts(*ci),
                Member::Group(inner) => Counted::of(inner, counts).total > 0,
            };
            let sum = if there { &mut total } else { &mut missing };
            *sum = sum.saturating_add(weight);
        }
        Self {
            group,
            missing,
            total,
        }
    }

    /// How much more has to be lost: at least the next loss, since it works now.
    fn fails_at(&self) -> u32 {
        self.group.fails_at().saturating_sub(self.missing).max(1)
    }

    fn is_short(&self) -> bool {
        self.total > 0 && self.missing >= self.group.fails_at()
    }
}

impl Snapshot {
    /// Makes the gates of an item's groups, in place of those it had.
    pub(crate) fn lay_gates(&mut self, graph: &DependencyGraph, number: u32) {
        let Some(ci) = self.id(number) else {
            return;
        };
        let view = self.view.clone();
        let counts = |it: CiId| view.has(graph, it);
        let mut made = Vec::new();
        self.short.retain(|(it, _)| *it != ci);
        if counts(ci) {
            for group in graph.groups_of(ci) {
                let outer = Gate {
                    fails_at: 0,
                    total: 0,
                    weight: 0,
                    parent: number,
                    is_inner: false,
                    is_soft: group.strength == Strength::Soft,
                    feels_loss: group.feels_loss,
                };
                if Counted::of(&group.group, &counts).is_short() {
                    self.short.insert((ci, group.name.clone()));
                }
                self.lay(&group.group, outer, &counts, &mut made);
            }
        }
        if made.is_empty() {
            self.gates_of.remove(&number);
        } else {
            self.gates_of.insert(number, made);
        }
    }

    /// Depth is bounded by [`MAX_DEPTH`](crate::redundancy::MAX_DEPTH).
    fn lay(
        &mut self,
        group: &Group,
        like: Gate,
        counts: &impl Fn(CiId) -> bool,
        made: &mut Vec<u32>,
    ) {
        let counted = Counted::of(group, counts);
        let place = u32::try_from(self.gates.len()).unwrap_or(u32::MAX);
        self.gates.push(Gate {
            fails_at: counted.fails_at(),
            total: counted.total,
            ..like
        });
        made.push(place);
        for (member, weight) in group.members() {
            if let Member::Group(inner) = member {
                let inside = Gate {
                    weight,
                    parent: place,
                    is_inner: true,
                    ..like
                };
                self.lay(inner, inside, counts, made);
            }
        }
    }

    /// What is lost of which gates when an item is lost, and the dependants of gates that any loss
    /// makes fail.
    pub(crate) fn memberships(
        &self,
        graph: &DependencyGraph,
        ci: CiId,
        view: &View,
    ) -> (Vec<Hit>, Vec<u32>) {
        let (mut hits, mut direct) = (Vec::new(), Vec::new());
        for holder in graph.holders_of(ci).filter(|it| view.has(graph, *it)) {
            let Some(number) = self.number(holder) else {
                continue;
            };
            let mut gates = self.gates_of.get(&number).into_iter().flatten().copied();
            for group in graph.groups_of(holder) {
                find(&group.group, ci, &mut gates, &mut |gate, weight| {
                    let known = self.gate(gate);
                    // Any loss is enough, whoever else is away.
                    match known.filter(|it| !it.is_inner && !it.is_soft && it.fails_at == 1) {
                        Some(it) => direct.push(it.parent),
                        None => hits.push(Hit { gate, weight }),
                    }
                });
            }
        }
        hits.sort_unstable();
        (hits, direct)
    }
}

/// Walks through a group and the groups within it in the order in which their gates were made.
fn find(
    group: &Group,
    ci: CiId,
    gates: &mut impl Iterator<Item = u32>,
    see: &mut impl FnMut(u32, u32),
) {
    let Some(gate) = gates.next() else {
        return;
    };
    for (member, weight) in group.members() {
        match member {
            Member::Ci(it) if *it == ci => see(gate, weight),
            Member::Ci(_) => {}
            Member::Group(inner) => find(inner, ci, gates, see),
        }
    }
}
