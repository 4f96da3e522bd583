//! The checked rules of one calendar, and how they are read out of a draft.

use crate::draft::{DraftCalendar, DraftDay, DraftEntry, DraftRecurrence};
use crate::fault::Faults;
use crate::holiday::HolidaySet;
use crate::local::Reading;
use crate::recurrence::Recurrence;
use crate::window::{self, Window};
use crate::zone::Zone;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{Datelike, NaiveDate};

/// Windows by weekday, Monday first.
pub(crate) type Week = [Vec<Window>; 7];

/// A checked entry: on these dates, in these windows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) on: Recurrence,
    /// Never empty.
    pub(crate) windows: Vec<Window>,
    pub(crate) from: Option<NaiveDate>,
    pub(crate) until: Option<NaiveDate>,
    /// In order.
    pub(crate) except: Vec<NaiveDate>,
}

impl Entry {
    /// Calls `each` for every date in force from `first` to `last`, both included.
    pub(crate) fn each(&self, first: NaiveDate, last: NaiveDate, each: &mut dyn FnMut(NaiveDate)) {
        let first = self.from.map_or(first, |from| from.max(first));
        let last = self.until.map_or(last, |until| until.min(last));
        self.on.each(first, last, &mut |date| {
            if self.except.binary_search(&date).is_err() {
                each(date);
            }
        });
    }

    /// Whether a date is one of the entry's.
    pub(crate) fn falls_on(&self, date: NaiveDate) -> bool {
        let mut found = false;
        self.each(date, date, &mut |_| found = true);
        found
    }
}

/// A checked one-off day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) date: NaiveDate,
    pub(crate) windows: Vec<Window>,
    pub(crate) despite_exclusions: bool,
}

/// The checked rules of one calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rules {
    pub(crate) name: String,
    pub(crate) zone: Option<Zone>,
    pub(crate) reading: Reading,
    pub(crate) weekly: Week,
    pub(crate) openings: Vec<Entry>,
    /// In the order of their dates.
    pub(crate) days: Vec<Day>,
    pub(crate) breaks: Week,
    pub(crate) exclusions: Vec<Entry>,
    pub(crate) holidays: Vec<Entry>,
    pub(crate) holiday_sets: Vec<HolidaySet>,
}

impl Rules {
    pub(crate) fn read(draft: &DraftCalendar, sets: &[HolidaySet]) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let zone = draft
            .zone
            .as_ref()
            .and_then(|name| faults.take("zone", "calendar.zone.unknown", Zone::new(name)));
        let rules = Self {
            name: draft.name.clone(),
            zone,
            reading: Reading {
                gap: draft.gap,
                overlap: draft.overlap,
            },
            weekly: week("weekly", &draft.weekly, &mut faults),
            openings: entries("openings", &draft.openings, &mut faults),
            days: days(&draft.days, &mut faults),
            breaks: week("breaks", &draft.breaks, &mut faults),
            exclusions: entries("exclusions", &draft.exclusions, &mut faults),
            holidays: entries("holidays", &draft.holidays, &mut faults),
            holiday_sets: chosen(&draft.holiday_sets, sets, &mut faults),
        };
        if draft.weekly.values().all(Vec::is_empty)
            && draft.openings.is_empty()
            && draft.days.iter().all(|day| day.windows.is_empty())
        {
            faults.add(
                "",
                "calendar.empty",
                "expected at least one opening, got exclusions at most",
            );
        }
        faults.or(Some(rules))
    }
}

fn chosen(names: &[String], sets: &[HolidaySet], faults: &mut Faults) -> Vec<HolidaySet> {
    let mut chosen = Vec::new();
    for (i, name) in names.iter().enumerate() {
        match sets.iter().find(|set| set.name() == name) {
            Some(set) => chosen.push(set.clone()),
            None => faults.add(
                format!("holiday_sets[{i}]"),
                "calendar.holiday_set.unknown",
                format!("expected the name of a holiday set that was given, got `{name}`"),
            ),
        }
    }
    chosen
}

fn week(path: &str, draft: &BTreeMap<String, Vec<String>>, faults: &mut Faults) -> Week {
    let mut week = Week::default();
    for (days, texts) in draft {
        let path = format!("{path}.{days}");
        let windows = windows(&path, texts, faults);
        let Some(days) = faults.take(&path, "calendar.weekday", window::weekdays(days)) else {
            continue;
        };
        for day in days {
            if let Some(of_day) = week.get_mut(day.num_days_from_monday() as usize) {
                of_day.extend(&windows);
            }
        }
    }
    for day in &mut week {
        day.sort_unstable();
    }
    week
}

fn windows(path: &str, texts: &[String], faults: &mut Faults) -> Vec<Window> {
    let mut windows = Vec::new();
    for (i, text) in texts.iter().enumerate() {
        match Window::parse(text) {
            Ok(window) => windows.push(window),
            Err((rule, message)) => faults.add(format!("{path}[{i}]"), rule, message),
        }
    }
    windows.sort_unstable();
    windows
}

fn days(drafts: &[DraftDay], faults: &mut Faults) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for (i, draft) in drafts.iter().enumerate() {
        let path = format!("days[{i}]");
        date(&path, draft.date, faults);
        if days.iter().any(|day| day.date == draft.date) {
            faults.add(
                path.clone(),
                "calendar.day.twice",
                format!("expected each one-off day once, got `{}` again", draft.date),
            );
        }
        days.push(Day {
            date: draft.date,
            windows: windows(&format!("{path}.windows"), &draft.windows, faults),
            despite_exclusions: draft.despite_exclusions,
        });
    }
    days.sort_by_key(|day| day.date);
    days
}

pub(crate) fn entries(path: &str, drafts: &[DraftEntry], faults: &mut Faults) -> Vec<Entry> {
    let read = |(i, draft): (usize, &DraftEntry)| entry(&format!("{path}[{i}]"), draft, faults);
    drafts.iter().enumerate().filter_map(read).collect()
}

fn entry(path: &str, draft: &DraftEntry, faults: &mut Faults) -> Option<Entry> {
    let mut windows = windows(&format!("{path}.windows"), &draft.windows, faults);
    if draft.windows.is_empty() {
        windows.push(Window::FULL_DAY);
    }
    for (field, bound) in [("from", draft.from), ("until", draft.until)] {
        if let Some(bound) = bound {
            date(&format!("{path}.{field}"), bound, faults);
        }
    }
    if let (Some(from), Some(until)) = (draft.from, draft.until) {
        order(&format!("{path}.until"), from, until, faults);
    }
    let mut except = draft.except.clone();
    except.sort_unstable();
    Some(Entry {
        name: draft.name.clone(),
        on: recurrence(&format!("{path}.on"), draft, faults)?,
        windows,
        from: draft.from,
        until: draft.until,
        except,
    })
}

fn recurrence(path: &str, draft: &DraftEntry, faults: &mut Faults) -> Option<Recurrence> {
    Some(match &draft.on {
        DraftRecurrence::Daily { interval } => Recurrence::Daily {
            interval: *interval,
            anchor: anchor(path, *interval, draft.from, faults)?,
        },
        DraftRecurrence::Date { date: on } => {
            date(path, *on, faults);
            Recurrence::Dates {
                first: *on,
                last: *on,
            }
        }
        DraftRecurrence::Dates { first, last } => {
            date(path, *first, faults);
            date(path, *last, faults);
            order(path, *first, *last, faults);
            Recurrence::Dates {
                first: *first,
                last: *last,
            }
        }
        DraftRecurrence::Easter { offset } => {
            within(path, i32::from(*offset), -200, 200, faults)?;
            Recurrence::Easter { offset: *offset }
        }
        DraftRecurrence::MonthlyDay { day } => {
            nth(path, *day, 31, faults)?;
            Recurrence::MonthDay { day: *day }
        }
        DraftRecurrence::MonthlyWeekday { nth: n, weekday } => {
            nth(path, *n, 5, faults)?;
            let weekday = window::weekday(weekday);
            let weekday = faults.take(path, "calendar.weekday", weekday)?;
            Recurrence::MonthWeekday { nth: *n, weekday }
        }
        DraftRecurrence::Weekly { days, interval } => {
            let mut chosen = [false; 7];
            for text in days {
                let read = window::weekdays(text);
                for day in faults.take(path, "calendar.weekday", read)? {
                    if let Some(day) = chosen.get_mut(day.num_days_from_monday() as usize) {
                        *day = true;
                    }
                }
            }
            if days.is_empty() {
                faults.add(
                    path,
                    "calendar.weekday",
                    "expected at least one weekday, got none",
                );
            }
            let anchor = anchor(path, *interval, draft.from, faults)?;
            Recurrence::Weekly {
                days: chosen,
                interval: *interval,
                anchor,
            }
        }
        DraftRecurrence::Yearly { day } => {
            let read = window::month_day(day);
            let (month, day) = faults.take(path, "calendar.month_day", read)?;
            Recurrence::Yearly { month, day }
        }
        DraftRecurrence::YearlyRange { first, last } => {
            let first = faults.take(path, "calendar.month_day", window::month_day(first));
            let last = faults.take(path, "calendar.month_day", window::month_day(last));
            Recurrence::YearlyRange {
                first: first?,
                last: last?,
            }
        }
        DraftRecurrence::YearlyWeekday {
            month,
            nth: n,
            weekday,
        } => {
            nth(path, *n, 5, faults)?;
            within(
                path,
                i32::try_from(*month).unwrap_or(i32::MAX),
                1,
                12,
                faults,
            )?;
            let weekday = window::weekday(weekday);
            let weekday = faults.take(path, "calendar.weekday", weekday)?;
            Recurrence::YearlyWeekday {
                month: *month,
                nth: *n,
                weekday,
            }
        }
    })
}

/// The date that intervals count from; any will do where every day or week is meant.
fn anchor(
    path: &str,
    interval: u32,
    from: Option<NaiveDate>,
    faults: &mut Faults,
) -> Option<NaiveDate> {
    match (interval, from) {
        (0, _) => {
            faults.add(
                path,
                "calendar.interval",
                "expected an interval of 1 or more, got `0`",
            );
            None
        }
        (_, Some(from)) => Some(from),
        (1, None) => Some(NaiveDate::MIN),
        (_, None) => {
            faults.add(
                path,
                "calendar.interval",
                format!("expected a date `from` which every `{interval}` counts, got none"),
            );
            None
        }
    }
}

fn nth(path: &str, n: i8, most: i32, faults: &mut Faults) -> Option<()> {
    let n = i32::from(n);
    within(
        path,
        if n == 0 { 0 } else { n.saturating_abs() },
        1,
        most,
        faults,
    )
}

fn within(path: &str, n: i32, least: i32, most: i32, faults: &mut Faults) -> Option<()> {
    if (least..=most).contains(&n) {
        return Some(());
    }
    faults.add(
        path,
        "calendar.number",
        format!("expected a number from {least} to {most}, got `{n}`"),
    );
    None
}

fn date(path: &str, date: NaiveDate, faults: &mut Faults) {
    if !(1..=9_999).contains(&date.year()) {
        faults.add(
            path,
            "calendar.date.range",
            format!("expected a date in the years 1 to 9999, got `{date}`"),
        );
    }
}

fn order(path: &str, first: NaiveDate, last: NaiveDate, faults: &mut Faults) {
    if last < first {
        faults.add(
            path,
            "calendar.date.order",
            format!("expected a last date on or after `{first}`, got `{last}`"),
        );
    }
}
