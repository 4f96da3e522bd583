//! From the schedule of a case to a calendar.

use super::convention::Convention;
use chrono::NaiveDate;
use itsm::calendar::{Calendar, DraftCalendar, DraftEntry, DraftRecurrence};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

type Windows = Vec<(String, String)>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    tz: String,
    hours: Option<BTreeMap<String, Windows>>,
    #[serde(default)]
    holidays: Vec<NaiveDate>,
    #[serde(default)]
    holiday_rules: Vec<HolidayRule>,
    #[serde(default)]
    breaks: BTreeMap<NaiveDate, Windows>,
    #[serde(default)]
    shifts: BTreeMap<NaiveDate, Windows>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayRule {
    from: NaiveDate,
    to: NaiveDate,
    yearly: bool,
}

/// Builds the calendar of a case. One without `hours` is open all day: it is asked about its zone
/// or its holidays only.
pub(super) fn calendar(schedule: &Value, convention: &Convention) -> Result<Calendar, String> {
    let raw: Raw =
        serde_json::from_value(schedule.clone()).map_err(|error| format!("schedule: {error}"))?;
    let mut draft = DraftCalendar::new(raw.tz);
    draft.gap = convention.gap;
    match raw.hours {
        Some(hours) => {
            for (day, windows) in hours {
                draft = draft.weekly(day, texts(&windows));
            }
        }
        None => draft = draft.weekly("mon-sun", ["00:00-24:00"]),
    }
    for date in raw.holidays {
        draft = draft.holiday(DraftEntry::date("holiday", date));
    }
    for rule in raw.holiday_rules {
        let day = |date: NaiveDate| date.format("%m-%d").to_string();
        let on = if rule.yearly {
            DraftRecurrence::YearlyRange {
                first: day(rule.from),
                last: day(rule.to),
            }
        } else {
            DraftRecurrence::Dates {
                first: rule.from,
                last: rule.to,
            }
        };
        draft = draft.holiday(DraftEntry::new("holiday", on));
    }
    for (date, windows) in raw.breaks {
        draft = draft.exclusion(DraftEntry::date("break", date).at(texts(&windows)));
    }
    for (date, windows) in raw.shifts {
        draft = draft.day(date, texts(&windows));
    }
    Calendar::try_from(draft).map_err(|faults| faults.to_string())
}

fn texts(windows: &Windows) -> Vec<String> {
    windows
        .iter()
        .map(|(start, end)| format!("{start}-{end}"))
        .collect()
}
