//! Percentages: exact in, exact out, and refused with the place.

use crate::percent;
use core::time::Duration;
use itsm_core::ratio::Ratio;
use itsm_service_level::percentage::{Percentage, PercentageError};
use proptest::prelude::*;

#[test]
fn text_is_read_to_the_part_per_million() {
    let cases = [
        ("0", 0, "0 %"),
        ("100", 1_000_000, "100 %"),
        ("100.0000", 1_000_000, "100 %"),
        ("99.95", 999_500, "99.95 %"),
        ("99.950", 999_500, "99.95 %"),
        ("99.95 %", 999_500, "99.95 %"),
        ("99.95%", 999_500, "99.95 %"),
        ("99.999", 999_990, "99.999 %"),
        ("99.9999", 999_999, "99.9999 %"),
        ("0.0001", 1, "0.0001 %"),
        ("1.05", 10_500, "1.05 %"),
        ("007", 70_000, "7 %"),
    ];
    for (text, parts, shown) in cases {
        let read: Percentage = text.parse().unwrap();
        assert_eq!(read.parts_per_million(), parts, "{text}");
        assert_eq!(read.to_string(), shown);
    }
}

#[test]
fn bad_text_is_refused_with_its_place() {
    use PercentageError::{AboveWhole, Blank, MissingDigit, NotANumber, TooManyDecimals};
    let not = |position, found| NotANumber { position, found };
    let cases = [
        ("", Blank),
        ("%", Blank),
        (" %", Blank),
        ("100.0001", AboveWhole),
        ("101", AboveWhole),
        ("99999999999999999999", AboveWhole),
        ("99.99999", TooManyDecimals { max: 4, got: 5 }),
        ("99.00000", TooManyDecimals { max: 4, got: 5 }),
        (".5", MissingDigit { position: 0 }),
        ("99.", MissingDigit { position: 3 }),
        (".", MissingDigit { position: 0 }),
        ("99,95", not(2, ',')),
        ("-1", not(0, '-')),
        ("+1", not(0, '+')),
        (" 99", not(0, ' ')),
        ("99.9.5", not(4, '.')),
        ("1e2", not(1, 'e')),
        ("99  %", not(2, ' ')),
        ("99 %%", not(2, ' ')),
        ("NaN", not(0, 'N')),
        ("٩٩", not(0, '٩')),
        ("9½", not(1, '½')),
    ];
    for (text, error) in cases {
        assert_eq!(text.parse::<Percentage>(), Err(error), "{text}");
    }
    let message = |text: &str| text.parse::<Percentage>().unwrap_err().to_string();
    assert_eq!(
        message("99,95"),
        "percentage has `,` at character 2, expected digits with at most one `.`"
    );
    assert_eq!(
        message("99.99999"),
        "percentage has 5 decimals, expected at most 4"
    );
    assert_eq!(
        Percentage::from_parts_per_million(1_000_001),
        Err(AboveWhole)
    );
}

#[test]
fn comparison_with_a_ratio_is_exact() {
    let target = percent("99.95");
    assert_eq!(target.is_met_by(Ratio::new(9_995, 10_000)), Some(true));
    let huge = u64::MAX / 10_000 * 10_000;
    let exact = huge / 10_000 * 9_995;
    assert_eq!(target.is_met_by(Ratio::new(exact, huge)), Some(true));
    assert_eq!(target.is_met_by(Ratio::new(exact - 1, huge)), Some(false));
    assert_eq!(target.is_met_by(Ratio::new(0, 0)), None);
    let finest = percent("99.9999");
    assert_eq!(finest.is_met_by(Ratio::new(999_999, 1_000_000)), Some(true));
    assert_eq!(
        finest.is_met_by(Ratio::new(999_998, 1_000_000)),
        Some(false)
    );
    assert_eq!(Percentage::ZERO.is_met_by(Ratio::new(0, 5)), Some(true));
    assert_eq!(Percentage::WHOLE.is_met_by(Ratio::new(4, 5)), Some(false));
}

#[test]
fn share_of_a_length_is_rounded_down() {
    let budget = percent("99.9999").complement();
    assert_eq!(budget, percent("0.0001"));
    assert_eq!(budget.of(Duration::from_nanos(999_999)), Duration::ZERO);
    let second = Duration::from_secs(1);
    assert_eq!(budget.of(second), Duration::from_micros(1));
    assert_eq!(Percentage::WHOLE.of(Duration::MAX), Duration::MAX);
    assert_eq!(Percentage::ZERO.of(Duration::MAX), Duration::ZERO);
}

proptest! {
    #[test]
    fn what_is_shown_is_read_again(parts in 0_u32..=1_000_000) {
        let percentage = Percentage::from_parts_per_million(parts)?;
        let shown = percentage.to_string();
        prop_assert_eq!(shown.parse(), Ok(percentage));
        prop_assert_eq!(shown.trim_end_matches(" %").parse(), Ok(percentage));
        prop_assert_eq!(percentage.complement().complement(), percentage);
    }

    #[test]
    fn reading_never_panics(text in "[0-9.,% -]{0,12}|\\PC{0,8}") {
        if let Ok(read) = text.parse::<Percentage>() {
            prop_assert!(read <= Percentage::WHOLE);
            // The figure that was written, by way of a float that is close enough to tell.
            let number: f64 = text.trim_end_matches(['%', ' ']).parse().unwrap();
            prop_assert!((number * 10_000.0 - f64::from(read.parts_per_million())).abs() < 1e-3);
        }
    }

    #[test]
    fn shares_are_never_too_long(parts in 0_u32..=1_000_000, secs in 0_u64..4_000_000_000, nanos in 0_u32..1_000_000_000) {
        let percentage = Percentage::from_parts_per_million(parts)?;
        let whole = Duration::new(secs, nanos);
        let share = percentage.of(whole).as_nanos() * 1_000_000;
        let exact = whole.as_nanos() * u128::from(parts);
        prop_assert!(share <= exact && exact < share + 1_000_000);
        prop_assert!(percentage.of(whole) + percentage.complement().of(whole) <= whole);
    }
}
