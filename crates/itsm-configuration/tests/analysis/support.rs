//! Supporters and dependants, beside a walk over everything.

use crate::estate::{ci, code, graph, types};
use crate::walk::{all_providers, distances, items, reversed, views};
use itsm_configuration::graph::{DependencyGraph, GraphError};
use itsm_configuration::impact::Assumption;
use itsm_configuration::redundancy::{Group, RedundancyGroup};
use itsm_configuration::relationship::Relationship;
use itsm_configuration::snapshot::View;
use itsm_configuration::support::{Tie, Towards};
use itsm_core::id::CiId;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn everybody_is_found_at_the_distance_of_the_shortest_way(
        graph in graph(), view in views(), steps in proptest::option::of(0_u32..4),
    ) {
        let providers = all_providers(&graph, &view);
        let dependants = reversed(&providers);
        for of in items(&graph, &view) {
            for towards in [Towards::Supporters, Towards::Dependants] {
                let ties = match towards {
                    Towards::Supporters => &providers,
                    Towards::Dependants => &dependants,
                };
                let all = distances(ties, of);
                let near = |at: u32| steps.is_none_or(|steps| at <= steps);
                let mut expected: Vec<(u32, CiId)> = all
                    .iter()
                    .filter(|(it, at)| **it != of && near(**at))
                    .map(|(it, at)| (*at, *it))
                    .collect();
                expected.sort_unstable();
                let support = graph.support(of, towards, &view, steps).unwrap();
                prop_assert_eq!(support.by_distance(), expected);
                let cut_off = all.values().any(|at| !near(*at));
                let said = steps.filter(|_| cut_off);
                let said: Vec<_> = said.map(|steps| Assumption::CutOff { steps }).into_iter().collect();
                prop_assert_eq!(support.assumptions(), said);
                for (distance, it) in support.by_distance() {
                    prop_assert_eq!(support.distance(it), Some(distance));
                    let path = support.path(it);
                    prop_assert_eq!(path.len(), distance as usize);
                    let mut at = of;
                    for hop in &path {
                        prop_assert!(providers[&hop.dependant].contains(&hop.provider));
                        let (from, to) = match towards {
                            Towards::Supporters => (hop.dependant, hop.provider),
                            Towards::Dependants => (hop.provider, hop.dependant),
                        };
                        prop_assert_eq!(from, at);
                        at = to;
                        match &hop.tie {
                            Tie::Relationship { relationship } => {
                                let known: Vec<_> = graph.relationships_of(hop.dependant).collect();
                                prop_assert!(known.contains(relationship));
                                prop_assert_eq!(relationship.other(hop.dependant), hop.provider);
                            }
                            Tie::Group { group } => {
                                let mut groups = graph.groups_of(hop.dependant);
                                let group = groups.find(|it| it.name == *group).unwrap();
                                prop_assert!(group.group.cis().contains(&hop.provider));
                            }
                            _ => unreachable!(),
                        }
                    }
                    prop_assert_eq!(at, it);
                    // The last before it is the smallest that could be.
                    let last = path.last().unwrap();
                    let before = match towards {
                        Towards::Supporters => last.dependant,
                        Towards::Dependants => last.provider,
                    };
                    let smallest = all
                        .iter()
                        .find(|(other, at)| **at + 1 == distance && ties[*other].contains(&it));
                    prop_assert_eq!(Some(before), smallest.map(|(other, _)| *other));
                }
            }
        }
    }
}

#[test]
fn of_equally_short_ways_the_one_through_the_smallest_id_is_told_whatever_came_first() {
    for order in [[2, 3], [3, 2]] {
        let mut graph = DependencyGraph::new(types());
        for key in [4, 3, 2, 1] {
            let _ = graph.add(ci(key)).unwrap();
        }
        for key in order {
            for (from, to) in [(1, key), (key, 4)] {
                let it = Relationship::new(code("to_source.hard"), ci(from), ci(to));
                let _ = graph.relate(it).unwrap();
            }
        }
        let support = graph
            .support(ci(1), Towards::Supporters, &View::live(), None)
            .unwrap();
        assert_eq!(support.path(ci(4))[0].provider, ci(2));
    }
}

#[test]
fn member_of_a_group_supports_and_the_hop_names_the_group() {
    let mut graph = DependencyGraph::new(types());
    for key in [1, 2, 3] {
        let _ = graph.add(ci(key)).unwrap();
    }
    let pair = Group::at_least(1, [ci(2), ci(3)]).unwrap();
    let pair = RedundancyGroup::new(code("pair"), pair);
    let _ = graph.set_group(ci(1), pair).unwrap();
    let support = graph
        .support(ci(3), Towards::Dependants, &View::live(), None)
        .unwrap();
    assert_eq!((support.of(), support.len()), (ci(3), 1));
    let group = code("pair");
    assert_eq!(support.path(ci(1))[0].tie, Tie::Group { group });
}

#[test]
fn item_that_does_not_count_has_no_support() {
    let mut graph = DependencyGraph::new(types());
    let _ = graph.add(ci(1)).unwrap();
    let _ = graph.set_in_service(ci(1), false).unwrap();
    let asked = |view| graph.support(ci(1), Towards::Supporters, &view, None);
    let unknown = GraphError::UnknownCi { ci: ci(1) };
    assert_eq!(asked(View::live()).unwrap_err(), unknown);
    assert!(asked(View::whole()).unwrap().is_empty());
}
