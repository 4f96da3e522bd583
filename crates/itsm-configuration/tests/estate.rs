//! The estate at any time is the fold of what was recorded until then.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "a test that cannot be set up is a failed test"
)]

use itsm_configuration::command::{CiCommand, CiCommandKind};
use itsm_configuration::draft::DraftConfigurationPolicy;
use itsm_configuration::estate::{Estate, EstateError, Reading};
use itsm_configuration::impact::Workspace;
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::retirement::OnDependants;
use itsm_configuration::scenario::Scenario;
use itsm_configuration::snapshot::{Snapshot, View};
use itsm_configuration::testing::{actors, commands, origins, witness};
use itsm_configuration::{Ci, RecordedCiEvent};
use itsm_core::context::Context;
use itsm_core::id::CiId;
use itsm_core::time::{Instant, Seconds};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeMap;

/// The default policy, but for one thing: who is retired loses its relationships.
fn policy() -> ConfigurationPolicy {
    let mut draft = DraftConfigurationPolicy::default();
    let root = draft.classes.get_mut("item").unwrap();
    let rule = root.retirement.as_mut().unwrap();
    rule.dependants = OnDependants::Detach;
    draft.moves.allow_all = true;
    draft.try_into().unwrap()
}

/// What happens next: to which item, how much later, and what is asked.
#[derive(Debug, Clone)]
struct Step {
    which: Index,
    pause: u64,
    act: Result<CiCommandKind, CiCommand>,
}

fn steps() -> BoxedStrategy<Vec<Step>> {
    let kinds = CiCommandKind::ALL.to_vec();
    let act = prop_oneof![
        3 => select(kinds.clone()).prop_map(Ok),
        1 => select(kinds).prop_flat_map(commands).prop_map(Err),
    ];
    let step =
        (any::<Index>(), 0..3_u64, act).prop_map(|(which, pause, act)| Step { which, pause, act });
    vec(step, 0..60).boxed()
}

/// A log of several items that live at the same time, each event with the estate as it was after
/// it, kept live.
fn live(births: Vec<(Ci, RecordedCiEvent)>, steps: &[Step]) -> Vec<(RecordedCiEvent, Estate)> {
    let policy = policy();
    let who = actors();
    let mut items: BTreeMap<CiId, Ci> = BTreeMap::new();
    let mut estate = Estate::new();
    let mut log = Vec::new();
    let mut now = births.iter().map(|(_, it)| it.at).max().unwrap();
    for (ci, mut birth) in births {
        if items.contains_key(&ci.id()) {
            continue;
        }
        birth.at = now;
        items.insert(ci.id(), Ci::replay([&birth]).unwrap());
        estate.evolve(&birth).unwrap();
        log.push((birth, estate.clone()));
    }
    let ids: Vec<CiId> = items.keys().copied().collect();
    for step in steps {
        now = Seconds(step.pause).after(now).unwrap();
        let ci = items.get_mut(step.which.get(&ids)).unwrap();
        let cx = Context::new(now, &who[0], &policy);
        let command = match &step.act {
            Ok(kind) => witness(ci, *kind, &cx),
            Err(command) => Some(command.clone()),
        };
        let events = command.map(|it| ci.execute(it, &cx));
        for event in events.into_iter().flatten().flatten() {
            estate.evolve(&event).unwrap();
            log.push((event, estate.clone()));
        }
    }
    log
}

fn births() -> BoxedStrategy<Vec<(Ci, RecordedCiEvent)>> {
    let policy = policy();
    let origin = origins(&policy).prop_map(|it| (it.record, it.history[0].clone()));
    vec(origin, 1..6).boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn history_replayed_to_an_instant_is_the_estate_kept_live_until_then(
        births in births(),
        steps in steps(),
    ) {
        let log = live(births, &steps);
        let mut instants: Vec<Instant> = log.iter().map(|(it, _)| it.at).collect();
        instants.dedup();
        for instant in instants {
            let events = log.iter().map(|(it, _)| it);
            let replayed = Estate::at(events, instant).unwrap();
            let kept = log.iter().rev().find(|(it, _)| it.at <= instant).unwrap();
            prop_assert_eq!(&replayed, &kept.1);
        }
    }

    #[test]
    fn graph_that_is_kept_up_is_that_of_the_estate(births in births(), steps in steps()) {
        let policy = policy();
        let mut graph = Estate::new().graph(&policy);
        let mut snapshot = Snapshot::of(&graph, View::live());
        let mut workspace = Workspace::new();
        for (event, estate) in live(births, &steps) {
            let edit = graph.sync(&estate, event.record).unwrap();
            snapshot.follow(&graph, &edit);
            let anew = estate.graph(&policy);
            prop_assert_eq!(graph.cis(), anew.cis());
            prop_assert_eq!(graph.relationships(), anew.relationships());
            let fresh = Snapshot::of(&anew, View::live());
            prop_assert_eq!(snapshot.len(), fresh.len());
            for ci in anew.cis() {
                prop_assert_eq!(graph.is_in_service(ci), anew.is_in_service(ci));
                let (kept, made) = (graph.groups_of(ci), anew.groups_of(ci));
                prop_assert!(kept.eq(made), "{}", ci);
                if fresh.contains(ci) {
                    let scenario = Scenario::failing([ci]);
                    let kept = snapshot.impact(&scenario, &mut workspace).unwrap().affected();
                    let made = fresh.impact(&scenario, &mut workspace).unwrap().affected();
                    prop_assert_eq!(kept, made);
                }
            }
        }
    }

    #[test]
    fn order_between_items_never_shows(births in births(), steps in steps()) {
        let log = live(births, &steps);
        let last = &log.last().unwrap().1;
        let mut sorted: Vec<&RecordedCiEvent> = log.iter().map(|(it, _)| it).collect();
        // By item and not by time: within an item the order stays.
        sorted.sort_by_key(|it| it.record);
        let mut estate = Estate::new();
        for event in sorted {
            estate.evolve(event).unwrap();
        }
        prop_assert_eq!(&estate, last);
    }

    #[test]
    fn both_ends_see_the_same_relationships_and_groups(births in births(), steps in steps()) {
        let log = live(births, &steps);
        let estate = &log.last().unwrap().1;
        let all: Vec<_> = estate.relationships().collect();
        let mut sorted = all.clone();
        sorted.sort();
        prop_assert_eq!(&all, &sorted);
        // The slow twin: look at every relationship for every item.
        for ci in (1..=8).map(CiId::from_key).chain(estate.items().map(Ci::id)) {
            let seen: Vec<_> = estate.relationships_of(ci).collect();
            let forward = all.iter().filter(|it| it.source == ci);
            let inverse = all.iter().filter(|it| it.target == ci);
            let expected: Vec<_> = forward
                .map(|it| (Reading::Forward, *it))
                .chain(inverse.map(|it| (Reading::Inverse, *it)))
                .collect();
            let seen: Vec<_> = seen.iter().map(|it| (it.reading, it.relationship)).collect();
            prop_assert_eq!(seen, expected);
            let grouped: Vec<_> = estate.groups_with(ci).collect();
            let expected: Vec<_> = estate
                .items()
                .flat_map(|it| it.groups().map(move |group| (it.id(), group)))
                .filter(|(_, group)| group.group.cis().contains(&ci))
                .map(|(owner, group)| (owner, &group.name))
                .collect();
            prop_assert_eq!(grouped, expected);
        }
    }

    #[test]
    fn event_that_does_not_belong_there_is_named_and_changes_nothing(
        births in births(),
        steps in steps(),
        which in any::<Index>(),
    ) {
        let log = live(births, &steps);
        let (event, estate) = log.last().unwrap();
        let mut same = estate.clone();
        let (again, _) = which.get(&log);
        let error = same.evolve(again).unwrap_err();
        let named = matches!(
            error,
            EstateError::OutOfStep { ci, .. } if ci == again.record
        );
        prop_assert!(named, "{}", error);
        prop_assert_eq!(&same, estate);

        let mut gap = event.clone();
        gap.revision += 2;
        prop_assert!(same.evolve(&gap).is_err());
        let mut unborn = event.clone();
        unborn.record = CiId::from_key(4_711);
        unborn.revision = 2;
        let expected = EstateError::Unborn { ci: unborn.record, revision: 2 };
        prop_assert_eq!(same.evolve(&unborn), Err(expected));
        prop_assert_eq!(&same, estate);
    }
}
