//! Percentiles, exact and named.

use serde::Serialize;

/// How long something took, in hours.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hours {
    /// How many cases have both timestamps.
    pub n: u64,
    /// Half of them took at most so long.
    pub median: Option<f64>,
    /// Three quarters of them took at most so long.
    pub p75: Option<f64>,
    /// Nine tenths of them took at most so long.
    pub p90: Option<f64>,
    /// Cases that end before they begin; left out above.
    pub negative: u64,
}

impl Hours {
    /// From durations in seconds, in any order.
    pub fn of(mut seconds: Vec<i32>) -> Self {
        seconds.sort_unstable();
        let negative = seconds.partition_point(|&it| it < 0);
        let sorted = &seconds[negative..];
        Self {
            n: sorted.len() as u64,
            median: percentile(sorted, 50).map(hours),
            p75: percentile(sorted, 75).map(hours),
            p90: percentile(sorted, 90).map(hours),
            negative: negative as u64,
        }
    }
}

/// The percentile of a sorted list, linear between the two nearest ranks: the definition that
/// spreadsheets call "inclusive", under which the 50th is the usual median.
fn percentile(sorted: &[i32], percent: usize) -> Option<f64> {
    let steps = sorted.len().checked_sub(1)? * percent;
    let (rank, rest) = (steps / 100, steps % 100);
    let low = f64::from(sorted[rank]);
    let high = f64::from(*sorted.get(rank + 1).unwrap_or(&sorted[rank]));
    #[expect(clippy::cast_precision_loss, reason = "the rest is below 100")]
    let part = rest as f64 / 100.0;
    Some(low + (high - low) * part)
}

/// Seconds as hours, to a hundredth.
fn hours(seconds: f64) -> f64 {
    (seconds / 36.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_lie_between_the_nearest_ranks() {
        let hours = Hours::of([4, 1, 3, 2].map(|it| it * 3600).to_vec());
        assert_eq!(
            (hours.median, hours.p75, hours.p90),
            (Some(2.5), Some(3.25), Some(3.7))
        );
        let one = Hours::of(vec![5400]);
        assert_eq!((one.n, one.median, one.p90), (1, Some(1.5), Some(1.5)));
    }

    #[test]
    fn nothing_has_no_percentile_and_negative_spans_are_set_apart() {
        assert_eq!(Hours::of(vec![]).median, None);
        let hours = Hours::of(vec![-60, 7200]);
        assert_eq!((hours.n, hours.negative, hours.median), (1, 1, Some(2.0)));
    }
}
