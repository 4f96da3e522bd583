//! Which items of the graph count, by numbers, and who of them carries whom.

use crate::graph::DependencyGraph;
use crate::relationship::Strength;
use crate::rows::{NONE, narrow};
use crate::snapshot::{Extent, View};
use alloc::vec::Vec;
use itsm_core::id::CiId;
use petgraph::stable_graph::NodeIndex;
use petgraph::visit::{EdgeRef as _, IntoEdgeReferences as _};

/// The items that count, and which of them is at each place in the graph.
pub(crate) struct Places {
    numbers: Vec<u32>,
    pub(crate) ids: Vec<CiId>,
    /// For each of them, whether groups of it say what the loss of others means.
    pub(crate) has_groups: Vec<bool>,
}

impl Places {
    pub(crate) fn of(graph: &DependencyGraph, view: &View) -> Self {
        let mut numbers = Vec::with_capacity(graph.len());
        let mut has_groups = Vec::with_capacity(graph.len());
        let mut ids = Vec::with_capacity(graph.len());
        for place in graph.graph.node_indices() {
            numbers.resize(place.index(), NONE);
            let node = graph.node_at(place);
            let node = node.filter(|it| view.extent == Extent::Whole || it.in_service);
            numbers.push(node.map_or(NONE, |_| narrow(ids.len())));
            has_groups.extend(node.map(|it| it.groups.is_some()));
            ids.extend(node.map(|it| it.ci));
        }
        Self {
            numbers,
            ids,
            has_groups,
        }
    }

    pub(crate) fn number(&self, place: NodeIndex) -> u32 {
        let number = self.numbers.get(place.index());
        number.copied().unwrap_or(NONE)
    }

    /// Whether a group of the dependant says what the loss of the provider means.
    fn is_superseded(
        &self,
        graph: &DependencyGraph,
        provider: NodeIndex,
        dependant: NodeIndex,
    ) -> bool {
        let number = self.number(dependant);
        if self.has_groups.get(number as usize) != Some(&true) {
            return false;
        }
        let (provider, dependant) = (graph.node_at(provider), graph.node_at(dependant));
        provider
            .zip(dependant)
            .is_some_and(|(provider, dependant)| graph.is_held(provider.ci, dependant.ci))
    }

    /// Every pair of items, by number, the first of which carries the second by a single
    /// relationship, as often as it does, and how strongly. What a group says of the two counts in
    /// its place, and is not told here.
    pub(crate) fn each_carried(
        &self,
        graph: &DependencyGraph,
        view: &View,
        mut see: impl FnMut(u32, u32, Strength),
    ) {
        let kinds = graph.kinds.iter();
        let follows: Vec<bool> = kinds.map(|(kind, _)| view.follows(kind)).collect();
        for edge in graph.graph.edge_references() {
            let weight = edge.weight();
            if follows.get(usize::from(weight.kind)) != Some(&true) {
                continue;
            }
            let (flow, strength) = graph.flow_of(weight);
            let ends = [
                (edge.target(), edge.source(), flow.reaches_source()),
                (edge.source(), edge.target(), flow.reaches_target()),
            ];
            for (provider, dependant, carried) in ends {
                let (from, to) = (self.number(provider), self.number(dependant));
                let both = from != NONE && to != NONE;
                if carried && both && !self.is_superseded(graph, provider, dependant) {
                    see(from, to, strength);
                }
            }
        }
    }
}
