//! The linter against a slow, obvious twin that lists every subject and looks.
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

use desk::{Ask, Desk, Ticket, ask, compile, conditions, every_ticket, some_names};
use itsm_core::attribute::{Attribute, Domain, Domains};
use itsm_core::condition::Condition;
use itsm_core::draft::{DraftCondition, DraftTest};
use itsm_core::lint::{Finding, Flaw, MAX_ATOMS, Verdict};
use itsm_core::rule_table::{DraftRule, DraftRuleTable, RuleTable};
use proptest::prelude::*;
use std::collections::BTreeSet;

type Table = RuleTable<Ask, u32>;

fn table(rules: impl IntoIterator<Item = (bool, DraftCondition)>) -> Table {
    let rules = rules
        .into_iter()
        .enumerate()
        .map(|(i, (active, when))| DraftRule {
            id: format!("r{i}"),
            active,
            when,
            then: 0,
        });
    RuleTable::compile(
        DraftRuleTable {
            rules: rules.collect(),
        },
        &Desk,
    )
    .unwrap()
}

fn flaws(rules: impl IntoIterator<Item = DraftCondition>) -> Vec<(String, Flaw)> {
    let table = table(rules.into_iter().map(|it| (true, it)));
    let findings = table.lint(&Desk).into_iter();
    findings.map(|it| (it.rule.to_string(), it.flaw)).collect()
}

fn code(id: &str) -> itsm_core::text::Code {
    itsm_core::text::Code::new(id).unwrap()
}

fn lint(draft: &DraftCondition) -> Verdict {
    compile(draft).unwrap().lint(&Desk)
}

#[test]
fn contradictions_on_one_attribute_are_found() {
    let never = [
        DraftCondition::all([ask("child_count").above(4), ask("child_count").below(5)]),
        DraftCondition::all([ask("category").is("mail"), ask("category").is("wan")]),
        DraftCondition::all([ask("priority").above("High"), ask("priority").below("High")]),
        DraftCondition::all([ask("tags").contains("x"), ask("tags").known(false)]),
        DraftCondition::all([
            ask("opened").above(desk::NOTED[1]),
            ask("opened").below(desk::NOTED[0]),
        ]),
        DraftCondition::all([ask("summary").is("a"), !ask("summary").one_of(["a", "b"])]),
        DraftCondition::all(desk::CATEGORIES.map(|it| !ask("category").is(it))),
        ask("child_count").above(6),
        ask("priority").above("Critical"),
        DraftCondition::any([]),
    ];
    for draft in never {
        assert_eq!(lint(&draft), Verdict::Never, "{draft:?}");
    }
}

#[test]
fn whatever_can_be_unknown_is_never_always() {
    // Every category is listed, but the category may not be known.
    assert_eq!(
        lint(&ask("category").one_of(desk::CATEGORIES)),
        Verdict::Sometimes
    );
    assert_eq!(
        lint(&DraftCondition::any([
            ask("vip").is(true),
            ask("vip").is(false)
        ])),
        Verdict::Sometimes
    );
    assert_eq!(
        lint(&DraftCondition::any([
            ask("vip").is(true),
            ask("vip").is(false),
            ask("vip").known(false)
        ])),
        Verdict::Always
    );
    assert_eq!(lint(&DraftCondition::all([])), Verdict::Always);
}

#[test]
fn gaps_between_literals_and_ends_of_domains_are_looked_at() {
    let sometimes = [
        DraftCondition::all([ask("child_count").above(2), ask("child_count").below(4)]),
        ask("child_count").above(5),
        ask("child_count").below(1),
        DraftCondition::all([
            ask("opened").above(desk::NOTED[0]),
            ask("opened").below(desk::NOTED[1]),
        ]),
        DraftCondition::all([!ask("summary").is("a"), !ask("summary").is("b")]),
        DraftCondition::all([!ask("service").is(desk::services()[0].to_string())]),
        DraftCondition::all([ask("tags").contains("x"), ask("tags").contains("y")]),
    ];
    for draft in sometimes {
        assert_eq!(lint(&draft), Verdict::Sometimes, "{draft:?}");
    }
}

#[test]
fn a_rule_behind_a_wider_one_is_shadowed() {
    assert_eq!(
        flaws([ask("child_count").above(2), ask("child_count").above(4)]),
        [(
            "r1".to_owned(),
            Flaw::Shadowed {
                by: vec![code("r0")]
            }
        )]
    );
}

#[test]
fn rules_shadow_together_and_the_needless_ones_are_not_named() {
    assert_eq!(
        flaws([
            ask("vip").is(true),
            ask("child_count").at_least(4),
            ask("child_count").is(0),
            ask("child_count").one_of([1, 2, 3]),
            ask("child_count").above(0),
        ]),
        [(
            "r4".to_owned(),
            Flaw::Shadowed {
                by: vec![code("r1"), code("r3")]
            }
        )]
    );
}

#[test]
fn the_same_rule_in_other_words_is_a_duplicate() {
    assert_eq!(
        flaws([ask("child_count").above(3), !ask("child_count").at_most(3)]),
        [("r1".to_owned(), Flaw::Duplicate { of: code("r0") })]
    );
}

#[test]
fn a_last_catch_all_is_no_flaw_and_an_earlier_one_is() {
    assert_eq!(flaws([ask("vip").is(true), DraftCondition::all([])]), []);
    assert_eq!(
        flaws([DraftCondition::all([]), ask("vip").is(true)]),
        [
            ("r0".to_owned(), Flaw::AlwaysMatches),
            (
                "r1".to_owned(),
                Flaw::Shadowed {
                    by: vec![code("r0")]
                }
            ),
        ]
    );
}

#[test]
fn rules_that_are_not_active_neither_shadow_nor_are_linted() {
    let wide = ask("child_count").above(2);
    let narrow = ask("child_count").above(4);
    assert_eq!(
        table([(false, wide.clone()), (true, narrow.clone())]).lint(&Desk),
        []
    );
    assert_eq!(table([(true, wide), (false, narrow)]).lint(&Desk), []);
}

/// A vocabulary of as many independent yes-or-no attributes as one likes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Flag(usize);

impl std::fmt::Display for Flag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "f{}", self.0)
    }
}

impl Attribute for Flag {
    fn parse(name: &str) -> Option<Self> {
        name.strip_prefix('f')?.parse().ok().map(Self)
    }
}

struct Flags;

impl Domains<Flag> for Flags {
    fn domain(&self, _: &Flag) -> Option<Domain> {
        Some(Domain::Boolean)
    }
}

fn flags(n: usize) -> Vec<DraftCondition> {
    (0..n).map(|i| ask(&format!("f{i}")).is(true)).collect()
}

/// Any two neighbors in a ring agree; false only when they do not. Cannot be taken apart.
fn ring(n: usize) -> DraftCondition {
    let f = |i: usize, yes| ask(&format!("f{}", i % n)).is(yes);
    DraftCondition::any((0..n).map(|i| DraftCondition::all([f(i, true), f(i + 1, false)])))
}

#[test]
fn twelve_atoms_are_exact_and_thirteen_undecided() {
    assert_eq!(MAX_ATOMS, 12);
    let verdict = |draft: &DraftCondition| {
        Condition::<Flag>::compile(draft, &Flags)
            .unwrap()
            .lint(&Flags)
    };
    // Two tests for each flag: six flags are twelve atoms.
    assert_eq!(verdict(&ring(6)), Verdict::Sometimes);
    assert_eq!(verdict(&ring(7)), Verdict::Undecided { atoms: 14 });
    // Twelve flags that must all be true in one part and not all in the other.
    let never = |n: usize| {
        let twice = DraftCondition::any([DraftCondition::all(flags(n)), DraftCondition::any([])]);
        DraftCondition::all([twice, !DraftCondition::all(flags(n))])
    };
    assert_eq!(verdict(&never(12)), Verdict::Never);
    assert_eq!(verdict(&never(13)), Verdict::Undecided { atoms: 13 });
}

#[test]
fn parts_that_share_no_attribute_do_not_count_together() {
    let rules = DraftRuleTable {
        rules: (0..40)
            .map(|i| DraftRule::new(format!("r{i}"), ask(&format!("f{i}")).is(true), ()))
            .collect(),
    };
    let table = RuleTable::<Flag, ()>::compile(rules, &Flags).unwrap();
    assert_eq!(table.lint(&Flags), []);
}

#[test]
fn earlier_rules_that_cannot_meet_a_rule_do_not_count() {
    // Together more than twelve atoms, but r0 excludes all others by its category.
    let when = |category: &str, n: i64| {
        DraftCondition::any([
            DraftCondition::all([
                ask("category").is(category),
                ask("child_count").is(n),
                ask("vip").is(true),
            ]),
            DraftCondition::all([
                ask("category").is(category),
                ask("child_count").above(n),
                ask("vip").is(false),
            ]),
        ])
    };
    let rules = [
        when("mail", 0),
        when("mail", 2),
        when("mail", 4),
        when("wan", 0),
        when("wan", 2),
        when("wan", 4),
        DraftCondition::all([
            ask("category").is("network"),
            ask("child_count").is(3),
            ask("vip").is(true),
        ]),
    ];
    assert_eq!(flaws(rules), []);
}

#[test]
fn a_shadow_over_too_many_atoms_is_undecided_unless_one_rule_is_enough() {
    let compile = |rules: Vec<DraftCondition>| {
        let rules = rules.into_iter().enumerate();
        let rules = rules
            .map(|(i, when)| DraftRule::new(format!("r{i}"), when, ()))
            .collect();
        RuleTable::<Flag, ()>::compile(DraftRuleTable { rules }, &Flags)
            .unwrap()
            .lint(&Flags)
    };
    let narrow = DraftCondition::all(flags(13));
    let findings = compile(vec![narrow.clone(), narrow.clone()]);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].flaw, Flaw::Duplicate { of: code("r0") });

    let findings = compile(vec![ring(7), DraftCondition::any(flags(13))]);
    let undecided: Vec<&str> = findings
        .iter()
        .map(|it: &Finding| it.rule.as_str())
        .collect();
    assert_eq!(undecided, ["r0", "r1"]);
    assert!(
        findings
            .iter()
            .all(|it| matches!(it.flaw, Flaw::Undecided { .. })),
        "{findings:?}"
    );
}

#[test]
fn the_hardest_table_of_twelve_atoms_is_quick_enough() {
    let f = |i: usize, yes| ask(&format!("f{i}")).is(yes);
    let xor = |a: DraftCondition, b: DraftCondition| {
        DraftCondition::any([
            DraftCondition::all([a.clone(), !b.clone()]),
            DraftCondition::all([!a, b]),
        ])
    };
    // No branch is certain before the last flag is fixed.
    let parity = (1..8).fold(f(0, true), |all, i| xor(all, f(i, true)));
    let known = (8..12).map(|i| f(i, true));
    let draft = DraftCondition::any([parity].into_iter().chain(known));
    assert_eq!(
        Condition::<Flag>::compile(&draft, &Flags)
            .unwrap()
            .lint(&Flags),
        Verdict::Sometimes
    );
}

#[test]
fn implication_and_overlap_speak_of_what_is_true() {
    let (above_4, above_2) = (
        compile(&ask("child_count").above(4)).unwrap(),
        compile(&ask("child_count").above(2)).unwrap(),
    );
    assert_eq!(above_4.implies(&above_2, &Desk), Some(true));
    assert_eq!(above_2.implies(&above_4, &Desk), Some(false));
    assert_eq!(above_2.overlaps(&above_4, &Desk), Some(true));
    let none = compile(&ask("child_count").is(0)).unwrap();
    assert_eq!(none.overlaps(&above_4, &Desk), Some(false));
}

#[test]
fn an_attribute_that_the_policy_lost_is_never_known() {
    struct Later;
    impl Domains<Ask> for Later {
        fn domain(&self, ask: &Ask) -> Option<Domain> {
            (*ask != Ask::Vip).then(|| Desk.domain(ask)).flatten()
        }
    }
    let vip = compile(&ask("vip").is(true)).unwrap();
    assert_eq!(vip.lint(&Later), Verdict::Never);
    assert_eq!(
        compile(&ask("vip").known(false)).unwrap().lint(&Later),
        Verdict::Always
    );
}

// ---- the twin ------------------------------------------------------------------------------

/// For each rule, which of the subjects it matches.
fn matches(conditions: &[&Condition<Ask>]) -> Vec<Vec<bool>> {
    let asks: BTreeSet<Ask> = conditions
        .iter()
        .flat_map(|it| it.attributes())
        .cloned()
        .collect();
    let tickets: Vec<Ticket> = every_ticket(&asks);
    conditions
        .iter()
        .map(|it| {
            tickets
                .iter()
                .map(|ticket| it.eval(ticket) == Some(true))
                .collect()
        })
        .collect()
}

fn within(one: &[bool], others: &[&Vec<bool>]) -> bool {
    one.iter()
        .enumerate()
        .all(|(i, it)| !it || others.iter().any(|other| other[i]))
}

/// The distinct tests as written: never fewer than the atoms that the linter counts.
fn written(draft: &DraftCondition, into: &mut Vec<(String, DraftTest)>) {
    match draft {
        DraftCondition::All(parts) | DraftCondition::Any(parts) => {
            for it in parts {
                written(it, into);
            }
        }
        DraftCondition::Not(inner) => written(inner, into),
        DraftCondition::Is { attribute, test } => {
            let it = (attribute.clone(), test.clone());
            if !into.contains(&it) {
                into.push(it);
            }
        }
    }
}

/// What the linter should have found for one rule, but for the names of those that shadow it.
#[derive(Debug, PartialEq)]
enum Expected {
    Always,
    Duplicate(usize),
    Never,
    Shadowed,
}

fn slow_lint(matched: &[Vec<bool>], catch_all_last: bool) -> Vec<(usize, Expected)> {
    let mut expected = Vec::new();
    let mut earlier: Vec<usize> = Vec::new();
    for (i, own) in matched.iter().enumerate() {
        if !own.contains(&true) {
            expected.push((i, Expected::Never));
            continue;
        }
        let on_purpose = catch_all_last && i == matched.len() - 1;
        if !on_purpose && !own.contains(&false) {
            expected.push((i, Expected::Always));
        }
        let others: Vec<&Vec<bool>> = earlier.iter().map(|j| &matched[*j]).collect();
        if let Some(j) = earlier.iter().find(|j| matched[**j] == *own) {
            expected.push((i, Expected::Duplicate(*j)));
        } else if within(own, &others) {
            expected.push((i, Expected::Shadowed));
        }
        earlier.push(i);
    }
    expected
}

fn rules() -> impl Strategy<Value = Vec<(bool, DraftCondition)>> {
    some_names(3).prop_flat_map(|names| {
        prop::collection::vec((prop::bool::weighted(0.9), conditions(names, true)), 1..6)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn the_linter_agrees_with_listing_every_subject(rules in rules()) {
        let table = table(rules.clone());
        let active: Vec<_> = table.rules().iter().filter(|it| it.is_active()).collect();
        let conditions: Vec<_> = active.iter().map(|it| it.when()).collect();
        let matched = matches(&conditions);
        let catch_all_last = conditions.last().is_some_and(|it| it.draft() == DraftCondition::all([]));
        let place = |id: &itsm_core::text::Code| active.iter().position(|it| it.id() == id).unwrap();

        let mut tests = Vec::new();
        for it in &conditions {
            written(&it.draft(), &mut tests);
        }
        let findings = table.lint(&Desk);
        let undecided: BTreeSet<usize> = findings.iter()
            .filter(|it| matches!(it.flaw, Flaw::Undecided { .. }))
            .map(|it| place(&it.rule))
            .collect();
        prop_assert!(undecided.is_empty() || tests.len() > MAX_ATOMS, "{findings:?}");

        let mut got = Vec::new();
        for finding in &findings {
            let i = place(&finding.rule);
            got.push((i, match &finding.flaw {
                Flaw::AlwaysMatches => Expected::Always,
                Flaw::Duplicate { of } => Expected::Duplicate(place(of)),
                Flaw::NeverMatches => Expected::Never,
                Flaw::Shadowed { by } => {
                    let by: Vec<&Vec<bool>> = by.iter().map(|it| &matched[place(it)]).collect();
                    prop_assert!(within(&matched[i], &by));
                    for left_out in 0..by.len() {
                        let mut fewer = by.clone();
                        fewer.remove(left_out);
                        prop_assert!(!within(&matched[i], &fewer), "{left_out} is not needed");
                    }
                    Expected::Shadowed
                }
                _ => continue,
            }));
        }
        let mut expected = slow_lint(&matched, catch_all_last);
        expected.retain(|(i, _)| !undecided.contains(i));
        got.retain(|(i, _)| !undecided.contains(i));
        prop_assert_eq!(got, expected);
    }

    #[test]
    fn verdicts_agree_with_listing_every_subject(
        (one, two) in some_names(3).prop_flat_map(|names| (conditions(names.clone(), true), conditions(names, true)))
    ) {
        let (one, two) = (compile(&one).unwrap(), compile(&two).unwrap());
        let matched = matches(&[&one, &two]);
        let expected = match (matched[0].contains(&true), matched[0].contains(&false)) {
            (false, _) => Verdict::Never,
            (_, false) => Verdict::Always,
            _ => Verdict::Sometimes,
        };
        match one.lint(&Desk) {
            Verdict::Undecided { atoms } => prop_assert!(atoms > MAX_ATOMS),
            verdict => prop_assert_eq!(verdict, expected),
        }
        if let Some(implies) = one.implies(&two, &Desk) {
            prop_assert_eq!(implies, within(&matched[0], &[&matched[1]]));
        }
        if let Some(overlaps) = one.overlaps(&two, &Desk) {
            prop_assert_eq!(overlaps, matched[0].iter().zip(&matched[1]).any(|(a, b)| *a && *b));
        }
    }
}
