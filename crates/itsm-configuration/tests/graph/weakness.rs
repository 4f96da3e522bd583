//! The fault tree of an item says what impact says.

use crate::estate::{ITEMS, all_items, ci, code, graph};
use itsm_configuration::graph::DependencyGraph;
use itsm_configuration::impact::Workspace;
use itsm_configuration::redundancy::{Group, RedundancyGroup};
use itsm_configuration::relationship::Relationship;
use itsm_configuration::scenario::{Scenario, Status};
use itsm_configuration::snapshot::{Snapshot, View};
use itsm_configuration::weakness::{OwnFailure, WeaknessError, fault_tree};
use itsm_core::id::CiId;
use itsm_fault_tree::AnalysisLimits;
use proptest::prelude::*;

/// The items that have failed, as bits.
fn failed(bits: u32) -> impl Iterator<Item = CiId> + Clone {
    (1..=ITEMS)
        .filter(move |key| bits >> (key - 1) & 1 == 1)
        .map(ci)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn fault_tree_agrees_with_impact_for_every_set_of_failures(
        graph in graph(), key in 1..=ITEMS, live in any::<bool>(), degraded in any::<bool>(),
    ) {
        let view = if live { View::live() } else { View::whole() };
        let worst = if degraded { Status::Degraded } else { Status::Down };
        let snapshot = Snapshot::of(&graph, view.clone());
        let tree = fault_tree(&graph, &view, ci(key), worst, |_| OwnFailure::Possible);
        if !snapshot.contains(ci(key)) {
            prop_assert_eq!(tree.unwrap_err(), WeaknessError::UnknownCi { ci: ci(key) });
            return Ok(());
        }
        let tree = tree.unwrap();
        let mut workspace = Workspace::new();
        for bits in 0..1_u32 << ITEMS {
            let known = failed(bits).filter(|it| snapshot.contains(*it));
            let scenario = Scenario::failing(known.clone());
            let impact = snapshot.impact(&scenario, &mut workspace).unwrap();
            let expected = impact.status(ci(key)) >= worst;
            let got = tree.evaluate(|event| known.clone().any(|it| it == *event)).top_failed();
            prop_assert_eq!(got, expected, "{:?}", known.collect::<Vec<_>>());
        }
    }

    #[test]
    fn cut_sets_and_availability_agree_with_trying_every_set(
        graph in graph(), chances in proptest::collection::vec(0.0..=1.0_f64, 9),
    ) {
        let view = View::whole();
        let snapshot = Snapshot::of(&graph, view.clone());
        prop_assume!(snapshot.contains(ci(1)));
        let chance = |it: CiId| chances[usize::try_from(it.key().unwrap() - 1).unwrap()];
        let fails = |it| OwnFailure::Probability(chance(it));
        let tree = fault_tree(&graph, &view, ci(1), Status::Down, fails).unwrap();
        let analysis = tree.analyze(AnalysisLimits::default()).unwrap();
        let mut workspace = Workspace::new();
        let (mut minimal, mut sum): (Vec<u32>, f64) = (Vec::new(), 0.0);
        let mut sets: Vec<u32> = (0..1 << ITEMS).collect();
        sets.sort_by_key(|bits| bits.count_ones());
        for bits in sets {
            if failed(bits).any(|it| !snapshot.contains(it)) {
                continue;
            }
            let impact = snapshot.impact(&Scenario::failing(failed(bits)), &mut workspace);
            if impact.unwrap().status(ci(1)) < Status::Down {
                continue;
            }
            if minimal.iter().all(|it| it & bits != *it) {
                minimal.push(bits);
            }
            let each = (1..=ITEMS).filter(|key| snapshot.contains(ci(*key))).map(|key| {
                if bits >> (key - 1) & 1 == 1 { chance(ci(key)) } else { 1.0 - chance(ci(key)) }
            });
            sum += each.product::<f64>();
        }
        prop_assert_eq!(analysis.cut_set_count().unwrap(), minimal.len() as u128);
        let alone: Vec<CiId> = minimal.iter().filter(|it| it.is_power_of_two())
            .flat_map(|bits| failed(*bits)).collect();
        let mut points: Vec<CiId> = tree.single_points_of_failure().into_iter().copied().collect();
        points.sort_unstable();
        let mut alone = alone;
        alone.sort_unstable();
        prop_assert_eq!(points, alone);
        prop_assert!((analysis.probability().unwrap() - sum).abs() < 1e-9);
    }
}

fn needs(graph: &mut DependencyGraph, from: u64, to: u64) {
    let it = Relationship::new(code("to_source.hard"), ci(from), ci(to));
    let _ = graph.relate(it).unwrap();
}

#[test]
fn single_point_of_failure_is_no_articulation_point() {
    // 1 needs one of 2 and 3. Without 2 the drawing falls apart, and the service stands.
    let mut graph = all_items();
    let pair = Group::at_least(1, [ci(2), ci(3)]).unwrap();
    let _ = graph
        .set_group(ci(1), RedundancyGroup::new(code("pair"), pair))
        .unwrap();
    needs(&mut graph, 2, 4);
    let own = |it| {
        if it == ci(1) {
            OwnFailure::Impossible
        } else {
            OwnFailure::Possible
        }
    };
    let tree = fault_tree(&graph, &View::live(), ci(1), Status::Down, own).unwrap();
    assert!(tree.single_points_of_failure().is_empty());
    needs(&mut graph, 3, 4);
    let tree = fault_tree(&graph, &View::live(), ci(1), Status::Down, own).unwrap();
    assert_eq!(tree.single_points_of_failure(), [&ci(4)]);
}

#[test]
fn probability_that_is_none_is_refused() {
    let graph = all_items();
    let fails = |_| OwnFailure::Probability(1.5);
    let refused = fault_tree(&graph, &View::live(), ci(1), Status::Down, fails).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("expected a probability from 0 to 1, got `1.5`")
    );
}

#[test]
fn long_chain_that_closes_has_a_fault_tree() {
    let mut graph = DependencyGraph::new(crate::estate::types());
    for key in 1..=100_000 {
        let _ = graph.add(ci(key)).unwrap();
    }
    for key in 1..100_000 {
        needs(&mut graph, key, key + 1);
    }
    // And closed to a circle.
    needs(&mut graph, 100_000, 1);
    let tree = fault_tree(&graph, &View::live(), ci(1), Status::Down, |_| {
        OwnFailure::Possible
    });
    assert_eq!(tree.unwrap().single_points_of_failure().len(), 100_000);
}
