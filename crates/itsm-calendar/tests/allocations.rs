//! A question to a schedule allocates nothing: counted, not believed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops where its own preparation fails"
)]

extern crate alloc;

use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use core::hint::black_box;
use core::time::Duration;
use itsm_calendar::{
    Calendar, CalendarError, DayEnd, DraftCalendar, DraftEntry, DraftRecurrence, DueAtClose,
    Instant, Pause, PauseRule, RelativeTarget, Schedule, Seconds, StartAtOpen,
};

/// How often memory was asked for meanwhile.
fn allocations(run: impl FnOnce()) -> u64 {
    allocation_counter::measure(run).count_total
}

fn schedules() -> Vec<Schedule> {
    let office = |zone: &str| DraftCalendar::new(zone).weekly("mon-fri", ["09:00-17:30"]);
    let holiday = DraftEntry::new("holiday", DraftRecurrence::yearly("12-25"));
    let slots = (0..96).map(|n| format!("{:02}:{:02}:00-{0:02}:{1:02}:30", n / 4, n % 4 * 15));
    let drafts = [
        office("Europe/Berlin").holiday(holiday),
        DraftCalendar::new("America/New_York").weekly("fri-sun", ["22:00-06:00+1"]),
        // So many windows a day that they are searched by halves.
        DraftCalendar::new("Australia/Lord_Howe").weekly("mon-sun", slots),
        DraftCalendar::new("Asia/Kathmandu").opening(DraftEntry::new(
            "first of the month",
            DraftRecurrence::MonthlyDay { day: 1 },
        )),
    ];
    let mut calendars: Vec<Calendar> = drafts
        .into_iter()
        .map(|draft| Calendar::try_from(draft).unwrap())
        .collect();
    calendars.push(calendars[0].union(&calendars[1]).difference(&calendars[3]));
    calendars.push(Calendar::always());
    let (from, until) = ("2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z");
    let range = from.parse().unwrap()..until.parse().unwrap();
    let compile = |calendar: &Calendar| calendar.compile(range.clone()).unwrap();
    calendars.iter().map(compile).collect()
}

/// Every question at one instant. Refusals count as answers: they must not allocate either.
fn ask_all(schedule: &Schedule, at: Instant, n: u32) -> Result<(), CalendarError> {
    let amount = Seconds(u64::from(n % 200_000));
    let end = at + TimeDelta::seconds(i64::from(n % 3_000_000));
    let _ = black_box(schedule.add(at, amount));
    let _ = black_box(schedule.subtract(at, amount));
    for tie in [DueAtClose::AtClose, DueAtClose::NextOpening] {
        let _ = black_box(schedule.add_with(at, amount, tie));
        let _ = black_box(schedule.add_with_hold(at, amount, Seconds(n.into()), tie));
        let _ = black_box(schedule.add_then_wait(at, amount, Seconds(n.into()), tie));
        let _ = black_box(schedule.add_exactly(at, Duration::from_millis(n.into()), tie));
    }
    for tie in [StartAtOpen::AtOpen, StartAtOpen::PreviousClose] {
        let _ = black_box(schedule.subtract_with(at, amount, tie));
    }
    let _ = black_box(schedule.between(at, end));
    let _ = black_box(schedule.exactly_between(at, end));
    let _ = black_box(schedule.is_open(at));
    let _ = black_box(schedule.next_open(at));
    let _ = black_box(schedule.next_close(at));
    let _ = black_box(schedule.last_open(at));
    black_box(schedule.periods_after(at)?.take(3).count());
    black_box(schedule.periods_before(at)?.take(3).count());
    black_box((schedule.total(), schedule.from(), schedule.until()));

    let date = schedule.date_of(at)?;
    let later = date + TimeDelta::days(40);
    let _ = black_box(schedule.is_business_day(date));
    let _ = black_box(schedule.business_days_between(date, later));
    let _ = black_box(schedule.nth_business_day(date, 7));
    let _ = black_box(schedule.nth_business_day(date, -7));
    let _ = black_box(schedule.end_of_business_day(date));
    for day_end in [DayEnd::EndOfDay, DayEnd::SameTime] {
        let _ = black_box(schedule.add_business_days(at, 3, day_end));
        let _ = black_box(schedule.subtract_business_days(at, 3, day_end));
    }
    let four = NaiveTime::from_hms_opt(16, 0, 0);
    let targets = [
        RelativeTarget::ByTime {
            business_days: 1,
            by: four.unwrap_or_default(),
            cut_off: four,
        },
        RelativeTarget::DueDate { due: Some(end) },
        RelativeTarget::EndOfBusinessDay { business_days: 1 },
    ];
    for target in &targets {
        let _ = black_box(schedule.due(at, target));
    }

    let pause = |from: i64, until: i64| Pause {
        start: at + TimeDelta::hours(from),
        end: at + TimeDelta::hours(until),
    };
    let pauses = [pause(-3, 1), pause(2, 30), pause(31, 200)];
    let _ = black_box(schedule.between_without(at, end, &pauses));
    for rule in [
        PauseRule::OpenTime,
        PauseRule::LengthAsOpenTime,
        PauseRule::WallClock,
    ] {
        let tie = DueAtClose::AtClose;
        let _ = black_box(schedule.add_with_pauses(at, amount, &pauses, rule, tie));
    }
    Ok(())
}

#[test]
fn no_question_allocates() {
    let start = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    let start = start.and_time(NaiveTime::MIN).and_utc();
    for (i, schedule) in schedules().iter().enumerate() {
        let count = allocations(|| {
            for n in 0..4_000_u32 {
                // Steps of a prime number of seconds go through all times of the day; the last
                // ones lie past the end of the range.
                let second = i64::from(n) * 79_201;
                let at = start + TimeDelta::nanoseconds(i64::from(n % 3) * 333_333_333);
                let _ = black_box(ask_all(schedule, at + TimeDelta::seconds(second), n * 31));
            }
        });
        assert_eq!(count, 0, "schedule {i}");
    }
}

#[test]
fn one_allocation_among_all_questions_is_seen() {
    let schedule = &schedules()[0];
    let at = schedule.from();
    let count = allocations(|| {
        for n in 0..100 {
            let _ = black_box(ask_all(schedule, at, n));
            if n == 57 {
                black_box(alloc::vec![at]);
            }
        }
    });
    assert_eq!(count, 1);
}
