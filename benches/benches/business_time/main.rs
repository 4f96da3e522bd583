//! Business time: when is eight hours of open time from now, and how much lies between?
//!
//! Beside a twin that knows exactly what is coming, and beside what else there is: a walk from day
//! to day as a programmer writes it who has chrono and an hour, and two crates.

mod peers;
mod twin;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::Criterion;
use itsm::calendar::{Calendar, DraftCalendar, DraftEntry, DraftRecurrence, Seconds};
use itsm_benches::dice::Dice;
use itsm_benches::measure::{beside, run, size, timed};
use std::hint::black_box;
use std::time::Instant;
use twin::{DAY, Twin};

fn desk(zone: &str) -> Calendar {
    let mut draft = DraftCalendar::new(zone).weekly("mon-fri", ["09:00-17:30"]);
    for month in 1..=12 {
        let day = DraftRecurrence::yearly(format!("{month:02}-15"));
        draft = draft.holiday(DraftEntry::new("holiday", day));
    }
    Calendar::try_from(draft).expect("a sound draft")
}

fn bench(criterion: &mut Criterion) {
    for (zone, name) in [
        ("Europe/Berlin", "berlin"),
        ("America/New_York", "new_york"),
    ] {
        in_zone(criterion, zone, name);
    }
}

fn in_zone(criterion: &mut Criterion, zone: &str, name: &str) {
    let desk = desk(zone);
    let from: DateTime<Utc> = "2020-01-01T00:00:00Z".parse().expect("an instant");
    let until = "2030-01-01T00:00:00Z".parse().expect("an instant");
    let compile = || desk.compile(from..until).expect("a sound range");
    let fastest = (0..20).map(|_| {
        let began = Instant::now();
        black_box(compile());
        began.elapsed()
    });
    let fastest = fastest.min().unwrap_or_default();
    println!(
        "compile  {name}: ten years in {} µs, bar 1000",
        fastest.as_micros()
    );

    let schedule = compile();
    let twin = Twin::new(&schedule);
    let count = size(200_000, 1_000);
    let mut dice = Dice::new(3);
    let mut seconds = |days: usize| {
        let day = i64::try_from(dice.below(days)).expect("few days");
        let second = i64::try_from(dice.below(86_400)).expect("one day");
        TimeDelta::seconds(day * DAY + second)
    };
    let spans: Vec<(DateTime<Utc>, DateTime<Utc>)> = (0..count)
        .map(|_| {
            let start = from + seconds(3_500);
            (start, start + seconds(30))
        })
        .collect();
    let spans = &spans[..];
    for (start, end) in spans {
        let due = schedule.add(*start, Seconds::hours(8));
        assert_eq!(due, Ok(twin.add(*start, 28_800)));
        let between = schedule.between(*start, *end).expect("in the range");
        assert_eq!(i64::try_from(between.0), Ok(twin.between(*start, *end)));
    }
    beside(
        criterion,
        &format!("calendar_add_{name}"),
        1.3,
        count,
        timed(|| {
            for (start, _) in black_box(spans) {
                black_box(schedule.add(*start, Seconds::hours(8)).unwrap_or_default());
            }
        }),
        timed(|| {
            for (start, _) in black_box(spans) {
                black_box(twin.add(*start, 28_800));
            }
        }),
    );
    beside(
        criterion,
        &format!("calendar_between_{name}"),
        1.3,
        count,
        timed(|| {
            for (start, end) in black_box(spans) {
                black_box(schedule.between(*start, *end).unwrap_or_default());
            }
        }),
        timed(|| {
            for (start, end) in black_box(spans) {
                black_box(twin.between(*start, *end));
            }
        }),
    );
    peers::measure(&schedule, zone, name, spans);
}

fn main() {
    run(bench);
}
