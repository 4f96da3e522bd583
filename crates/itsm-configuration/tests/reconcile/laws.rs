//! Laws, on random estates, rules and payloads; and a slow twin of the index.

use crate::desk::*;
use itsm_configuration::command::{MarkDuplicate, Relate, SetAttribute};
use itsm_configuration::draft_identification::{DraftPrecedence, DraftRanking, DraftSource};
use itsm_configuration::estate::Estate;
use itsm_configuration::identification::{BetweenEquals, Dynamic, Handling, OnIncomplete};
use itsm_configuration::outcome::{Outcome, PlannedItem};
use itsm_configuration::payload::{End, ObservedItem, ObservedRelation, Payload};
use itsm_configuration::profile::{AssetFacts, CiProfile};
use itsm_configuration::state::LifecycleStage;
use itsm_core::context::Context;
use itsm_core::id::CiId;
use itsm_core::time::Seconds;
use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::select;

const CLASSES: [&str; 5] = ["server", "blade", "workstation", "storage", "disk"];
const SOURCES: [&str; 3] = ["agent", "scanner", "monitor"];
const KINDS: [&str; 3] = ["contains", "depends_on", "connects_to"];

/// What is seen of a thing, or recorded of one.
#[derive(Debug, Clone)]
struct Facts {
    class: &'static str,
    name: &'static str,
    serial: Option<&'static str>,
    host: Option<&'static str>,
    domain: Option<&'static str>,
    cores: Option<i64>,
}

fn facts() -> impl Strategy<Value = Facts> {
    (
        select(&CLASSES[..]),
        select(&["n1", "n2"][..]),
        weighted(0.6, select(&["s1", "s2", "s3"][..])),
        weighted(0.6, select(&["h1", "h2"][..])),
        weighted(0.7, select(&["d1", "d2"][..])),
        of(1..5_i64),
    )
        .prop_map(|(class, name, serial, host, domain, cores)| Facts {
            class,
            name,
            serial,
            host,
            domain,
            cores,
        })
}

impl Facts {
    fn attributes(&self) -> Vec<(&'static str, itsm_core::custom::AttributeValue)> {
        let text = |name, it: Option<&str>| it.map(|it| (name, label(it).into()));
        let all = [
            text("host", self.host),
            text("domain", self.domain),
            self.cores.map(|it| ("cores", it.into())),
        ];
        all.into_iter().flatten().collect()
    }

    fn observed(&self, key: &str, parent: Option<End>) -> ObservedItem {
        let mut item = item(key, self.class).name(title(self.name));
        item.serial = self.serial.map(label);
        item.parent = parent;
        for (name, value) in self.attributes() {
            item = item.attribute(code(name), value);
        }
        item
    }

    fn profile(&self, shop: &Shop) -> CiProfile {
        let mut profile = CiProfile::new(code(self.class), title(self.name));
        if let Some(serial) = self.serial {
            profile = profile.asset(AssetFacts::new().serial(label(serial)));
        }
        for (name, value) in self.attributes() {
            let classes = shop.policy.classes();
            if classes.attribute(&code(self.class), &code(name)).is_some() {
                profile = profile.attribute(code(name), value);
            }
        }
        profile
    }
}

fn payloads() -> impl Strategy<Value = Payload> {
    let end = || {
        prop_oneof![
            3 => select(&["a", "b", "c", "d", "e", "f"][..]).prop_map(|it| End::Item(code(it))),
            1 => (1..7_u64).prop_map(|it| End::Ci(ci(it))),
        ]
    };
    let relation = (end(), select(&KINDS[..]), end())
        .prop_map(|(from, kind, to)| ObservedRelation::new(from, code(kind), to));
    (
        select(&SOURCES[..]),
        vec((facts(), weighted(0.8, end())), 1..6),
        vec(relation, 0..3),
    )
        .prop_map(|(source, items, relations)| {
            let keys = ["a", "b", "c", "d", "e", "f"];
            let items = keys.iter().zip(&items);
            let items = items.map(|(key, (facts, parent))| facts.observed(key, parent.clone()));
            Payload::new(code(source), nine(), items.collect::<Vec<_>>()).relations(
                relations
                    .into_iter()
                    .collect::<std::collections::BTreeSet<_>>(),
            )
        })
}

fn rankings() -> impl Strategy<Value = DraftRanking> {
    let orders = [
        &["agent", "change"][..],
        &["scanner", "agent"],
        &["monitor"],
        &["adopted"],
    ];
    let dynamics = [
        None,
        Some(Dynamic::Largest),
        Some(Dynamic::Smallest),
        Some(Dynamic::MostRecent),
        Some(Dynamic::MostReported),
    ];
    (select(orders.to_vec()), select(dynamics.to_vec())).prop_map(|(order, dynamic)| DraftRanking {
        dynamic,
        order: order.iter().copied().map(String::from).collect(),
    })
}

/// Rules, and an estate with a past: records, marks, parts, and what sources told before.
fn shops() -> impl Strategy<Value = Shop> {
    let rules = (
        any::<[bool; 6]>(),
        2..6_u32,
        of(rankings()),
        of(rankings()),
        of(select(vec![Seconds(0), Seconds(90), Seconds::days(1)])),
    );
    let record = (facts(), 0..8_u8);
    let past = (
        vec(record, 0..6),
        vec((1..7_u64, 1..7_u64, any::<bool>()), 0..4),
        vec(payloads(), 0..3),
    );
    (rules, past).prop_map(|((flags, too_many, of_cores, of_all, good), past)| {
        let mut shop = Shop::new();
        let automatic = |it| {
            if it {
                Handling::Automatic
            } else {
                Handling::Task
            }
        };
        let rules = &mut shop.draft;
        rules.duplicates.too_many = too_many;
        rules.duplicates.update_oldest = flags[0] || flags[1];
        rules.reclassification.upgrade = automatic(flags[1]);
        rules.reclassification.downgrade = automatic(flags[2]);
        rules.reclassification.switch = automatic(flags[3]);
        if flags[4] {
            rules.between_equals = BetweenEquals::Newest;
        }
        if flags[0] && flags[5] {
            rules.on_incomplete = OnIncomplete::Fail;
        }
        if flags[2] && flags[3] {
            rules
                .sources
                .insert("monitor".into(), DraftSource { insert: false });
        }
        let precedence = DraftPrecedence {
            all: of_all.map(|it| DraftRanking {
                dynamic: None,
                ..it
            }),
            data: of_cores
                .map(|it| ("cores".to_string(), it))
                .into_iter()
                .collect(),
        };
        rules.precedence.insert("server".into(), precedence);
        if let Some(good) = good {
            let sources = SOURCES.map(|it| (it.to_string(), good));
            rules.staleness.insert("hardware".into(), sources.into());
        }
        live(&mut shop, past);
        shop
    })
}

type Past = (Vec<(Facts, u8)>, Vec<(u64, u64, bool)>, Vec<Payload>);

fn live(shop: &mut Shop, (records, ties, payloads): Past) {
    for (n, (facts, stage)) in records.iter().enumerate() {
        let stage = match stage {
            0 => LifecycleStage::EndOfLife,
            1 => LifecycleStage::Inventory,
            _ => LifecycleStage::Operational,
        };
        let profile = facts.profile(shop);
        shop.adopt(n as u64 + 1, profile, stage);
        shop.later(Seconds(1));
    }
    for (one, other, contains) in ties {
        let cx = Context::new(shop.now, &shop.actor, &shop.policy);
        let Some(item) = shop.estate.item(ci(one)) else {
            continue;
        };
        let command = if contains {
            let Some(facts) = shop.estate.target_facts(ci(other), &shop.policy) else {
                continue;
            };
            Relate::new(code("contains"), ci(other), facts, change()).into()
        } else if one % 2 == 0 {
            let set =
                SetAttribute::new(code("cores"), change()).value(i64::try_from(other).unwrap());
            itsm_configuration::command::CiCommand::from(set)
        } else {
            MarkDuplicate::new(ci(other)).into()
        };
        if item.decide(&command, &cx).is_ok() {
            shop.execute(one, command);
        }
    }
    for mut payload in payloads {
        shop.later(Seconds(60));
        payload.observed_at = shop.now;
        // Things of another time have ids of their own.
        for (n, it) in payload.items.iter_mut().enumerate() {
            it.if_new = ci(2_000_000 + shop.estate.len() as u64 * 10 + n as u64);
        }
        let plan = shop.try_plan(&payload).unwrap();
        shop.apply(&plan);
    }
    shop.later(Seconds(60));
}

/// The slow twin: look at every record.
fn scan(shop: &Shop, seen: &ObservedItem, planned: &PlannedItem, parent: Option<CiId>) -> bool {
    let rules = shop.rules();
    let classes = shop.policy.classes();
    planned
        .tried
        .iter()
        .filter(|it| it.missing.is_empty())
        .all(|tried| {
            let mut found: Vec<CiId> = Vec::new();
            for record in shop.estate.items() {
                let shares = rules.rule(record.class(), classes).map(|it| it.0)
                    == rules.rule(&seen.class, classes).map(|it| it.0);
                let same = tried
                    .values
                    .iter()
                    .all(|(datum, it)| datum.of(record).as_ref() == Some(it));
                let dependent = classes.is_dependent(record.class());
                let placed = match parent {
                    Some(parent) => {
                        let mut all = shop.estate.relationships();
                        dependent
                            && all.any(|it| {
                                it.kind == code("contains")
                                    && it.source == parent
                                    && it.target == record.id()
                            })
                    }
                    None => !dependent,
                };
                if shares && same && placed && record.duplicate_of().is_none() {
                    found.push(record.id());
                }
            }
            found == tried.found
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn index_finds_what_a_look_at_every_record_finds(shop in shops(), mut payload in payloads()) {
        payload.observed_at = shop.now;
        let plan = shop.try_plan(&payload).unwrap();
        for seen in &payload.items {
            let planned = plan.item(&seen.key).unwrap();
            let dependent = shop.policy.classes().is_dependent(&seen.class);
            let parent = match seen.parent.as_ref().filter(|_| dependent) {
                None => None,
                Some(End::Ci(ci)) => Some(*ci),
                Some(End::Item(key)) => plan.item(key).and_then(|it| it.outcome.ci()),
            };
            if dependent && parent.is_none() {
                continue;
            }
            prop_assert!(scan(&shop, seen, planned, parent), "{planned:?}");
        }
    }

    #[test]
    fn order_of_the_payload_never_shows(
        shop in shops(),
        (mut payload, shuffled) in payloads().prop_flat_map(|it| {
            let items = Just(it.items.clone()).prop_shuffle();
            (Just(it), items)
        }),
    ) {
        payload.observed_at = shop.now;
        let plan = shop.try_plan(&payload).unwrap();
        payload.items = shuffled;
        prop_assert_eq!(shop.try_plan(&payload).unwrap(), plan);
    }

    #[test]
    fn carried_out_it_is_what_was_predicted_and_nothing_else(
        mut shop in shops(),
        mut payload in payloads(),
    ) {
        payload.observed_at = shop.now;
        let before = shop.estate.clone();
        let plan = shop.try_plan(&payload).unwrap();
        prop_assert_eq!(&shop.estate, &before);
        let events = shop.apply(&plan);
        let mut expected = before;
        for event in &events {
            expected.evolve(event).unwrap();
        }
        prop_assert_eq!(&shop.estate, &expected);
        for item in shop.estate.items() {
            match plan.predicted.get(&item.id()) {
                Some(predicted) => prop_assert_eq!(item, predicted),
                None => prop_assert!(events.iter().all(|it| it.record != item.id())),
            }
        }
        for (ci, predicted) in &plan.predicted {
            prop_assert_eq!(shop.estate.item(*ci), Some(predicted));
        }
        // Whoever is said to be there is there.
        for it in &plan.items {
            if let Outcome::Inserted { ci } | Outcome::Matched { ci, .. } = &it.outcome {
                let record = shop.estate.item(*ci).unwrap();
                prop_assert_eq!(record.seen_by(&payload.source), Some(payload.observed_at));
            }
        }
    }

    #[test]
    fn second_time_there_is_nothing_to_do_but_to_observe(
        mut shop in shops(),
        mut payload in payloads(),
        pause in select(vec![0_u64, 1]),
    ) {
        payload.observed_at = shop.now;
        let plan = shop.try_plan(&payload).unwrap();
        let history = {
            let cx = Context::new(shop.now, &shop.actor, &shop.policy);
            let mut estate: Estate = shop.estate.clone();
            plan.apply(&mut estate, &cx).unwrap()
        };
        // A host that keeps what was told, and one that has its history and no more.
        let mut reports = shop.reports.clone();
        for event in &history {
            reports.evolve(event);
        }
        shop.apply(&plan);
        shop.later(Seconds(pause));
        let again = shop.try_plan(&payload).unwrap();
        prop_assert!(again.only_observes(), "{:#?}\nafter\n{:#?}", again.steps, plan.steps);
        if pause == 0 {
            shop.reports = reports;
            let again = shop.try_plan(&payload).unwrap();
            prop_assert!(again.only_observes(), "{:#?}\nafter\n{:#?}", again.steps, plan.steps);
        }
    }
}
