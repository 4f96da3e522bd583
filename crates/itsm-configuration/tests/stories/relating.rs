//! Relationships as both ends see them, and what is judged of them.

use crate::desk::{at, change, ci, code, max, nine, policy_with, title};
use itsm_configuration::authority::Authority;
use itsm_configuration::command::{CiCommand, Relate};
use itsm_configuration::estate::{Estate, Reading, Seen};
use itsm_configuration::event::CiEvent;
use itsm_configuration::governance::Triple;
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::profile::CiProfile;
use itsm_configuration::{Ci, RecordedCiEvent};
use itsm_core::context::Context;
use itsm_core::id::CiId;
use std::collections::BTreeSet;

/// A desk that keeps the estate and the log.
pub(crate) struct Keeper {
    pub(crate) policy: ConfigurationPolicy,
    pub(crate) estate: Estate,
    pub(crate) log: Vec<RecordedCiEvent>,
}

impl Keeper {
    pub(crate) fn new(policy: ConfigurationPolicy) -> Self {
        Self {
            policy,
            estate: Estate::new(),
            log: Vec::new(),
        }
    }

    fn keep(&mut self, events: Vec<RecordedCiEvent>) {
        for event in events {
            self.estate.evolve(&event).unwrap();
            self.log.push(event);
        }
    }

    /// In use, as a tool found it.
    pub(crate) fn has(&mut self, key: u64, class: &str, name: &str) -> CiId {
        let actor = max();
        let cx = Context::new(nine(), &actor, &self.policy);
        let profile = CiProfile::new(code(class), title(name));
        let found = Authority::discovered(code("scanner"));
        let (_, event) = Ci::register(ci(key), profile, found, &cx).unwrap();
        self.keep(vec![event]);
        ci(key)
    }

    pub(crate) fn does(
        &mut self,
        item: CiId,
        command: impl Into<CiCommand>,
    ) -> Vec<RecordedCiEvent> {
        let actor = max();
        let now = at("2026-03-02T10:00:00Z");
        let cx = Context::new(now, &actor, &self.policy);
        let mut ci = self.estate.item(item).unwrap().clone();
        let events = ci.execute(command, &cx).unwrap();
        self.keep(events.clone());
        events
    }

    pub(crate) fn relates(
        &mut self,
        source: CiId,
        kind: &str,
        target: CiId,
    ) -> Vec<RecordedCiEvent> {
        let facts = self.estate.target_facts(target, &self.policy).unwrap();
        self.does(source, Relate::new(code(kind), target, facts, change()))
    }
}

#[test]
fn both_ends_read_the_same_relationship_in_their_own_words() {
    let mut keeper = Keeper::new(ConfigurationPolicy::default());
    let shop = keeper.has(1, "service", "Web shop");
    let orders = keeper.has(2, "database", "orders");
    keeper.relates(shop, "depends_on", orders);
    let read = |item: CiId| -> Vec<(CiId, String)> {
        let seen = keeper.estate.relationships_of(item);
        seen.map(|it: Seen<'_>| {
            let kind = keeper
                .policy
                .relationship_type(&it.relationship.kind)
                .unwrap();
            (it.other(), it.label(kind).to_string())
        })
        .collect()
    };
    assert_eq!(read(shop), [(orders, "depends on".to_owned())]);
    assert_eq!(read(orders), [(shop, "used by".to_owned())]);
    let seen = keeper.estate.relationships_of(orders).next().unwrap();
    assert_eq!(seen.reading, Reading::Inverse);
    assert_eq!(keeper.estate.relationships().count(), 1);
}

#[test]
fn two_items_may_depend_on_each_other() {
    let mut keeper = Keeper::new(ConfigurationPolicy::default());
    let [one, other] =
        [(1, "one"), (2, "other")].map(|(key, name)| keeper.has(key, "database", name));
    keeper.relates(one, "depends_on", other);
    keeper.relates(other, "depends_on", one);
    assert_eq!(keeper.estate.relationships_of(one).count(), 2);
}

#[test]
fn who_suffers_with_an_item_follows_the_type_and_not_the_arrow() {
    let mut keeper = Keeper::new(ConfigurationPolicy::default());
    let rack = keeper.has(1, "facility", "rack 1");
    let server = keeper.has(2, "server", "srv-1");
    let console = keeper.has(3, "application", "console");
    let shop = keeper.has(4, "application", "shop");
    keeper.relates(rack, "contains", server);
    keeper.relates(console, "manages", server);
    keeper.relates(shop, "runs_on", server);
    let names = |ci| -> Vec<String> {
        let dependants = keeper.estate.dependants(ci, &keeper.policy);
        dependants.iter().map(|it| it.name.to_string()).collect()
    };
    assert_eq!(names(rack), ["srv-1"], "the contained one suffers");
    assert_eq!(names(server), ["shop"], "neither the rack nor the console");
    assert_eq!(names(console), [""; 0]);
    assert_eq!(names(shop), [""; 0]);
}

#[test]
fn noncompliant_relationship_is_recorded_and_found_by_later_rules_too() {
    let mut keeper = Keeper::new(ConfigurationPolicy::default());
    let server = keeper.has(1, "server", "srv-1");
    let orders = keeper.has(2, "database", "orders");
    let events = keeper.relates(server, "runs_on", orders);
    assert!(matches!(&events[0].event, CiEvent::Related(it) if it.compliant));
    let stricter = policy_with(|draft| {
        let triple = Triple::new(code("software"), code("runs_on"), code("hardware"));
        draft.governance.triples = BTreeSet::from([triple]);
    });
    assert_eq!(keeper.estate.noncompliant(&keeper.policy).count(), 0);
    let found: Vec<_> = keeper.estate.noncompliant(&stricter).collect();
    assert_eq!(found.len(), 1);
    // The right way round, and by a subclass of what the rule names.
    keeper.relates(orders, "runs_on", server);
    assert_eq!(keeper.estate.noncompliant(&stricter).count(), 1);
}

#[test]
fn dependent_item_is_misplaced_until_exactly_one_contains_it() {
    let mut keeper = Keeper::new(ConfigurationPolicy::default());
    let disk = keeper.has(1, "disk", "disk 0");
    let array = keeper.has(2, "storage", "array");
    assert_eq!(
        keeper.estate.misplaced(&keeper.policy),
        [(disk, BTreeSet::new())]
    );
    keeper.relates(array, "contains", disk);
    assert_eq!(keeper.estate.misplaced(&keeper.policy), []);
    assert_eq!(
        keeper.estate.containers(disk, &keeper.policy),
        BTreeSet::from([array])
    );
    // The evidence that the estate gives would refuse a second one.
    let facts = keeper.estate.target_facts(disk, &keeper.policy).unwrap();
    assert_eq!(facts.containers, Some(BTreeSet::from([array])));
}
