//! Root-cause candidates, beside a twin that supposes everything of everybody.

use crate::estate::{ITEMS, ci, code, graph, types};
use crate::twin;
use crate::walk::{items, views};
use itsm_configuration::candidates::{Candidate, Cause, LeftOut, Limits, Observation};
use itsm_configuration::graph::DependencyGraph;
use itsm_configuration::impact::Workspace;
use itsm_configuration::redundancy::{Group, RedundancyGroup};
use itsm_configuration::relationship::Relationship;
use itsm_configuration::scenario::{Scenario, Status};
use itsm_configuration::snapshot::{Snapshot, View};
use itsm_core::id::CiId;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What a set of causes says: how it does about each symptom, about each item that works, and how
/// many others it hurts.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Verdict {
    wrong: usize,
    inexact: usize,
    size: usize,
    further: usize,
    causes: Vec<Cause>,
    unexplained: Vec<CiId>,
    contradicted: Vec<CiId>,
    explained: Vec<(CiId, Status)>,
}

fn judge(
    graph: &DependencyGraph,
    view: &View,
    seen: &BTreeMap<CiId, Status>,
    away: &[CiId],
    causes: &[Cause],
) -> Verdict {
    let doing = |status| {
        let all = causes.iter().filter(move |it| it.status == status);
        all.map(|it| it.ci)
    };
    let scenario = Scenario::failing(doing(Status::Down))
        .degrading(doing(Status::Degraded))
        .in_maintenance(away.iter().copied());
    let will = twin::impact(graph, view, &scenario);
    let (mut unexplained, mut contradicted, mut explained) = (vec![], vec![], vec![]);
    let mut inexact = 0;
    for (it, observed) in seen {
        match (*observed, will[it]) {
            (Status::Up, Status::Up) => {}
            (Status::Up, _) => contradicted.push(*it),
            (_, Status::Up) => unexplained.push(*it),
            (observed, predicted) => {
                explained.push((*it, predicted));
                inexact += usize::from(observed != predicted);
            }
        }
    }
    let hurt = will.iter().filter(|(_, status)| **status > Status::Up);
    let mut causes = causes.to_vec();
    causes.sort();
    Verdict {
        wrong: unexplained.len() + contradicted.len(),
        inexact,
        size: causes.len(),
        further: hurt.filter(|(it, _)| !seen.contains_key(it)).count(),
        causes,
        unexplained,
        contradicted,
        explained,
    }
}

fn verdict(candidate: &Candidate) -> Verdict {
    let cis = |all: &[itsm_configuration::candidates::Prediction]| {
        all.iter().map(|it| it.ci).collect::<Vec<CiId>>()
    };
    let explained = candidate.explained.iter();
    Verdict {
        wrong: candidate.unexplained.len() + candidate.contradicted.len(),
        inexact: explained
            .clone()
            .filter(|it| it.observed != it.predicted)
            .count(),
        size: candidate.causes.len(),
        further: candidate.further,
        causes: candidate.causes.clone(),
        unexplained: cis(&candidate.unexplained),
        contradicted: cis(&candidate.contradicted),
        explained: explained.map(|it| (it.ci, it.predicted)).collect(),
    }
}

/// Every set of this size, of everybody in every way.
fn sets(all: &[Cause], size: usize) -> Vec<Vec<Cause>> {
    if size == 0 {
        return vec![vec![]];
    }
    let mut found = Vec::new();
    for (at, one) in all.iter().enumerate() {
        for mut rest in sets(&all[at + 1..], size - 1) {
            if rest.iter().all(|it| it.ci != one.ci) {
                rest.push(*one);
                found.push(rest);
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn candidates_are_those_found_by_supposing_everything_of_everybody(
        graph in graph(),
        view in views(),
        seen in proptest::collection::btree_map(
            1..=ITEMS, proptest::sample::select(vec![Status::Up, Status::Degraded, Status::Down]), 1..6,
        ),
        away in proptest::collection::btree_set(1..=ITEMS, 0..2),
    ) {
        let snapshot = Snapshot::of(&graph, view.clone());
        let items = items(&graph, &view);
        let seen: BTreeMap<CiId, Status> = seen
            .into_iter()
            .map(|(key, status)| (ci(key), status))
            .filter(|(it, _)| items.contains(it))
            .collect();
        let away: Vec<CiId> = away.into_iter().map(ci).filter(|it| items.contains(it)).collect();
        let mut observed = Observation::new().in_maintenance(away.clone());
        for (it, status) in &seen {
            observed = observed.seen(*status, [*it]);
        }
        let limits = Limits::default();
        let answer = snapshot.candidates(&graph, &observed, limits, &mut Workspace::new()).unwrap();

        let is_mild = seen.values().any(|it| *it == Status::Degraded);
        let ways = [Status::Degraded, Status::Down];
        let all: Vec<Cause> = items
            .iter()
            .filter(|it| !away.contains(it))
            .flat_map(|it| ways.map(|status| Cause { ci: *it, status }))
            .filter(|it| is_mild || it.status == Status::Down)
            .collect();
        let judged = |size: usize| -> Vec<Verdict> {
            let sets = sets(&all, size).into_iter();
            let mut all: Vec<Verdict> =
                sets.map(|it| judge(&graph, &view, &seen, &away, &it)).collect();
            all.sort();
            all
        };
        let mut singles = judged(1);
        singles.retain(|it| !it.explained.is_empty());
        let got: Vec<Verdict> = answer.singles.iter().map(verdict).collect();
        prop_assert_eq!(&got, &singles);

        let mut expected = Vec::new();
        if singles.iter().all(|it| !it.unexplained.is_empty()) {
            for size in 2..=3 {
                expected = judged(size);
                expected.retain(|it| it.unexplained.is_empty());
                if !expected.is_empty() {
                    break;
                }
            }
            // Without a symptom there is nothing to explain, and nobody to suspect.
            if seen.values().all(|it| *it == Status::Up) {
                expected.clear();
            }
        }
        let got: Vec<Verdict> = answer.sets.iter().map(verdict).collect();
        prop_assert_eq!(got, expected);
        prop_assert!(answer.left_out.is_empty());
    }
}

fn estate(items: u64, needs: &[(u64, u64)]) -> DependencyGraph {
    let mut graph = DependencyGraph::new(types());
    for key in 1..=items {
        let _ = graph.add(ci(key)).unwrap();
    }
    for (from, to) in needs {
        let it = Relationship::new(code("to_source.hard"), ci(*from), ci(*to));
        let _ = graph.relate(it).unwrap();
    }
    graph
}

fn ask(
    graph: &DependencyGraph,
    observed: &Observation,
    limits: Limits,
) -> (Vec<Vec<u64>>, Vec<Vec<u64>>, Vec<LeftOut>) {
    let snapshot = Snapshot::of(graph, View::live());
    let answer = snapshot
        .candidates(graph, observed, limits, &mut Workspace::new())
        .unwrap();
    let keys = |all: &[Candidate]| {
        let causes = all.iter().map(|it| it.causes.iter());
        causes
            .map(|it| it.map(|cause| cause.ci.key().unwrap()).collect())
            .collect()
    };
    (keys(&answer.singles), keys(&answer.sets), answer.left_out)
}

#[test]
fn loss_of_a_pair_is_explained_by_both_members_together() {
    // 1 needs one of 2 and 3, and carries 4.
    let mut graph = estate(4, &[(4, 1)]);
    let pair = Group::at_least(1, [ci(2), ci(3)]).unwrap();
    let pair = RedundancyGroup::new(code("pair"), pair);
    let _ = graph.set_group(ci(1), pair).unwrap();
    let observed = Observation::new().seen(Status::Down, [ci(1), ci(2), ci(3)]);
    let (singles, sets, _) = ask(&graph, &observed, Limits::default());
    // The last would also take down 4, of which nothing is known.
    assert_eq!(singles, [[2], [3], [1]]);
    assert_eq!(sets, [[2, 3]]);
}

#[test]
fn what_most_symptoms_lean_on_is_tried_first_and_a_limit_is_told() {
    // 5 carries 1, 2 and 3; 4 carries 1 alone.
    let graph = estate(5, &[(1, 4), (1, 5), (2, 5), (3, 5)]);
    let observed = Observation::new().seen(Status::Down, [1, 2, 3].map(ci));
    let (singles, _, left_out) = ask(&graph, &observed, Limits::default().singles(1));
    assert_eq!(singles, [[5]]);
    assert_eq!(left_out, [LeftOut::Singles { tried: 1, of: 5 }]);
}

#[test]
fn too_many_sets_are_not_tried_and_one_is_grown() {
    // Four symptoms, each with a cause of its own, and sixteen bystanders on each.
    let mut needs = Vec::new();
    for symptom in 1..=4 {
        for cause in 0..17 {
            needs.push((symptom, 5 + (symptom - 1) * 17 + cause));
        }
    }
    let graph = estate(72, &needs);
    let observed = Observation::new().seen(Status::Down, [1, 2, 3, 4].map(ci));
    let limits = Limits::default().sets(400, 4);
    let (_, sets, left_out) = ask(&graph, &observed, limits);
    // None hurts fewer others than the symptoms of themselves.
    assert_eq!(sets, [[1, 2, 3, 4]]);
    assert_eq!(left_out, [LeftOut::Sets { causes: 2 }]);
    // With less, growing comes to an end before its goal.
    let (_, sets, _) = ask(&graph, &observed, Limits::default().sets(100, 4));
    assert!(sets.is_empty());
}

#[test]
fn unknown_observation_is_refused_by_name() {
    let graph = estate(1, &[]);
    let snapshot = Snapshot::of(&graph, View::live());
    let observed = Observation::new()
        .seen(Status::Up, [ci(7)])
        .in_maintenance([ci(8)]);
    let refused = snapshot.candidates(&graph, &observed, Limits::default(), &mut Workspace::new());
    assert_eq!(refused.unwrap_err().cis, [ci(7), ci(8)]);
}

#[test]
fn what_is_said_last_of_an_item_counts() {
    let observed = Observation::new()
        .seen(Status::Down, [ci(1)])
        .seen(Status::Up, [ci(1)]);
    assert_eq!(observed.symptoms().count(), 0);
    assert_eq!(observed.statuses().count(), 1);
}
