//! Rule tables: the first rule that matches decides, and says why and what it passed over.
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

use desk::{Ask, Desk, Ticket, all_names, ask, conditions, tickets};
use itsm_core::draft::DraftCondition;
use itsm_core::fault::Faults;
use itsm_core::rule_table::{Decision, DraftRule, DraftRuleTable, RuleTable};
use proptest::prelude::*;

type Table = RuleTable<Ask, &'static str>;

fn draft(
    rules: impl IntoIterator<Item = (&'static str, DraftCondition, &'static str)>,
) -> DraftRuleTable<&'static str> {
    DraftRuleTable {
        rules: rules
            .into_iter()
            .map(|(id, when, then)| DraftRule::new(id, when, then))
            .collect(),
    }
}

fn assignment() -> DraftRuleTable<&'static str> {
    draft([
        ("vips", ask("vip").is(true), "vip desk"),
        ("wan", ask("category").is("wan"), "network team"),
        ("many", ask("child_count").above(3), "major incidents"),
    ])
}

fn compiled(draft: DraftRuleTable<&'static str>) -> Table {
    RuleTable::compile(draft, &Desk).unwrap()
}

fn paths(faults: &Faults) -> Vec<(&str, &str)> {
    let faults = faults.iter();
    faults.map(|it| (it.path.as_str(), it.rule)).collect()
}

#[test]
fn the_first_rule_that_matches_decides() {
    let table = compiled(assignment());
    let ticket = Ticket::default()
        .with(Ask::Vip, desk::Owned::Boolean(false))
        .text(Ask::Category, "wan")
        .children(6);
    let it = table.first_match(&ticket).unwrap();
    assert_eq!((it.rule.as_str(), *it.outcome), ("wan", "network team"));
    assert_eq!(it.explanation.outcome, Some(true));
    assert_eq!(it.undecided, []);
    assert_eq!(table.find(&ticket).unwrap().id().as_str(), "wan");
}

#[test]
fn a_match_names_the_rules_that_nobody_could_decide() {
    let table = compiled(assignment());
    let it = table.first_match(&Ticket::default().children(6)).unwrap();
    assert_eq!(it.rule.as_str(), "many");
    let undecided: Vec<_> = it.undecided.iter().map(|it| it.rule.as_str()).collect();
    assert_eq!(undecided, ["vips", "wan"]);
    assert_eq!(
        it.undecided[1].explanation.to_string(),
        "unknown: `category` asked is `wan`, it is not known"
    );
}

#[test]
fn no_match_says_what_might_still_match() {
    let table = compiled(assignment());
    let nothing_known = table.decide(&Ticket::default());
    let Decision::NoMatch { undecided } = nothing_known else {
        panic!("{nothing_known:?}");
    };
    assert_eq!(undecided.len(), 3);
    assert!(table.first_match(&Ticket::default()).is_none());
    assert_eq!(
        Table::empty().decide(&Ticket::default()),
        Decision::NoMatch { undecided: vec![] }
    );
}

#[test]
fn a_rule_that_is_not_active_is_kept_and_passed_over() {
    let mut draft = assignment();
    draft.rules[0].active = false;
    let table = compiled(draft.clone());
    let ticket = Ticket::default()
        .with(Ask::Vip, desk::Owned::Boolean(true))
        .children(6);
    assert_eq!(table.find(&ticket).unwrap().id().as_str(), "many");
    assert_eq!(table.first_match(&ticket).unwrap().rule.as_str(), "many");
    assert!(!table.attributes().contains(&Ask::Vip));
    assert!(!table.rule("vips").unwrap().is_active());
    assert_eq!(table.draft(), draft);
}

#[test]
fn all_faults_of_a_table_are_reported_at_once() {
    let draft = draft([
        ("vips", ask("vip").is("yes"), "?"),
        ("Not a code", ask("vip").is(true), "?"),
        ("vips", DraftCondition::all([ask("colour").is("red")]), "?"),
        (
            "wan",
            !DraftCondition::any([ask("category").is("fax")]),
            "?",
        ),
    ]);
    let faults = Table::compile(draft, &Desk).unwrap_err();
    assert_eq!(
        paths(&faults),
        [
            ("rules[0].when.is", "condition.literal.kind"),
            ("rules[1].id", "rule_table.rule.id"),
            ("rules[2].id", "rule_table.rule.twice"),
            (
                "rules[2].when.all[0].attribute",
                "condition.attribute.unknown"
            ),
            ("rules[3].when.not.any[0].is", "condition.literal.outside"),
        ]
    );
}

#[test]
fn outcomes_are_checked_below_their_own_place() {
    let check = |then: &'static str| {
        if then.contains(' ') {
            let mut faults = Faults::new();
            faults.add("group", "test.group", "`network team` is not a group");
            faults.or(None)
        } else {
            Ok(then.len())
        }
    };
    let faults = RuleTable::<Ask, usize>::compile_with(assignment(), &Desk, check).unwrap_err();
    assert_eq!(paths(&faults)[1], ("rules[1].then.group", "test.group"));
    let fine = draft([("a", ask("vip").is(true), "desk")]);
    let table = RuleTable::<Ask, usize>::compile_with(fine, &Desk, check).unwrap();
    assert_eq!(*table.rule("a").unwrap().outcome(), 4);
}

proptest! {
    #[test]
    fn a_table_does_what_trying_each_rule_does(
        rules in prop::collection::vec((any::<bool>(), conditions(all_names(), true)), 0..8),
        ticket in tickets(),
    ) {
        let rules: Vec<DraftRule<usize>> = rules.into_iter().enumerate()
            .map(|(i, (active, when))| DraftRule { id: format!("r{i}"), active, when, then: i })
            .collect();
        let table = RuleTable::<Ask, usize>::compile(DraftRuleTable { rules: rules.clone() }, &Desk).unwrap();
        let tried: Vec<(usize, Option<bool>)> = rules.iter().enumerate()
            .filter(|(_, rule)| rule.active)
            .map(|(i, rule)| (i, desk::slow_eval(&rule.when, &ticket)))
            .collect();
        let first = tried.iter().find(|(_, it)| *it == Some(true)).map(|(i, _)| *i);
        let open = tried.iter()
            .take_while(|(i, _)| first != Some(*i))
            .filter(|(_, it)| it.is_none())
            .map(|(i, _)| format!("r{i}"))
            .collect::<Vec<_>>();

        prop_assert_eq!(table.find(&ticket).map(|it| *it.outcome()), first);
        let matched = table.first_match(&ticket);
        prop_assert_eq!(matched.as_ref().map(|it| *it.outcome), first);
        let undecided = match table.decide(&ticket) {
            Decision::Matched(it) => {
                prop_assert_eq!(Some(&it), matched.as_ref());
                it.undecided
            }
            Decision::NoMatch { undecided } => undecided,
        };
        prop_assert_eq!(undecided.iter().map(|it| it.rule.to_string()).collect::<Vec<_>>(), open);
        prop_assert!(undecided.iter().all(|it| it.explanation.outcome.is_none()));
    }
}
