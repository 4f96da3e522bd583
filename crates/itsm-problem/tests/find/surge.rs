//! The surge test: its figures against plain sums, and its promise about false alarms against
//! simulated arrivals.

use crate::dice::Dice;
use itsm_core::id::{CiId, IncidentId};
use itsm_core::time::{Instant, Seconds};
use itsm_problem::description::Fact;
use itsm_problem::surge::SurgeTest;
use itsm_problem::trend::TrendDetector;
use itsm_problem::trend_key::TrendKey;
use itsm_problem::trend_policy::{DraftTrendPolicy, DraftTrendRule, TrendPolicy, TrendTest};
use std::collections::BTreeSet;

/// The tail of the binomial distribution, term by term from the definition.
pub(crate) fn tail(count: u64, history: u64, windows: u32) -> f64 {
    let all = count + history;
    let chance = 1.0 / f64::from(windows + 1);
    let term = |i: u64| {
        let choices: f64 = (1..=i).map(|k| (all - i + k) as f64 / k as f64).product();
        choices * chance.powi(i as i32) * (1.0 - chance).powi((all - i) as i32)
    };
    (count..=all).map(term).sum()
}

#[test]
fn p_values_are_those_of_the_sum_from_the_definition() {
    for windows in [1, 2, 8, 28] {
        let test = SurgeTest::new(windows, 100);
        for history in [0, 1, 5, 24, 130] {
            for count in [0, 1, 2, 3, 6, 17, 40] {
                let (got, expected) = (test.p_value(count, history), tail(count, history, windows));
                let off = (got / expected - 1.0).abs();
                assert!(
                    off < 1e-10,
                    "{count} {history} {windows}: {got}, expected {expected}"
                );
            }
        }
    }
}

#[test]
fn large_counts_stay_within_zero_and_one_and_in_order() {
    let test = SurgeTest::new(7, 1_000);
    let history = 7_000_000;
    let mut last = 1.0;
    for count in [
        0, 900_000, 999_000, 1_000_000, 1_001_000, 1_003_000, 1_010_000, 5_000_000,
    ] {
        let p = test.p_value(count, history);
        assert!((0.0..=last).contains(&p), "{count}: {p} after {last}");
        last = p;
    }
    assert!(last < 1e-300);
    // Three standard deviations or so, as the normal distribution has it.
    let critical = test.critical(history);
    assert!((1_003_200..1_003_400).contains(&critical), "{critical}");
}

#[test]
fn critical_count_is_the_first_that_reaches_the_level() {
    for (windows, one_in) in [(1, 20), (3, 100), (28, 20), (8, 1_000), (28, 1_000_000)] {
        let test = SurgeTest::new(windows, one_in);
        for history in (0..60).chain([500, 10_000]) {
            let critical = test.critical(history);
            let level = (1.0 + 1e-9) / f64::from(one_in);
            assert!(test.p_value(critical, history) <= level);
            // One incident is no trend, whatever its probability.
            assert!(
                critical == 2 || test.p_value(critical - 1, history) > level,
                "{windows} {one_in} {history}"
            );
        }
    }
    // Exactly at the level: three in one window of ten, and none in the other nine.
    assert_eq!(SurgeTest::new(9, 1_000).critical(0), 3);
    // One in a hundred windows is seldom, and no surge.
    assert_eq!(SurgeTest::new(100, 20).critical(0), 2);
}

#[test]
fn parameters_outside_their_range_are_moved_into_it() {
    let test = SurgeTest::new(0, 0);
    assert_eq!((test.windows(), test.one_in()), (1, 2));
}

#[test]
fn rate_of_false_alarms_is_the_double_sum_and_never_above_the_level() {
    for (windows, one_in) in [(1, 50), (8, 1_000), (28, 200)] {
        let test = SurgeTest::new(windows, one_in);
        for mean in [0.01, 0.5, 3.0, 20.0, 700.0] {
            let rate = test.false_alarm_rate(mean);
            assert!(
                rate <= 1.0 / f64::from(one_in),
                "{windows} {one_in} {mean}: {rate}"
            );
            if mean > 20.0 {
                continue;
            }
            let poisson =
                |n: u64, mean: f64| (1..=n).fold((-mean).exp(), |term, k| term * mean / k as f64);
            let history = mean * f64::from(windows);
            let mut plain = 0.0;
            for y in (0..).take_while(|y| *y as f64 <= history * 2.0 + 60.0) {
                let tail: f64 = (0..test.critical(y)).map(|x| poisson(x, mean)).sum();
                plain += poisson(y, history) * (1.0 - tail);
            }
            assert!(
                (rate - plain).abs() < 1e-12,
                "{windows} {one_in} {mean}: {rate} {plain}"
            );
        }
    }
    for nonsense in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let rate = SurgeTest::new(8, 10).false_alarm_rate(nonsense);
        assert!(rate.abs() < f64::EPSILON, "{nonsense}: {rate}");
    }
    // Where there are many, little of the level is given away.
    assert!(SurgeTest::new(8, 100).false_alarm_rate(700.0) > 0.009);
}

/// The reason why the mean of the history is not taken for the true one.
#[test]
fn test_that_takes_the_estimate_for_the_truth_would_alarm_more_often_than_it_says() {
    let (mean, windows, level) = (3.0, 8.0, 1e-3);
    let poisson =
        |n: u64, mean: f64| (1..=n).fold((-mean).exp(), |term: f64, k| term * mean / k as f64);
    let tail = |from: u64, mean: f64| 1.0 - (0..from).map(|x| poisson(x, mean)).sum::<f64>();
    let mut rate = 0.0;
    for y in 1..90 {
        let estimate = y as f64 / windows;
        let critical = (0..1_000).find(|x| tail(*x, estimate) <= level).unwrap();
        rate += poisson(y, mean * windows) * tail(critical, mean);
    }
    assert!(rate > 1.4 * level, "{rate}");
    assert!(SurgeTest::new(8, 1_000).false_alarm_rate(mean) <= level);
}

const HOUR: f64 = 3_600e6;

/// Arrivals of a key from the beginning to the end, in microseconds: independent, at one rate.
fn arrivals(dice: &mut Dice, an_hour: f64, hours: u32) -> Vec<i64> {
    let mut all = Vec::new();
    let mut at = 0.0;
    loop {
        let uniform = (dice.roll() >> 11) as f64 / (1_u64 << 53) as f64;
        at += -(1.0 - uniform).ln() / an_hour * HOUR;
        if at >= f64::from(hours) * HOUR {
            return all;
        }
        all.push(at as i64);
    }
}

/// So many keys, each with arrivals of its own, and one window of each that is judged: the last.
fn false_alarms(seed: u64, mean: f64, history: u32, every: u32, one_in: u32, keys: u64) -> usize {
    let test = TrendTest::Surge {
        window: Seconds::hours(1),
        history,
        every,
        one_in,
    };
    let draft = DraftTrendPolicy {
        rules: vec![DraftTrendRule::new("surge", [], test)],
        ..DraftTrendPolicy::default()
    };
    let policy = TrendPolicy::try_from(draft).unwrap();
    let start = Instant::UNIX_EPOCH;
    let mut detector = TrendDetector::new(&policy, start);
    let mut dice = Dice::new(seed);
    let hours = history * every + 1;
    let mut all: Vec<(i64, u64)> = Vec::new();
    for key in 0..keys {
        all.extend(
            arrivals(&mut dice, mean, hours)
                .into_iter()
                .map(|at| (at, key)),
        );
    }
    all.sort_unstable();
    let last = Seconds::hours(u64::from(hours) - 1).after(start).unwrap();
    let mut alarmed = BTreeSet::new();
    for (n, (at, key)) in (0..).zip(all) {
        let at = Instant::from_timestamp_micros(at).unwrap();
        let keys = [TrendKey::Fact(Fact::Ci(CiId::from_key(key)))];
        let told = detector
            .observe(at, IncidentId::from_key(n), &keys)
            .unwrap();
        alarmed.extend(told.iter().filter(|it| it.since == last).map(|_| key));
    }
    alarmed.len()
}

/// For each key and window, as the rule says: the alarms lie within the 99 % interval about the
/// exact rate, which is at most the level.
#[test]
fn false_alarms_of_simulated_arrivals_are_as_many_as_stated() {
    for (seed, mean, history, every, one_in, keys) in [
        (1, 0.4, 8, 1, 100, 60_000),
        (2, 3.0, 8, 1, 100, 40_000),
        (3, 12.0, 4, 1, 20, 10_000),
        (4, 2.0, 3, 4, 50, 30_000),
        (5, 40.0, 8, 1, 1_000, 8_000),
    ] {
        let rate = SurgeTest::new(history, one_in).false_alarm_rate(mean);
        assert!(rate <= 1.0 / f64::from(one_in));
        let got = false_alarms(seed, mean, history, every, one_in, keys) as f64;
        let (expected, n) = (rate * keys as f64, keys as f64);
        let reach = 2.576 * (n * rate * (1.0 - rate)).sqrt() + 0.5;
        assert!(
            (got - expected).abs() <= reach,
            "mean {mean}: {got} alarms, expected {expected:.1} ± {reach:.1}"
        );
    }
}
