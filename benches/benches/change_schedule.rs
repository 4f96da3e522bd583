//! The change schedule: who else changes these items at that time, in a year of a hundred thousand
//! changes?
//!
//! Beside an interval tree over time, which is what a programmer takes from the shelf: it finds
//! everything that happens at the time, and then looks for what has an item in common.

use criterion::Criterion;
use itsm::change::kind::ChangeType;
use itsm::change::planned::{DraftPlannedChange, PlannedChange};
use itsm::change::schedule::ChangeSchedule;
use itsm::core::id::{ChangeId, CiId};
use itsm::core::text::Title;
use itsm::core::time::Instant;
use itsm::core::time::chrono::TimeDelta;
use itsm_benches::dice::Dice;
use itsm_benches::measure::{beside_peer, is_measuring, run, size, timed, timed_from};
use rust_lapper::{Interval, Lapper};
use std::hint::black_box;
use std::time::{Duration, Instant as Clock};

const ITEMS: usize = 20_000;
const YEAR: usize = 365 * 86_400;

/// An item: of three numbers between nought and one the product, so that few are changed often.
fn item(dice: &mut Dice) -> CiId {
    const FINE: usize = 1_000_000;
    #[expect(clippy::cast_precision_loss, reason = "a number below a million")]
    let u = dice.below(FINE) as f64 / FINE as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a number below twenty thousand"
    )]
    CiId::from_key((u * u * u * ITEMS as f64) as u64)
}

fn plan(dice: &mut Dice, key: usize) -> PlannedChange {
    let begin: Instant = "2026-01-01T00:00:00Z".parse().expect("an instant");
    let seconds = |it: usize| TimeDelta::seconds(i64::try_from(it).expect("a second of a year"));
    let start = begin + seconds(dice.below(YEAR / 300) * 300);
    // From half an hour to eight hours.
    let end = start + seconds((1 + dice.below(16)) * 1_800);
    let items: Vec<CiId> = (0..=dice.below(8)).map(|_| item(dice)).collect();
    let id = ChangeId::from_key(key as u64);
    let draft = DraftPlannedChange::new(
        id,
        ChangeType::Normal,
        Title::new("Patch").expect("a title"),
    );
    let draft = draft.start(start).end(end).primary_ci(items[0]);
    PlannedChange::try_from(draft.affected_cis(items[1..].to_vec())).expect("a planned change")
}

type Tree = Lapper<u64, u32>;

fn seconds(planned: &PlannedChange) -> (u64, u64) {
    let (start, end) = planned.window().expect("a window");
    let second = |it: Instant| u64::try_from(it.timestamp()).expect("after 1970");
    (second(start), second(end))
}

fn tree(changes: &[PlannedChange]) -> Tree {
    let entry = |(val, planned): (u32, &PlannedChange)| {
        let (start, stop) = seconds(planned);
        Interval { start, stop, val }
    };
    Lapper::new((0_u32..).zip(changes).map(entry).collect())
}

/// How many pairs of an item and another change there are, by the tree over time.
fn by_time(tree: &Tree, changes: &[PlannedChange], own: &PlannedChange) -> usize {
    let (start, end) = seconds(own);
    let shares = |other: &PlannedChange| {
        let items = own.cis().iter();
        items.filter(|it| other.cis().contains(it)).count()
    };
    let others = tree.find(start, end).map(|it| &changes[it.val as usize]);
    others.map(shares).sum()
}

fn bench(_: &mut Criterion) {
    let count = size(100_000, 2_000);
    let mut dice = Dice::new(2_026);
    let changes: Vec<PlannedChange> = (0..count).map(|key| plan(&mut dice, key)).collect();
    let schedule = ChangeSchedule::of(changes.clone()).expect("each once");
    let tree = tree(&changes);
    let asked: Vec<PlannedChange> = (0..size(20_000, 200))
        .map(|key| plan(&mut dice, count + key))
        .collect();
    for own in &asked {
        assert_eq!(
            schedule.clashes_of(own).len(),
            by_time(&tree, &changes, own)
        );
    }
    let free: Vec<&PlannedChange> = asked
        .iter()
        .filter(|it| schedule.clashes_of(it).is_empty())
        .collect();
    println!(
        "change schedule: {count} changes, {} of {} new ones have no conflict",
        free.len(),
        asked.len()
    );
    one_by_one(&schedule, &free);
    beside_peer(
        "change_conflicts_of_one_beside_interval_tree",
        0.05,
        free.len(),
        timed(|| {
            free.iter()
                .map(|it| schedule.clashes_of(it).len())
                .sum::<usize>()
        }),
        timed(|| {
            free.iter()
                .map(|it| by_time(&tree, &changes, it))
                .sum::<usize>()
        }),
    );
    calendar(&changes);
    edits(&mut dice, schedule, count);
}

/// The median of single questions, which the clock of the machine itself makes longer.
fn one_by_one(schedule: &ChangeSchedule, free: &[&PlannedChange]) {
    let mut times: Vec<Duration> = Vec::new();
    for own in free {
        let start = Clock::now();
        black_box(schedule.clashes_of(black_box(own)));
        times.push(start.elapsed());
    }
    times.sort_unstable();
    if let (true, Some(median)) = (is_measuring(), times.get(times.len() / 2)) {
        println!(
            "change conflicts of one: median {median:?}, of {}",
            times.len()
        );
    }
}

/// Everything from the plain changes to all pairs that share an item at a time.
fn calendar(changes: &[PlannedChange]) {
    let pass = |changes: Vec<PlannedChange>| {
        let schedule = ChangeSchedule::of(changes).expect("each once");
        let clashes = schedule.clashes();
        (schedule, clashes)
    };
    let mut whole = timed_from(|| changes.to_vec(), pass);
    let mut build = timed_from(
        || changes.to_vec(),
        |it| ChangeSchedule::of(it).expect("each once"),
    );
    let rounds = if is_measuring() { 21 } else { 1 };
    let median = |pass: &mut dyn FnMut() -> Duration| {
        let mut times: Vec<Duration> = (0..rounds).map(|_| pass()).collect();
        times.sort_unstable();
        times[rounds / 2]
    };
    let (whole, build) = (median(&mut whole), median(&mut build));
    let (_, clashes) = pass(changes.to_vec());
    println!(
        "full calendar: {whole:?} for {} conflicts, of which {build:?} to build",
        clashes.len()
    );
}

/// Changes that are moved to and fro: in a calendar ten times as large it hardly takes longer.
fn edits(dice: &mut Dice, mut large: ChangeSchedule, count: usize) {
    let few = count / 10;
    let mut small = ChangeSchedule::of((0..few).map(|key| plan(dice, key))).expect("each once");
    let moved = |dice: &mut Dice, below: usize| -> Vec<PlannedChange> {
        (0..size(10_000, 100))
            .map(|_| {
                let key = dice.below(below);
                plan(dice, key)
            })
            .collect()
    };
    let (in_large, in_small) = (moved(dice, count), moved(dice, few));
    beside_peer(
        "change_moved_in_many_beside_few",
        2.0,
        in_large.len(),
        timed_from(
            || in_large.clone(),
            |all| all.into_iter().filter_map(|it| large.put(it)).count(),
        ),
        timed_from(
            || in_small.clone(),
            |all| all.into_iter().filter_map(|it| small.put(it)).count(),
        ),
    );
}

fn main() {
    run(bench);
}
