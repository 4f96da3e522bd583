//! Who carries whom, read off the graph one item at a time.

use crate::estate::code;
use itsm_configuration::graph::DependencyGraph;
use itsm_configuration::snapshot::{Extent, View};
use itsm_core::id::CiId;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn views() -> impl Strategy<Value = View> {
    prop_oneof![
        3 => Just(View::live()),
        2 => Just(View::whole()),
        1 => Just(View::whole().along([code("to_source.hard"), code("none.soft")])),
    ]
}

pub(crate) fn counts(graph: &DependencyGraph, view: &View, ci: CiId) -> bool {
    match view.extent {
        Extent::Live => graph.is_in_service(ci),
        Extent::Whole => graph.contains(ci),
    }
}

pub(crate) fn items(graph: &DependencyGraph, view: &View) -> Vec<CiId> {
    let all = graph.cis().into_iter();
    all.filter(|it| counts(graph, view, *it)).collect()
}

/// Whom an item leans on, itself perhaps among them.
pub(crate) fn providers(graph: &DependencyGraph, view: &View, ci: CiId) -> BTreeSet<CiId> {
    let held: BTreeSet<CiId> = graph.groups_of(ci).flat_map(|g| g.group.cis()).collect();
    let mut all = held.clone();
    for it in graph.relationships_of(ci) {
        let flow = graph.type_of(&it.kind).unwrap().flow;
        let follows = view.types.as_ref().is_none_or(|t| t.contains(&it.kind));
        let other = it.other(ci);
        let leans = (it.source == ci && flow.reaches_source())
            || (it.target == ci && flow.reaches_target());
        if follows && leans && !held.contains(&other) {
            all.insert(other);
        }
    }
    all.retain(|it| counts(graph, view, *it));
    all
}

/// For each item whom it leans on.
pub(crate) fn all_providers(
    graph: &DependencyGraph,
    view: &View,
) -> BTreeMap<CiId, BTreeSet<CiId>> {
    let items = items(graph, view).into_iter();
    items.map(|it| (it, providers(graph, view, it))).collect()
}

/// The same the other way round.
pub(crate) fn reversed(ties: &BTreeMap<CiId, BTreeSet<CiId>>) -> BTreeMap<CiId, BTreeSet<CiId>> {
    let mut all: BTreeMap<CiId, BTreeSet<CiId>> =
        ties.keys().map(|it| (*it, BTreeSet::new())).collect();
    for (from, row) in ties {
        for to in row {
            all.get_mut(to).unwrap().insert(*from);
        }
    }
    all
}

/// How far each item is from the first, itself at 0.
pub(crate) fn distances(ties: &BTreeMap<CiId, BTreeSet<CiId>>, first: CiId) -> BTreeMap<CiId, u32> {
    let mut all = BTreeMap::from([(first, 0)]);
    for distance in 1.. {
        let before = all.clone();
        for (it, _) in before.iter().filter(|(_, at)| **at + 1 == distance) {
            for to in &ties[it] {
                all.entry(*to).or_insert(distance);
            }
        }
        if all == before {
            break;
        }
    }
    all
}
