//! From rules to intervals of universal time.

use crate::intervals::{Interval, difference, normalize, union};
use crate::local::Offsets;
use crate::rules::{Entry, Rules, Week};
use crate::window::Window;
use crate::zone::Zone;
use alloc::vec::Vec;
use chrono::{Datelike, NaiveDate};

pub(crate) const DAY: i64 = 86_400;
/// A shift of two days in a zone far from Greenwich still touches the range.
const MARGIN_DAYS: i64 = 4;
const EPOCH_FROM_CE: i64 = 719_163;

/// The number of a date, counted from 1970-01-01.
pub(crate) fn number(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()).saturating_sub(EPOCH_FROM_CE)
}

/// The date of a number.
pub(crate) fn date(number: i64) -> Option<NaiveDate> {
    let days = number.checked_add(EPOCH_FROM_CE)?;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).ok()?)
}

/// What the clocks of a zone show in a range and some days around it.
pub(crate) fn offsets(zone: &Zone, from: i64, until: i64) -> Offsets {
    let margin = MARGIN_DAYS.saturating_mul(DAY);
    zone.offsets(from.saturating_sub(margin), until.saturating_add(margin))
}

/// Windows of local time on their way to universal time.
struct Collector<'a> {
    rules: &'a Rules,
    offsets: &'a Offsets,
    near: usize,
    list: Vec<Interval>,
}

impl<'a> Collector<'a> {
    fn new(rules: &'a Rules, offsets: &'a Offsets) -> Self {
        Self {
            rules,
            offsets,
            near: 0,
            list: Vec::new(),
        }
    }

    fn push(&mut self, day: i64, windows: &[Window]) {
        let midnight = day.saturating_mul(DAY);
        for window in windows {
            let mut at = |second: u32| {
                let local = midnight.saturating_add(i64::from(second));
                self.offsets
                    .instant_near(local, self.rules.reading, &mut self.near)
            };
            let interval = (at(window.start), at(window.end));
            self.list.push(interval);
        }
    }

    fn week(&mut self, week: &Week, first: i64, last: i64, skip: &[i64]) {
        if week.iter().all(Vec::is_empty) {
            return;
        }
        let mut skip = skip
            .iter()
            .copied()
            .skip_while(|day| *day < first)
            .peekable();
        // The first of January 1970 was a Thursday.
        let monday_based = first.saturating_add(3).rem_euclid(7);
        let weekday = usize::try_from(monday_based).unwrap_or(0);
        for (day, windows) in (first..=last).zip(week.iter().cycle().skip(weekday)) {
            if skip.next_if_eq(&day).is_none() {
                self.push(day, windows);
            }
        }
    }

    fn entries(&mut self, entries: &[Entry], first: NaiveDate, last: NaiveDate, skip: &[i64]) {
        for entry in entries {
            entry.each(first, last, &mut |date| {
                let day = number(date);
                if skip.binary_search(&day).is_err() {
                    self.push(day, &entry.windows);
                }
            });
        }
    }

    fn done(self) -> Vec<Interval> {
        normalize(self.list)
    }
}

/// All open time that touches the range, not cut to it.
///
/// The order of precedence, from the weakest: the week and recurring openings; one-off days,
/// which replace them; exclusions, breaks and holidays; one-off days that are open despite them.
pub(crate) fn open_intervals(
    rules: &Rules,
    offsets: &Offsets,
    from: i64,
    until: i64,
) -> Vec<Interval> {
    let first = from.div_euclid(DAY).saturating_sub(MARGIN_DAYS);
    let last = until.div_euclid(DAY).saturating_add(MARGIN_DAYS);
    let (Some(first_date), Some(last_date)) = (date(first), date(last)) else {
        return Vec::new();
    };
    let one_off: Vec<i64> = rules.days.iter().map(|day| number(day.date)).collect();
    let mut open = Collector::new(rules, offsets);
    let mut despite = Collector::new(rules, offsets);
    open.week(&rules.weekly, first, last, &one_off);
    open.entries(&rules.openings, first_date, last_date, &one_off);
    for day in &rules.days {
        if first_date <= day.date && day.date <= last_date {
            let into = if day.despite_exclusions {
                &mut despite
            } else {
                &mut open
            };
            into.push(number(day.date), &day.windows);
        }
    }
    let closed = closed(rules, offsets, (first, first_date), (last, last_date));
    let open = difference(&open.done(), &closed);
    if despite.list.is_empty() {
        open
    } else {
        union(&open, &despite.done())
    }
}

fn closed(
    rules: &Rules,
    offsets: &Offsets,
    (first, first_date): (i64, NaiveDate),
    (last, last_date): (i64, NaiveDate),
) -> Vec<Interval> {
    let mut closed = breaks_collector(rules, offsets, (first, first_date), (last, last_date));
    closed.entries(&rules.holidays, first_date, last_date, &[]);
    for set in &rules.holiday_sets {
        closed.entries(set.entries(), first_date, last_date, &[]);
    }
    closed.done()
}

fn breaks_collector<'a>(
    rules: &'a Rules,
    offsets: &'a Offsets,
    (first, first_date): (i64, NaiveDate),
    (last, last_date): (i64, NaiveDate),
) -> Collector<'a> {
    let mut breaks = Collector::new(rules, offsets);
    breaks.week(&rules.breaks, first, last, &[]);
    breaks.entries(&rules.exclusions, first_date, last_date, &[]);
    breaks
}

/// The breaks and exclusions around one second, holidays left out.
pub(crate) fn breaks_around(rules: &Rules, offsets: &Offsets, second: i64) -> Vec<Interval> {
    let first = second.div_euclid(DAY).saturating_sub(MARGIN_DAYS);
    let last = second.div_euclid(DAY).saturating_add(MARGIN_DAYS);
    let (Some(first_date), Some(last_date)) = (date(first), date(last)) else {
        return Vec::new();
    };
    breaks_collector(rules, offsets, (first, first_date), (last, last_date)).done()
}
