//! Stories of things with several records.

use crate::desk::*;
use itsm_configuration::command::SetAttribute;
use itsm_configuration::outcome::{Abstention, Outcome};
use itsm_configuration::plan::Task;
use itsm_core::time::Seconds;

fn shop_with(copies: u64) -> Shop {
    let mut shop = Shop::new();
    for key in (1..=copies).rev() {
        shop.has_server(key, "CZ1");
        shop.later(Seconds::minutes(1));
    }
    shop
}

#[test]
fn oldest_record_is_updated_and_the_others_are_marked() {
    let mut shop = shop_with(3);
    let seen = server("web", "CZ1").attribute(code("cores"), 8_i64);
    let plan = shop.sees("scanner", vec![seen.clone()]);
    // The last key came first.
    assert_eq!(outcome(&plan, "web").ci(), Some(ci(3)));
    assert_eq!(
        shop.item(ci(3)).attribute(&code("cores")),
        Some(&8_i64.into())
    );
    assert_eq!(
        [1, 2].map(|it| shop.item(ci(it)).duplicate_of()),
        [Some(ci(3)); 2]
    );
    let task = Task::Deduplicate {
        item: code("web"),
        cis: vec![ci(1), ci(2), ci(3)],
        kept: Some(ci(3)),
        marked: [ci(1), ci(2)].into(),
    };
    assert_eq!(plan.tasks, [task]);
    // What is marked is found no more.
    let again = shop.plan("scanner", vec![seen]);
    assert_eq!(again.items[0].tried[0].found, [ci(3)]);
    assert_eq!(again.tasks, []);
    assert!(again.only_observes());
}

#[test]
fn mark_goes_with_the_next_fact_and_the_record_is_found_again() {
    let mut shop = shop_with(2);
    shop.sees("scanner", vec![server("web", "CZ1")]);
    assert!(shop.item(ci(1)).duplicate_of().is_some());
    let set = SetAttribute::new(code("cores"), change()).value(4_i64);
    shop.execute(1, set);
    let plan = shop.plan("scanner", vec![server("web", "CZ1")]);
    assert_eq!(plan.items[0].tried[0].found, [ci(1), ci(2)]);
}

#[test]
fn too_many_records_are_an_error_and_a_task() {
    for copies in [4, 5] {
        let mut shop = shop_with(copies);
        let plan = shop.sees("scanner", vec![server("web", "CZ1")]);
        assert_eq!(plan.tasks.len(), 1, "a task in any case");
        let is_error = matches!(outcome(&plan, "web"), Outcome::Failed(_));
        assert_eq!(is_error, copies == 5);
        assert_eq!(plan.steps.is_empty(), is_error);
    }
}

#[test]
fn rules_may_make_any_second_record_an_error() {
    let mut shop = shop_with(2).with(|it| it.duplicates.update_oldest = false);
    let plan = shop.sees("scanner", vec![server("web", "CZ1")]);
    assert_eq!(failed(&plan, "web"), "configuration.identify.ambiguous");
    assert!(matches!(
        &plan.tasks[..],
        [Task::Deduplicate { kept: None, .. }]
    ));
}

#[test]
fn sets_of_three_and_of_two_are_three_duplicates() {
    let mut shop = shop_with(3);
    shop.has_server(8, "CZ2");
    shop.has_server(9, "CZ2");
    let plan = shop.plan("scanner", vec![server("a", "CZ1"), server("b", "CZ2")]);
    let duplicates: usize = plan.tasks.iter().map(Task::duplicates).sum();
    assert_eq!(duplicates, 3);
}

#[test]
fn record_that_two_items_ask_for_is_marked_by_neither() {
    let mut shop = shop_with(1);
    let named = |it: itsm_configuration::payload::ObservedItem| {
        it.attribute(code("host"), label("web1"))
            .attribute(code("domain"), label("porto"))
    };
    // A second record of the serial number, with a name in a domain besides.
    shop.has_server(2, "CZ1");
    for (name, value) in [("host", "web1"), ("domain", "porto")] {
        let set = SetAttribute::new(code(name), change()).value(label(value));
        shop.execute(2, set);
    }
    let plan = shop.plan(
        "scanner",
        vec![server("a", "CZ1"), named(item("b", "server"))],
    );
    let contested = |by: &str| {
        let (by, cis) = (code(by), vec![ci(2)]);
        Outcome::Abstained(Abstention::Contested { by, cis })
    };
    assert_eq!(*outcome(&plan, "a"), contested("b"));
    assert_eq!(*outcome(&plan, "b"), contested("a"));
    assert_eq!(plan.steps, []);
    assert!(
        matches!(&plan.tasks[..], [Task::Deduplicate { kept: None, marked, .. }] if marked.is_empty())
    );
}
