//! The work log, and what an incident costs.

use crate::desk::{Case, ana, at, incident, nine, nine_and, note, resolve, standard, uma};
use itsm_core::id::PersonId;
use itsm_core::money::{Currency, Money};
use itsm_core::time::Seconds;
use itsm_incident::command::{Close, LogWork, RecordCost};
use itsm_incident::cost::Cost;
use itsm_incident::event::CostRecorded;
use itsm_incident::work_log::Visibility;
use itsm_testing::given;

fn euro() -> Currency {
    Currency::new("EUR").unwrap()
}

fn cents(minor: i64) -> Money {
    Money::new(minor, euro())
}

fn paid(cost: Cost) -> RecordCost {
    RecordCost::new(cost, euro())
}

fn minutes(n: u64, hourly_rate: i64) -> Cost {
    Cost::Time {
        spent: Seconds::minutes(n),
        hourly_rate,
    }
}

#[test]
fn work_log_tells_the_requester_what_is_public_and_the_desk_everything() {
    let policy = standard();
    let story = given(incident(&policy))
        .under(&policy)
        .by(&ana())
        .when(LogWork::new(
            note("The spare is dead."),
            Visibility::Private,
        ))
        .at(nine_and(Seconds::hours(1)))
        .occurred(nine_and(Seconds::minutes(30)))
        .when(LogWork::new(
            note("A technician comes."),
            Visibility::Public,
        ));
    let record = story.record();
    let public: Vec<_> = record.public_log().map(|it| it.entry.as_str()).collect();
    assert_eq!(public, ["A technician comes."]);
    let [first, second] = record.work_log() else {
        panic!("two entries")
    };
    assert_eq!((first.at, &first.by), (nine(), ana().agent()));
    // When it happened, not when it was typed.
    assert_eq!(second.at, nine_and(Seconds::minutes(30)));
}

#[test]
fn nothing_is_written_into_a_record_that_is_over() {
    let closed = Case::new().done(resolve()).by(&uma()).done(Close::new());
    for rule in [
        closed
            .refusal(LogWork::new(note("Late."), Visibility::Public))
            .rule,
        closed.refusal(paid(Cost::Fixed { amount: 1 })).rule,
    ] {
        assert_eq!(rule, "incident.lifecycle.forbidden");
    }
}

#[test]
fn time_fixed_amounts_and_material_add_up_to_the_cent() {
    let (quantity, unit_price) = (3, 1_999);
    let policy = standard();
    let story = given(incident(&policy))
        .under(&policy)
        .by(&ana())
        .when(paid(minutes(50, 8_999)).person(PersonId::from_key(5)))
        // 50 / 60 × 89.99 = 74.9916…: rounded when it is recorded.
        .then_event(
            CostRecorded::new(minutes(50, 8_999), cents(7_499)).person(PersonId::from_key(5)),
        )
        .when(paid(minutes(25, 8_999)))
        .when(paid(Cost::Fixed { amount: 5_000 }))
        .when(paid(Cost::Material {
            quantity,
            unit_price,
        }))
        .when(paid(Cost::Fixed { amount: -1_000 }));
    let totals = story.record().cost_totals().unwrap().unwrap();
    assert_eq!(totals.spent, Seconds::minutes(75));
    // 7,499 and 3,750: the lines of the bill, and not 11,248.75 of 75 minutes.
    assert_eq!(totals.time, cents(11_249));
    assert_eq!(totals.fixed, cents(4_000));
    assert_eq!(totals.material, cents(5_997));
    assert_eq!(totals.total, cents(21_246));
}

#[test]
fn what_cost_nothing_has_no_total() {
    let plain = incident(&standard());
    assert_eq!(plain.cost_totals(), Ok(None));
    assert!(plain.costs().is_empty());
}

#[test]
fn time_without_a_rate_is_time_spent_all_the_same() {
    let case = Case::new().done(paid(minutes(20, 0)));
    let totals = case.incident.cost_totals().unwrap().unwrap();
    assert_eq!(
        (totals.spent, totals.total),
        (Seconds::minutes(20), cents(0))
    );
}

#[test]
fn overflow_is_refused_in_every_part_and_nothing_wraps() {
    let full = Case::new().done(paid(Cost::Fixed { amount: i64::MAX }));
    let (quantity, unit_price) = (u32::MAX, i64::MAX);
    for cost in [
        Cost::Fixed { amount: 1 },
        // Each part for itself would still fit.
        Cost::Material {
            quantity: 1,
            unit_price: 1,
        },
        Cost::Material {
            quantity,
            unit_price,
        },
        Cost::Time {
            spent: Seconds(u64::MAX),
            hourly_rate: i64::MIN,
        },
    ] {
        assert_eq!(full.refusal(paid(cost)).rule, "incident.cost.out_of_range");
    }
    let ages = Cost::Time {
        spent: Seconds(u64::MAX),
        hourly_rate: 0,
    };
    let old = Case::new().done(paid(ages.clone()));
    assert_eq!(old.refusal(paid(ages)).rule, "incident.cost.out_of_range");
}

#[test]
fn cost_arose_when_it_did_whenever_somebody_wrote_it_down() {
    let eight = at("2026-03-02T08:00:00Z");
    let case = Case::new()
        .occurred(eight)
        .done(paid(Cost::Fixed { amount: 1 }));
    assert_eq!(case.incident.costs()[0].at, eight);
}
