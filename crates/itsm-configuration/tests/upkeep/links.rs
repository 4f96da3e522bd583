//! The health of relationships.

use crate::desk::{change, ci, code, label, policy_with};
use crate::health::{clean, health, score};
use crate::keeper::Keeper;
use itsm_configuration::command::{Archive, Move, Observe, Relate, Retire};
use itsm_configuration::governance::Triple;
use itsm_configuration::health::{Failed, Health, Reason};
use itsm_configuration::health_policy::{Kpi, Metric};
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::relationship::Relationship;
use itsm_configuration::retirement::OnDependants;
use itsm_configuration::state::LifecycleStage;
use itsm_core::id::CiId;
use itsm_core::ratio::Ratio;
use itsm_core::time::Seconds;
use std::collections::BTreeSet;

fn failing(health: &Health, metric: Metric) -> Vec<Relationship> {
    let failures = health.failures(metric).iter();
    failures
        .filter_map(|it| match &it.what {
            Failed::Relationship(it) => Some(it.clone()),
            Failed::Ci(_) => None,
        })
        .collect()
}

/// Software runs on hardware, and who goes leaves its relationships behind.
fn policy() -> ConfigurationPolicy {
    policy_with(|draft| {
        let triple = Triple::new(code("software"), code("runs_on"), code("hardware"));
        draft.governance.triples = BTreeSet::from([triple]);
        let root = draft.classes.get_mut("item").unwrap();
        root.retirement.as_mut().unwrap().dependants = OnDependants::RetireAnyway;
    })
}

fn goes(keeper: &mut Keeper, ci: CiId) {
    let out = Move::new(
        LifecycleStage::EndOfOperation,
        label("Out of use"),
        change(),
    );
    keeper.does(ci, out);
    keeper.does(ci, Retire::new(label("Retired"), Vec::new(), change()));
    keeper.does(ci, Archive::new(Vec::new(), change()));
}

#[test]
fn relationship_to_what_is_not_there_is_an_orphan_and_no_other_kind_of_wrong() {
    let mut keeper = Keeper::under(policy());
    let shop = keeper.has(1, "application", "shop");
    let server = keeper.has(2, "server", "srv");
    let runs = keeper.relates(shop, "runs_on", server);
    assert_eq!(
        failing(&health(&keeper, &clean()), Metric::OrphanRelationship),
        []
    );
    goes(&mut keeper, server);
    let found = health(&keeper, &clean());
    assert_eq!(failing(&found, Metric::OrphanRelationship), [runs]);
    assert_eq!(
        found.failures(Metric::OrphanRelationship)[0].why,
        Reason::NoEnd(server)
    );
    assert_eq!(
        score(&found, Metric::NoncompliantRelationship),
        Ratio::new(1, 1)
    );
}

#[test]
fn one_relationship_may_fail_several_tests() {
    let mut keeper = Keeper::under(policy());
    let shop = keeper.has(1, "application", "shop");
    let orders = keeper.has(2, "database", "orders");
    let wrong = keeper.relates(shop, "runs_on", orders);
    keeper.waits(Seconds::days(60));
    keeper.does(shop, Observe::new(code("scanner")));
    let found = health(&keeper, &clean());
    assert_eq!(
        failing(&found, Metric::NoncompliantRelationship),
        std::slice::from_ref(&wrong)
    );
    assert_eq!(failing(&found, Metric::StaleRelationship), [wrong]);
    let why = &found.failures(Metric::StaleRelationship)[0].why;
    assert_eq!(
        *why,
        Reason::StaleEnds(BTreeSet::from([orders])),
        "one stale end is enough"
    );
    let relationships = found.kpis[&Kpi::Relationships].fraction().unwrap();
    assert_eq!(
        (relationships.numerator(), relationships.denominator()),
        (1, 2)
    );
}

#[test]
fn relationships_that_say_the_same_are_counted_once() {
    let mut keeper = Keeper::new();
    let [shop, one, other, array] = [
        keeper.has(1, "application", "shop"),
        keeper.has(2, "server", "srv"),
        keeper.has(3, "server", "srv"),
        keeper.has(4, "storage", "array"),
    ];
    let counts = keeper.relates(shop, "runs_on", one);
    let again = keeper.relates(shop, "runs_on", other);
    keeper.relates(one, "connects_to", array);
    let back = keeper.relates(array, "connects_to", one);
    // Another port is another relationship.
    let facts = keeper.estate.target_facts(one, &keeper.policy).unwrap();
    let port = Relate::new(code("connects_to"), one, facts, change()).qualifier(label("port 2"));
    keeper.does(array, port);
    let found = health(&keeper, &clean());
    assert_eq!(
        failing(&found, Metric::DuplicateRelationship),
        std::slice::from_ref(&back)
    );
    // Once the two servers are one, so is what runs on them.
    let same = clean().duplicates(vec![BTreeSet::from([one, other])]);
    let found = health(&keeper, &same);
    assert_eq!(
        failing(&found, Metric::DuplicateRelationship),
        [again, back]
    );
    let why = &found.failures(Metric::DuplicateRelationship)[0].why;
    assert_eq!(*why, Reason::SameAs(counts));
    assert_eq!(
        score(&found, Metric::DuplicateRelationship),
        Ratio::new(3, 5)
    );
}

#[test]
fn relationship_belongs_to_a_scope_by_either_end() {
    use itsm_configuration::health_policy::{DraftHealthPolicy, HealthPolicy};
    use itsm_configuration::scope::Scope;
    let mut keeper = Keeper::new();
    let [shop, server, array] = [
        keeper.has(1, "application", "shop"),
        keeper.has(2, "server", "srv"),
        keeper.has(3, "storage", "array"),
    ];
    keeper.relates(shop, "runs_on", server);
    keeper.relates(server, "connects_to", array);
    let rules = HealthPolicy::compile(DraftHealthPolicy::default(), &keeper.policy).unwrap();
    let count = |ci| {
        let scope = Scope::items([ci]);
        let (estate, policy) = (&keeper.estate, &keeper.policy);
        let found = Health::of(estate, policy, &rules, &scope, &clean(), keeper.now);
        score(&found, Metric::OrphanRelationship).denominator
    };
    assert_eq!([count(shop), count(server), count(array)], [1, 2, 1]);
    assert_eq!(count(ci(9)), 0);
}
