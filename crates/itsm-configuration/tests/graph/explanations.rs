//! Explanations: each step is told by those before it, and no way is shorter.

use crate::estate::{ITEMS, ci, graph};
use crate::twin;
use itsm_configuration::explain::Because;
use itsm_configuration::impact::Workspace;
use itsm_configuration::scenario::{Scenario, Status};
use itsm_configuration::snapshot::{Snapshot, View};
use itsm_core::id::CiId;
use proptest::prelude::*;
use std::collections::BTreeMap;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn everybody_who_suffers_is_explained_by_the_shortest_way(
        graph in graph(),
        failed in proptest::collection::btree_set(1..=ITEMS, 1..3),
        degraded in proptest::collection::btree_set(1..=ITEMS, 0..2),
        maintenance in proptest::collection::btree_set(1..=ITEMS, 0..2),
        live in any::<bool>(),
    ) {
        let view = if live { View::live() } else { View::whole() };
        let snapshot = Snapshot::of(&graph, view.clone());
        let known = |keys: std::collections::BTreeSet<u64>| {
            keys.into_iter().map(ci).filter(|it| snapshot.contains(*it)).collect::<Vec<CiId>>()
        };
        let scenario = Scenario::failing(known(failed))
            .degrading(known(degraded))
            .in_maintenance(known(maintenance));
        let mut workspace = Workspace::new();
        let impact = snapshot.impact(&scenario, &mut workspace).unwrap();
        let reasons = impact.reasons(&graph);
        let distances = twin::distances(&graph, &view, &scenario);
        for it in graph.cis() {
            let steps = reasons.why(it);
            let status = impact.status(it);
            if status == Status::Up {
                prop_assert!(steps.is_empty());
                prop_assert_eq!(reasons.distance(it), None);
                continue;
            }
            let last = steps.last().unwrap();
            prop_assert_eq!((last.ci, last.status), (it, status));
            // Told by what came before.
            let mut told: BTreeMap<CiId, Status> = BTreeMap::new();
            for step in &steps {
                let needed: Vec<CiId> = match &step.because {
                    Because::Given => vec![],
                    Because::Relationship { provider, .. } => vec![*provider],
                    Because::Group { lost, .. } => lost.clone(),
                    Because::Loss { lost, .. } => vec![*lost],
                    _ => unreachable!(),
                };
                for before in needed {
                    prop_assert!(told.contains_key(&before), "{:?}", steps);
                }
                told.insert(step.ci, step.status);
            }
            prop_assert_eq!(reasons.distance(it), distances.get(&it).copied());
        }
    }
}
