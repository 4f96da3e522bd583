//! Money is exact, of one currency, and never wraps around.
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use itsm_core::money::{Currency, Money, MoneyError};
use itsm_core::time::Seconds;

fn euro() -> Currency {
    Currency::new("EUR").unwrap()
}

fn cents(minor: i64) -> Money {
    Money::new(minor, euro())
}

#[test]
fn currency_is_three_capital_letters() {
    for good in ["EUR", "XTS", "ZZZ"] {
        assert_eq!(Currency::new(good).unwrap().as_str(), good);
    }
    for bad in ["", "EU", "EURO", "eur", "E1R", "€€€", "ÄÖÜ"] {
        let error = Currency::new(bad).unwrap_err().to_string();
        assert!(error.contains(bad) && error.contains("EUR"), "{error}");
    }
}

#[test]
fn halves_are_rounded_away_from_zero_and_only_once() {
    // 1 minor unit an hour: half an hour is half a unit.
    assert_eq!(cents(1).per_hour(Seconds(1_799)), Ok(cents(0)));
    assert_eq!(cents(1).per_hour(Seconds(1_800)), Ok(cents(1)));
    assert_eq!(cents(-1).per_hour(Seconds(1_799)), Ok(cents(0)));
    assert_eq!(cents(-1).per_hour(Seconds(1_800)), Ok(cents(-1)));
    // Two lines of half a unit are two units on the bill, as printed, and not one.
    let line = cents(1).per_hour(Seconds::minutes(30)).unwrap();
    assert_eq!(line.plus(line), Ok(cents(2)));
}

#[test]
fn what_no_amount_can_hold_is_refused_and_never_wraps() {
    let most = cents(i64::MAX);
    assert_eq!(most.plus(cents(1)), Err(MoneyError::OutOfRange));
    assert_eq!(cents(i64::MIN).plus(cents(-1)), Err(MoneyError::OutOfRange));
    assert_eq!(most.times(2), Err(MoneyError::OutOfRange));
    assert_eq!(most.per_hour(Seconds::hours(1)), Ok(most));
    assert_eq!(most.per_hour(Seconds(3_601)), Err(MoneyError::OutOfRange));
    assert_eq!(
        most.per_hour(Seconds(u64::MAX)),
        Err(MoneyError::OutOfRange)
    );
    assert_eq!(most.plus(cents(-1)), Ok(cents(i64::MAX - 1)));
}

#[test]
fn two_currencies_are_never_added() {
    let pound = Currency::new("GBP").unwrap();
    let error = cents(5).plus(Money::new(5, pound)).unwrap_err();
    let expected = euro();
    assert_eq!(
        error,
        MoneyError::Mixed {
            expected,
            got: pound
        }
    );
    assert_eq!(error.to_string(), "amount is in GBP, expected EUR");
}

#[cfg(feature = "serde")]
#[test]
fn money_is_read_as_strictly_as_it_is_written() {
    let text = r#"{"minor":-950,"currency":"EUR"}"#;
    let money: Money = serde_json::from_str(text).unwrap();
    assert_eq!(money, cents(-950));
    assert_eq!(serde_json::to_string(&money).unwrap(), text);
    for bad in [
        r#"{"minor":1.5,"currency":"EUR"}"#,
        r#"{"minor":1,"currency":"eur"}"#,
        r#"{"minor":1,"currency":"EUR","rate":2}"#,
    ] {
        assert!(serde_json::from_str::<Money>(bad).is_err(), "{bad}");
    }
}
