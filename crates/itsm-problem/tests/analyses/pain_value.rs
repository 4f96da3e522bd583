//! Pain values: exact, and compared with their like alone.

use crate::{draft, told};
use itsm_core::level::{Priority, Scale};
use itsm_core::money::{Currency, Money};
use itsm_core::time::Seconds;
use itsm_problem::pain_value::{
    DraftPainValue, FactorSet, IncidentFactors, OtherFactorSet, PainValue, UserFactors,
};
use serde_json::json;

fn incidents(incidents: u64, severity: u16, severities: u16) -> IncidentFactors {
    IncidentFactors::new(incidents, Seconds::hours(1), severity, severities, 10_u32)
}

fn users(currency: &str) -> UserFactors {
    let cost = Money::new(4_500, Currency::new(currency).unwrap());
    UserFactors::new(200_u64, Seconds::minutes(48), 80_u8, cost)
}

#[test]
fn value_is_the_product_of_its_factors() {
    assert_eq!(
        PainValue::of(incidents(3, 4, 5)).unwrap().value(),
        3 * 3_600 * 4 * 10
    );
    assert_eq!(
        PainValue::of(users("EUR")).unwrap().value(),
        200 * 2_880 * 80 * 4_500
    );
    assert_eq!(PainValue::of(incidents(0, 4, 5)).unwrap().value(), 0);
}

#[test]
fn severity_is_the_priority_turned_around() {
    let scale = Scale::<Priority>::new(["P1", "P2", "P3"]).unwrap();
    let severities: Vec<_> = scale
        .iter()
        .map(|it| IncidentFactors::severity_of(&scale, it).unwrap())
        .collect();
    assert_eq!(severities, [3, 2, 1]);
    let other = Priority::new("P9").unwrap();
    assert_eq!(IncidentFactors::severity_of(&scale, &other), None);
}

#[test]
fn values_of_one_set_compare() {
    let few = PainValue::of(incidents(2, 4, 5)).unwrap();
    let many = PainValue::of(incidents(9, 1, 5)).unwrap();
    assert!(few.compare(&many).unwrap().is_lt());
    assert!(many.compare(&few).unwrap().is_gt());
    assert!(many.compare(&many).unwrap().is_eq());
}

#[test]
fn values_of_two_sets_do_not_compare() {
    let [of_five, of_nine] = [5, 9].map(|it| PainValue::of(incidents(2, 4, it)).unwrap());
    let [euro, pound] = ["EUR", "GBP"].map(|it| PainValue::of(users(it)).unwrap());
    let all = [of_five, of_nine, euro, pound];
    for (place, one) in all.iter().enumerate() {
        for other in all.iter().skip(place + 1) {
            let error = one.compare(other).unwrap_err();
            assert_eq!((error.expected, error.got), (one.set(), other.set()));
        }
    }
    let error: OtherFactorSet = all[0].compare(&all[2]).unwrap_err();
    assert_eq!(error.rule(), "pain_value.factor_set.other");
    let text = "expected a pain value of incidents × duration × severity (of 5) × weight, got one of users × downtime × impact × cost (in EUR)";
    assert_eq!(error.to_string(), text);
    assert_eq!(error.expected, FactorSet::Incidents { severities: 5 });
}

#[test]
fn factors_that_are_none_are_refused() {
    for severity in [0, 6] {
        let faults = PainValue::of(incidents(1, severity, 5)).unwrap_err();
        assert_eq!(told(&faults), [("severity", "pain_value.severity.range")]);
    }
    let mut factors = users("EUR");
    factors.impact = 101;
    factors.cost.minor = -1;
    let faults = PainValue::of(factors).unwrap_err();
    assert_eq!(
        told(&faults),
        [
            ("cost", "pain_value.cost.negative"),
            ("impact", "pain_value.impact.range")
        ]
    );
}

#[test]
fn product_that_no_number_holds_is_refused() {
    let factors = IncidentFactors::new(u64::MAX, Seconds(1), 1_u16, 1_u16, 1_u32);
    assert_eq!(PainValue::of(factors.clone()).unwrap().value(), u64::MAX);
    let mut more = factors;
    more.weight = 2;
    assert_eq!(
        told(&PainValue::of(more).unwrap_err()),
        [("", "pain_value.overflow")]
    );
    // Where a factor is nothing, so is the product, however large the others.
    let mut nothing =
        IncidentFactors::new(u64::MAX, Seconds(u64::MAX), u16::MAX, u16::MAX, u32::MAX);
    assert_eq!(
        told(&PainValue::of(nothing.clone()).unwrap_err()),
        [("", "pain_value.overflow")]
    );
    nothing.weight = 0;
    assert_eq!(PainValue::of(nothing).unwrap().value(), 0);
}

#[test]
fn stored_value_that_is_not_the_product_is_refused() {
    let stored = json!({
        "factors": { "type": "incidents", "incidents": 3, "duration": 60, "severity": 2, "severities": 4, "weight": 1 },
        "value": 361,
    });
    let faults = PainValue::try_from(draft::<DraftPainValue>(stored)).unwrap_err();
    assert_eq!(told(&faults), [("value", "pain_value.value")]);
}
