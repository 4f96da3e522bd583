//! Why: for an item that suffers, what made it suffer, the shortest way first.

use crate::counter::Counted;
use crate::graph::{DependencyGraph, Requirement};
use crate::impact::Impact;
use crate::redundancy::{Group, Member};
use crate::relationship::{Relationship, Strength};
use crate::scenario::Status;
use crate::snapshot::View;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::text::Code;

/// Why an item does as it does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Because {
    /// The scenario says so.
    Given,
    /// It suffers with the other end of a relationship.
    Relationship {
        /// Which relationship.
        relationship: Relationship,
        /// Its other end.
        provider: CiId,
    },
    /// A redundancy group of it has lost too much.
    Group {
        /// The name of the group.
        group: Code,
        /// Members whose loss is enough, those that were lost first, in the order of the ids.
        lost: Vec<CiId>,
    },
    /// A redundancy group of it has lost members and still works, and the item feels each loss.
    Loss {
        /// The name of the group.
        group: Code,
        /// A member that was lost first.
        lost: CiId,
    },
}

/// One item of an explanation, told by those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Step {
    /// The item.
    pub ci: CiId,
    /// How it does.
    pub status: Status,
    /// Why.
    pub because: Because,
}

/// How far an item is from what the scenario names, and how it does: with the worst of its reasons,
/// by the shortest way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Reach {
    status: Status,
    distance: u32,
}

/// The reasons of an answer, ready to be told. Everybody counts with the status that the answer
/// gives, not with a better one it had on the way.
///
/// Its making costs as much as reading the relationships of everything that suffers; each
/// explanation then as much as it is long.
#[derive(Debug)]
pub struct Reasons<'a> {
    graph: &'a DependencyGraph,
    /// What suffers, by its id.
    reach: BTreeMap<CiId, Reach>,
    given: BTreeSet<CiId>,
    view: View,
    maintenance: BTreeSet<CiId>,
}

impl Impact<'_> {
    /// The reasons of the answer. The graph has to be the one that the snapshot was made of, or
    /// that it follows.
    pub fn reasons<'a>(&self, graph: &'a DependencyGraph) -> Reasons<'a> {
        let failed = self.scenario.failed();
        let degraded = self.scenario.degraded();
        let affected: BTreeMap<CiId, Status> = self.affected().into_iter().collect();
        let given: BTreeSet<CiId> = failed
            .map(|ci| (ci, Status::Down))
            .chain(degraded.map(|ci| (ci, Status::Degraded)))
            .filter(|(ci, status)| affected.get(ci) == Some(status))
            .map(|(ci, _)| ci)
            .collect();
        let mut reasons = Reasons {
            graph,
            reach: BTreeMap::new(),
            given,
            view: self.snapshot.view().clone(),
            maintenance: self.scenario.maintenance().collect(),
        };
        reasons.measure(&affected);
        reasons
    }
}

impl Reasons<'_> {
    /// Why the item does as it does: items from those that the scenario names to this one, each
    /// told by some before it. Of several ways the shortest is told; of equally short ones, a
    /// relationship before a group, and then the first in order. Empty if the item is up.
    pub fn why(&self, ci: CiId) -> Vec<Step> {
        let mut steps: BTreeMap<(Reach, CiId), Step> = BTreeMap::new();
        let mut open: Vec<CiId> = Vec::from([ci]);
        while let Some(ci) = open.pop() {
            let Some(&reach) = self.reach.get(&ci) else {
                continue;
            };
            if steps.contains_key(&(reach, ci)) {
                continue;
            }
            let because = self.because(ci, reach);
            match &because {
                Because::Given => {}
                Because::Relationship { provider, .. } => open.push(*provider),
                Because::Group { lost, .. } => open.extend(lost),
                Because::Loss { lost, .. } => open.push(*lost),
            }
            let status = reach.status;
            steps.insert(
                (reach, ci),
                Step {
                    ci,
                    status,
                    because,
                },
            );
        }
        let mut steps: Vec<((Reach, CiId), Step)> = steps.into_iter().collect();
        steps.sort_by_key(|((reach, ci), _)| (reach.distance, *ci));
        steps.into_iter().map(|(_, step)| step).collect()
    }

    /// How many steps the item is away from what the scenario names; `None` if it is up.
    pub fn distance(&self, ci: CiId) -> Option<u32> {
        self.reach.get(&ci).map(|it| it.distance)
    }

    /// Finds how far everything is, step by step: in each, whoever has a reason among those found
    /// before.
    fn measure(&mut self, affected: &BTreeMap<CiId, Status>) {
        let mut next: BTreeSet<CiId> = self.given.clone();
        let mut distance = 0_u32;
        while !next.is_empty() {
            let mut found = Vec::new();
            for &ci in &next {
                let Some(&status) = affected.get(&ci) else {
                    continue;
                };
                if self.given.contains(&ci) || self.reason(ci, status, distance).is_some() {
                    found.push(ci);
                }
            }
            next.clear();
            for &ci in &found {
                if let Some(&status) = affected.get(&ci) {
                    self.reach.insert(ci, Reach { status, distance });
                }
            }
            for ci in found {
                next.extend(
                    self.dependants(ci)
                        .into_iter()
                        .filter(|it| affected.contains_key(it) && !self.reach.contains_key(it)),
                );
            }
            distance = distance.saturating_add(1);
        }
    }

    /// Whoever may suffer with the item.
    fn dependants(&self, ci: CiId) -> Vec<CiId> {
        let related = self.graph.relationships_of(ci).map(|it| it.other(ci));
        related.chain(self.graph.holders_of(ci)).collect()
    }

    fn because(&self, ci: CiId, reach: Reach) -> Because {
        if self.given.contains(&ci) {
            return Because::Given;
        }
        let reason = self.reason(ci, reach.status, reach.distance);
        // It was measured by a reason, which is still there.
        reason.unwrap_or(Because::Given)
    }

    /// The first reason for a status among those that are nearer.
    fn reason(&self, ci: CiId, status: Status, distance: u32) -> Option<Because> {
        let reach = |it: CiId| {
            let reach = self.reach.get(&it).copied();
            reach.filter(|reach| reach.distance < distance)
        };
        let mut best: Option<(u32, Because)> = None;
        for requirement in self.graph.requirements(ci) {
            let found = match requirement {
                Requirement::One {
                    relationship,
                    provider,
                    strength,
                } => reach(provider)
                    .filter(|_| self.view.follows(&relationship.kind))
                    .filter(|it| passes(it.status, strength, status))
                    .map(|it| {
                        let because = Because::Relationship {
                            relationship,
                            provider,
                        };
                        (it.distance, because)
                    }),
                Requirement::Group(group) => {
                    let counts = |it: CiId| {
                        reach(it).filter(|reach| passes(reach.status, group.strength, status))
                    };
                    let name = &group.name;
                    let failed = self.lost(&group.group, &counts);
                    let failed = failed.map(|(distance, mut lost)| {
                        lost.sort_unstable();
                        lost.dedup();
                        let group = name.clone();
                        (distance, Because::Group { group, lost })
                    });
                    let feels = group.feels_loss && status == Status::Degraded;
                    let felt = feels.then(|| {
                        let down =
                            |it: &CiId| reach(*it).filter(|reach| reach.status == Status::Down);
                        let cis = group.group.cis().into_iter();
                        let lost = cis.filter_map(|it| Some((down(&it)?.distance, it))).min();
                        lost.map(|(distance, lost)| {
                            let group = name.clone();
                            (distance, Because::Loss { group, lost })
                        })
                    });
                    let felt = felt.flatten();
                    match (failed, felt) {
                        (Some(a), Some(b)) => Some(if b.0 < a.0 { b } else { a }),
                        (a, b) => a.or(b),
                    }
                }
            };
            if let Some((distance, because)) = found {
                if best.as_ref().is_none_or(|(known, _)| distance < *known) {
                    best = Some((distance, because));
                }
            }
        }
        best.map(|(_, because)| because)
    }

    /// Members whose loss makes the group fail, those that were lost first, and when the last of
    /// them was. Members that the answer left out count as lost as far as that alone is not enough.
    fn lost(
        &self,
        group: &Group,
        counts: &impl Fn(CiId) -> Option<Reach>,
    ) -> Option<(u32, Vec<CiId>)> {
        let mut lost: Vec<(u32, u32, Vec<CiId>)> = Vec::new();
        for (member, weight) in group.members() {
            match member {
                Member::Ci(ci) => {
                    let reach = counts(*ci);
                    lost.extend(reach.map(|it| (it.distance, weight, Vec::from([*ci]))));
                }
                Member::Group(inner) => {
                    let inside = self.lost(inner, counts);
                    lost.extend(inside.map(|(distance, cis)| (distance, weight, cis)));
                }
            }
        }
        let mut needed = Counted::of(group, &|ci| !self.is_away(ci)).fails_at();
        lost.sort();
        let mut cis = Vec::new();
        for (distance, weight, members) in lost {
            needed = needed.saturating_sub(weight);
            cis.extend(members);
            if needed == 0 {
                return Some((distance, cis));
            }
        }
        None
    }

    /// Whether the answer left the item out, so that a group could not count on it.
    fn is_away(&self, ci: CiId) -> bool {
        self.maintenance.contains(&ci) || !self.view.has(self.graph, ci)
    }
}

/// Whether trouble of this kind makes for a dependant's.
fn passes(from: Status, strength: Strength, to: Status) -> bool {
    match (strength, to) {
        (_, Status::Up) | (Strength::Soft, Status::Down) => false,
        (Strength::Hard, to) => from >= to,
        (Strength::Soft, Status::Degraded) => from == Status::Down,
    }
}
