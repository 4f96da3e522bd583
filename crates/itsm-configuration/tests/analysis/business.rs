//! The business view of an impact, and the ranking of all items by it.

use crate::estate::{ITEMS, ci, code, graph, types};
use crate::twin;
use crate::walk::{items, views};
use itsm_configuration::business::{
    BusinessImpact, ByHand, List, ServiceFacts, Standing, SuggestionRule,
};
use itsm_configuration::graph::DependencyGraph;
use itsm_configuration::impact::Workspace;
use itsm_configuration::relationship::Relationship;
use itsm_configuration::scenario::{Scenario, Status};
use itsm_configuration::snapshot::{Snapshot, View};
use itsm_core::id::{CiId, ServiceId};
use itsm_core::text::Label;
use proptest::prelude::*;
use std::collections::BTreeMap;

type Facts = BTreeMap<CiId, Standing>;

fn service(key: u64, criticality: u16, users: Option<u64>) -> (CiId, Standing) {
    let service = ServiceId::from_key(key);
    let facts = ServiceFacts {
        service,
        criticality,
        users,
    };
    (ci(key), Standing::Service(facts))
}

fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

/// 1, 2 and 3 are services on 4; 3 gets by without it. 5 leans on 4 and nobody knows what it is.
fn estate() -> (DependencyGraph, Facts) {
    let mut graph = DependencyGraph::new(types());
    for key in 1..=6 {
        let _ = graph.add(ci(key)).unwrap();
    }
    for (from, kind) in [(1, "hard"), (2, "hard"), (3, "soft"), (5, "hard")] {
        let kind = code(&format!("to_source.{kind}"));
        let _ = graph
            .relate(Relationship::new(kind, ci(from), ci(4)))
            .unwrap();
    }
    let facts = Facts::from([
        service(1, 2, Some(10)),
        service(2, 0, None),
        service(3, 0, Some(500)),
        (ci(4), Standing::Component),
        service(6, 1, Some(7)),
    ]);
    (graph, facts)
}

fn view(graph: &DependencyGraph, facts: &Facts, failed: u64, by_hand: &ByHand) -> BusinessImpact {
    let snapshot = Snapshot::of(graph, View::live());
    let mut workspace = Workspace::new();
    let scenario = Scenario::failing([ci(failed)]);
    let impact = snapshot.impact(&scenario, &mut workspace).unwrap();
    impact.business(facts, by_hand)
}

fn keys(entries: &[itsm_configuration::business::Entry]) -> Vec<u64> {
    entries.iter().map(|it| it.ci.key().unwrap()).collect()
}

#[test]
fn services_come_by_criticality_then_by_status_then_by_id_and_apart_from_what_was_touched() {
    let (graph, facts) = estate();
    let business = view(&graph, &facts, 4, &ByHand::new());
    assert_eq!(keys(&business.touched), [4]);
    assert_eq!(keys(&business.services), [2, 3, 1]);
    assert_eq!(business.services[1].status, Status::Degraded);
    assert_eq!(business.unknown, [ci(5)]);
    let users = business.users;
    assert_eq!((users.down, users.degraded, users.unknown), (10, 500, 1));
}

#[test]
fn entries_by_hand_survive_every_computation() {
    let (graph, facts) = estate();
    let by_hand = ByHand::new()
        .include(List::Services, ci(6), Status::Degraded, label("phone"))
        .include(List::Services, ci(3), Status::Down, label("seen"))
        .set_aside(List::Services, ci(1), label("not used at night"))
        .include(List::Touched, ci(5), Status::Down, label("same rack"));
    let first = view(&graph, &facts, 4, &by_hand);
    assert_eq!(keys(&first.touched), [4, 5]);
    assert_eq!(keys(&first.services), [2, 3, 6]);
    // The worse of what is computed and what is said.
    let third = &first.services[1];
    assert_eq!(
        (third.status, third.computed),
        (Status::Down, Some(Status::Degraded))
    );
    assert_eq!(first.set_aside[0].computed, Some(Status::Down));
    assert_eq!(first.users.down, 500);
    // Something else has failed now, and all that was said still stands.
    let second = view(&graph, &facts, 6, &by_hand);
    assert_eq!(keys(&second.touched), [5, 6]);
    assert_eq!(keys(&second.services), [3, 6]);
    assert_eq!(second.services[0].computed, None);
    assert_eq!(second.services[1].status, Status::Down);
    assert_eq!(second.set_aside.len(), 1);
    assert_eq!(second.set_aside[0].computed, None);
    // Until it is taken back.
    let by_hand = by_hand.forget(List::Services, ci(3));
    assert_eq!(keys(&view(&graph, &facts, 6, &by_hand).services), [6]);
}

#[test]
fn included_item_of_which_nothing_is_known_comes_last_and_its_users_are_unknown() {
    let (graph, facts) = estate();
    let by_hand = ByHand::new().include(List::Services, ci(5), Status::Down, label("it is one"));
    let business = view(&graph, &facts, 6, &by_hand);
    assert_eq!(keys(&business.services), [6, 5]);
    assert_eq!((business.users.down, business.users.unknown), (7, 1));
}

#[test]
fn highest_level_that_a_rule_gives_is_suggested_and_unknown_users_do_not_raise_it() {
    let (graph, facts) = estate();
    let business = view(&graph, &facts, 4, &ByHand::new());
    let rule = |level, status, criticality, users| SuggestionRule {
        level,
        status,
        criticality,
        users,
    };
    let (down, degraded) = (Status::Down, Status::Degraded);
    let suggested = |rules: &[SuggestionRule]| {
        let it = business.suggestion(rules);
        it.map(|it| (it.level, it.services.len()))
    };
    let low = rule(3, degraded, None, None);
    assert_eq!(suggested(&[low]), Some((3, 3)));
    assert_eq!(
        suggested(&[low, rule(1, down, Some(0), None)]),
        Some((1, 1))
    );
    assert_eq!(
        suggested(&[rule(1, degraded, None, Some(511)), low]),
        Some((3, 3))
    );
    assert_eq!(
        suggested(&[rule(1, degraded, None, Some(510)), low]),
        Some((1, 3))
    );
    assert_eq!(suggested(&[rule(1, down, Some(0), Some(1))]), None);
    assert_eq!(suggested(&[]), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn ranking_is_what_each_item_takes_down_alone(
        graph in graph(), view in views(),
        services in proptest::collection::btree_map(1..=ITEMS, 0_u16..3, 0..6),
        limit in 0_usize..12,
    ) {
        let facts: Facts = services.iter().map(|(key, it)| service(*key, *it, None)).collect();
        let weigh = |criticality: u16| 10 - 3 * u64::from(criticality);
        let items = items(&graph, &view);
        let mut expected: Vec<_> = items
            .iter()
            .map(|it| {
                let will = twin::impact(&graph, &view, &Scenario::failing([*it]));
                let hit = |status: Status| {
                    let all = will.iter().filter(move |(other, s)| *other != it && **s == status);
                    all.map(|(other, _)| *other).collect::<Vec<CiId>>()
                };
                let weight = |cis: &[CiId]| {
                    let all = cis.iter().filter_map(|ci| services.get(&ci.key().unwrap()));
                    all.map(|it| weigh(*it)).collect::<Vec<u64>>()
                };
                let (down, degraded) = (hit(Status::Down), hit(Status::Degraded));
                let (of_down, of_degraded) = (weight(&down), weight(&degraded));
                let sum = 2 * of_down.iter().sum::<u64>() + of_degraded.iter().sum::<u64>();
                (sum, down.len(), degraded.len(), *it, of_down.len(), of_degraded.len())
            })
            .collect();
        expected.sort_by(|a, b| (b.0, b.1, b.2).cmp(&(a.0, a.1, a.2)).then(a.3.cmp(&b.3)));
        expected.truncate(limit);
        let snapshot = Snapshot::of(&graph, view);
        let ranking = snapshot.ranking(&facts, weigh, limit, &mut Workspace::new()).unwrap();
        let got: Vec<_> = ranking
            .items
            .iter()
            .map(|it| {
                let services = (it.services_down, it.services_degraded);
                (it.weight, it.down, it.degraded, it.ci, services.0, services.1)
            })
            .collect();
        prop_assert_eq!(got, expected);
        prop_assert_eq!(ranking.left_out, items.len().saturating_sub(limit));
    }
}
