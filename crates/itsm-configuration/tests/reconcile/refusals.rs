//! One test for each rule by which an observed item, or a payload, is in error.
//!
//! The test that proves the rule `configuration.identify.loop` is called
//! `configuration_identify_loop`: the id with underscores. The catalogue of rules relies on it.

use crate::desk::*;
use itsm_configuration::IdentificationError;
use itsm_configuration::draft::DraftConfigurationPolicy;
use itsm_configuration::identification::OnIncomplete;
use itsm_configuration::payload::{End, Payload};
use itsm_configuration::reconcile::Reconciler;
use itsm_core::context::Context;
use itsm_core::time::Seconds;

fn message(plan: &itsm_configuration::plan::Plan, key: &str) -> String {
    match outcome(plan, key) {
        itsm_configuration::outcome::Outcome::Failed(error) => error.refusal().reason(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn configuration_identify_ambiguous() {
    let mut shop = Shop::new();
    for key in 1..=5 {
        shop.has_server(key, "CZ1");
    }
    let plan = shop.plan("scanner", vec![server("web", "CZ1")]);
    assert_eq!(failed(&plan, "web"), "configuration.identify.ambiguous");
    assert_eq!(
        message(&plan, "web"),
        "5 records match `serial`, expected fewer than 5"
    );
}

#[test]
fn configuration_identify_class() {
    for class in ["spaceship", "hardware"] {
        let plan = Shop::new().plan("scanner", vec![item("x", class)]);
        assert_eq!(failed(&plan, "x"), "configuration.identify.class");
    }
}

#[test]
fn configuration_identify_incomplete() {
    let shop = Shop::new().with(|it| it.on_incomplete = OnIncomplete::Fail);
    let plan = shop.plan("scanner", vec![item("web", "server")]);
    assert_eq!(failed(&plan, "web"), "configuration.identify.incomplete");
    assert!(message(&plan, "web").contains("asset.serial"));
}

#[test]
fn configuration_identify_id_taken() {
    let mut shop = Shop::new();
    shop.has_server(1, "CZ1");
    let mut taken = server("new", "CZ2");
    taken.if_new = ci(1);
    let mut twice = server("twice", "CZ4");
    twice.if_new = server("first", "CZ3").if_new;
    let plan = shop.plan("scanner", vec![taken, server("first", "CZ3"), twice]);
    for key in ["new", "twice"] {
        assert_eq!(failed(&plan, key), "configuration.identify.id_taken");
    }
}

#[test]
fn configuration_identify_key_twice() {
    let shop = Shop::new();
    let payload = shop.payload("scanner", vec![server("web", "CZ1"), server("web", "CZ2")]);
    let error = shop.try_plan(&payload).unwrap_err();
    assert_eq!(error.rule(), "configuration.identify.key_twice");
}

#[test]
fn configuration_identify_loop() {
    let disk = |key, parent| within(item(key, "disk"), parent);
    let items = vec![
        disk("c", "a"),
        disk("a", "b"),
        disk("b", "c"),
        disk("hangs", "a"),
    ];
    let plan = Shop::new().plan("scanner", items);
    for key in ["a", "b", "c"] {
        assert_eq!(failed(&plan, key), "configuration.identify.loop");
        assert_eq!(
            message(&plan, key),
            "it is part of itself: `a`, `b`, `c`, `a`"
        );
    }
    assert_eq!(
        failed(&plan, "hangs"),
        "configuration.identify.parent_unresolved"
    );
}

/// A hundred thousand items, each part of the next: no stack runs over.
#[test]
fn long_chain_of_parents_is_walked() {
    let last = 100_000;
    let name = |n: u64| format!("d{n:06}");
    let mut items: Vec<_> = (0..last)
        .map(|n| within(item(&name(n), "disk"), &name(n + 1)))
        .collect();
    items.push(within(item(&name(last), "disk"), &name(0)));
    let plan = Shop::new().plan("scanner", items);
    assert!(plan.steps.is_empty());
    assert_eq!(failed(&plan, "d000000"), "configuration.identify.loop");
}

#[test]
fn configuration_identify_name_missing() {
    let mut nameless = server("web", "CZ1");
    nameless.name = None;
    let plan = Shop::new().plan("scanner", vec![nameless]);
    assert_eq!(failed(&plan, "web"), "configuration.identify.name_missing");
}

#[test]
fn configuration_identify_observed_ahead() {
    let shop = Shop::new();
    let ahead = Seconds(1).after(shop.now).unwrap();
    let payload = Payload::new(code("scanner"), ahead, vec![]);
    let error = shop.try_plan(&payload).unwrap_err();
    assert_eq!(error.rule(), "configuration.identify.observed_ahead");
}

#[test]
fn configuration_identify_other_policy() {
    let shop = Shop::new();
    let rules = shop.rules();
    let mut draft = DraftConfigurationPolicy::from(policy());
    draft.version = 2;
    let other = draft.try_into().unwrap();
    let cx = Context::new(shop.now, &shop.actor, &other);
    let error = Reconciler::new(&shop.estate, &rules, &cx).unwrap_err();
    assert_eq!(error.rule(), "configuration.identify.other_policy");
}

#[test]
fn configuration_identify_parent_missing() {
    let plan = Shop::new().plan("scanner", vec![item("disk", "disk")]);
    assert_eq!(
        failed(&plan, "disk"),
        "configuration.identify.parent_missing"
    );
}

#[test]
fn configuration_identify_parent_unresolved() {
    let nobody = within(item("a", "disk"), "nobody");
    let elsewhere = item("b", "disk").parent(End::Ci(ci(4_711)));
    let of_unknown = within(item("c", "disk"), "unknown");
    let unknown = item("unknown", "storage");
    let plan = Shop::new().plan("scanner", vec![nobody, elsewhere, of_unknown, unknown]);
    for key in ["a", "b", "c"] {
        assert_eq!(
            failed(&plan, key),
            "configuration.identify.parent_unresolved"
        );
    }
}

#[test]
fn configuration_identify_refused() {
    let mut draft = DraftConfigurationPolicy::from(policy());
    let class = draft.classes.get_mut("server").unwrap();
    class.mandatory.insert("cores".into());
    let storage = draft.classes.get_mut("storage").unwrap();
    storage.mandatory.insert("owner".into());
    let mut shop = Shop::under(draft.try_into().unwrap());
    let disk = within(item("disk", "disk"), "box");
    let boxed = item("box", "storage").serial(label("S1"));
    let plan = shop.sees("scanner", vec![server("web", "CZ1"), boxed, disk]);
    for key in ["web", "box"] {
        assert_eq!(failed(&plan, key), "configuration.identify.refused");
    }
    assert!(message(&plan, "web").contains("`configuration.class.demands`"));
    // What is in a box that did not come in has no place either.
    assert_eq!(
        failed(&plan, "disk"),
        "configuration.identify.parent_unresolved"
    );
    assert!(shop.estate.is_empty());
}

#[test]
fn configuration_identify_required_missing() {
    let shop = Shop::new().with(|it| {
        let entries = it.identification.get_mut("hardware").unwrap();
        entries[0].required = ["cores".to_string()].into();
    });
    let plan = shop.plan("scanner", vec![server("web", "CZ1")]);
    assert_eq!(
        failed(&plan, "web"),
        "configuration.identify.required_missing"
    );
    assert_eq!(
        message(&plan, "web"),
        "`serial` demands `cores`, which was not told"
    );
}

#[test]
fn configuration_identify_source_reserved() {
    let shop = Shop::new();
    for source in ["change", "unauthorized", "adopted"] {
        let error = shop.try_plan(&shop.payload(source, vec![])).unwrap_err();
        assert_eq!(error.rule(), "configuration.identify.source_reserved");
    }
}

#[test]
fn plan_is_carried_out_on_the_estate_it_was_made_for_or_not_at_all() {
    let mut shop = Shop::new();
    let plan = shop.plan("scanner", vec![server("web", "CZ1"), server("app", "CZ2")]);
    shop.apply(&plan);
    let before = shop.estate.clone();
    let cx = Context::new(shop.now, &shop.actor, &shop.policy);
    assert!(plan.apply(&mut shop.estate, &cx).is_err());
    assert_eq!(shop.estate, before);
}

#[test]
fn every_rule_is_proved_here() {
    let source = include_str!("refusals.rs");
    for rule in IdentificationError::RULES {
        let test = format!("fn {}()", rule.id.replace('.', "_"));
        assert!(source.contains(&test), "{}", rule.id);
    }
}
