//! Windows of local time within a day, and the names of weekdays, as people write them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::Weekday;

pub(crate) const DAY: u32 = 86_400;
const LATEST: u32 = DAY * 2;

/// A window of local time: from one reading of the clock to a later one, the end not included.
///
/// In seconds after the midnight that begins its date; an end past 86 400 lies on the next date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Window {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Window {
    pub(crate) const FULL_DAY: Self = Self { start: 0, end: DAY };

    /// Reads `09:00-17:30`, `00:00-24:00`, or a shift over midnight: `22:00-06:00+1`, `22:00-30:00`.
    pub(crate) fn parse(text: &str) -> Result<Self, (&'static str, String)> {
        let form = || {
            (
                "calendar.window.form",
                format!("expected a window such as `09:00-17:30`, got `{text}`"),
            )
        };
        let (start, end) = text.split_once('-').ok_or_else(form)?;
        let (end, next_day) = match end.trim().strip_suffix("+1") {
            Some(end) => (end, true),
            None => (end, false),
        };
        let start = time(start.trim()).ok_or_else(form)?;
        let mut end = time(end.trim()).ok_or_else(form)?;
        if next_day {
            end = end.saturating_add(DAY);
        }
        if start >= DAY || end > LATEST {
            return Err((
                "calendar.window.range",
                format!("expected a start before 24:00 and an end of 48:00 at most, got `{text}`"),
            ));
        }
        if end <= start {
            return Err((
                "calendar.window.order",
                format!(
                    "expected a window that ends after it starts, got `{text}`; \
                     a shift over midnight is written `22:00-06:00+1`"
                ),
            ));
        }
        Ok(Self { start, end })
    }
}

/// Seconds after midnight from `HH:MM` or `HH:MM:SS`, hours from 0 to 48.
pub(crate) fn time(text: &str) -> Option<u32> {
    let mut parts = text.split(':');
    let hours = number(parts.next()?, 48)?;
    let minutes = number(parts.next()?, 59)?;
    let seconds = match parts.next() {
        Some(part) => number(part, 59)?,
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    hours
        .checked_mul(3_600)?
        .checked_add(minutes.checked_mul(60)?)?
        .checked_add(seconds)
}

fn number(text: &str, most: u32) -> Option<u32> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let number: u32 = digits.then(|| text.parse().ok())??;
    (number <= most).then_some(number)
}

pub(crate) fn weekday(text: &str) -> Result<Weekday, String> {
    text.trim().parse().map_err(|_| {
        format!("expected a weekday such as `mon` or a range such as `mon-fri`, got `{text}`")
    })
}

/// Reads `mon`, `mon-fri`, or, over the week's end, `sat-mon`.
pub(crate) fn weekdays(text: &str) -> Result<Vec<Weekday>, String> {
    let Some((first, last)) = text.split_once('-') else {
        return weekday(text).map(|day| alloc::vec![day]);
    };
    let (first, last) = (weekday(first)?, weekday(last)?);
    let mut days = alloc::vec![first];
    let mut day = first;
    while day != last {
        day = day.succ();
        days.push(day);
    }
    Ok(days)
}

/// Reads `12-25` as month and day; the 29th of February is accepted.
pub(crate) fn month_day(text: &str) -> Result<(u32, u32), String> {
    let parsed = text.split_once('-').and_then(|(month, day)| {
        let (month, day) = (number(month, 12)?, number(day, 31)?);
        chrono::NaiveDate::from_ymd_opt(2024, month, day).map(|_| (month, day))
    });
    parsed.ok_or_else(|| format!("expected a month and a day such as `12-25`, got `{text}`"))
}
