//! Changes and the graph of items: collisions that only the graph can see.

use crate::desk::at;
use alloc::collections::BTreeSet;
use itsm::change::Change;
use itsm::change::conflict::ConflictKind;
use itsm::change::conflict_policy::ConflictPolicy;
use itsm::change::detect::Surroundings;
use itsm::change::estate::Estate as _;
use itsm::change::kind::{ChangeType, Magnitude};
use itsm::change::planned::{DraftPlannedChange, PlannedChange};
use itsm::change::policy::ChangePolicy;
use itsm::change::profile::ChangeProfile;
use itsm::change::risk::RiskFacts;
use itsm::change::schedule::ChangeSchedule;
use itsm::change::windows::LaidWindows;
use itsm::configuration::authority::Authority;
use itsm::configuration::estate::Estate;
use itsm::configuration::graph::DependencyGraph;
use itsm::configuration::impact::Workspace;
use itsm::configuration::policy::ConfigurationPolicy;
use itsm::configuration::profile::CiProfile;
use itsm::configuration::redundancy::{Group, RedundancyGroup};
use itsm::configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
use itsm::configuration::scenario::{Scenario, Status};
use itsm::configuration::snapshot::{Snapshot, View};
use itsm::configuration::vocabulary::CiAttribute;
use itsm::configuration::{Ci, command::Relate};
use itsm::coordination::changed_estate::{ChangedEstate, in_maintenance};
use itsm::core::actor::{Actor, Role};
use itsm::core::condition::Condition;
use itsm::core::context::Context;
use itsm::core::draft::DraftCondition;
use itsm::core::id::{ChangeId, CiId, PersonId, ServiceId};
use itsm::core::text::{Code, Label, Title};
use proptest::prelude::*;

fn ci(key: u64) -> CiId {
    CiId::from_key(key)
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn plan(key: u64, items: &[u64], from: u32, until: u32) -> PlannedChange {
    let hour = |it: u32| at(&format!("2026-03-02T{it:02}:00:00Z"));
    let title = Title::new(format!("Change {key}")).unwrap();
    let draft = DraftPlannedChange::new(ChangeId::from_key(key), ChangeType::Normal, title);
    let draft = draft.start(hour(from)).end(hour(until));
    let others: Vec<CiId> = items[1..].iter().map(|it| ci(*it)).collect();
    let draft = draft.primary_ci(ci(items[0])).affected_cis(others);
    PlannedChange::try_from(draft).unwrap()
}

fn graph(items: u64) -> DependencyGraph {
    let kind = |forward: &str, flow, containment| RelationshipType {
        forward: Label::new(forward).unwrap(),
        inverse: Label::new(format!("{forward}, inversely")).unwrap(),
        flow,
        strength: Strength::Hard,
        containment,
    };
    let mut graph = DependencyGraph::new([
        (code("contains"), kind("contains", Flow::None, true)),
        (code("needs"), kind("needs", Flow::ToSource, false)),
    ]);
    for it in 0..items {
        let _ = graph.add(ci(it)).unwrap();
    }
    graph
}

/// The collisions of one change, as sets of the other changes.
fn collisions(
    schedule: &ChangeSchedule,
    own: &PlannedChange,
    estate: &mut ChangedEstate<'_>,
) -> BTreeSet<Vec<ChangeId>> {
    let (policy, now) = (ConflictPolicy::default(), at("2026-03-01T00:00:00Z"));
    let windows = LaidWindows::none(now..at("2026-04-01T00:00:00Z"));
    let mut around = Surroundings {
        policy: &policy,
        windows: &windows,
        estate,
    };
    let report = schedule.conflicts(own, now, &mut around);
    assert!(report.is_evaluated());
    let found = report.of(ConflictKind::Redundancy);
    found.map(|it| it.others.clone().unwrap()).collect()
}

#[test]
fn relatives_dependants_and_providers_come_from_the_graph() {
    let mut graph = graph(5);
    for (kind, one, other) in [("contains", 0, 1), ("needs", 2, 1), ("needs", 3, 2)] {
        let relationship = Relationship::new(code(kind), ci(one), ci(other));
        let _ = graph.relate(relationship).unwrap();
    }
    let group = RedundancyGroup::new(code("servers"), Group::at_least(1, [ci(1), ci(4)]).unwrap());
    let _ = graph.set_group(ci(3), group).unwrap();
    let snapshot = Snapshot::of(&graph, View::live());
    let mut estate = ChangedEstate::new(&graph, &snapshot);
    assert_eq!(estate.parents(ci(1)), Some(vec![ci(0)]));
    assert_eq!(estate.children(ci(0)), Some(vec![ci(1)]));
    assert_eq!(estate.dependants(ci(1)), Some(vec![ci(2), ci(3)]));
    assert_eq!(estate.dependants(ci(4)), Some(vec![ci(3)]));
    assert_eq!(estate.providers(ci(3)), Some(vec![ci(1), ci(2), ci(4)]));
    assert_eq!(estate.down_with(&[ci(1)]), Some(vec![ci(1), ci(2), ci(3)]));
    // Of what is not in the graph nothing is known, and nothing of classes without records.
    assert_eq!(estate.parents(ci(9)), None);
    assert_eq!(estate.dependants(ci(9)), None);
    assert_eq!(estate.down_with(&[ci(1), ci(9)]), None);
    assert_eq!(estate.is_a(ci(1), &code("server")), None);
    assert_eq!(estate.services(ci(1)), None);
}

#[test]
fn classes_services_and_conditions_come_from_the_records() {
    let policy = ConfigurationPolicy::default();
    let max = Actor::person(PersonId::from_key(1)).with(Role::CONFIGURATION_MANAGER);
    let cx = Context::new(at("2026-03-02T09:00:00Z"), &max, &policy);
    let mut estate = Estate::new();
    let authority = || Authority::from(ChangeId::from_key(1));
    let profiles = [
        CiProfile::new(code("service"), Title::new("Web shop").unwrap())
            .service(ServiceId::from_key(1)),
        CiProfile::new(code("database"), Title::new("orders").unwrap()),
    ];
    let mut items = Vec::new();
    for (key, profile) in (1..).zip(profiles) {
        let (item, born) = Ci::register(ci(key), profile, authority(), &cx).unwrap();
        estate.evolve(&born).unwrap();
        items.push(item);
    }
    let facts = estate.target_facts(ci(2), &policy).unwrap();
    let relate = Relate::new(code("depends_on"), ci(2), facts, authority());
    for event in items[0].execute(relate, &cx).unwrap() {
        estate.evolve(&event).unwrap();
    }
    let graph = estate.graph(&policy);
    let snapshot = Snapshot::of(&graph, View::live());
    let draft = DraftCondition::attribute("class").is("database");
    let condition = Condition::<CiAttribute>::compile(&draft, &policy).unwrap();
    let mut changed = ChangedEstate::new(&graph, &snapshot)
        .with_records(&estate, &policy)
        .with_condition(code("data"), condition);
    assert_eq!(changed.services(ci(2)), Some(vec![ServiceId::from_key(1)]));
    assert_eq!(changed.is_a(ci(2), &code("database")), Some(true));
    assert_eq!(changed.is_a(ci(1), &code("database")), Some(false));
    assert_eq!(changed.is_a(ci(7), &code("database")), None);
    assert_eq!(changed.meets(ci(2), &code("data")), Some(true));
    assert_eq!(changed.meets(ci(1), &code("data")), Some(false));
    assert_eq!(changed.meets(ci(1), &code("unheard_of")), None);
    // What is only planned is on record and takes nobody down.
    assert_eq!(changed.down_with(&[ci(2)]), Some(vec![ci(2)]));
}

/// A change of some items, under the default policy.
fn change_of(items: &[u64]) -> Change {
    let policy = ChangePolicy::default();
    let ana = Actor::person(PersonId::from_key(1));
    let cx = Context::new(at("2026-03-02T09:00:00Z"), &ana, &policy);
    let title = Title::new("A bigger queue").unwrap();
    let cis: BTreeSet<CiId> = items.iter().map(|it| ci(*it)).collect();
    let profile = ChangeProfile::new(title, ChangeType::Normal, Magnitude::Minor).cis(cis);
    Change::register(ChangeId::from_key(1), profile, [], &cx)
        .unwrap()
        .0
}

#[test]
fn what_goes_down_with_a_change_is_a_fact_of_its_risk() {
    let mut graph = graph(5);
    for (one, other) in [(2, 1), (3, 2)] {
        let relationship = Relationship::new(code("needs"), ci(one), ci(other));
        let _ = graph.relate(relationship).unwrap();
    }
    let snapshot = Snapshot::of(&graph, View::live());
    let mut bare = ChangedEstate::new(&graph, &snapshot);
    let facts = bare.risk_facts(&change_of(&[1, 4]));
    assert_eq!((facts.items_down, facts.services_down), (Some(4), None));
    // Of what is not in the graph, and of a change of nothing, nothing is known.
    assert_eq!(bare.risk_facts(&change_of(&[9])), RiskFacts::new());
    assert_eq!(bare.risk_facts(&change_of(&[])), RiskFacts::new());
    // The third item is a service.
    let policy = ConfigurationPolicy::default();
    let max = Actor::person(PersonId::from_key(1)).with(Role::CONFIGURATION_MANAGER);
    let cx = Context::new(at("2026-03-02T09:00:00Z"), &max, &policy);
    let shop = CiProfile::new(code("service"), Title::new("Web shop").unwrap())
        .service(ServiceId::from_key(1));
    let (_, born) = Ci::register(ci(3), shop, Authority::from(ChangeId::from_key(1)), &cx).unwrap();
    let mut estate = Estate::new();
    estate.evolve(&born).unwrap();
    let mut known = ChangedEstate::new(&graph, &snapshot).with_records(&estate, &policy);
    let facts = known.risk_facts(&change_of(&[1]));
    assert_eq!((facts.items_down, facts.services_down), (Some(3), Some(1)));
    // And it moves the risk: what takes a service down is at least moderate.
    let found = ChangePolicy::default().risk().assess(&facts);
    assert_eq!(found.risk.unwrap().as_str(), "Moderate");
}

#[test]
fn two_harmless_changes_that_take_the_shop_down_together_are_seen() {
    let mut graph = graph(4);
    let group = Group::at_least(1, [ci(1), ci(2)]).unwrap();
    let _ = graph
        .set_group(ci(0), RedundancyGroup::new(code("servers"), group))
        .unwrap();
    let snapshot = Snapshot::of(&graph, View::live());
    let mut estate = ChangedEstate::new(&graph, &snapshot);
    let schedule = ChangeSchedule::of([plan(1, &[1], 20, 22), plan(2, &[3], 20, 22)]).unwrap();
    let found = collisions(&schedule, &plan(3, &[2], 21, 23), &mut estate);
    assert_eq!(found, BTreeSet::from([vec![ChangeId::from_key(1)]]));
    assert_eq!(
        collisions(&schedule, &plan(3, &[2], 22, 23), &mut estate),
        BTreeSet::new()
    );
}

#[test]
fn items_of_active_changes_are_in_maintenance_for_impact() {
    let mut graph = graph(3);
    let group = Group::at_least(1, [ci(1), ci(2)]).unwrap();
    let _ = graph
        .set_group(ci(0), RedundancyGroup::new(code("servers"), group))
        .unwrap();
    let snapshot = Snapshot::of(&graph, View::live());
    let schedule = ChangeSchedule::of([plan(1, &[1, 77], 20, 22)]).unwrap();
    let mut workspace = Workspace::new();
    let mut shop = |time: &str| {
        let failed = Scenario::failing([ci(2)]);
        let scenario = in_maintenance(failed, &schedule, at(time), &snapshot);
        snapshot
            .impact(&scenario, &mut workspace)
            .unwrap()
            .status(ci(0))
    };
    // While one server is being changed, the loss of the other is the loss of the shop.
    assert_eq!(shop("2026-03-02T21:00:00Z"), Status::Down);
    assert_eq!(shop("2026-03-02T22:00:00Z"), Status::Up);
}

const ITEMS: u64 = 9;

/// What is down with these items, asked of the graph itself.
fn down(snapshot: &Snapshot, sets: &[&PlannedChange]) -> BTreeSet<CiId> {
    let failed = sets.iter().flat_map(|it| it.cis()).copied();
    let mut workspace = Workspace::new();
    let impact = snapshot.impact(&Scenario::failing(failed), &mut workspace);
    impact.unwrap().down().into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn collisions_agree_with_the_joint_impact_of_every_set_of_changes(
        needs in prop::collection::btree_set((0..ITEMS, 0..ITEMS), 0..8),
        groups in prop::collection::btree_map(0..ITEMS, (1..3_u32, prop::collection::btree_set(0..ITEMS, 2..4)), 0..6),
        changes in prop::collection::vec((prop::collection::vec(0..ITEMS, 1..3), 0..20_u32, 1..4_u32), 1..7),
    ) {
        let mut graph = graph(ITEMS);
        for (one, other) in needs.into_iter().filter(|(one, other)| one != other) {
            let _ = graph.relate(Relationship::new(code("needs"), ci(one), ci(other))).unwrap();
        }
        for (owner, (enough, members)) in groups {
            let members = members.into_iter().filter(|it| *it != owner).map(ci);
            if let Ok(group) = Group::at_least(enough, members) {
                let _ = graph.set_group(ci(owner), RedundancyGroup::new(code("group"), group));
            }
        }
        let snapshot = Snapshot::of(&graph, View::live());
        let mut estate = ChangedEstate::new(&graph, &snapshot);
        let all: Vec<PlannedChange> = (0..).zip(&changes)
            .map(|(key, (items, from, length))| plan(key, items, *from, from.saturating_add(*length))).collect();
        let schedule = ChangeSchedule::of(all.clone()).unwrap();
        for own in &all {
            let mut brute = BTreeSet::new();
            // Every set of the change and one or two others, however they lie in time.
            for set in 0..1_u32 << all.len() {
                let set: Vec<&PlannedChange> = all.iter().enumerate()
                    .filter(|(place, _)| set & (1 << place) != 0).map(|(_, it)| it).collect();
                let starts = set.iter().filter_map(|it| it.draft().start).max();
                let ends = set.iter().filter_map(|it| it.draft().end).min();
                if !set.contains(&own) || !(2..=3).contains(&set.len()) || starts >= ends {
                    continue;
                }
                let mut lost = down(&snapshot, &set);
                for left_out in 0..set.len() {
                    let mut smaller = set.clone();
                    smaller.remove(left_out);
                    let without = down(&snapshot, &smaller);
                    lost.retain(|it| !without.contains(it));
                }
                if !lost.is_empty() {
                    let ids = set.iter().map(|it| it.change()).filter(|it| *it != own.change());
                    brute.insert(ids.collect::<Vec<_>>());
                }
            }
            prop_assert_eq!(collisions(&schedule, own, &mut estate), brute);
        }
    }
}
