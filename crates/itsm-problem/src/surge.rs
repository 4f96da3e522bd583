//! The surge test: are there more incidents in this window than the key's own history explains?

use libm::{exp, lgamma, log, log1p, sqrt};

/// Compares the count of one window with the counts of some windows before it.
///
/// *What is taken for granted:* without a surge, incidents of a key come independently of each
/// other and at one rate, whatever it is: the counts of the windows are Poisson. *What is asked:*
/// of all incidents in the window and in the h windows of its history together, would so many fall
/// into this one by chance? Given their number, each falls into it with probability 1 / (h + 1),
/// so that the answer is the tail of a binomial distribution. The unknown rate is no part of it.
/// That is why this test is used and not the tail of a Poisson distribution about the mean of the
/// history: that one takes an estimate for the truth, and alarms far more often than it says where
/// the history is short.
///
/// *False alarms:* for each key and each window, whatever the rate is, an alarm without a surge
/// comes with a probability of at most the level, one in [`one_in`](Self::one_in). It is less
/// than the level, since counts are whole numbers; [`false_alarm_rate`](Self::false_alarm_rate) is
/// the exact figure. The figure is for one key and one window: who watches a thousand keys has up
/// to a thousand times as many, and windows of a key that share their history are not independent.
/// It holds for incidents that are independent; where one caller's report draws the next, or where
/// Mondays are busier than Sundays and the history is not of Mondays, alarms come more often.
///
/// Source: J. Przyborowski, H. Wilenski, Homogeneity of results in testing samples from Poisson
/// series, 1940 (the conditional test); FitSM-1 PR10.1.
///
/// ```
/// use itsm_problem::surge::SurgeTest;
///
/// let test = SurgeTest::new(8, 1_000);
/// // Eight windows without an incident, and then four in one: (1/9)⁴.
/// assert_eq!((test.critical(0), test.critical(24)), (4, 12));
/// assert!((test.p_value(4, 0) - 1.0 / 6_561.0).abs() < 1e-12);
/// // Three a window: an alarm by chance in about one of 1,900 windows.
/// assert_eq!(format!("{:.5}", test.false_alarm_rate(3.0)), "0.00052");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SurgeTest {
    windows: u32,
    one_in: u32,
}

/// The tail is worked out to nine digits, and what is as near to the level counts as having
/// reached it.
const DIGITS: f64 = 1.0 + 1e-9;

/// What is smaller than this in proportion to a sum does not change it.
const NOTHING: f64 = 1e-17;

impl SurgeTest {
    /// With so many windows of history, at least one, and a level of one in so many, at least two.
    pub const fn new(windows: u32, one_in: u32) -> Self {
        Self {
            windows: if windows == 0 { 1 } else { windows },
            one_in: if one_in < 2 { 2 } else { one_in },
        }
    }

    /// How many windows of history the window is compared with.
    pub const fn windows(self) -> u32 {
        self.windows
    }

    /// The level: of so many windows of a key without a surge, at most one gives an alarm on average.
    pub const fn one_in(self) -> u32 {
        self.one_in
    }

    /// How many incidents the history lets expect in one window.
    pub fn expected(self, history: u64) -> f64 {
        whole(history) / f64::from(self.windows)
    }

    /// The probability that so many incidents or more fall into the window by chance, where so
    /// many lie in its history.
    pub fn p_value(self, count: u64, history: u64) -> f64 {
        let (x, y, windows) = (whole(count), whole(history), f64::from(self.windows));
        // At or below the mean, what is left out is the smaller part.
        let below = x * windows <= y;
        let first = if below { x - 1.0 } else { x };
        if first < 0.0 {
            return 1.0;
        }
        let all = x + y;
        let rest = all - first;
        let choices = lgamma(all + 1.0) - lgamma(first + 1.0) - lgamma(rest + 1.0);
        let chance = first * -log(windows + 1.0) + rest * -log1p(1.0 / windows);
        let mut term = exp(choices + chance);
        let (mut sum, mut here) = (term, first);
        while term > sum * NOTHING {
            if below {
                term *= here * windows / (all - here + 1.0);
                here -= 1.0;
            } else {
                term *= (all - here) / ((here + 1.0) * windows);
                here += 1.0;
            }
            sum += term;
        }
        (if below { 1.0 - sum } else { sum }).clamp(0.0, 1.0)
    }

    /// The fewest incidents in the window that are a surge, where so many lie in its history. At
    /// least two: one incident is no trend, however seldom it is.
    pub fn critical(self, history: u64) -> u64 {
        let level = DIGITS / f64::from(self.one_in);
        let surge = |count: u64| self.p_value(count, history) <= level;
        let mut none = history.checked_div(self.windows.into()).unwrap_or(0).max(1);
        let mut step = 1_u64;
        while !surge(none.saturating_add(step)) {
            none = none.saturating_add(step);
            step = step.saturating_mul(2);
        }
        let mut some = none.saturating_add(step);
        while some.saturating_sub(none) > 1 {
            let middle = none.midpoint(some);
            if surge(middle) {
                some = middle;
            } else {
                none = middle;
            }
        }
        some
    }

    /// The exact probability of an alarm in a window where nothing has changed: incidents come at
    /// this mean rate a window in the window and in all of its history.
    ///
    /// Costs in proportion to the square root of the mean, or so; a mean above a million counts as
    /// a million.
    pub fn false_alarm_rate(self, mean: f64) -> f64 {
        if !mean.is_finite() || mean <= 0.0 {
            return 0.0;
        }
        let mean = mean.min(1e6);
        let history = mean * f64::from(self.windows);
        let reach = 12.0 * sqrt(history) + 60.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between nothing and a few thousand million million"
        )]
        let (first, last) = ((history - reach).max(0.0) as u64, (history + reach) as u64);
        let each = |y: u64| poisson(whole(y), history) * poisson_tail(self.critical(y), mean);
        (first..=last).map(each).sum()
    }
}

/// The probability of so many, where so many are the mean.
fn poisson(count: f64, mean: f64) -> f64 {
    exp(count * log(mean) - mean - lgamma(count + 1.0))
}

/// The probability of so many or more.
fn poisson_tail(count: u64, mean: f64) -> f64 {
    let mut here = whole(count);
    let below = here <= mean;
    if below {
        here -= 1.0;
    }
    if here < 0.0 {
        return 1.0;
    }
    let mut term = poisson(here, mean);
    let mut sum = term;
    while term > sum * NOTHING {
        if below {
            term *= here / mean;
            here -= 1.0;
        } else {
            here += 1.0;
            term *= mean / here;
        }
        sum += term;
    }
    if below { 1.0 - sum } else { sum }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of incidents are far below 2^53"
)]
fn whole(n: u64) -> f64 {
    n as f64
}
