//! Automatic assignment, and the review of a period.

use crate::desk::{
    Case, at, busy, busy_but, code, label, max, nine, nine_and, note, profile, registered, resolve,
    standard, uma,
};
use itsm_core::id::{CiId, GroupId, PersonId};
use itsm_core::ratio::Ratio;
use itsm_core::time::{OccurredAt, RestoredAt, Seconds};
use itsm_incident::Incident;
use itsm_incident::assignment::{Assignment, Loads, propose};
use itsm_incident::command::{
    ApplyModel, Assign, Cancel, Close, DeclareMajor, RecordReview, Reopen,
};
use itsm_incident::period::{Period, Reviewed, review};
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::profile::Category;
use itsm_incident::resolution::CancelReason;
use itsm_incident::trigger::TriggerFacts;

fn group(key: u64) -> GroupId {
    GroupId::from_key(key)
}

fn network() -> Category {
    Category::new(label("Network"))
}

fn proposed(incident: &Incident, loads: &Loads, policy: &IncidentPolicy) -> (Assign, String) {
    match propose(incident, TriggerFacts::default(), loads, policy) {
        Assignment::Proposes(assign, because) => (assign, because.rule.to_string()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn least_loaded_group_of_the_first_rule_gets_it_and_the_rule_is_named() {
    let policy = busy();
    let incident = registered(1, profile().category(network()), &policy);
    let to = |loads: &[(u64, u32)]| {
        let loads = loads
            .iter()
            .map(|(key, load)| (group(*key), *load))
            .collect();
        let (assign, rule) = proposed(&incident, &loads, &policy);
        assert_eq!(rule, "by_category");
        assign.group
    };
    assert_eq!(to(&[(1, 5), (2, 4)]), group(2));
    assert_eq!(to(&[(1, 4), (2, 4)]), group(1), "of two alike the first");
    assert_eq!(
        to(&[(1, 1)]),
        group(2),
        "whoever is missing has nothing to do"
    );
}

#[test]
fn order_of_the_rules_says_whether_category_or_item_comes_first() {
    let item_first = busy_but(|draft| draft.assignment.rules.reverse());
    let make = |policy: &IncidentPolicy| {
        let profile = profile().category(network()).ci(CiId::from_key(7));
        registered(1, profile, policy)
    };
    let (assign, rule) = proposed(&make(&busy()), &Loads::new(), &busy());
    assert_eq!((assign.group, rule.as_str()), (group(1), "by_category"));
    let (assign, rule) = proposed(&make(&item_first), &Loads::new(), &item_first);
    assert_eq!((assign.group, rule.as_str()), (group(3), "by_item"));
    assert_eq!(assign.person, Some(PersonId::from_key(5)));
}

#[test]
fn whoever_has_it_keeps_it_and_what_no_rule_knows_is_said() {
    let policy = busy();
    let incident = registered(1, profile().category(network()), &policy);
    let case = Case::of(incident, policy.clone()).done(Assign::new(group(1)));
    let stays = propose(
        &case.incident,
        TriggerFacts::default(),
        &Loads::new(),
        &policy,
    );
    assert!(matches!(stays, Assignment::Stays(_)), "{stays:?}");
    let plain = registered(1, profile(), &policy);
    let silent = propose(&plain, TriggerFacts::default(), &Loads::new(), &policy);
    let Assignment::Silent(undecided) = silent else {
        panic!("{silent:?}")
    };
    assert_eq!(undecided[0].rule.as_str(), "by_category");
}

fn march() -> Period {
    Period {
        from: at("2026-03-01T00:00:00Z"),
        until: at("2026-04-01T00:00:00Z"),
    }
}

fn reviewed(incident: &Incident, breached: Option<bool>) -> Reviewed<'_> {
    Reviewed { incident, breached }
}

#[test]
fn month_is_reviewed_with_populations_named() {
    let policy = standard();
    let of = |key, category: &str| {
        let category = Category::new(label(category));
        Case::of(
            registered(key, profile().category(category), &policy),
            policy.clone(),
        )
    };
    let mail = of(1, "Mail").after(Seconds::hours(1)).done(resolve());
    let again = of(2, "Mail")
        .done(resolve())
        .done(Reopen::new().reason(note("Again.")))
        .after(Seconds::hours(3))
        .done(resolve())
        .by(&uma())
        .done(Close::new());
    let open = of(3, "Network");
    let withdrawn = of(4, "Mail").done(Cancel::new(CancelReason::UNNECESSARY));
    let month = review(
        march(),
        [
            reviewed(&mail.incident, Some(true)),
            reviewed(&again.incident, None),
            reviewed(&open.incident, Some(true)),
            reviewed(&withdrawn.incident, None),
        ],
    );
    assert_eq!((month.registered, month.resolved), (4, 2));
    assert_eq!((month.closed, month.canceled, month.still_open), (1, 1, 1));
    assert_eq!(month.reopened, Ratio::new(1, 2));
    // Of those resolved of which the host knows: the open one is not among them.
    assert_eq!(month.breached, Ratio::new(1, 1));
    assert_eq!(month.to_resolve.mean(), Some(Seconds::hours(2)));
    let pareto: Vec<_> = month
        .categories
        .iter()
        .map(|it| {
            let category = it.category.as_ref().unwrap().category.as_str();
            (category, it.count, it.cumulative)
        })
        .collect();
    assert_eq!(
        pareto,
        [
            ("Mail", 3, Ratio::new(3, 4)),
            ("Network", 1, Ratio::new(4, 4)),
        ]
    );
}

#[test]
fn nothing_of_nothing_is_no_rate() {
    let empty = review(march(), []);
    assert_eq!(empty.reopened.rate(), None);
    assert_eq!(empty.breached.rate(), None);
    assert_eq!(empty.by_model.rate(), None);
    assert_eq!(empty.to_restore.mean(), None);
    assert_eq!(empty.categories, []);
}

#[test]
fn last_instant_of_a_period_is_the_first_of_the_next() {
    let incident = registered(1, profile(), &standard());
    let before = Period {
        from: at("2026-03-01T00:00:00Z"),
        until: nine(),
    };
    let from = Period {
        from: nine(),
        until: nine_and(Seconds::days(30)),
    };
    assert_eq!(review(before, [reviewed(&incident, None)]).registered, 0);
    assert_eq!(review(before, [reviewed(&incident, None)]).still_open, 0);
    assert_eq!(review(from, [reviewed(&incident, None)]).registered, 1);
}

#[test]
fn what_was_not_measured_is_counted_and_not_averaged() {
    let policy = standard();
    let began = OccurredAt(at("2026-03-02T08:00:00Z"));
    let restored = RestoredAt(nine_and(Seconds::minutes(30)));
    let known = Case::of(
        registered(1, profile().occurred_at(began), &policy),
        policy.clone(),
    )
    .after(Seconds::hours(1))
    .done(resolve().restored_at(restored));
    let unknown = Case::of(registered(2, profile(), &policy), policy).done(resolve());
    let month = review(
        march(),
        [
            reviewed(&known.incident, None),
            reviewed(&unknown.incident, None),
        ],
    );
    let taken = month.to_restore;
    assert_eq!((taken.measured, taken.unmeasured), (1, 1));
    assert_eq!(taken.mean(), Some(Seconds::minutes(90)));
}

#[test]
fn models_and_reviews_in_use_are_counted() {
    let policy = busy();
    let by_model = Case::under(policy.clone()).done(ApplyModel::new(code("anything")));
    let declare = DeclareMajor::new(note("All."), note("No orders."), PersonId::from_key(2));
    let major = Case::of(registered(2, profile(), &policy), policy)
        .by(&max())
        .done(declare)
        .done(resolve())
        .done(RecordReview::new(note("The spare."), vec![]));
    let month = review(
        march(),
        [
            reviewed(&by_model.incident, None),
            reviewed(&major.incident, None),
        ],
    );
    assert_eq!(month.by_model, Ratio::new(1, 2));
    assert_eq!(month.models.get(&code("anything")), Some(&1));
    assert_eq!(month.major_reviewed, Ratio::new(1, 1));
}
