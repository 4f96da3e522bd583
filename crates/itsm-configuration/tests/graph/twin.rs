//! Impact as it is meant, item by item and round by round, until nothing changes any more.

use crate::estate::ci;
use itsm_configuration::graph::DependencyGraph;
use itsm_configuration::redundancy::{Group, GroupRule, Member};
use itsm_configuration::relationship::Strength;
use itsm_configuration::scenario::{Scenario, Status};
use itsm_configuration::snapshot::{Extent, View};
use itsm_core::id::CiId;
use std::collections::{BTreeMap, BTreeSet};

/// How far the worst news of an item have come: how it does after each number of steps.
pub(crate) fn impact(
    graph: &DependencyGraph,
    view: &View,
    scenario: &Scenario,
) -> BTreeMap<CiId, Status> {
    let away = |it: CiId| away(graph, view, scenario, it);
    let mut now: BTreeMap<CiId, Status> = BTreeMap::new();
    for it in graph.cis() {
        let status = if away(it) {
            Status::Up
        } else if scenario.failed().any(|other| other == it) {
            Status::Down
        } else if scenario.degraded().any(|other| other == it) {
            Status::Degraded
        } else {
            Status::Up
        };
        now.insert(it, status);
    }
    let mut steps = 0;
    loop {
        if scenario.depth() == Some(steps) {
            return now;
        }
        steps += 1;
        let mut next = now.clone();
        for it in graph.cis().into_iter().filter(|it| !away(*it)) {
            let worse = suffers(graph, view, &now, &away, it);
            let status = next.get_mut(&it).unwrap();
            *status = worse.max(*status);
        }
        if next == now {
            return now;
        }
        now = next;
    }
}

/// How far everything that suffers is from what the scenario names: after how many rounds its
/// status has a reason among those found before, each with the status that it ends up with.
pub(crate) fn distances(
    graph: &DependencyGraph,
    view: &View,
    scenario: &Scenario,
) -> BTreeMap<CiId, u32> {
    let end = impact(graph, view, scenario);
    let away = |it: CiId| away(graph, view, scenario, it);
    let given = |it: CiId| match end[&it] {
        Status::Down => scenario.failed().any(|other| other == it),
        Status::Degraded => scenario.degraded().any(|other| other == it),
        Status::Up => false,
    };
    let mut found: BTreeMap<CiId, u32> = BTreeMap::new();
    for distance in 0.. {
        let known: BTreeMap<CiId, Status> = found.keys().map(|it| (*it, end[it])).collect();
        let before = found.len();
        for (it, status) in end.iter().filter(|(_, status)| **status > Status::Up) {
            let told = given(*it) || suffers(graph, view, &known, &away, *it) >= *status;
            if told && (distance > 0 || given(*it)) {
                found.entry(*it).or_insert(distance);
            }
        }
        if found.len() == before {
            break;
        }
    }
    found
}

/// Whether an item is left out.
fn away(graph: &DependencyGraph, view: &View, scenario: &Scenario, it: CiId) -> bool {
    !graph.contains(it)
        || (view.extent == Extent::Live && !graph.is_in_service(it))
        || scenario.maintenance().any(|other| other == it)
}

/// What an item makes of how the others do.
fn suffers(
    graph: &DependencyGraph,
    view: &View,
    now: &BTreeMap<CiId, Status>,
    away: &dyn Fn(CiId) -> bool,
    it: CiId,
) -> Status {
    let status = |other: CiId| now.get(&other).copied().unwrap_or(Status::Up);
    let mut worst = Status::Up;
    let in_groups: BTreeSet<CiId> = graph.groups_of(it).flat_map(|g| g.group.cis()).collect();
    for relationship in graph.relationships_of(it) {
        let kind = graph.type_of(&relationship.kind).unwrap();
        let is_source = relationship.source == it && kind.flow.reaches_source();
        let is_target = relationship.target == it && kind.flow.reaches_target();
        let other = relationship.other(it);
        let counts = view
            .types
            .as_ref()
            .is_none_or(|all| all.contains(&relationship.kind));
        if counts && (is_source || is_target) && !in_groups.contains(&other) {
            worst = worst.max(felt(status(other), kind.strength));
        }
    }
    for group in graph.groups_of(it) {
        worst = worst.max(felt(
            of_group(&group.group, &status, away).0,
            group.strength,
        ));
        let loses = group
            .group
            .cis()
            .into_iter()
            .any(|it| status(it) == Status::Down);
        if group.feels_loss && loses {
            worst = worst.max(Status::Degraded);
        }
    }
    worst
}

fn felt(status: Status, strength: Strength) -> Status {
    match (strength, status) {
        (Strength::Hard, status) => status,
        (Strength::Soft, Status::Down) => Status::Degraded,
        (Strength::Soft, _) => Status::Up,
    }
}

/// How a group does, and whether anybody of it is there at all.
fn of_group(
    group: &Group,
    status: &dyn Fn(CiId) -> Status,
    away: &dyn Fn(CiId) -> bool,
) -> (Status, bool) {
    // For each member its status, whether it is there, and its weight.
    let members: Vec<(Status, bool, u32)> = group
        .members()
        .map(|(member, weight)| match member {
            Member::Ci(ci) if away(*ci) => (Status::Up, false, weight),
            Member::Ci(ci) => (status(*ci), true, weight),
            Member::Group(inner) => {
                let (status, there) = of_group(inner, status, away);
                (status, there, weight)
            }
        })
        .collect();
    let there: Vec<_> = members.iter().filter(|(_, there, _)| *there).collect();
    if there.is_empty() {
        return (Status::Up, false);
    }
    let gone: u32 = members.iter().filter(|it| !it.1).map(|it| it.2).sum();
    let works = |worst: Status| {
        let lost: u32 = there.iter().filter(|it| it.0 >= worst).map(|it| it.2).sum();
        if lost == 0 {
            return true;
        }
        match group.rule() {
            GroupRule::AtLeast(needed) => {
                // With fewer of them there than it needs, it needs all that are.
                let count = u32::try_from(there.len()).unwrap();
                count - lost >= needed.min(count)
            }
            GroupRule::Influence(threshold) => lost < threshold.saturating_sub(gone).max(1),
        }
    };
    let status = if !works(Status::Down) {
        Status::Down
    } else if !works(Status::Degraded) {
        Status::Degraded
    } else {
        Status::Up
    };
    (status, true)
}

#[test]
fn twin_knows_what_a_group_is() {
    let [a, b, c] = [1, 2, 3].map(ci);
    let two = Group::at_least(2, [a, b, c]).unwrap();
    let with = |down: &'static [u64]| {
        move |it: CiId| {
            if down.iter().any(|key| ci(*key) == it) {
                Status::Down
            } else {
                Status::Up
            }
        }
    };
    assert_eq!(of_group(&two, &with(&[1]), &|_| false), (Status::Up, true));
    assert_eq!(
        of_group(&two, &with(&[1, 2]), &|_| false),
        (Status::Down, true)
    );
    // One is away: two are left, both are needed.
    assert_eq!(
        of_group(&two, &with(&[1]), &|it| it == c),
        (Status::Down, true)
    );
}
