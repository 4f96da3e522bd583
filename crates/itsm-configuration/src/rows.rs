//! Layouts: the graph as rows of numbers, for questions about all of it at once.
//!
//! Items are numbered as they lie in the graph. What is asked of a layout does not depend on the
//! numbers, and every answer is told in ids.

use crate::graph::DependencyGraph;
use crate::places::Places;
use crate::snapshot::View;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::id::CiId;
use petgraph::visit::{EdgeRef as _, IntoEdgeReferences as _};

/// No number.
pub(crate) const NONE: u32 = u32::MAX;

/// The entries of each item side by side, in the order in which they come: where those of each
/// begin, with one more at the end, and all of them.
pub(crate) fn by_item<T: Copy + Default>(
    items: usize,
    pairs: impl Iterator<Item = (u32, T)> + Clone,
) -> (Vec<u32>, Vec<T>) {
    // Counted two places ahead, so that filling leaves each start where it belongs.
    let mut starts = vec![0_u32; items.saturating_add(2)];
    for (item, _) in pairs.clone() {
        if let Some(count) = starts.get_mut((item as usize).wrapping_add(2)) {
            *count = count.wrapping_add(1);
        }
    }
    let mut sum = 0_u32;
    for start in &mut starts {
        sum = sum.wrapping_add(*start);
        *start = sum;
    }
    let mut entries = vec![T::default(); sum as usize];
    for (item, entry) in pairs {
        if let Some(next) = starts.get_mut((item as usize).wrapping_add(1)) {
            if let Some(slot) = entries.get_mut(*next as usize) {
                *slot = entry;
            }
            *next = next.wrapping_add(1);
        }
    }
    starts.pop();
    (starts, entries)
}

/// For each item a row of others, all in one list.
#[derive(Debug)]
pub(crate) struct Rows {
    /// Where the row of each begins; one more at the end.
    starts: Vec<u32>,
    targets: Vec<u32>,
}

impl Rows {
    /// The second of each pair, in the row of the first.
    pub(crate) fn of(items: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let (starts, targets) = by_item(items, pairs);
        Self { starts, targets }
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Where the row of an item begins and ends.
    pub(crate) fn span(&self, item: u32) -> (u32, u32) {
        let start = self.starts.get(item as usize).copied().unwrap_or(0);
        let end = self.starts.get((item as usize).wrapping_add(1));
        (start, end.copied().unwrap_or(start))
    }

    pub(crate) fn between(&self, start: u32, end: u32) -> &[u32] {
        let all = self.targets.get(start as usize..end as usize);
        all.unwrap_or_default()
    }

    pub(crate) fn row(&self, item: u32) -> &[u32] {
        let (start, end) = self.span(item);
        self.between(start, end)
    }
}

/// The items that count, and pairs of them.
#[derive(Debug)]
pub(crate) struct Layout {
    /// By number.
    pub(crate) ids: Vec<CiId>,
    pub(crate) pairs: Vec<(u32, u32)>,
    /// Who is tied to itself, perhaps several times.
    pub(crate) loops: Vec<u32>,
}

impl Layout {
    /// Who carries whom: providers and their dependants, by relationships and by groups.
    pub(crate) fn carrying(graph: &DependencyGraph, view: &View) -> Self {
        let places = Places::of(graph, view);
        let mut layout = Self::among(&places, graph);
        places.each_carried(graph, view, |provider, dependant, _| {
            layout.tie(provider, dependant);
        });
        for (member, holder) in members(graph, &places) {
            layout.tie(member, holder);
        }
        layout
    }

    /// Who is related to whom, either way. The members of a group are related to the item that has
    /// it, once, if nothing else relates them.
    pub(crate) fn joining(graph: &DependencyGraph, view: &View) -> Self {
        let places = Places::of(graph, view);
        let mut layout = Self::among(&places, graph);
        let named = view.types.is_some();
        let counts: Vec<bool> = graph
            .kinds
            .iter()
            .map(|(kind, it)| {
                let carries = it.flow.reaches_source() || it.flow.reaches_target();
                view.follows(kind) && (named || carries)
            })
            .collect();
        for edge in graph.graph.edge_references() {
            if counts.get(usize::from(edge.weight().kind)) == Some(&true) {
                layout.tie(places.number(edge.source()), places.number(edge.target()));
            }
        }
        let mut held: Vec<(u32, u32)> = members(graph, &places)
            .into_iter()
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        if !held.is_empty() {
            held.sort_unstable();
            held.dedup();
            let mut related: Vec<(u32, u32)> = layout
                .pairs
                .iter()
                .map(|&(a, b)| (a.min(b), a.max(b)))
                .filter(|pair| held.binary_search(pair).is_ok())
                .collect();
            related.sort_unstable();
            held.retain(|pair| related.binary_search(pair).is_err());
            layout.pairs.extend(held);
        }
        layout
    }

    /// The rows of the second by the first.
    pub(crate) fn rows(&self) -> Rows {
        Rows::of(self.ids.len(), self.pairs.iter().copied())
    }

    /// The rows of either by the other.
    pub(crate) fn rows_both_ways(&self) -> Rows {
        let pairs = self.pairs.iter();
        Rows::of(self.ids.len(), pairs.flat_map(|&(a, b)| [(a, b), (b, a)]))
    }

    pub(crate) fn id(&self, number: u32) -> Option<CiId> {
        self.ids.get(number as usize).copied()
    }

    fn among(places: &Places, graph: &DependencyGraph) -> Self {
        Self {
            ids: places.ids.clone(),
            pairs: Vec::with_capacity(graph.relationship_count()),
            loops: Vec::new(),
        }
    }

    fn tie(&mut self, from: u32, to: u32) {
        if from == NONE || to == NONE {
            return;
        }
        if from == to {
            self.loops.push(from);
        } else {
            self.pairs.push((from, to));
        }
    }
}

/// The members of groups with the items that have these.
fn members(graph: &DependencyGraph, places: &Places) -> Vec<(u32, u32)> {
    let mut all = Vec::new();
    for place in graph.graph.node_indices() {
        let Some(node) = graph.node_at(place).filter(|it| it.groups.is_some()) else {
            continue;
        };
        let holder = places.number(place);
        let mut cis: Vec<CiId> = graph
            .groups_of(node.ci)
            .flat_map(|it| it.group.cis())
            .collect();
        cis.sort_unstable();
        cis.dedup();
        for member in cis {
            let member = graph.find_ci(member).map_or(NONE, |it| places.number(it));
            if member != NONE && holder != NONE {
                all.push((member, holder));
            }
        }
    }
    all
}

pub(crate) fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(NONE)
}
