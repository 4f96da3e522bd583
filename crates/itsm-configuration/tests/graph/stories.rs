//! What happens in an estate, told one case at a time.

use crate::estate::{ci, code, types};
use itsm_configuration::explain::Because;
use itsm_configuration::graph::{DependencyGraph, GraphError};
use itsm_configuration::impact::{Assumption, Workspace};
use itsm_configuration::redundancy::{Group, RedundancyGroup};
use itsm_configuration::relationship::{Relationship, Strength};
use itsm_configuration::scenario::{Scenario, Status};
use itsm_configuration::snapshot::{Snapshot, View};

fn graph(items: u64, needs: &[(u64, u64)]) -> DependencyGraph {
    let mut graph = DependencyGraph::new(types());
    for key in 1..=items {
        let _ = graph.add(ci(key)).unwrap();
    }
    for (dependant, provider) in needs {
        let it = Relationship::new(code("to_source.hard"), ci(*dependant), ci(*provider));
        let _ = graph.relate(it).unwrap();
    }
    graph
}

fn affected(graph: &DependencyGraph, scenario: &Scenario) -> Vec<(u64, Status)> {
    let snapshot = Snapshot::of(graph, View::live());
    let mut workspace = Workspace::new();
    let impact = snapshot.impact(scenario, &mut workspace).unwrap();
    let all = impact.affected().into_iter();
    all.map(|(it, status)| (it.key().unwrap(), status))
        .collect()
}

#[test]
fn three_of_thirty_percent_make_ninety() {
    let mut graph = graph(4, &[]);
    let members = [(ci(2), 30), (ci(3), 30), (ci(4), 30)];
    let cluster = Group::influence(90, members).unwrap();
    let _ = graph
        .set_group(ci(1), RedundancyGroup::new(code("cluster"), cluster))
        .unwrap();
    let down = |keys: &[u64]| affected(&graph, &Scenario::failing(keys.iter().map(|it| ci(*it))));
    assert_eq!(down(&[2, 3]), [(2, Status::Down), (3, Status::Down)]);
    assert_eq!(down(&[2, 3, 4]).first(), Some(&(1, Status::Down)));
}

#[test]
fn weights_that_together_reach_the_threshold_are_enough() {
    let mut graph = graph(5, &[]);
    let members = [(ci(2), 34), (ci(3), 34), (ci(4), 34), (ci(5), 70)];
    let group = Group::influence(100, members).unwrap();
    let _ = graph
        .set_group(ci(1), RedundancyGroup::new(code("children"), group))
        .unwrap();
    let is_down = |keys: &[u64]| {
        let all = affected(&graph, &Scenario::failing(keys.iter().map(|it| ci(*it))));
        all.contains(&(1, Status::Down))
    };
    assert!(is_down(&[2, 5]));
    assert!(!is_down(&[5]));
    assert!(!is_down(&[2, 3]));
    assert!(is_down(&[2, 3, 4]));
}

#[test]
fn soft_relationship_lowers_trouble_by_one_level() {
    let mut graph = graph(3, &[(1, 2)]);
    let cache = Relationship::new(code("to_source.soft"), ci(2), ci(3));
    let _ = graph.relate(cache).unwrap();
    assert_eq!(
        affected(&graph, &Scenario::failing([ci(3)])),
        [
            (1, Status::Degraded),
            (2, Status::Degraded),
            (3, Status::Down)
        ]
    );
    assert_eq!(
        affected(&graph, &Scenario::new().degrading([ci(3)])),
        [(3, Status::Degraded)]
    );
}

#[test]
fn felt_loss_of_a_redundant_member_degrades() {
    let mut graph = graph(3, &[]);
    let pair = Group::at_least(1, [ci(2), ci(3)]).unwrap();
    let pair = RedundancyGroup::new(code("pair"), pair).feeling_loss();
    let _ = graph.set_group(ci(1), pair).unwrap();
    assert_eq!(
        affected(&graph, &Scenario::failing([ci(3)])),
        [(1, Status::Degraded), (3, Status::Down)]
    );
}

#[test]
fn direction_is_the_types_and_not_the_order_of_the_ends() {
    let mut graph = graph(3, &[]);
    for (kind, source, target) in [("none.hard", 1, 2), ("to_target.hard", 2, 3)] {
        let it = Relationship::new(code(kind), ci(source), ci(target));
        let _ = graph.relate(it).unwrap();
    }
    assert_eq!(
        affected(&graph, &Scenario::failing([ci(1)])),
        [(1, Status::Down)]
    );
    assert_eq!(
        affected(&graph, &Scenario::failing([ci(2)])),
        [(2, Status::Down), (3, Status::Down)]
    );
    assert_eq!(
        affected(&graph, &Scenario::failing([ci(3)])),
        [(3, Status::Down)]
    );
}

#[test]
fn circle_goes_down_when_it_is_hit_and_stands_when_it_is_not() {
    let graph = graph(4, &[(1, 2), (2, 3), (3, 1), (3, 4)]);
    assert_eq!(affected(&graph, &Scenario::new()), []);
    assert_eq!(affected(&graph, &Scenario::failing([ci(4)])).len(), 4);
}

#[test]
fn member_in_maintenance_is_not_there_to_help() {
    let mut graph = graph(4, &[(4, 1)]);
    let pair = Group::at_least(1, [ci(2), ci(3)]).unwrap();
    let _ = graph
        .set_group(ci(1), RedundancyGroup::new(code("pair"), pair))
        .unwrap();
    let window = Scenario::new().in_maintenance([ci(2)]);
    assert_eq!(affected(&graph, &window), []);
    let down = [(1, Status::Down), (3, Status::Down), (4, Status::Down)];
    assert_eq!(affected(&graph, &window.clone().and_failing([ci(3)])), down);
    // What it does in its window is nobody's trouble.
    assert_eq!(affected(&graph, &window.and_failing([ci(2)])), []);
}

#[test]
fn planned_member_helps_in_what_if_and_not_live() {
    let mut graph = graph(3, &[]);
    let pair = Group::at_least(1, [ci(2), ci(3)]).unwrap();
    let _ = graph
        .set_group(ci(1), RedundancyGroup::new(code("pair"), pair))
        .unwrap();
    let _ = graph.set_in_service(ci(3), false).unwrap();
    let scenario = Scenario::failing([ci(2)]);
    let mut workspace = Workspace::new();
    let live = Snapshot::of(&graph, View::live());
    assert_eq!(
        live.impact(&scenario, &mut workspace).unwrap().down(),
        [ci(1), ci(2)]
    );
    let whole = Snapshot::of(&graph, View::whole());
    assert_eq!(
        whole.impact(&scenario, &mut workspace).unwrap().down(),
        [ci(2)]
    );
}

#[test]
fn group_that_is_short_already_does_with_what_is_there_and_says_so() {
    let mut graph = graph(3, &[]);
    let pair = Group::at_least(2, [ci(2), ci(3)]).unwrap();
    let _ = graph
        .set_group(ci(1), RedundancyGroup::new(code("pair"), pair))
        .unwrap();
    let _ = graph.set_in_service(ci(3), false).unwrap();
    let snapshot = Snapshot::of(&graph, View::live());
    let mut workspace = Workspace::new();
    let scenario = Scenario::failing([ci(2)]);
    let impact = snapshot.impact(&scenario, &mut workspace).unwrap();
    assert_eq!(impact.down(), [ci(1), ci(2)]);
    let short = Assumption::GroupIsShort {
        ci: ci(1),
        group: code("pair"),
    };
    assert_eq!(impact.assumptions(), [short]);
}

#[test]
fn cut_off_is_said_only_where_more_would_have_been_reached() {
    let graph = graph(3, &[(1, 2), (2, 3)]);
    let snapshot = Snapshot::of(&graph, View::live());
    let mut workspace = Workspace::new();
    for (steps, down, cut_off) in [(0, 1, true), (1, 2, true), (2, 3, false)] {
        let scenario = Scenario::failing([ci(3)]).no_deeper_than(steps);
        let impact = snapshot.impact(&scenario, &mut workspace).unwrap();
        assert_eq!(impact.down_count(), down);
        let said = impact.assumptions() == [Assumption::CutOff { steps }];
        assert_eq!(said, cut_off, "{steps}");
    }
}

#[test]
fn unknown_items_are_listed_all_at_once() {
    let graph = graph(1, &[]);
    let snapshot = Snapshot::of(&graph, View::live());
    let scenario = Scenario::failing([ci(7), ci(1)]).degrading([ci(5)]);
    let mut workspace = Workspace::new();
    let unknown = snapshot.impact(&scenario, &mut workspace).unwrap_err();
    assert_eq!(unknown.cis, [ci(5), ci(7)]);
    assert!(
        unknown
            .to_string()
            .starts_with("2 items of the scenario not in the graph: ")
    );
}

#[test]
fn refused_edit_changes_nothing() {
    let mut graph = graph(2, &[(1, 2)]);
    let again = Relationship::new(code("to_source.hard"), ci(1), ci(2));
    assert!(matches!(
        graph.relate(again.clone()),
        Err(GraphError::Duplicate { .. })
    ));
    let text = graph.relate(again.clone()).unwrap_err().to_string();
    assert_eq!(
        text,
        format!("{} `to_source.hard` {} is there already", ci(1), ci(2))
    );
    let unknown = Relationship::new(code("to_source.hard"), ci(1), ci(9));
    assert_eq!(
        graph.relate(unknown).unwrap_err(),
        GraphError::UnknownCi { ci: ci(9) }
    );
    let strange = Relationship::new(code("likes"), ci(1), ci(2));
    assert_eq!(
        graph.relate(strange).unwrap_err(),
        GraphError::UnknownType {
            kind: code("likes")
        }
    );
    let own = RedundancyGroup::new(code("own"), Group::at_least(1, [ci(1), ci(2)]).unwrap());
    assert!(matches!(
        graph.set_group(ci(1), own),
        Err(GraphError::OwnMember { .. })
    ));
    assert_eq!(graph.relationships(), [again]);
    assert_eq!(graph.groups_of(ci(1)).count(), 0);
}

#[test]
fn parallel_relationships_of_unlike_types_are_both_kept() {
    let mut graph = graph(2, &[(1, 2)]);
    let _ = graph
        .relate(Relationship::new(code("to_source.soft"), ci(1), ci(2)))
        .unwrap();
    assert_eq!(graph.relationships_of(ci(2)).count(), 2);
    let hard = Relationship::new(code("to_source.hard"), ci(1), ci(2));
    let _ = graph.unrelate(&hard).unwrap();
    assert_eq!(
        affected(&graph, &Scenario::failing([ci(2)])),
        [(1, Status::Degraded), (2, Status::Down)]
    );
}

#[test]
fn explanation_tells_of_the_group_and_then_of_its_members() {
    // 1 needs one of 2 and 3; both stand on 4.
    let mut graph = graph(4, &[(2, 4), (3, 4)]);
    let pair = Group::at_least(1, [ci(2), ci(3)]).unwrap();
    let _ = graph
        .set_group(ci(1), RedundancyGroup::new(code("pair"), pair))
        .unwrap();
    let snapshot = Snapshot::of(&graph, View::live());
    let mut workspace = Workspace::new();
    let scenario = Scenario::failing([ci(4)]);
    let impact = snapshot.impact(&scenario, &mut workspace).unwrap();
    let steps = impact.reasons(&graph).why(ci(1));
    assert_eq!(
        steps.iter().map(|it| it.ci).collect::<Vec<_>>(),
        [4, 2, 3, 1].map(ci)
    );
    assert_eq!(steps[0].because, Because::Given);
    let lost = vec![ci(2), ci(3)];
    assert_eq!(
        steps[3].because,
        Because::Group {
            group: code("pair"),
            lost
        }
    );
}

#[test]
fn what_has_changed_since_an_answer_names_the_worst_first() {
    let graph = graph(4, &[(1, 2), (3, 4)]);
    let snapshot = Snapshot::of(&graph, View::live());
    let mut workspace = Workspace::new();
    let now = Scenario::failing([ci(2)]);
    let before = snapshot.impact(&now, &mut workspace).unwrap().affected();
    let then = now.repairing([ci(2)]).and_failing([ci(4)]);
    let impact = snapshot.impact(&then, &mut workspace).unwrap();
    let changed: Vec<(u64, Status)> = impact
        .since(&before)
        .into_iter()
        .map(|(it, _, now)| (it.key().unwrap(), now))
        .collect();
    let [up, down] = [Status::Up, Status::Down];
    assert_eq!(changed, [(3, down), (4, down), (1, up), (2, up)]);
}

#[test]
fn strengths_are_told_apart_in_a_nested_group() {
    // Two sites, one of which is needed; each site needs both of its machines. Losing it degrades.
    let mut graph = graph(5, &[]);
    let site = |a, b| Group::at_least(2, [ci(a), ci(b)]).unwrap();
    let sites = Group::at_least(1, [site(2, 3), site(4, 5)]).unwrap();
    let sites = RedundancyGroup::new(code("sites"), sites).strength(Strength::Soft);
    let _ = graph.set_group(ci(1), sites).unwrap();
    assert_eq!(
        affected(&graph, &Scenario::failing([ci(2), ci(3)])).len(),
        2
    );
    let both = affected(&graph, &Scenario::failing([ci(2), ci(5)]));
    assert_eq!(both.first(), Some(&(1, Status::Degraded)));
}

#[test]
fn item_that_left_before_its_edit_is_followed_leaves_nothing_behind() {
    let mut graph = graph(2, &[(1, 2)]);
    let mut snapshot = Snapshot::of(&graph, View::live());
    let stays = graph.set_in_service(ci(1), true).unwrap();
    let goes = graph.set_in_service(ci(1), false).unwrap();
    for edit in [stays, goes] {
        snapshot.follow(&graph, &edit);
    }
    let mut workspace = Workspace::new();
    let scenario = Scenario::failing([ci(2)]);
    let impact = snapshot.impact(&scenario, &mut workspace).unwrap();
    assert_eq!(impact.down(), [ci(2)]);
}
