//! The health of items: what fails, why, and what it sums up to.

use crate::desk::{ci, code, policy_with};
use crate::keeper::Keeper;
use itsm_configuration::command::{MarkDuplicate, Observe};
use itsm_configuration::health::{
    AuditRun, Failed, Health, HealthEvidence, Incomplete, Outcome, Reason, Score,
};
use itsm_configuration::health_policy::{
    Combine, DraftHealthPolicy, DraftOrphanRule, DraftPattern, End, HealthPolicy, Kpi, Metric,
};
use itsm_configuration::scope::Scope;
use itsm_core::draft::DraftCondition;
use itsm_core::id::CiId;
use itsm_core::ratio::Ratio;
use itsm_core::time::Seconds;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn health_by(
    keeper: &Keeper,
    draft: DraftHealthPolicy,
    evidence: &HealthEvidence,
) -> Health {
    let rules = HealthPolicy::compile(draft, &keeper.policy).unwrap();
    let (estate, policy) = (&keeper.estate, &keeper.policy);
    Health::of(
        estate,
        policy,
        &rules,
        &Scope::Everything,
        evidence,
        keeper.now,
    )
}

pub(crate) fn health(keeper: &Keeper, evidence: &HealthEvidence) -> Health {
    health_by(keeper, DraftHealthPolicy::default(), evidence)
}

/// Evidence of somebody who looked and found nothing.
pub(crate) fn clean() -> HealthEvidence {
    HealthEvidence::new()
        .duplicates(Vec::new())
        .audits(Vec::new())
}

pub(crate) fn failing(health: &Health, metric: Metric) -> Vec<CiId> {
    let failures = health.failures(metric).iter();
    failures
        .filter_map(|it| match it.what {
            Failed::Ci(ci) => Some(ci),
            Failed::Relationship(_) => None,
        })
        .collect()
}

pub(crate) fn score(health: &Health, metric: Metric) -> Ratio {
    health.metrics[&metric].measured().unwrap().score
}

fn set<const N: usize>(keys: [u64; N]) -> BTreeSet<CiId> {
    keys.map(ci).into()
}

#[test]
fn sets_of_three_and_of_two_are_three_duplicates() {
    let mut keeper = Keeper::new();
    for key in 1..=6 {
        keeper.has(key, "server", "srv");
    }
    let sets = vec![set([1, 2, 3]), set([4, 5])];
    let found = health(&keeper, &clean().duplicates(sets));
    assert_eq!(failing(&found, Metric::Duplicate), [ci(2), ci(3), ci(5)]);
    assert_eq!(score(&found, Metric::Duplicate), Ratio::new(3, 6));
    let why = &found.failures(Metric::Duplicate)[2].why;
    assert_eq!(*why, Reason::DuplicateOf(ci(4)));
}

#[test]
fn sets_that_overlap_and_marks_are_one_set() {
    let mut keeper = Keeper::new();
    for key in 1..=4 {
        keeper.has(key, "server", "srv");
    }
    keeper.does(ci(1), MarkDuplicate::new(ci(4)));
    let sets = vec![set([1, 2]), set([2, 3]), set([3, 9])];
    let found = health(&keeper, &clean().duplicates(sets));
    // All four are one thing. The first is marked, so it is not the one that counts.
    assert_eq!(failing(&found, Metric::Duplicate), [ci(1), ci(3), ci(4)]);
    // What is marked is a duplicate, even if nobody finds the two alike.
    let found = health(&keeper, &clean());
    assert_eq!(failing(&found, Metric::Duplicate), [ci(1)]);
}

#[test]
fn only_independent_items_are_tested_for_duplicates() {
    let mut keeper = Keeper::new();
    keeper.has(1, "disk", "disk 0");
    keeper.has(2, "disk", "disk 0");
    keeper.has(3, "server", "srv");
    let found = health(&keeper, &clean().duplicates(vec![set([1, 2, 3])]));
    assert_eq!(failing(&found, Metric::Duplicate), []);
    assert_eq!(score(&found, Metric::Duplicate), Ratio::new(1, 1));
}

#[test]
fn where_nobody_looked_there_is_no_number() {
    let mut keeper = Keeper::new();
    keeper.has(1, "server", "srv");
    let found = health(&keeper, &HealthEvidence::new());
    let not_run = Outcome::Incomplete(Incomplete::NotRun);
    assert_eq!(found.metrics[&Metric::Duplicate], not_run);
    assert_eq!(found.metrics[&Metric::Audit], not_run);
    let incomplete = |metrics: &[Metric]| Score::Incomplete(metrics.iter().copied().collect());
    assert_eq!(
        found.kpis[&Kpi::Correctness],
        incomplete(&[Metric::Duplicate])
    );
    assert_eq!(found.kpis[&Kpi::Compliance], incomplete(&[Metric::Audit]));
    assert_eq!(found.whole, incomplete(&[Metric::Duplicate, Metric::Audit]));
    // The others are told all the same.
    assert!(found.kpis[&Kpi::Completeness].fraction().is_some());
}

#[test]
fn metric_that_too_many_fail_is_incomplete_and_so_is_its_figure() {
    let mut keeper = Keeper::new();
    for key in 1..=3 {
        keeper.has(key, "server", "srv");
    }
    let by_cap = |cap| {
        let mut draft = DraftHealthPolicy::default();
        draft.caps.insert(Metric::Recommended, cap);
        health_by(&keeper, draft, &clean())
    };
    let found = by_cap(3);
    assert_eq!(score(&found, Metric::Recommended), Ratio::new(0, 3));
    let found = by_cap(2);
    let over = Outcome::Incomplete(Incomplete::OverCap(2));
    assert_eq!(found.metrics[&Metric::Recommended], over);
    assert_eq!(
        found.kpis[&Kpi::Completeness],
        Score::Incomplete(BTreeSet::from([Metric::Recommended]))
    );
    assert_eq!(found.failures(Metric::Recommended), []);
}

#[test]
fn weights_are_exact_and_what_has_no_population_weighs_nothing() {
    let mut keeper = Keeper::new();
    for key in 1..=3 {
        keeper.has(key, "server", "srv");
    }
    let found = health(&keeper, &clean().duplicates(vec![set([1, 2])]));
    // No class has a rule for orphans here, so there is nobody to be one.
    assert_eq!(score(&found, Metric::Orphan), Ratio::new(0, 0));
    // (30 × 1 + 40 × 2/3) / 70
    let correctness = found.kpis[&Kpi::Correctness].fraction().unwrap();
    assert_eq!(
        (correctness.numerator(), correctness.denominator()),
        (17, 21)
    );
    assert_eq!(found.kpis[&Kpi::Compliance], Score::Nothing);
    assert_eq!(found.kpis[&Kpi::Relationships], Score::Nothing);
    // (30 × 6/10 + 30 × 17/21) / 60
    let whole = found.whole.fraction().unwrap();
    assert_eq!((whole.numerator(), whole.denominator()), (74, 105));
    assert!(whole.is_at_least_percent(70) && !whole.is_at_least_percent(71));
}

#[test]
fn stale_is_what_nobody_heard_of_for_its_time() {
    let policy = policy_with(|draft| {
        let mut stale = |class: &str, after| {
            draft.classes.get_mut(class).unwrap().stale_after = after;
        };
        stale("item", None);
        stale("database", Some(Seconds::days(90)));
        stale("document", Some(Seconds(0)));
    });
    let mut keeper = Keeper::under(policy);
    keeper.has(1, "server", "srv");
    keeper.has(2, "database", "orders");
    keeper.has(3, "document", "manual");
    let stale = |keeper: &Keeper| failing(&health(keeper, &clean()), Metric::Stale);
    assert_eq!(stale(&keeper), [ci(3)], "zero is always stale");
    keeper.waits(Seconds(Seconds::days(60).0 - 1));
    assert_eq!(stale(&keeper), [ci(3)]);
    keeper.waits(Seconds(1));
    assert_eq!(
        stale(&keeper),
        [ci(1), ci(3)],
        "sixty days, where no class says it"
    );
    let found = health(&keeper, &clean());
    assert_eq!(
        found.failures(Metric::Stale)[0].why,
        Reason::StaleSince(keeper.now)
    );
    keeper.does(ci(1), Observe::new(code("scanner")));
    assert_eq!(stale(&keeper), [ci(3)]);
    keeper.waits(Seconds::days(30));
    assert_eq!(stale(&keeper), [ci(2), ci(3)], "ninety days for its class");
}

fn orphans(keeper: &Keeper, rules: &[(&str, DraftOrphanRule)]) -> Vec<CiId> {
    let rules = rules
        .iter()
        .map(|(class, it)| ((*class).to_owned(), it.clone()));
    let draft = DraftHealthPolicy {
        orphans: rules.collect(),
        ..DraftHealthPolicy::default()
    };
    failing(&health_by(keeper, draft, &clean()), Metric::Orphan)
}

#[test]
fn item_of_a_dependent_class_that_nothing_contains_is_an_orphan() {
    let mut keeper = Keeper::new();
    let array = keeper.has(1, "storage", "array");
    let disk = keeper.has(2, "disk", "disk 0");
    keeper.has(3, "disk", "disk 1");
    keeper.relates(array, "contains", disk);
    assert_eq!(orphans(&keeper, &[]), [ci(3)]);
    let found = health(&keeper, &clean());
    assert_eq!(
        score(&found, Metric::Orphan),
        Ratio::new(1, 2),
        "the array has no rule"
    );
    assert_eq!(
        found.failures(Metric::Orphan)[0].why,
        Reason::OrphanBy(code("disk"))
    );
}

#[test]
fn nearest_rule_for_orphans_stands_alone() {
    let mut keeper = Keeper::new();
    let shop = keeper.has(1, "application", "shop");
    let server = keeper.has(2, "server", "srv");
    let lone = keeper.has(3, "server", "lone");
    let array = keeper.has(4, "storage", "array");
    keeper.relates(shop, "runs_on", server);
    keeper.relates(array, "connects_to", lone);
    let runs_something = DraftOrphanRule {
        without: vec![DraftPattern {
            kind: Some("runs_on".into()),
            end: Some(End::Target),
            other: Some("software".into()),
        }],
        ..DraftOrphanRule::default()
    };
    let hardware = ("hardware", runs_something.clone());
    assert_eq!(
        orphans(&keeper, std::slice::from_ref(&hardware)),
        [lone, array]
    );
    // Storage has a rule of its own, and the other no longer holds for it.
    let any = DraftOrphanRule {
        without: vec![DraftPattern::default()],
        ..DraftOrphanRule::default()
    };
    assert_eq!(orphans(&keeper, &[hardware, ("storage", any)]), [lone]);
    // The wrong end, or the wrong class at the other end, does not save anybody.
    let mut wrong = runs_something;
    wrong.without[0].end = Some(End::Source);
    assert_eq!(
        orphans(&keeper, &[("server", wrong.clone())]),
        [server, lone]
    );
    wrong.without[0].end = None;
    wrong.without[0].other = Some("database".into());
    assert_eq!(orphans(&keeper, &[("server", wrong)]), [server, lone]);
}

#[test]
fn attributes_and_missing_relationships_go_together_or_either_is_enough() {
    let mut keeper = Keeper::new();
    let server = keeper.has(1, "server", "srv");
    let named = keeper.has(2, "server", "srv");
    let shop = keeper.has(3, "application", "shop");
    keeper.relates(shop, "runs_on", server);
    keeper.does(
        named,
        itsm_configuration::command::AssignOwner::new(
            itsm_core::id::PersonId::from_key(3),
            crate::desk::change(),
        ),
    );
    let nobodys = DraftOrphanRule {
        when: Some(DraftCondition::attribute("owner").known(false)),
        ..DraftOrphanRule::default()
    };
    assert_eq!(orphans(&keeper, &[("server", nobodys.clone())]), [server]);
    let both = DraftOrphanRule {
        without: vec![DraftPattern::default()],
        ..nobodys
    };
    assert_eq!(orphans(&keeper, &[("server", both.clone())]), []);
    let either = DraftOrphanRule {
        combine: Some(Combine::Any),
        ..both
    };
    assert_eq!(orphans(&keeper, &[("server", either)]), [server, named]);
}

fn run(audit: &str, keeper: &Keeper, complete: bool, results: &[(u64, bool)]) -> AuditRun {
    let results: BTreeMap<CiId, bool> = results.iter().map(|(key, it)| (ci(*key), *it)).collect();
    AuditRun::new(code(audit), keeper.now, complete, results)
}

#[test]
fn item_passes_if_it_meets_every_audit_by_the_last_run_that_came_to_its_end() {
    let mut keeper = Keeper::new();
    for key in 1..=4 {
        keeper.has(key, "server", "srv");
    }
    let mut runs = vec![
        run(
            "patches",
            &keeper,
            true,
            &[(1, false), (2, true), (3, true)],
        ),
        run("backup", &keeper, true, &[(1, true), (2, false)]),
    ];
    keeper.waits(Seconds::hours(1));
    runs.push(run(
        "patches",
        &keeper,
        true,
        &[(1, true), (2, true), (3, false)],
    ));
    keeper.waits(Seconds::hours(1));
    runs.push(run("patches", &keeper, false, &[(1, false), (3, true)]));
    let evidence = clean().audits(runs.clone());
    let found = health(&keeper, &evidence);
    assert_eq!(failing(&found, Metric::Audit), [ci(2), ci(3)]);
    assert_eq!(
        score(&found, Metric::Audit),
        Ratio::new(1, 3),
        "nobody looked at the fourth"
    );
    let why = &found.failures(Metric::Audit)[0].why;
    assert_eq!(*why, Reason::Fails(BTreeSet::from([code("backup")])));

    // An audit that never came to its end has no result, and so nobody has.
    runs.push(run("licences", &keeper, false, &[(1, true)]));
    let found = health(&keeper, &clean().audits(runs.clone()));
    let without = Incomplete::NoCompleteRun(BTreeSet::from([code("licences")]));
    assert_eq!(found.metrics[&Metric::Audit], Outcome::Incomplete(without));
    // Unless its run still lies ahead.
    let last = runs.last_mut().unwrap();
    last.at = Seconds(1).after(keeper.now).unwrap();
    let found = health(&keeper, &clean().audits(runs));
    assert_eq!(score(&found, Metric::Audit), Ratio::new(1, 3));
}
