//! The recurrences that holidays have.

use crate::draft::{DraftEntry, DraftRecurrence};
use crate::fault::Faults;
use crate::rules::{Entry, entries};
use alloc::format;
use alloc::string::{String, ToString};
use chrono::{Datelike, NaiveDate, Weekday};

/// A yearly recurrence.
pub(super) struct Yearly {
    pub(super) on: DraftRecurrence,
    pub(super) until: Option<NaiveDate>,
    /// The days on which its instances begin.
    begins: Entry,
}

impl Yearly {
    pub(super) fn begins_on(&self, date: NaiveDate) -> bool {
        self.begins.falls_on(date)
    }
}

/// Reads `20261225`.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let date = digits.then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok())??;
    (1..=9_999).contains(&date.year()).then_some(date)
}

/// Reads `P1D` and `P2W` as days.
pub(super) fn days(text: &str) -> Option<u64> {
    let rest = text.trim().trim_start_matches('+').strip_prefix('P')?;
    if let Some(weeks) = rest.strip_suffix('W') {
        return weeks
            .parse::<u16>()
            .ok()
            .map(|n| u64::from(n).saturating_mul(7));
    }
    rest.strip_suffix('D')?.parse::<u16>().ok().map(u64::from)
}

/// Reads a rule; the error says what of it is not supported.
pub(super) fn yearly(text: &str, start: NaiveDate, last: NaiveDate) -> Result<Yearly, String> {
    let (mut frequency, mut until, mut count) = (None, None, None);
    let (mut month, mut month_day, mut weekday) = (None, None, None);
    for part in text.split(';').filter(|part| !part.is_empty()) {
        let unsupported = || format!("`{part}` of its `RRULE` is not supported");
        let (name, value) = part.split_once('=').ok_or_else(unsupported)?;
        match name.to_ascii_uppercase().as_str() {
            "FREQ" => frequency = Some(value.to_ascii_uppercase()),
            "INTERVAL" if value == "1" => {}
            // It matters for weeks alone.
            "WKST" => {}
            "UNTIL" => {
                let day = value.split(['T', 't']).next().and_then(date);
                until = Some(day.ok_or_else(unsupported)?);
            }
            "COUNT" => count = Some(value.parse::<u16>().map_err(|_| unsupported())?),
            "BYMONTH" => {
                let number = value.parse::<u32>().ok().filter(|n| (1..=12).contains(n));
                month = Some(number.ok_or_else(unsupported)?);
            }
            "BYMONTHDAY" => {
                let number = value.parse::<u32>().ok().filter(|n| (1..=31).contains(n));
                month_day = Some(number.ok_or_else(unsupported)?);
            }
            "BYDAY" => weekday = Some(nth_weekday(value).ok_or_else(unsupported)?),
            _ => return Err(unsupported()),
        }
    }
    if frequency.as_deref() != Some("YEARLY") {
        let got = frequency.unwrap_or_default();
        return Err(format!("expected `FREQ=YEARLY`, got `FREQ={got}`"));
    }
    let on = match (month, month_day, weekday) {
        (None, None, None) => on_day(start, last)?,
        (Some(month), day, None) => {
            let day = day.unwrap_or(start.day());
            if (month, day) != (start.month(), start.day()) {
                return Err("its first date does not follow its `RRULE`".to_string());
            }
            on_day(start, last)?
        }
        (Some(month), None, Some((nth, weekday))) => {
            if start != last {
                return Err("several days on a weekday of a month are not supported".to_string());
            }
            DraftRecurrence::YearlyWeekday {
                month,
                nth,
                weekday: weekday.to_string(),
            }
        }
        _ => {
            return Err(
                "its combination of `BYMONTH`, `BYMONTHDAY` and `BYDAY` is not supported"
                    .to_string(),
            );
        }
    };
    if until.is_some() && count.is_some() {
        return Err("`COUNT` and `UNTIL` of its `RRULE` exclude each other".to_string());
    }
    if until.is_some_and(|until| until < start) {
        return Err("its `RRULE` ends before its first date".to_string());
    }
    let begins = beginnings(&on, start)?;
    let until = match count {
        Some(count) => last_of(&begins, start, count)?,
        None => until,
    };
    let length = last.signed_duration_since(start);
    let until = until.map(|until| until.checked_add_signed(length).unwrap_or(until));
    Ok(Yearly { on, until, begins })
}

fn on_day(start: NaiveDate, last: NaiveDate) -> Result<DraftRecurrence, String> {
    let text = |date: NaiveDate| format!("{:02}-{:02}", date.month(), date.day());
    if start == last {
        return Ok(DraftRecurrence::yearly(text(start)));
    }
    let length = last.signed_duration_since(start).num_days();
    let march = NaiveDate::from_ymd_opt(start.year(), 3, 1);
    let next_march = NaiveDate::from_ymd_opt(start.year().saturating_add(1), 3, 1);
    let over = |march: Option<NaiveDate>| march.is_some_and(|march| start < march && march <= last);
    let leap_day = (last.month(), last.day()) == (2, 29) || (start.month(), start.day()) == (2, 29);
    if length >= 300 || over(march) || over(next_march) || leap_day {
        return Err(
            "several days over the end of February, or a whole year, are not supported".to_string(),
        );
    }
    Ok(DraftRecurrence::YearlyRange {
        first: text(start),
        last: text(last),
    })
}

/// Reads `4TH` or `-1MO`.
fn nth_weekday(text: &str) -> Option<(i8, Weekday)> {
    let (nth, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let weekday = match name.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    };
    let nth: i8 = nth.parse().ok()?;
    ((1..=5).contains(&nth) || (-5..=-1).contains(&nth)).then_some((nth, weekday))
}

/// The days on which the instances begin.
fn beginnings(on: &DraftRecurrence, start: NaiveDate) -> Result<Entry, String> {
    let begins = match on {
        // Of each range, the day on which it begins.
        DraftRecurrence::YearlyRange { first, .. } => DraftRecurrence::yearly(first.clone()),
        _ => on.clone(),
    };
    let mut faults = Faults::new();
    let draft = [DraftEntry::new("", begins).from(start)];
    let begins = entries("", &draft, &mut faults).pop();
    let begins = begins.ok_or("its `RRULE` names no date")?;
    if !begins.falls_on(start) {
        return Err("its first date does not follow its `RRULE`".to_string());
    }
    Ok(begins)
}

/// The day on which the last of so many instances begins; none if the years end before.
fn last_of(begins: &Entry, start: NaiveDate, count: u16) -> Result<Option<NaiveDate>, String> {
    if count == 0 {
        return Err("its `COUNT` is zero".to_string());
    }
    // The fifth Monday of February comes back after forty years at times, so all years are asked.
    let end = NaiveDate::from_ymd_opt(9_999, 12, 31).unwrap_or(start);
    let (mut left, mut found) = (count, None);
    begins.each(start, end, &mut |date| {
        if left > 0 {
            left = left.saturating_sub(1);
            found = Some(date);
        }
    });
    Ok(found.filter(|_| left == 0))
}
