//! Criticality by true impact: what goes down if an item fails, and nothing else does.
//!
//! Every item is asked for, by the same rules as any other scenario, so that redundancy counts: an
//! item that a great many lean on may rank last. The first on the list that take a service down are
//! its single points of failure.

use crate::business::{BusinessFacts, ServiceFacts, Standing};
use crate::impact::{UnknownCis, Workspace};
use crate::scenario::Scenario;
use crate::snapshot::Snapshot;
use alloc::collections::BinaryHeap;
use alloc::vec::Vec;
use core::cmp::Reverse;
use itsm_core::id::CiId;

/// What happens if an item fails alone. The item itself does not count, neither among the items nor
/// among the services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Ranked {
    /// The item.
    pub ci: CiId,
    /// What the services that it hits weigh together: each as its criticality says, and twice if it
    /// is down.
    pub weight: u64,
    /// How many services go down.
    pub services_down: usize,
    /// How many services are degraded.
    pub services_degraded: usize,
    /// How many items go down, services included.
    pub down: usize,
    /// How many items are degraded, services included.
    pub degraded: usize,
}

impl Ranked {
    /// What it is ranked by, greater before smaller: the weight of the services, how many items go
    /// down, how many are degraded; of equals the smaller id comes first.
    fn rank(&self) -> (u64, usize, usize, Reverse<CiId>) {
        (self.weight, self.down, self.degraded, Reverse(self.ci))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The more critical is the greater.
impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

/// The items by their criticality.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Ranking {
    /// The most critical first.
    pub items: Vec<Ranked>,
    /// How many were asked for and are less critical than all of these.
    pub left_out: usize,
}

impl Snapshot {
    /// What happens if each item fails alone, the worst first, and no more than so many.
    ///
    /// `weigh` says what a service of a criticality weighs. An item of which nothing is known is no
    /// service here. The cost is one question of impact for each item.
    ///
    /// ```
    /// # use itsm_configuration::graph::DependencyGraph;
    /// # use itsm_configuration::impact::Workspace;
    /// # use itsm_configuration::redundancy::{Group, RedundancyGroup};
    /// # use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
    /// # use itsm_configuration::snapshot::{Snapshot, View};
    /// # use itsm_core::{id::{CiId, ServiceId}, text::{Code, Label}};
    /// # use std::collections::BTreeMap;
    /// # use itsm_configuration::business::{ServiceFacts, Standing};
    /// # let needs = Code::new("depends_on")?;
    /// # let kind = RelationshipType { forward: Label::new("depends on")?, inverse: Label::new("used by")?, flow: Flow::ToSource, strength: Strength::Hard, containment: false };
    /// # let mut graph = DependencyGraph::new([(needs.clone(), kind)]);
    /// # let [shop, left, right, disk] = [1, 2, 3, 4].map(CiId::from_key);
    /// # for ci in [shop, left, right, disk] { let _ = graph.add(ci)?; }
    /// # let facts = BTreeMap::from([(shop, Standing::Service(ServiceFacts {
    /// #     service: ServiceId::from_key(1), criticality: 0, users: None,
    /// # }))]);
    /// // The shop needs one of two servers, which share a disk.
    /// let pair = Group::at_least(1, [left, right])?;
    /// let _ = graph.set_group(shop, RedundancyGroup::new(Code::new("servers")?, pair))?;
    /// for server in [left, right] {
    ///     let _ = graph.relate(Relationship::new(needs.clone(), server, disk))?;
    /// }
    /// let snapshot = Snapshot::of(&graph, View::live());
    /// let by_place = |criticality: u16| 100 / (1 + u64::from(criticality));
    /// let ranking = snapshot.ranking(&facts, by_place, 1, &mut Workspace::new())?;
    /// assert_eq!(ranking.items[0].ci, disk);
    /// assert_eq!((ranking.items[0].weight, ranking.items[0].down), (200, 3));
    /// assert_eq!(ranking.left_out, 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// None that a snapshot as it is can bring about; [`UnknownCis`] is what asking may answer.
    pub fn ranking(
        &self,
        facts: &impl BusinessFacts,
        weigh: impl Fn(u16) -> u64,
        limit: usize,
        workspace: &mut Workspace,
    ) -> Result<Ranking, UnknownCis> {
        // By number: what a service weighs.
        let weights: Vec<Option<u64>> = self
            .numbering
            .ids()
            .iter()
            .map(|ci| match facts.standing(*ci) {
                Some(Standing::Service(ServiceFacts { criticality, .. })) => {
                    Some(weigh(criticality))
                }
                _ => None,
            })
            .collect();
        let mut best: BinaryHeap<Reverse<Ranked>> = BinaryHeap::new();
        let mut left_out = 0_usize;
        // An item that was taken away has left its number behind.
        for ci in (0..).zip(self.numbering.ids()).filter_map(|(number, ci)| {
            let counts = self.number(*ci) == Some(number);
            counts.then_some(*ci)
        }) {
            best.push(Reverse(self.rank_one(ci, &weights, workspace)?));
            if best.len() > limit {
                best.pop();
                left_out = left_out.saturating_add(1);
            }
        }
        let mut items: Vec<Ranked> = best.into_iter().map(|Reverse(it)| it).collect();
        items.sort_unstable_by_key(|it| Reverse(*it));
        Ok(Ranking { items, left_out })
    }

    fn rank_one(
        &self,
        ci: CiId,
        weights: &[Option<u64>],
        workspace: &mut Workspace,
    ) -> Result<Ranked, UnknownCis> {
        let impact = self.impact(&Scenario::failing([ci]), workspace)?;
        let own = self.number(ci);
        let down = impact.down_count();
        let mut ranked = Ranked {
            ci,
            weight: 0,
            services_down: 0,
            services_degraded: 0,
            down: down.saturating_sub(1),
            degraded: impact.affected_count().saturating_sub(down),
        };
        for (at, number) in impact.numbers().iter().enumerate() {
            let weight = weights.get(*number as usize).copied().flatten();
            let Some(weight) = weight.filter(|_| Some(*number) != own) else {
                continue;
            };
            if at < down {
                ranked.services_down = ranked.services_down.saturating_add(1);
                ranked.weight = ranked.weight.saturating_add(weight);
            } else {
                ranked.services_degraded = ranked.services_degraded.saturating_add(1);
            }
            ranked.weight = ranked.weight.saturating_add(weight);
        }
        Ok(ranked)
    }
}
