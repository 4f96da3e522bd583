//! What holds for every estate.

use crate::estate::{ITEMS, all_items, change, changes, ci, code, graph, group, types};
use crate::twin;
use itsm_configuration::graph::{DependencyGraph, Edit};
use itsm_configuration::impact::Workspace;
use itsm_configuration::redundancy::{Group, RedundancyGroup};
use itsm_configuration::scenario::{Scenario, Status};
use itsm_configuration::snapshot::{Snapshot, View};
use itsm_core::id::CiId;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn views() -> impl Strategy<Value = View> {
    prop_oneof![
        3 => Just(View::live()),
        2 => Just(View::whole()),
        1 => Just(View::whole().along([code("to_source.hard"), code("both.soft")])),
    ]
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let some = || proptest::collection::btree_set(1..=ITEMS, 0..3);
    (
        some(),
        some(),
        some(),
        proptest::option::weighted(0.3, 0_u32..4),
        0..3,
    )
        .prop_map(|(failed, degraded, maintenance, depth, kinds)| {
            let mut it = Scenario::failing(failed.into_iter().map(ci));
            if kinds > 0 {
                it = it.degrading(degraded.into_iter().map(ci));
            }
            if kinds > 1 {
                it = it.in_maintenance(maintenance.into_iter().map(ci));
            }
            match depth {
                Some(steps) => it.no_deeper_than(steps),
                None => it,
            }
        })
}

/// The scenario without what the snapshot does not have.
fn within(snapshot: &Snapshot, scenario: &Scenario) -> Scenario {
    let known = |it: &CiId| snapshot.contains(*it);
    let all = Scenario::failing(scenario.failed().filter(known))
        .degrading(scenario.degraded().filter(known))
        .in_maintenance(scenario.maintenance().filter(known));
    match scenario.depth() {
        Some(steps) => all.no_deeper_than(steps),
        None => all,
    }
}

fn ask(
    snapshot: &Snapshot,
    scenario: &Scenario,
    workspace: &mut Workspace,
) -> BTreeMap<CiId, Status> {
    let impact = snapshot.impact(scenario, workspace).unwrap();
    let affected = impact.affected();
    for (ci, status) in &affected {
        assert_eq!(impact.status(*ci), *status);
    }
    for ci in (1..=ITEMS)
        .map(ci)
        .filter(|it| affected.iter().all(|(known, _)| known != it))
    {
        assert_eq!(impact.status(ci), Status::Up);
    }
    affected.into_iter().collect()
}

fn suffering(all: BTreeMap<CiId, Status>) -> BTreeMap<CiId, Status> {
    all.into_iter()
        .filter(|(_, status)| *status > Status::Up)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 100_000, ..ProptestConfig::with_cases(1_500) })]

    #[test]
    fn impact_agrees_with_going_round_until_nothing_changes(
        graph in graph(), view in views(), scenarios in proptest::collection::vec(scenario(), 1..4),
    ) {
        let snapshot = Snapshot::of(&graph, view.clone());
        let mut workspace = Workspace::new();
        for scenario in scenarios {
            let scenario = within(&snapshot, &scenario);
            let expected = suffering(twin::impact(&graph, &view, &scenario));
            prop_assert_eq!(ask(&snapshot, &scenario, &mut workspace), expected);
        }
    }

    #[test]
    fn snapshot_that_follows_answers_as_a_new_one(
        before in changes(), after in proptest::collection::vec(change(), 1..12),
        view in views(), scenario in scenario(),
    ) {
        let mut graph = all_items();
        for change in before {
            let _ = change.make(&mut graph);
        }
        let mut followed = Snapshot::of(&graph, view.clone());
        let mut workspace = Workspace::new();
        for change in after {
            if let Some(edit) = change.make(&mut graph) {
                followed.follow(&graph, &edit);
                let new = Snapshot::of(&graph, view.clone());
                prop_assert_eq!(followed.len(), new.len());
                let scenario = within(&new, &scenario);
                let got = ask(&followed, &scenario, &mut workspace);
                prop_assert_eq!(got, ask(&new, &scenario, &mut Workspace::new()), "{:?}", change);
                let impact = followed.impact(&scenario, &mut workspace).unwrap().assumptions();
                prop_assert_eq!(
                    impact,
                    new.impact(&scenario, &mut Workspace::new()).unwrap().assumptions()
                );
            }
        }
    }

    #[test]
    fn snapshot_that_follows_late_catches_up(
        before in changes(), after in proptest::collection::vec(change(), 2..12),
        view in views(), scenario in scenario(), at_once in any::<bool>(), twice in any::<bool>(),
    ) {
        let mut graph = all_items();
        for change in before {
            let _ = change.make(&mut graph);
        }
        let mut followed = Snapshot::of(&graph, view.clone());
        let edits: Vec<_> = after.iter().filter_map(|it| it.make(&mut graph)).collect();
        if at_once {
            if let Some(edit) = edits.into_iter().reduce(Edit::and) {
                followed.follow(&graph, &edit);
            }
        } else {
            for edit in edits {
                followed.follow(&graph, &edit);
                if twice {
                    followed.follow(&graph, &edit);
                }
            }
        }
        let new = Snapshot::of(&graph, view);
        prop_assert_eq!(followed.len(), new.len());
        let scenario = within(&new, &scenario);
        let got = ask(&followed, &scenario, &mut Workspace::new());
        prop_assert_eq!(got, ask(&new, &scenario, &mut Workspace::new()));
    }

    #[test]
    fn more_failures_never_help_anybody(graph in graph(), scenario in scenario(), more in 1..=ITEMS) {
        let mut graph = graph;
        let _ = graph.add(ci(more));
        let snapshot = Snapshot::of(&graph, View::whole());
        let scenario = within(&snapshot, &scenario);
        prop_assume!(scenario.maintenance().all(|it| it != ci(more)));
        let mut workspace = Workspace::new();
        let few = ask(&snapshot, &scenario, &mut workspace);
        let many = ask(&snapshot, &scenario.and_failing([ci(more)]), &mut workspace);
        for (ci, status) in few {
            prop_assert!(many.get(&ci) >= Some(&status));
        }
    }

    #[test]
    fn adding_a_redundant_member_never_widens_impact(
        graph in graph(), scenario in scenario(), needed in any::<proptest::sample::Index>(),
        mut members in Just((2..=ITEMS).collect::<Vec<u64>>()).prop_shuffle(), count in 2_usize..6,
    ) {
        members.truncate(count);
        let needed = u32::try_from(needed.index(count - 1) + 1).unwrap();
        let mut graph = graph;
        for key in 1..=ITEMS {
            let _ = graph.add(ci(key));
        }
        let build = |members: Vec<u64>| {
            let mut graph = graph.clone();
            let group = Group::at_least(needed, members.into_iter().map(ci)).unwrap();
            // Nothing but the group ties the item to the one that is added.
            let own: Vec<_> = graph.relationships_of(ci(1)).collect();
            for relationship in own {
                let _ = graph.unrelate(&relationship).unwrap();
            }
            let _ = graph.set_group(ci(1), RedundancyGroup::new(code("web"), group)).unwrap();
            graph
        };
        let (few, many) = (members[1..].to_vec(), members);
        // A group that is away as a whole is not asked at all.
        let away = few.iter().filter(|key| scenario.maintenance().any(|it| it == ci(**key)));
        prop_assume!(few.len() - away.count() >= usize::try_from(needed).unwrap());
        let mut workspace = Workspace::new();
        let narrow = Snapshot::of(&build(few), View::whole());
        let wide = Snapshot::of(&build(many), View::whole());
        let less = ask(&wide, &scenario, &mut workspace);
        let more = ask(&narrow, &scenario, &mut workspace);
        for (ci, status) in less {
            prop_assert!(more.get(&ci) >= Some(&status));
        }
    }

    #[test]
    fn order_of_insertion_never_shows(
        relationships in proptest::collection::vec(crate::estate::relationship(), 0..25),
        groups in proptest::collection::btree_map(1..=ITEMS, group(), 0..4),
        scenario in scenario(),
    ) {
        let build = |backwards: bool| {
            let mut graph = DependencyGraph::new(types());
            let mut keys: Vec<u64> = (1..=ITEMS).collect();
            let (mut relationships, mut groups) = (relationships.clone(), groups.clone().into_iter().collect::<Vec<_>>());
            if backwards {
                keys.reverse();
                relationships.reverse();
                groups.reverse();
            }
            for key in keys {
                let _ = graph.add(ci(key)).unwrap();
            }
            for relationship in relationships {
                let _ = graph.relate(relationship);
            }
            for (key, group) in groups {
                let _ = graph.set_group(ci(key), RedundancyGroup::new(code("only"), group));
            }
            graph
        };
        let (one, other) = (build(false), build(true));
        prop_assert_eq!(one.relationships(), other.relationships());
        let (mut here, mut there) = (Workspace::new(), Workspace::new());
        let a = Snapshot::of(&one, View::live());
        let b = Snapshot::of(&other, View::live());
        let (a, b) = (a.impact(&scenario, &mut here).unwrap(), b.impact(&scenario, &mut there).unwrap());
        prop_assert_eq!(a.affected(), b.affected());
        let (why_a, why_b) = (a.reasons(&one), b.reasons(&other));
        for (ci, _) in a.affected() {
            prop_assert_eq!(why_a.why(ci), why_b.why(ci));
        }
    }
}
