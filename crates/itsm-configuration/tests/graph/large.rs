//! A million items in a row, and a million around one: no stack runs out, and no step looks at all
//! of them. With a step that did, each of these tests would take hours.

use crate::estate::{ci, code, types};
use itsm_configuration::graph::DependencyGraph;
use itsm_configuration::impact::Workspace;
use itsm_configuration::relationship::Relationship;
use itsm_configuration::scenario::{Scenario, Status};
use itsm_configuration::snapshot::{Snapshot, View};

const MANY: u64 = 1_000_000;

/// Items that are added and related one by one, each with the provider that is named for it, and a
/// snapshot that follows every step.
fn built(provider: impl Fn(u64) -> u64) -> (DependencyGraph, Snapshot) {
    let mut graph = DependencyGraph::new(types());
    let _ = graph.add(ci(1)).unwrap();
    let mut snapshot = Snapshot::of(&graph, View::live());
    let needs = code("to_source.hard");
    for key in 2..=MANY {
        let added = graph.add(ci(key)).unwrap();
        let it = Relationship::new(needs.clone(), ci(key), ci(provider(key)));
        let related = graph.relate(it).unwrap();
        snapshot.follow(&graph, &added.and(related));
    }
    (graph, snapshot)
}

fn whole(steps: usize, graph: &DependencyGraph, followed: &Snapshot) {
    let laid_out = Snapshot::of(graph, View::live());
    let scenario = Scenario::failing([ci(1)]);
    let mut workspace = Workspace::new();
    for snapshot in [&laid_out, followed] {
        let impact = snapshot.impact(&scenario, &mut workspace).unwrap();
        assert_eq!(impact.down_count(), 1_000_000);
        assert_eq!(impact.status(ci(MANY)), Status::Down);
    }
    let impact = followed.impact(&scenario, &mut workspace).unwrap();
    assert_eq!(impact.reasons(graph).why(ci(MANY)).len(), steps);
}

#[test]
fn chain_of_a_million_items_is_followed_and_explained() {
    let (graph, snapshot) = built(|key| key - 1);
    whole(1_000_000, &graph, &snapshot);
}

#[test]
fn star_of_a_million_items_is_followed_and_explained() {
    let (graph, snapshot) = built(|_| 1);
    whole(2, &graph, &snapshot);
}

#[test]
fn item_that_needs_a_million_others_comes_and_goes() {
    let mut graph = DependencyGraph::new(types());
    let _ = graph.add(ci(1)).unwrap();
    let needs = code("to_source.hard");
    for key in 2..=MANY {
        let _ = graph.add(ci(key)).unwrap();
        let it = Relationship::new(needs.clone(), ci(1), ci(key));
        let _ = graph.relate(it).unwrap();
    }
    let mut snapshot = Snapshot::of(&graph, View::live());
    let mut workspace = Workspace::new();
    let scenario = Scenario::failing([ci(MANY)]);
    for (in_service, down) in [(false, 1), (true, 2)] {
        let edit = graph.set_in_service(ci(1), in_service).unwrap();
        snapshot.follow(&graph, &edit);
        let impact = snapshot.impact(&scenario, &mut workspace).unwrap();
        assert_eq!(impact.down_count(), down);
    }
    let edit = graph.remove(ci(1)).unwrap();
    snapshot.follow(&graph, &edit);
    assert!(!snapshot.contains(ci(1)));
    assert_eq!(graph.relationship_count(), 0);
}
