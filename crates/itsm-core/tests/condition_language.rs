//! What conditions mean: three values, the laws of their logic, faults with places, and depth.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

mod desk;

use desk::{Ask, Owned, Ticket, all_names, ask, compile, conditions, slow_eval, tickets};
use itsm_core::attribute::Value;
use itsm_core::draft::{DraftCondition, MAX_DEPTH};
use itsm_core::explain::Clause;
use proptest::prelude::*;

fn eval(draft: &DraftCondition, ticket: &Ticket) -> Option<bool> {
    compile(draft).unwrap().eval(ticket)
}

/// The paths and rules of all faults.
fn faults(draft: &DraftCondition) -> Vec<(String, &'static str)> {
    let faults = compile(draft).unwrap_err();
    faults.iter().map(|it| (it.path.clone(), it.rule)).collect()
}

fn one_fault(draft: &DraftCondition) -> (String, &'static str) {
    let mut faults = faults(draft);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[test]
fn levels_compare_by_importance_without_a_scale_at_hand() {
    let high = Ticket::default().text(Ask::Priority, "High");
    let expected = [
        (ask("priority").at_least("High"), true),
        (ask("priority").at_least("Critical"), false),
        (ask("priority").at_least("Medium"), true),
        (ask("priority").above("High"), false),
        (ask("priority").above("Low"), true),
        (ask("priority").at_most("High"), true),
        (ask("priority").at_most("Critical"), true),
        (ask("priority").below("Critical"), true),
        (ask("priority").below("High"), false),
    ];
    for (draft, answer) in expected {
        assert_eq!(eval(&draft, &high), Some(answer), "{draft:?}");
    }
}

#[test]
fn empty_all_is_always_and_empty_any_is_never() {
    assert_eq!(
        eval(&DraftCondition::all([]), &Ticket::default()),
        Some(true)
    );
    assert_eq!(
        eval(&DraftCondition::any([]), &Ticket::default()),
        Some(false)
    );
}

#[test]
fn unknown_spreads_only_where_it_matters() {
    let ticket = Ticket::default().children(5);
    let (yes, no) = (ask("child_count").is(5), ask("child_count").is(4));
    let open = ask("vip").is(true);
    let all = |a: &DraftCondition, b: &DraftCondition| DraftCondition::all([a.clone(), b.clone()]);
    let any = |a: &DraftCondition, b: &DraftCondition| DraftCondition::any([a.clone(), b.clone()]);
    assert_eq!(eval(&open, &ticket), None);
    assert_eq!(eval(&!open.clone(), &ticket), None);
    assert_eq!(eval(&all(&open, &no), &ticket), Some(false));
    assert_eq!(eval(&all(&open, &yes), &ticket), None);
    assert_eq!(eval(&any(&open, &yes), &ticket), Some(true));
    assert_eq!(eval(&any(&open, &no), &ticket), None);
}

#[test]
fn whether_something_is_known_is_always_known() {
    let (nothing, something) = (Ticket::default(), Ticket::default().children(0));
    assert_eq!(eval(&ask("child_count").known(true), &nothing), Some(false));
    assert_eq!(eval(&ask("child_count").known(false), &nothing), Some(true));
    assert_eq!(
        eval(&ask("child_count").known(true), &something),
        Some(true)
    );
    assert_eq!(
        eval(&ask("child_count").known(false), &something),
        Some(false)
    );
}

#[test]
fn a_value_of_another_kind_is_unknown() {
    let odd = Ticket::default().text(Ask::Children, "five");
    assert_eq!(eval(&ask("child_count").is(5), &odd), None);
    assert_eq!(eval(&ask("child_count").known(true), &odd), Some(false));
}

#[test]
fn an_empty_set_is_known_to_be_empty() {
    let empty = Ticket::default().with(Ask::Tags, Owned::TextSet(vec![]));
    assert_eq!(eval(&ask("tags").contains("x"), &empty), Some(false));
    assert_eq!(eval(&ask("tags").contains("x"), &Ticket::default()), None);
}

#[test]
fn sets_may_be_held_in_any_collection() {
    use itsm_core::attribute::{Domain, Domains, Subject};
    use itsm_core::condition::Condition;
    use itsm_core::id::CiId;
    use std::collections::BTreeSet;

    struct Sets;
    impl Domains<Ask> for Sets {
        fn domain(&self, ask: &Ask) -> Option<Domain> {
            Some(if *ask == Ask::Affected {
                Domain::IdSet
            } else {
                Domain::TextSet
            })
        }
    }
    struct Held<'a>(Value<'a>);
    impl Subject<Ask> for Held<'_> {
        fn value(&self, _: &Ask) -> Option<Value<'_>> {
            Some(self.0)
        }
    }
    let has_b = Condition::<Ask>::compile(&ask("tags").contains("b"), &Sets).unwrap();
    let (vec, set) = (vec!["a".to_owned(), "b".to_owned()], BTreeSet::from(["b"]));
    let slice = &vec[1..];
    let texts = [
        Value::TextSet(&["a", "b"]),
        Value::TextSet(&vec),
        Value::TextSet(&slice),
        Value::TextSet(&set),
    ];
    for value in texts {
        assert_eq!(has_b.eval(&Held(value)), Some(true), "{value:?}");
    }
    assert_eq!(
        has_b.eval(&Held(Value::TextSet(&BTreeSet::from(["a"])))),
        Some(false)
    );

    let id = CiId::from_key(2);
    let has_id =
        Condition::<Ask>::compile(&ask("affected").contains(id.to_string()), &Sets).unwrap();
    assert_eq!(has_id.eval(&Held(Value::IdSet(&vec![id]))), Some(true));
    assert_eq!(
        has_id.eval(&Held(Value::IdSet(&BTreeSet::from([id])))),
        Some(true)
    );
    assert_eq!(
        has_id.eval(&Held(Value::IdSet(&[CiId::from_key(3)]))),
        Some(false)
    );
    // A text set is no id set.
    assert_eq!(has_id.eval(&Held(Value::TextSet(&["a"]))), None);
}

#[test]
fn ends_of_the_integers_do_not_overflow() {
    use itsm_core::attribute::{Domain, Domains};
    use itsm_core::condition::Condition;
    use itsm_core::lint::Verdict;
    struct Wide;
    impl Domains<Ask> for Wide {
        fn domain(&self, _: &Ask) -> Option<Domain> {
            Some(Domain::Integer {
                min: i64::MIN,
                max: i64::MAX,
            })
        }
    }
    for draft in [
        ask("child_count").above(i64::MAX),
        ask("child_count").below(i64::MIN),
    ] {
        let condition = Condition::<Ask>::compile(&draft, &Wide).unwrap();
        assert_eq!(
            condition.eval(&Ticket::default().children(i64::MAX)),
            Some(false)
        );
        assert_eq!(
            condition.eval(&Ticket::default().children(i64::MIN)),
            Some(false)
        );
        assert_eq!(condition.lint(&Wide), Verdict::Never);
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn every_fault_names_its_place_and_its_rule() {
    let id = "00000000-0000-0000-0000-000000000001";
    let cases = [
        (
            ask("colour").is("red"),
            "attribute",
            "condition.attribute.unknown",
        ),
        (
            ask("custom.floor").is("3"),
            "attribute",
            "condition.attribute.unknown",
        ),
        (ask("vip").above(1), "above", "condition.operator.unfit"),
        (ask("vip").one_of([true]), "in", "condition.operator.unfit"),
        (
            ask("category").at_least("mail"),
            "at_least",
            "condition.operator.unfit",
        ),
        (
            ask("category").contains("mail"),
            "contains",
            "condition.operator.unfit",
        ),
        (
            ask("summary").below("a"),
            "below",
            "condition.operator.unfit",
        ),
        (
            ask("service").at_most(id),
            "at_most",
            "condition.operator.unfit",
        ),
        (ask("tags").is("x"), "is", "condition.operator.unfit"),
        (
            ask("affected").one_of([id]),
            "in",
            "condition.operator.unfit",
        ),
        (
            ask("opened").is(desk::NOTED[0]),
            "is",
            "condition.operator.unfit",
        ),
        (ask("vip").is("yes"), "is", "condition.literal.kind"),
        (ask("child_count").is("5"), "is", "condition.literal.kind"),
        (ask("category").is(true), "is", "condition.literal.kind"),
        (
            ask("priority").at_least(2),
            "at_least",
            "condition.literal.kind",
        ),
        (
            ask("service").is("the mail service"),
            "is",
            "condition.literal.kind",
        ),
        (
            ask("affected").contains(7),
            "contains",
            "condition.literal.kind",
        ),
        (
            ask("opened").above("yesterday"),
            "above",
            "condition.literal.kind",
        ),
        (
            ask("tags").contains(7),
            "contains",
            "condition.literal.kind",
        ),
        (
            ask("child_count").above(7),
            "above",
            "condition.literal.outside",
        ),
        (ask("child_count").is(-1), "is", "condition.literal.outside"),
        (
            ask("category").is("printer"),
            "is",
            "condition.literal.outside",
        ),
        (
            ask("priority").above("Hgih"),
            "above",
            "condition.literal.outside",
        ),
        (ask("summary").is(""), "is", "condition.literal.text"),
        (
            ask("summary").is("two\nlines"),
            "is",
            "condition.literal.text",
        ),
        (
            ask("tags").contains("x".repeat(161)),
            "contains",
            "condition.literal.text",
        ),
        (
            ask("category").one_of(Vec::<&str>::new()),
            "in",
            "condition.in.empty",
        ),
        (
            ask("category").one_of(["mail", "fax"]),
            "in[1]",
            "condition.literal.outside",
        ),
    ];
    for (draft, path, rule) in cases {
        assert_eq!(one_fault(&draft), (path.to_owned(), rule), "{draft:?}");
        let nested = DraftCondition::all([DraftCondition::any([]), !draft]);
        assert_eq!(one_fault(&nested), (format!("all[1].not.{path}"), rule));
    }
}

#[test]
fn all_faults_are_reported_at_once() {
    let draft = DraftCondition::any([
        ask("colour").is("red"),
        !ask("child_count").one_of([3, 70, 80]),
        ask("vip").is(true),
        DraftCondition::all([ask("vip").is(1)]),
    ]);
    let expected = [
        ("any[0].attribute", "condition.attribute.unknown"),
        ("any[1].not.in[1]", "condition.literal.outside"),
        ("any[1].not.in[2]", "condition.literal.outside"),
        ("any[3].all[0].is", "condition.literal.kind"),
    ];
    assert_eq!(
        faults(&draft),
        expected.map(|(path, rule)| (path.to_owned(), rule))
    );
}

#[test]
fn messages_say_what_was_expected_and_what_was_there() {
    let message = |draft: DraftCondition| compile(&draft).unwrap_err().to_string();
    assert_eq!(
        message(ask("child_count").is(9)),
        "is: `9` is not a value that `child_count` can take, expected 0 to 6 (condition.literal.outside)"
    );
    assert_eq!(
        message(ask("priority").is("Hgih")),
        "is: `Hgih` is not a value that `priority` can take, expected `Critical`, `High`, `Medium`, `Low` (condition.literal.outside)"
    );
    assert_eq!(
        message(ask("vip").above(1)),
        "above: the operator is for an integer, an instant or a level, and `vip` is a boolean (condition.operator.unfit)"
    );
    assert_eq!(
        message(ask("vip").is("yes")),
        "is: `yes` is not `true` or `false`, as `vip` needs (condition.literal.kind)"
    );
}

/// A test below so many `not`s; its depth is one more.
fn nots(n: usize) -> DraftCondition {
    (0..n).fold(ask("vip").is(true), |inner, _| !inner)
}

#[test]
fn thirty_two_levels_are_accepted_and_thirty_three_refused_at_their_place() {
    assert_eq!(MAX_DEPTH, 32);
    assert!(compile(&nots(31)).is_ok());
    let path = vec!["not"; 32].join(".");
    assert_eq!(one_fault(&nots(32)), (path, "condition.too_deep"));

    let lists = |n| (0..n).fold(ask("vip").is(true), |inner, _| DraftCondition::all([inner]));
    let both = |n| DraftCondition::any([ask("vip").is(true), lists(n)]);
    assert!(compile(&both(30)).is_ok());
    let path = format!("any[1].{}", ["all[0]"; 31].join("."));
    assert_eq!(one_fault(&both(31)), (path, "condition.too_deep"));
}

#[test]
fn a_draft_a_hundred_thousand_deep_overflows_nothing() {
    let deep = nots(100_000);
    assert_eq!(one_fault(&deep).1, "condition.too_deep");
    let copy = deep.clone();
    assert!(copy == deep);
    assert!(copy != nots(99_999));
    assert!(format!("{copy:?}").contains('…'));
    drop(deep);
    let list = (0..100_000).fold(copy, |inner, _| DraftCondition::any([inner]));
    assert_eq!(one_fault(&list).1, "condition.too_deep");
}

#[test]
fn a_condition_reads_as_a_sentence() {
    let draft = DraftCondition::all([
        ask("priority").at_least("High"),
        !ask("category").one_of(["network", "wan"]),
        DraftCondition::any([ask("child_count").above(2), ask("service").known(false)]),
    ]);
    assert_eq!(
        compile(&draft).unwrap().to_string(),
        "`priority` at least `High` and not (`category` is one of `network`, `wan`) \
         and (`child_count` above `2` or `service` is not known)"
    );
}

#[test]
fn an_explanation_names_the_tests_that_decided_and_what_they_saw() {
    let draft = DraftCondition::any([
        DraftCondition::all([ask("priority").at_least("High"), ask("vip").is(true)]),
        !ask("child_count").below(3),
    ]);
    let condition = compile(&draft).unwrap();
    let says = |ticket: &Ticket| condition.explain(ticket).to_string();
    let low = Ticket::default().text(Ask::Priority, "Low");
    assert_eq!(
        says(&low.clone().children(5)),
        "true: `child_count` asked below `3`, it is `5`"
    );
    assert_eq!(
        says(&low.clone().children(1)),
        "false: `priority` asked at least `High`, it is `Low`; `child_count` below `3`, it is `1`"
    );
    assert_eq!(
        says(&low),
        "unknown: `child_count` asked below `3`, it is not known"
    );
}

#[test]
fn attributes_are_listed_once_and_in_order() {
    let draft = DraftCondition::all([
        ask("vip").is(true),
        !ask("category").is("wan"),
        ask("vip").known(true),
    ]);
    let condition = compile(&draft).unwrap();
    assert_eq!(
        condition.attributes().into_iter().collect::<Vec<_>>(),
        [&Ask::Category, &Ask::Vip]
    );
}

fn any_condition() -> impl Strategy<Value = DraftCondition> {
    conditions(all_names(), true)
}

proptest! {
    #[test]
    fn evaluation_agrees_with_the_slow_evaluator(draft in any_condition(), ticket in tickets()) {
        prop_assert_eq!(eval(&draft, &ticket), slow_eval(&draft, &ticket));
    }

    #[test]
    fn the_explanation_comes_to_the_same_answer(draft in any_condition(), ticket in tickets()) {
        let condition = compile(&draft).unwrap();
        let explanation = condition.explain(&ticket);
        prop_assert_eq!(explanation.outcome, condition.eval(&ticket));
        for it in explanation.because() {
            let is_test = matches!(it.clause, Clause::Is { .. });
            prop_assert!(is_test);
            // What is unknown is unknown because of tests that are.
            if explanation.outcome.is_none() {
                prop_assert_eq!(it.outcome, None);
            }
        }
        if explanation.outcome.is_none() {
            prop_assert!(!explanation.because().is_empty());
        }
    }

    #[test]
    fn a_condition_gives_its_draft_back(draft in any_condition()) {
        let condition = compile(&draft).unwrap();
        prop_assert_eq!(&condition.draft(), &draft);
        prop_assert_eq!(&draft.clone(), &draft);
        prop_assert_eq!(compile(&condition.draft()).unwrap(), condition);
    }

    #[test]
    fn de_morgan_holds(parts in prop::collection::vec(any_condition(), 0..4), ticket in tickets()) {
        let negated = || parts.iter().cloned().map(|it| !it);
        prop_assert_eq!(
            eval(&!DraftCondition::all(parts.clone()), &ticket),
            eval(&DraftCondition::any(negated()), &ticket)
        );
        prop_assert_eq!(
            eval(&!DraftCondition::any(parts.clone()), &ticket),
            eval(&DraftCondition::all(negated()), &ticket)
        );
    }

    #[test]
    fn not_not_is_nothing(draft in any_condition(), ticket in tickets()) {
        prop_assert_eq!(eval(&!!draft.clone(), &ticket), eval(&draft, &ticket));
    }

    #[test]
    fn the_order_of_parts_changes_nothing(parts in prop::collection::vec(any_condition(), 0..4), ticket in tickets()) {
        let back = || parts.iter().rev().cloned();
        prop_assert_eq!(eval(&DraftCondition::all(parts.clone()), &ticket), eval(&DraftCondition::all(back()), &ticket));
        prop_assert_eq!(eval(&DraftCondition::any(parts.clone()), &ticket), eval(&DraftCondition::any(back()), &ticket));
    }

    /// Holds of everything but `known`, which asks about knowledge itself.
    #[test]
    fn learning_a_value_never_flips_a_decided_answer(
        draft in conditions(all_names(), false),
        ticket in tickets(),
        more in tickets(),
    ) {
        let mut richer = more;
        richer.0.extend(ticket.0.clone());
        if let Some(answer) = eval(&draft, &ticket) {
            prop_assert_eq!(eval(&draft, &richer), Some(answer));
        }
    }
}
