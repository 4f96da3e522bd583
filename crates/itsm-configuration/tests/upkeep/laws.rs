//! Laws of the upkeep of records, on estates as walks find them.

use crate::desk::max;
use itsm_configuration::Ci;
use itsm_configuration::audit::{Audit, Subject};
use itsm_configuration::baseline::{Approval, Baseline};
use itsm_configuration::command::CiCommandKind;
use itsm_configuration::coverage::{Coverage, DutyState};
use itsm_configuration::difference::{Absence, Difference};
use itsm_configuration::draft::DraftConfigurationPolicy;
use itsm_configuration::duty::Duty;
use itsm_configuration::estate::Estate;
use itsm_configuration::fact::{FactPath, FactValue};
use itsm_configuration::fraction::Fraction;
use itsm_configuration::health::{Failed, Health, HealthEvidence, Outcome};
use itsm_configuration::health_policy::{DraftHealthPolicy, HealthPolicy, Metric};
use itsm_configuration::inventory::{Observation, Thing};
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::retirement::OnDependants;
use itsm_configuration::scope::Scope;
use itsm_configuration::testing::{actors, origins, witness};
use itsm_core::context::Context;
use itsm_core::id::CiId;
use itsm_core::ratio::Ratio;
use itsm_core::text::{Label, Title};
use itsm_core::time::{Instant, Seconds};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::{BTreeMap, BTreeSet};

fn policy() -> ConfigurationPolicy {
    let mut draft = DraftConfigurationPolicy::default();
    let root = draft.classes.get_mut("item").unwrap();
    root.retirement.as_mut().unwrap().dependants = OnDependants::RetireAnyway;
    draft.moves.allow_all = true;
    draft.try_into().unwrap()
}

type Steps = Vec<(Index, CiCommandKind)>;

fn steps() -> BoxedStrategy<Steps> {
    vec((any::<Index>(), select(CiCommandKind::ALL.to_vec())), 0..40).boxed()
}

/// An estate of several items at the time when the last of them came, and that time.
fn estates() -> BoxedStrategy<(Estate, Instant)> {
    let births = vec(origins(&policy()), 1..8);
    births
        .prop_map(|origins| {
            let mut estate = Estate::new();
            let mut now = Instant::UNIX_EPOCH;
            for origin in origins {
                if estate.item(origin.record.id()).is_none() {
                    for event in &origin.history {
                        estate.evolve(event).unwrap();
                        now = now.max(event.at);
                    }
                }
            }
            (estate, now)
        })
        .boxed()
}

/// The estate after some things have happened in it.
fn later(mut estate: Estate, now: Instant, steps: &Steps) -> Estate {
    let (policy, who) = (policy(), actors());
    let ids: Vec<CiId> = estate.items().map(Ci::id).collect();
    for (which, kind) in steps {
        let mut ci = estate.item(*which.get(&ids)).unwrap().clone();
        let cx = Context::new(now, &who[0], &policy);
        let command = witness(&ci, *kind, &cx);
        for event in command
            .map(|it| ci.execute(it, &cx))
            .into_iter()
            .flatten()
            .flatten()
        {
            estate.evolve(&event).unwrap();
        }
    }
    estate
}

fn ids(estate: &Estate) -> BTreeSet<CiId> {
    estate.items().map(Ci::id).collect()
}

fn baseline(estate: &Estate, cis: &BTreeSet<CiId>, at: Instant) -> Baseline {
    let approval = Approval::new(max().agent().clone(), at);
    let name = Title::new("Before").unwrap();
    Baseline::take(name, cis.iter().copied(), at, approval, estate).unwrap()
}

fn health(
    estate: &Estate,
    draft: DraftHealthPolicy,
    evidence: &HealthEvidence,
    now: Instant,
) -> Health {
    let policy = policy();
    let rules = HealthPolicy::compile(draft, &policy).unwrap();
    Health::of(estate, &policy, &rules, &Scope::Everything, evidence, now)
}

fn nobody_found_any() -> HealthEvidence {
    HealthEvidence::new()
        .duplicates(Vec::new())
        .audits(Vec::new())
}

/// A thing for each item of the estate that looks exactly as its record says.
fn mirror(estate: &Estate, now: Instant) -> Observation {
    let things = estate.items().map(|it| {
        let facts: BTreeMap<FactPath, FactValue> = it.facts();
        let name = Label::new(it.id().to_string()).unwrap();
        (name, Thing::new().ci(it.id()).facts(facts))
    });
    let policy = policy();
    let types = policy.relationship_types().map(|(kind, _)| kind.clone());
    Observation::new(now, Scope::Everything, things.collect::<BTreeMap<_, _>>())
        .relationship_types(types.collect::<BTreeSet<_>>())
        .relationships(estate.relationships().cloned().collect::<BTreeSet<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn baseline_does_not_differ_from_its_own_estate((estate, now) in estates()) {
        let before = baseline(&estate, &ids(&estate), now);
        prop_assert_eq!(before.differences(&estate).differences, []);
        prop_assert_eq!(before.differences_to(&before).differences, []);
        let written = serde_json::to_string(&before).unwrap();
        let read: Baseline = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(read, before);
    }

    #[test]
    fn differences_carried_out_make_the_first_the_second((estate, now) in estates(), steps in steps()) {
        let before = baseline(&estate, &ids(&estate), now);
        let estate = later(estate, now, &steps);
        let found = before.differences(&estate);
        let mut relationships: BTreeSet<_> = before.relationships().cloned().collect();
        let mut items: BTreeMap<CiId, _> = before
            .items()
            .map(|(ci, it)| (ci, (it.facts(), it.groups.clone())))
            .collect();
        for difference in found.differences {
            match difference {
                Difference::Missing { ci, .. } => prop_assert!(items.remove(&ci).is_some()),
                Difference::Fact { ci, path, before, after } => {
                    prop_assert_ne!(&before, &after);
                    let facts = &mut items.get_mut(&ci).unwrap().0;
                    prop_assert_eq!(facts.remove(&path), before);
                    facts.extend(after.map(|it| (path, it)));
                }
                Difference::Group { ci, name, before, after } => {
                    let groups = &mut items.get_mut(&ci).unwrap().1;
                    prop_assert_eq!(groups.remove(&name), before);
                    groups.extend(after.map(|it| (name, it)));
                }
                Difference::Added { relationship } => prop_assert!(relationships.insert(relationship)),
                Difference::Removed { relationship } => prop_assert!(relationships.remove(&relationship)),
                other => prop_assert!(false, "{:?}", other),
            }
        }
        let now: BTreeMap<CiId, _> = estate
            .items()
            .map(|it| (it.id(), (it.facts(), it.groups().map(|it| (it.name.clone(), it.clone())).collect())))
            .collect();
        prop_assert_eq!(items, now);
        let all: BTreeSet<_> = before
            .items()
            .flat_map(|(ci, _)| estate.relationships_of(ci).map(|it| it.relationship.clone()))
            .collect();
        prop_assert_eq!(relationships, all);
    }

    #[test]
    fn differences_back_are_the_mirror_of_those_forth((estate, now) in estates(), steps in steps()) {
        let first = baseline(&estate, &ids(&estate), now);
        let estate = later(estate, now, &steps);
        let kept: BTreeSet<CiId> = ids(&estate);
        prop_assume!(!kept.is_empty());
        let second = baseline(&estate, &kept, now);
        let mut forth: Vec<String> = first.differences_to(&second).differences.iter().filter_map(mirrored).collect();
        let shared: BTreeSet<CiId> = kept.intersection(&first.items().map(|(ci, _)| ci).collect()).copied().collect();
        let of_shared = |it: &&Difference| shared.iter().any(|ci| it.concerns(*ci));
        let back = second.differences_to(&first).differences;
        let mut back: Vec<String> = back.iter().filter(of_shared).map(|it| format!("{it:?}")).collect();
        forth.sort();
        back.sort();
        prop_assert_eq!(forth, back);
    }

    #[test]
    fn inventory_that_mirrors_the_records_finds_nothing_otherwise((estate, now) in estates()) {
        let policy = policy();
        let seen = mirror(&estate, now);
        let found = Audit::of(&estate, &policy, &seen, &[], &BTreeMap::new()).unwrap();
        for finding in &found.findings {
            let Subject::Ci(ci) = finding.subject else { unreachable!() };
            let marked = estate.item(ci).unwrap().modifications().marked_since;
            prop_assert!(marked.is_some(), "{}", finding);
        }
        prop_assert_eq!(&found.compared, &ids(&estate));
    }

    #[test]
    fn findings_are_of_items_in_sight_and_each_is_put_on_record((estate, now) in estates(), steps in steps(), lost in any::<Index>()) {
        let policy = policy();
        let mut seen = mirror(&estate, now);
        let names: Vec<Label> = seen.things.keys().cloned().collect();
        seen.things.remove(lost.get(&names));
        let estate = later(estate, now, &steps);
        let found = Audit::of(&estate, &policy, &seen, &[], &BTreeMap::new()).unwrap();
        prop_assert!(found.compared.is_disjoint(&found.gone_on));
        let commands: BTreeMap<CiId, _> = found.commands().into_iter().collect();
        prop_assert_eq!(commands.keys().copied().collect::<BTreeSet<_>>(), found.compared.clone());
        for finding in &found.findings {
            if let (Subject::Ci(ci), Some(kind)) = (&finding.subject, finding.kind.discrepancy()) {
                if let Some(verify) = commands.get(ci) {
                    prop_assert!(verify.discrepancies.contains(&kind));
                }
            }
        }
        // And every command is accepted.
        let who = actors();
        let cx = Context::new(now, &who[0], &policy);
        for (ci, verify) in commands {
            let mut item = estate.item(ci).unwrap().clone();
            prop_assert!(item.execute(verify, &cx).is_ok());
        }
    }

    #[test]
    fn everything_that_fails_is_of_the_population_and_counts_once((estate, now) in estates(), steps in steps(), days in 0..400_u64) {
        let estate = later(estate, now, &steps);
        let now = Seconds::days(days).after(now).unwrap();
        let found = health(&estate, DraftHealthPolicy::default(), &nobody_found_any(), now);
        let alive: BTreeSet<CiId> = estate.items().filter(|it| !it.stage().is_retired()).map(Ci::id).collect();
        for (metric, outcome) in &found.metrics {
            let Outcome::Measured(it) = outcome else { unreachable!() };
            let failed: BTreeSet<&Failed> = it.failures.iter().map(|it| &it.what).collect();
            prop_assert_eq!(failed.len(), it.failures.len());
            prop_assert_eq!(it.score.denominator - it.score.numerator, failed.len() as u64);
            let bound = if metric.kpi() == itsm_configuration::health_policy::Kpi::Relationships {
                estate.relationships().count()
            } else {
                alive.len()
            };
            prop_assert!(it.score.denominator <= bound as u64, "{}", metric);
            for one in failed {
                match one {
                    Failed::Ci(ci) => prop_assert!(alive.contains(ci)),
                    Failed::Relationship(it) => {
                        prop_assert!(estate.relationships().any(|other| it == other));
                        prop_assert!(alive.contains(&it.source) || alive.contains(&it.target));
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_grows_fresh_by_waiting((estate, now) in estates(), days in vec(0..200_u64, 1..6)) {
        let mut before: Option<(BTreeSet<Failed>, u64)> = None;
        let mut now = now;
        for pause in days {
            now = Seconds::days(pause).after(now).unwrap();
            let found = health(&estate, DraftHealthPolicy::default(), &nobody_found_any(), now);
            let failures = found.failures(Metric::Stale).iter().chain(found.failures(Metric::StaleRelationship));
            let stale: BTreeSet<Failed> = failures.map(|it| it.what.clone()).collect();
            let coverage = Coverage::of(&estate, &policy(), Duty::Verification, &Scope::Everything, now, Seconds::days(30));
            if let Some((earlier, overdue)) = before {
                prop_assert!(earlier.is_subset(&stale));
                prop_assert!(overdue <= coverage.all.overdue);
            }
            before = Some((stale, coverage.all.overdue));
        }
    }

    #[test]
    fn states_of_a_duty_part_the_items((estate, now) in estates(), days in 0..400_u64, horizon in 0..400_u64) {
        let now = Seconds::days(days).after(now).unwrap();
        for duty in Duty::ALL {
            let found = Coverage::of(&estate, &policy(), *duty, &Scope::Everything, now, Seconds::days(horizon));
            prop_assert_eq!(found.all.within.denominator, found.owed.len() as u64);
            prop_assert!(found.owed.is_sorted());
            let due = found.due_list().count() as u64;
            prop_assert_eq!(due, found.all.due + found.all.overdue);
            let current = found.owed.iter().filter(|it| it.state == DutyState::Current);
            prop_assert_eq!(due + current.count() as u64, found.owed.len() as u64);
            let classes: u64 = found.classes.values().map(|it| it.within.numerator).sum();
            prop_assert_eq!(classes, found.all.within.numerator);
        }
    }

    #[test]
    fn cap_hides_a_metric_exactly_if_more_fail((estate, now) in estates(), cap in 0..10_u64) {
        let free = health(&estate, DraftHealthPolicy::default(), &nobody_found_any(), now);
        let draft = DraftHealthPolicy {
            caps: Metric::ALL.iter().map(|it| (*it, cap)).collect(),
            ..DraftHealthPolicy::default()
        };
        let capped = health(&estate, draft, &nobody_found_any(), now);
        for metric in Metric::ALL {
            let over = free.failures(*metric).len() as u64 > cap;
            prop_assert_eq!(capped.metrics[metric].measured().is_none(), over);
            if !over {
                prop_assert_eq!(&capped.metrics[metric], &free.metrics[metric]);
            }
        }
    }

    #[test]
    fn duplicates_are_the_items_of_each_set_but_one(
        (estate, now) in estates(),
        sets in vec(btree_set((1..=12_u64).prop_map(CiId::from_key), 0..5), 0..4),
    ) {
        let found = health(&estate, DraftHealthPolicy::default(), &nobody_found_any().duplicates(sets.clone()), now);
        // The slow twin: join until nothing is left to join.
        let policy = policy();
        let tested: BTreeMap<CiId, Option<CiId>> = estate
            .items()
            .filter(|it| !it.stage().is_retired() && !policy.classes().is_dependent(it.class()))
            .map(|it| (it.id(), it.duplicate_of()))
            .collect();
        let mut parts: Vec<BTreeSet<CiId>> = tested.keys().map(|ci| BTreeSet::from([*ci])).collect();
        let marks = tested.iter().filter_map(|(ci, of)| Some(BTreeSet::from([*ci, (*of)?])));
        for set in sets.into_iter().chain(marks) {
            let (touched, rest): (Vec<_>, Vec<_>) = parts.into_iter().partition(|it| !it.is_disjoint(&set));
            parts = rest;
            parts.push(touched.into_iter().flatten().collect());
        }
        let sizes: usize = parts.iter().map(|it| it.len().saturating_sub(1)).sum();
        // Where the item that would count is marked too, it is of something out of sight.
        let all_marked = |it: &&BTreeSet<CiId>| !it.is_empty() && it.iter().all(|ci| tested[ci].is_some());
        let out_of_sight = parts.iter().filter(all_marked);
        let out_of_sight = out_of_sight.filter(|it| it.iter().any(|ci| !tested.contains_key(&tested[ci].unwrap())));
        let fails = found.failures(Metric::Duplicate).len();
        prop_assert!(fails >= sizes && fails <= sizes + out_of_sight.count());
        let score = found.metrics[&Metric::Duplicate].measured().unwrap().score;
        prop_assert_eq!(score.denominator, tested.len() as u64);
    }

    #[test]
    fn fractions_are_ordered_by_their_size(a in 0..2_000_u64, b in 1..2_000_u64, c in 0..2_000_u64, d in 1..2_000_u64) {
        let one = Fraction::of(Ratio::new(a, b)).unwrap();
        let other = Fraction::of(Ratio::new(c, d)).unwrap();
        prop_assert_eq!(one.cmp(&other), (a * d).cmp(&(c * b)));
        prop_assert_eq!(one.is_at_least_percent(50), 2 * a >= b);
    }

    #[test]
    fn mean_lies_between_its_parts_and_is_exact(
        parts in vec((1..=100_u32, 0..=60_u64, 1..=60_u64), 1..4),
    ) {
        let fractions: Vec<(u32, Fraction)> = parts
            .iter()
            .map(|(weight, n, d)| (*weight, Fraction::of(Ratio::new(*n, *d)).unwrap()))
            .collect();
        let mean = Fraction::mean(fractions.clone()).unwrap();
        prop_assert!(fractions.iter().any(|(_, it)| *it <= mean));
        prop_assert!(fractions.iter().any(|(_, it)| *it >= mean));
        // The slow twin: one denominator for all.
        let all: u128 = parts.iter().map(|it| u128::from(it.2)).product();
        let sum: u128 = parts.iter().map(|(w, n, d)| u128::from(*w) * u128::from(*n) * (all / u128::from(*d))).sum();
        let total: u128 = parts.iter().map(|it| u128::from(it.0)).sum();
        prop_assert_eq!(mean.numerator() * all * total, sum * mean.denominator());
    }
}

/// What the same difference is, seen from the other side; `None` for what only one side has.
fn mirrored(difference: &Difference) -> Option<String> {
    let mirror = match difference.clone() {
        Difference::Missing {
            why: Absence::NotChosen,
            ..
        } => return None,
        Difference::Fact {
            ci,
            path,
            before,
            after,
        } => Difference::Fact {
            ci,
            path,
            before: after,
            after: before,
        },
        Difference::Group {
            ci,
            name,
            before,
            after,
        } => Difference::Group {
            ci,
            name,
            before: after,
            after: before,
        },
        Difference::Added { relationship } => Difference::Removed { relationship },
        Difference::Removed { relationship } => Difference::Added { relationship },
        other => other,
    };
    Some(format!("{mirror:?}"))
}

#[test]
fn mean_of_nothing_is_none_and_what_does_not_fit_is_none() {
    assert_eq!(Fraction::mean([]), None);
    let odd = |n| Fraction::of(Ratio::new(1, n)).unwrap();
    let parts = [u64::MAX, u64::MAX - 2, u64::MAX - 4].map(|it| (1, odd(it)));
    assert_eq!(Fraction::mean(parts), None);
}
