//! What holds the graph together, where it bites its own tail, and how many lean on whom.

use crate::estate::{ci, code, graph, types};
use crate::walk::{all_providers, distances, items, reversed, views};
use itsm_configuration::graph::DependencyGraph;
use itsm_configuration::impact::Workspace;
use itsm_configuration::redundancy::{Group, RedundancyGroup};
use itsm_configuration::relationship::{Flow, Relationship};
use itsm_configuration::scenario::{Scenario, Status};
use itsm_configuration::snapshot::{Snapshot, View};
use itsm_core::id::CiId;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How often each two items are tied, without direction.
fn ties(graph: &DependencyGraph, view: &View) -> BTreeMap<(CiId, CiId), usize> {
    let items = items(graph, view);
    let mut ties = BTreeMap::new();
    for it in graph.relationships() {
        let carries = graph.type_of(&it.kind).unwrap().flow != Flow::None;
        let follows = match &view.types {
            Some(types) => types.contains(&it.kind),
            None => carries,
        };
        let ends = [it.source, it.target];
        if follows && it.source != it.target && ends.iter().all(|end| items.contains(end)) {
            let pair = (it.source.min(it.target), it.source.max(it.target));
            *ties.entry(pair).or_insert(0) += 1;
        }
    }
    for holder in &items {
        for member in graph.groups_of(*holder).flat_map(|it| it.group.cis()) {
            if items.contains(&member) {
                let pair = (member.min(*holder), member.max(*holder));
                ties.entry(pair).or_insert(1);
            }
        }
    }
    ties
}

/// How many pieces the items make.
fn pieces(items: &[CiId], pairs: &BTreeSet<(CiId, CiId)>) -> usize {
    let mut left: BTreeSet<CiId> = items.iter().copied().collect();
    let mut pieces = 0;
    while let Some(first) = left.pop_first() {
        pieces += 1;
        let mut open = vec![first];
        while let Some(one) = open.pop() {
            for other in left.clone() {
                if pairs.contains(&(one.min(other), one.max(other))) {
                    left.remove(&other);
                    open.push(other);
                }
            }
        }
    }
    pieces
}

fn network(links: &[(u64, u64)]) -> DependencyGraph {
    let mut graph = DependencyGraph::new(types());
    let ends: BTreeSet<u64> = links.iter().flat_map(|(a, b)| [*a, *b]).collect();
    for key in ends {
        let _ = graph.add(ci(key)).unwrap();
    }
    for (a, b) in links {
        let _ = graph
            .relate(Relationship::new(code("both.hard"), ci(*a), ci(*b)))
            .unwrap();
    }
    graph
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn item_is_an_articulation_point_if_the_rest_makes_more_pieces(graph in graph(), view in views()) {
        let items = items(&graph, &view);
        let ties = ties(&graph, &view);
        let pairs: BTreeSet<(CiId, CiId)> = ties.keys().copied().collect();
        let whole = pieces(&items, &pairs);
        let points: Vec<CiId> = items
            .iter()
            .copied()
            .filter(|point| {
                let rest: Vec<CiId> = items.iter().copied().filter(|it| it != point).collect();
                // Without an item that stood alone there is one piece less.
                pieces(&rest, &pairs) > whole
            })
            .collect();
        let bridges: Vec<(CiId, CiId)> = ties
            .iter()
            .filter(|(_, count)| **count == 1)
            .map(|(pair, _)| *pair)
            .filter(|pair| {
                let mut rest = pairs.clone();
                rest.remove(pair);
                pieces(&items, &rest) > whole
            })
            .collect();
        let found = graph.articulation(&view);
        prop_assert_eq!(found.points, points);
        prop_assert_eq!(found.bridges, bridges);
    }

    #[test]
    fn cycles_are_the_items_that_lean_on_themselves(graph in graph(), view in views()) {
        let providers = all_providers(&graph, &view);
        // By at least one step.
        let leans_on = |it: CiId| -> BTreeSet<CiId> {
            let steps = providers[&it].iter().map(|to| distances(&providers, *to));
            steps.flat_map(BTreeMap::into_keys).collect()
        };
        let reach: BTreeMap<CiId, BTreeSet<CiId>> =
            providers.keys().map(|it| (*it, leans_on(*it))).collect();
        let mut expected: BTreeSet<Vec<CiId>> = BTreeSet::new();
        for (it, row) in reach.iter().filter(|(it, row)| row.contains(it)) {
            expected.insert(row.iter().copied().filter(|to| reach[to].contains(it)).collect());
        }
        prop_assert_eq!(graph.cycles(&view), Vec::from_iter(expected));
    }

    #[test]
    fn reach_is_what_a_walk_from_each_item_finds(graph in graph(), view in views()) {
        let dependants = reversed(&all_providers(&graph, &view));
        let expected: Vec<(CiId, u32)> = dependants
            .keys()
            .map(|it| (*it, u32::try_from(distances(&dependants, *it).len() - 1).unwrap()))
            .collect();
        let reach = graph.reach(&view);
        prop_assert_eq!(reach.counts(), expected.as_slice());
        for (it, count) in &expected {
            prop_assert_eq!(reach.of(*it), Some(*count));
        }
        let mut ranked = expected;
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        prop_assert_eq!(reach.ranked(), ranked);
    }
}

#[test]
fn reach_of_more_items_than_are_followed_at_once_is_exact() {
    // Two thousand items in rings of seven, each ring leaning on the one before it and on the
    // first of three before that.
    let items: u64 = 2_002;
    let rings = items / 7;
    let mut graph = DependencyGraph::new(types());
    for key in 0..items {
        let _ = graph.add(ci(key)).unwrap();
    }
    let mut lean = |from: u64, to: u64| {
        let it = Relationship::new(code("to_source.hard"), ci(from), ci(to));
        let _ = graph.relate(it).unwrap();
    };
    for ring in 0..rings {
        for at in 0..7 {
            lean(ring * 7 + at, ring * 7 + (at + 1) % 7);
        }
        if ring >= 1 && ring % 5 != 0 {
            lean(ring * 7 + 3, (ring - 1) * 7 + 1);
        }
        if ring >= 3 && ring % 2 == 0 {
            lean(ring * 7 + 2, (ring - 3) * 7);
        }
    }
    let view = View::live();
    let dependants = reversed(&all_providers(&graph, &view));
    let reach = graph.reach(&view);
    for key in (0..items).step_by(97) {
        let walked = distances(&dependants, ci(key)).len() - 1;
        assert_eq!(
            reach.of(ci(key)).map(|it| it as usize),
            Some(walked),
            "{key}"
        );
    }
}

#[test]
fn second_relationship_between_two_items_is_no_bridge_and_both_are_points_still() {
    let mut graph = network(&[(1, 2), (2, 3), (3, 4)]);
    let again = Relationship::new(code("both.soft"), ci(2), ci(3));
    let _ = graph.relate(again).unwrap();
    let _ = graph
        .relate(Relationship::new(code("both.hard"), ci(2), ci(2)))
        .unwrap();
    let found = graph.articulation(&View::live());
    assert_eq!(found.points, [ci(2), ci(3)]);
    assert_eq!(found.bridges, [(ci(1), ci(2)), (ci(3), ci(4))]);
}

#[test]
fn articulation_point_behind_a_group_takes_no_service_down() {
    // 1 needs one of 2 and 3; 4 hangs on 2 alone.
    let mut graph = network(&[(2, 4)]);
    for key in [1, 3] {
        let _ = graph.add(ci(key)).unwrap();
    }
    let pair = Group::at_least(1, [ci(2), ci(3)]).unwrap();
    let pair = RedundancyGroup::new(code("pair"), pair);
    let _ = graph.set_group(ci(1), pair).unwrap();
    assert_eq!(graph.articulation(&View::live()).points, [ci(1), ci(2)]);
    let snapshot = Snapshot::of(&graph, View::live());
    let mut workspace = Workspace::new();
    let scenario = Scenario::failing([ci(2)]);
    let impact = snapshot.impact(&scenario, &mut workspace).unwrap();
    assert_eq!(impact.status(ci(1)), Status::Up);
}

#[test]
fn chain_and_ring_of_a_million_items_need_no_stack() {
    const LONG: u64 = 1_000_000;
    let mut graph = DependencyGraph::new(types());
    let _ = graph.add(ci(0)).unwrap();
    for key in 1..LONG {
        let _ = graph.add(ci(key)).unwrap();
        let it = Relationship::new(code("to_source.hard"), ci(key), ci(key - 1));
        let _ = graph.relate(it).unwrap();
    }
    let view = View::live();
    let found = graph.articulation(&view);
    assert_eq!(found.points.len(), 999_998);
    assert_eq!(found.bridges.len(), 999_999);
    assert!(graph.cycles(&view).is_empty());
    let last = Relationship::new(code("to_source.hard"), ci(0), ci(LONG - 1));
    let _ = graph.relate(last).unwrap();
    assert!(graph.articulation(&view).points.is_empty());
    assert_eq!(graph.cycles(&view)[0].len(), 1_000_000);
    assert_eq!(graph.reach(&view).of(ci(7)), Some(999_999));
}
