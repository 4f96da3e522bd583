//! How two ways of doing the same are measured.
//!
//! What counts is the ratio. Both ways take turns in short passes, so that whatever else the
//! machine does in the meantime falls on both alike; the ratio is the median over all rounds, each
//! of them ours, twin, twin, ours.

use criterion::{Criterion, Throughput};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long the rounds of one ratio last together.
const BUDGET: Duration = Duration::from_secs(8);
const BUDGET_BESIDE_PEER: Duration = Duration::from_secs(1);
const FEWEST_ROUNDS: usize = 15;
const MOST_ROUNDS: usize = 1_001;

/// Whether this run is to measure; a run in test mode only looks whether everything still works.
pub fn is_measuring() -> bool {
    let given = |flag: &str| std::env::args().any(|arg| arg == flag);
    given("--bench") && !given("--test") && !given("--list")
}

/// The program of a bench, as `cargo bench` calls it.
pub fn run(bench: impl FnOnce(&mut Criterion)) {
    let mut criterion = Criterion::default().without_plots().configure_from_args();
    bench(&mut criterion);
    criterion.final_summary();
}

/// The size of an input: the full one to measure, the small one to test.
pub fn size(full: usize, small: usize) -> usize {
    if is_measuring() { full } else { small }
}

/// A pass that is timed; what it makes is dropped off the clock.
pub fn timed<T>(mut pass: impl FnMut() -> T) -> impl FnMut() -> Duration {
    timed_from(|| (), move |()| pass())
}

/// A pass that is timed, over an input that is made anew off the clock.
pub fn timed_from<S, T>(
    mut prepare: impl FnMut() -> S,
    mut pass: impl FnMut(S) -> T,
) -> impl FnMut() -> Duration {
    move || {
        let input = black_box(prepare());
        let start = Instant::now();
        let made = black_box(pass(input));
        let took = start.elapsed();
        drop(made);
        took
    }
}

/// Measures ours beside its twin: each with criterion, then both in turns for the ratio.
///
/// `elements` is how many things one pass handles.
pub fn beside(
    criterion: &mut Criterion,
    name: &str,
    bar: f64,
    elements: usize,
    mut ours: impl FnMut() -> Duration,
    mut twin: impl FnMut() -> Duration,
) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20);
    group.throughput(Throughput::Elements(elements as u64));
    group.bench_function("ours", |it| {
        it.iter_custom(|n| (0..n).map(|_| ours()).sum());
    });
    group.bench_function("twin", |it| {
        it.iter_custom(|n| (0..n).map(|_| twin()).sum());
    });
    group.finish();
    if is_measuring() {
        tell(name, bar, elements, &take_turns(ours, twin, BUDGET));
    }
}

/// The ratio alone, of ours beside a peer that may be slower by orders of magnitude: in fewer
/// rounds, and without criterion.
pub fn beside_peer(
    name: &str,
    bar: f64,
    elements: usize,
    mut ours: impl FnMut() -> Duration,
    mut peer: impl FnMut() -> Duration,
) {
    if is_measuring() {
        tell(
            name,
            bar,
            elements,
            &take_turns(ours, peer, BUDGET_BESIDE_PEER),
        );
    } else {
        ours();
        peer();
    }
}

fn tell(name: &str, bar: f64, elements: usize, rounds: &[(f64, f64)]) {
    let [low, ratio, high] = quartiles(rounds.iter().map(|(ours, twin)| ours / twin));
    let [_, ours, _] = quartiles(rounds.iter().map(|(ours, _)| *ours));
    let [_, twin, _] = quartiles(rounds.iter().map(|(_, twin)| *twin));
    #[expect(clippy::cast_precision_loss, reason = "a count of things to measure")]
    let each = 1e9 / elements as f64;
    // Three digits that count: a ratio may be 0.98 and may be 0.000123.
    let digits = if ratio < 0.1 { 5 } else { 2 };
    println!(
        "ratio {name}: {ratio:.digits$} (bar {bar:.2})   quartiles {low:.digits$} to {high:.digits$}, ours {:.1} ns, twin {:.1} ns each",
        ours * each,
        twin * each,
    );
}

/// The seconds of both, round by round.
fn take_turns(
    mut ours: impl FnMut() -> Duration,
    mut twin: impl FnMut() -> Duration,
    budget: Duration,
) -> Vec<(f64, f64)> {
    let mut rounds = Vec::new();
    let start = Instant::now();
    while rounds.len() < FEWEST_ROUNDS || start.elapsed() < budget && rounds.len() < MOST_ROUNDS {
        // Each follows the other once and itself once: who comes second finds the caches and the
        // heap as the first has left them.
        let mut both = [Duration::ZERO; 2];
        both[0] += ours();
        both[1] += twin();
        both[1] += twin();
        both[0] += ours();
        let [ours, twin] = both.map(|it| it.as_secs_f64() / 2.0);
        rounds.push((ours, twin));
    }
    rounds
}

fn quartiles(values: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}

#[cfg(test)]
mod tests {
    use super::{FEWEST_ROUNDS, quartiles, take_turns};
    use std::time::Duration;

    #[test]
    fn quartiles_are_taken_of_the_sorted_values() {
        let values = [9.0, 1.0, 5.0, 3.0, 7.0];
        let text = quartiles(values.into_iter()).map(|it| it.to_string());
        assert_eq!(text, ["3", "5", "7"]);
    }

    #[test]
    fn both_are_asked_equally_often_and_kept_apart() {
        let rounds = take_turns(
            || Duration::from_secs(3),
            || Duration::from_secs(2),
            Duration::ZERO,
        );
        assert!(rounds.len() >= FEWEST_ROUNDS);
        assert!(rounds.iter().all(|round| *round == (3.0, 2.0)));
    }
}
