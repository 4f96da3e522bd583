//! Random calendars around clock changes.

use chrono::{Days, NaiveDate};
use itsm_calendar::{DraftCalendar, DraftDay, DraftEntry, DraftRecurrence, Instant};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

/// A zone and a date on which, or next to which, its clocks change.
pub(crate) const CHANGES: &[(&str, &str)] = &[
    ("UTC", "2026-06-15"),
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/London", "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("America/St_Johns", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("America/Havana", "2026-03-08"),
    ("America/Havana", "2027-11-07"),
    ("America/Sao_Paulo", "2018-11-04"),
    ("America/Sao_Paulo", "2018-02-18"),
    ("Africa/Cairo", "2026-04-24"),
    ("Africa/Cairo", "2026-10-30"),
    ("Africa/Casablanca", "2026-02-15"),
    ("Africa/Casablanca", "2026-03-22"),
    ("Africa/Casablanca", "2026-09-20"),
    ("Asia/Kathmandu", "2026-06-15"),
    ("Pacific/Apia", "2011-12-30"),
    ("Pacific/Chatham", "2026-09-27"),
    ("America/Vancouver", "2026-11-01"),
];

pub(crate) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A window in quarters of an hour, or, with a granularity of one, in single seconds.
fn window(step: u32) -> impl Strategy<Value = String> {
    let slots = 86_400 / step;
    let odd = (0..slots, 1..slots).prop_map(move |(start, length)| (start * step, length * step));
    // The hours at which clocks change.
    let night = (0..16_u32, 1..20_u32).prop_map(|(start, length)| (start * 900, length * 900));
    prop_oneof![odd, night].prop_map(|(start, length)| {
        let text = |n: u32| format!("{:02}:{:02}:{:02}", n / 3_600, n / 60 % 60, n % 60);
        format!("{}-{}", text(start), text((start + length).min(172_800)))
    })
}

fn near(date: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    (0_u64..9).prop_map(move |n| date - Days::new(4) + Days::new(n))
}

/// A calendar with weekly hours, breaks, holidays and one-off days, and the date around which they
/// lie. What it uses, the twin knows too.
pub(crate) fn draft(step: u32) -> impl Strategy<Value = (DraftCalendar, NaiveDate)> {
    select(CHANGES).prop_flat_map(move |(zone, date)| {
        let date: NaiveDate = date.parse().unwrap();
        let week = btree_map(select(&DAYS[..]), vec(window(step), 1..3), 1..7);
        let breaks = btree_map(select(&DAYS[..]), vec(window(step), 1..2), 0..3);
        let days = vec((near(date), vec(window(step), 0..3), any::<bool>()), 0..3);
        (week, breaks, vec(near(date), 0..3), days).prop_map(move |(week, breaks, off, days)| {
            let mut draft = DraftCalendar::new(zone);
            for (day, windows) in week {
                draft = draft.weekly(day, windows);
            }
            for (day, windows) in breaks {
                draft = draft.break_on(day, windows);
            }
            for date in off {
                draft = draft.holiday(DraftEntry::date("off", date));
            }
            for (date, windows, despite_exclusions) in days {
                if draft.days.iter().all(|day| day.date != date) {
                    draft.days.push(DraftDay {
                        date,
                        windows,
                        despite_exclusions,
                    });
                }
            }
            (draft, date)
        })
    })
}

fn recurrence() -> impl Strategy<Value = DraftRecurrence> {
    let weekday = || select(&DAYS[..]).prop_map(str::to_owned);
    let nth = || prop_oneof![1_i8..=5, -5_i8..=-1];
    let month_day = || (1_u32..=12, 1_u32..=28).prop_map(|(m, d)| format!("{m:02}-{d:02}"));
    prop_oneof![
        (1_u32..4).prop_map(|interval| DraftRecurrence::Daily { interval }),
        (vec(weekday(), 1..3), 1_u32..4)
            .prop_map(|(days, interval)| DraftRecurrence::Weekly { days, interval }),
        prop_oneof![1_i8..=31, -31_i8..=-1].prop_map(|day| DraftRecurrence::MonthlyDay { day }),
        (nth(), weekday())
            .prop_map(|(nth, weekday)| DraftRecurrence::MonthlyWeekday { nth, weekday }),
        month_day().prop_map(|day| DraftRecurrence::Yearly { day }),
        (month_day(), month_day())
            .prop_map(|(first, last)| DraftRecurrence::YearlyRange { first, last }),
        (1_u32..=12, nth(), weekday()).prop_map(|(month, nth, weekday)| {
            DraftRecurrence::YearlyWeekday {
                month,
                nth,
                weekday,
            }
        }),
        (-60_i16..60).prop_map(|offset| DraftRecurrence::Easter { offset }),
    ]
}

/// The same with recurring openings and exclusions besides.
pub(crate) fn rich_draft() -> impl Strategy<Value = (DraftCalendar, NaiveDate)> {
    let entry = || {
        (recurrence(), vec(window(900), 0..3)).prop_map(|(on, windows)| {
            let from = "2009-05-04".parse().unwrap();
            DraftEntry::new("entry", on).at(windows).from(from)
        })
    };
    (draft(900), vec(entry(), 0..3), vec(entry(), 0..3)).prop_map(
        |((mut draft, date), openings, exclusions)| {
            draft.openings = openings;
            draft.exclusions = exclusions;
            (draft, date)
        },
    )
}

/// An instant within 25 days of a date, often on a quarter of an hour.
pub(crate) fn instant(date: NaiveDate) -> impl Strategy<Value = Instant> {
    let noon = date.and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp();
    let quarter = (-2_400_i64..2_400).prop_map(|n| (n * 900, 0));
    let exact = (-2_160_000_i64..2_160_000, 0_u32..1_000_000_000);
    prop_oneof![quarter, exact]
        .prop_map(move |(second, nanos)| Instant::from_timestamp(noon + second, nanos).unwrap())
}
