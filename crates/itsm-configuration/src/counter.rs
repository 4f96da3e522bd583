//! Gates: redundancy groups as counters of what they lost.

use crate::graph::DependencyGraph;
use crate::redundancy::{Group, Member};
use crate::relationship::Strength;
use crate::rows::narrow;
use crate::snapshot::Snapshot;
use alloc::vec::Vec;
use core::ops::Range;
use itsm_core::id::CiId;

/// A group, or a group within one. It fires when it has lost enough. Of what it is, this is the part
/// that every loss asks for, in as little room as it fits into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gate {
    /// How much has to be lost, and two marks above it.
    rule: u32,
    /// The gate around it, or the item that depends on it.
    pub(crate) parent: u32,
}

/// The rest of what a gate is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weights {
    /// What it weighs in the gate around it.
    pub(crate) own: u32,
    /// What all its members weigh that count.
    pub(crate) total: u32,
}

impl Gate {
    const INNER: u32 = 1 << 31;
    const SOFT: u32 = 1 << 30;
    // A group has up to a thousand members of up to a million.
    const FAILS_AT: u32 = Self::SOFT.wrapping_sub(1);

    const fn new(fails_at: u32, parent: u32, is_inner: bool, is_soft: bool) -> Self {
        let inner = if is_inner { Self::INNER } else { 0 };
        let soft = if is_soft { Self::SOFT } else { 0 };
        Self {
            rule: (fails_at & Self::FAILS_AT) | inner | soft,
            parent,
        }
    }

    /// How much has to be lost.
    #[inline]
    pub(crate) const fn fails_at(self) -> u32 {
        self.rule & Self::FAILS_AT
    }

    pub(crate) const fn is_inner(self) -> bool {
        self.rule & Self::INNER != 0
    }

    /// Whether the item gets by without the outermost group.
    #[inline]
    pub(crate) const fn is_soft(self) -> bool {
        self.rule & Self::SOFT != 0
    }

    /// Whether any loss is enough, whoever else is away: it is then as if the item depended on each
    /// member.
    const fn is_direct(self) -> bool {
        !self.is_inner() && !self.is_soft() && self.fails_at() == 1
    }
}

/// What was laid out for the groups of an item.
#[derive(Debug, Clone, Default)]
pub(crate) struct Laid {
    gates: Range<u32>,
    /// The members that have hits, by their numbers.
    members: Vec<u32>,
    /// Those that carry the item each for itself.
    pub(crate) direct: Vec<u32>,
    /// Those whose loss it feels, as if it were related to each and got by.
    pub(crate) felt: Vec<u32>,
}

/// A membership: what is lost of which gate when the item is lost.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hit {
    pub(crate) gate: u32,
    pub(crate) weight: u32,
}

/// A group as far as its members count.
pub(crate) struct Counted<'a> {
    group: &'a Group,
    /// What is lost of it, because the members do not count.
    missing: u32,
    total: u32,
}

impl<'a> Counted<'a> {
    pub(crate) fn of(group: &'a Group, counts: &impl Fn(CiId) -> bool) -> Self {
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
    pub(crate) fn fails_at(&self) -> u32 {
        self.group.fails_at().saturating_sub(self.missing).max(1)
    }

    fn is_short(&self) -> bool {
        self.total > 0 && self.missing >= self.group.fails_at()
    }
}

impl Snapshot {
    /// Makes the gates of an item's groups, in place of those it had.
    pub(crate) fn lay_gates(&mut self, graph: &DependencyGraph, ci: CiId, number: u32) {
        if let Some(before) = self.laid.remove(&number) {
            for member in before.members {
                self.hits
                    .keep(member, |it| !before.gates.contains(&it.gate));
            }
            for member in before.direct {
                self.hard.keep(member, |it| *it != number);
            }
            for member in before.felt {
                self.soft.keep(member, |it| *it != number);
            }
            self.short.retain(|(it, _)| *it != ci);
        }
        let mut hits = Vec::new();
        self.make_gates(graph, ci, number, &mut hits);
        for (member, hit) in hits {
            self.hits.push(member, hit);
        }
    }

    /// Makes the gates of an item's groups, and tells what is lost of them with whom.
    pub(crate) fn make_gates(
        &mut self,
        graph: &DependencyGraph,
        ci: CiId,
        number: u32,
        hits: &mut Vec<(u32, Hit)>,
    ) {
        if !self.view.has(graph, ci) || !graph.has_groups(ci) {
            return;
        }
        let begin = narrow(self.gates.len());
        let first = hits.len();
        let (mut direct, mut felt) = (Vec::new(), Vec::new());
        for group in graph.groups_of(ci) {
            let extent = self.view.extent;
            let counts = |it: CiId| extent.has(graph, it);
            if Counted::of(&group.group, &counts).is_short() {
                self.short.insert((ci, group.name.clone()));
            }
            let mut laying = Laying {
                is_soft: group.strength == Strength::Soft,
                snapshot: self,
                counts: &counts,
                hits,
                direct: &mut direct,
            };
            laying.lay(&group.group, number, None);
            if group.feels_loss {
                let members = group.group.cis().into_iter().filter(|it| counts(*it));
                felt.extend(members.filter_map(|it| self.number(it)));
            }
        }
        for member in &direct {
            self.hard.push(*member, number);
        }
        for member in &felt {
            self.soft.push(*member, number);
        }
        let members = hits.get(first..).unwrap_or_default();
        let laid = Laid {
            gates: begin..narrow(self.gates.len()),
            members: members.iter().map(|(member, _)| *member).collect(),
            direct,
            felt,
        };
        self.laid.insert(number, laid);
    }
}

/// The making of the gates of one group.
struct Laying<'a, F> {
    is_soft: bool,
    snapshot: &'a mut Snapshot,
    counts: &'a F,
    hits: &'a mut Vec<(u32, Hit)>,
    direct: &'a mut Vec<u32>,
}

impl<F: Fn(CiId) -> bool> Laying<'_, F> {
    /// Depth is bounded by [`MAX_DEPTH`](crate::redundancy::MAX_DEPTH).
    ///
    /// `weight` is what the group weighs in the one around it, if there is one.
    fn lay(&mut self, group: &Group, parent: u32, weight: Option<u32>) {
        let counted = Counted::of(group, self.counts);
        let gate = narrow(self.snapshot.gates.len());
        let made = Gate::new(counted.fails_at(), parent, weight.is_some(), self.is_soft);
        self.snapshot.gates.push(made);
        self.snapshot.weights.push(Weights {
            own: weight.unwrap_or(0),
            total: counted.total,
        });
        for (member, weight) in group.members() {
            match member {
                Member::Ci(ci) => {
                    let member = self.snapshot.number(*ci);
                    let member = member.filter(|_| (self.counts)(*ci));
                    if made.is_direct() {
                        self.direct.extend(member);
                    } else {
                        self.hits
                            .extend(member.map(|it| (it, Hit { gate, weight })));
                    }
                }
                Member::Group(inner) => self.lay(inner, gate, Some(weight)),
            }
        }
    }
}
