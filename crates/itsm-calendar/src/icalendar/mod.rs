//! Holidays from iCalendar text, as published by states and companies.

mod lines;
mod rule;

use crate::draft::{DraftEntry, DraftRecurrence};
use crate::fault::Faults;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{Days, NaiveDate};
use lines::{Line, unfold};

/// What came out of an iCalendar text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    /// The holidays, in the order of the text: what a [`DraftHolidaySet`](crate::DraftHolidaySet)
    /// is made of.
    pub holidays: Vec<DraftEntry>,
    /// What was left out, in the order of the text. An event is taken whole or not at all.
    pub notices: Vec<Notice>,
}

/// Something in an iCalendar text that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The line, from 1.
    pub line: usize,
    /// What was left out, and why.
    pub message: String,
}

impl core::fmt::Display for Notice {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// Reads the all-day events of an iCalendar text (RFC 5545) as holidays.
///
/// Taken are events with `DTSTART;VALUE=DATE`, of one day or more by `DTEND` or `DURATION`, with
/// `RDATE`, `EXDATE` and the yearly recurrences that holidays have: the same day, or the nth
/// weekday of a month, up to `UNTIL` or for `COUNT` years. Everything else that would change the
/// dates (events with a time of day, other recurrences, changed or canceled instances) leaves the
/// event out and is told in [`Import::notices`].
///
/// ```
/// let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\n\
///             RRULE:FREQ=YEARLY\nSUMMARY:Christmas Day\nEND:VEVENT\nEND:VCALENDAR\n";
/// let import = itsm_calendar::read_icalendar(text)?;
/// assert_eq!(import.holidays[0].name, "Christmas Day");
/// assert!(import.notices.is_empty());
/// # Ok::<(), itsm_calendar::Faults>(())
/// ```
///
/// # Errors
/// All [`Faults`] of a text that is not iCalendar, each with its line as the path.
#[doc(alias = "ics")]
pub fn read_icalendar(text: &str) -> Result<Import, Faults> {
    let mut faults = Faults::new();
    let mut import = Import::default();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut event = None;
    for line in unfold(text) {
        let number = line.number;
        let Some(mut line) = faults.take(&path(number), "icalendar.line", Line::parse(&line))
        else {
            continue;
        };
        if matches!(line.name.as_str(), "BEGIN" | "END") {
            line.value.make_ascii_uppercase();
        }
        match (line.name.as_str(), open.last()) {
            ("BEGIN", around) => {
                if around.is_none() && line.value != "VCALENDAR" {
                    let message = format!("expected `BEGIN:VCALENDAR`, got `BEGIN:{}`", line.value);
                    faults.add(path(number), "icalendar.nesting", message);
                }
                if line.value == "VEVENT" && event.is_some() {
                    let message = "expected `END:VEVENT`, got another `BEGIN:VEVENT`";
                    faults.add(path(number), "icalendar.nesting", message);
                }
                if line.value == "VEVENT" {
                    event = Some(Event::new(number));
                } else if !matches!(
                    line.value.as_str(),
                    "VCALENDAR" | "VTIMEZONE" | "STANDARD" | "DAYLIGHT" | "VALARM"
                ) {
                    import.notices.push(Notice {
                        line: number,
                        message: format!("left out: `{}` is no event", line.value),
                    });
                }
                open.push((line.value, number));
            }
            ("END", Some((component, _))) if *component == line.value => {
                open.pop();
                if line.value == "VEVENT" {
                    if let Some(event) = event.take() {
                        finish(event, &mut import, &mut faults);
                    }
                }
            }
            ("END", _) => {
                let message = format!(
                    "expected the end of what was begun last, got `END:{}`",
                    line.value
                );
                faults.add(path(number), "icalendar.nesting", message);
            }
            (_, None) => {
                let message = format!("expected `BEGIN:VCALENDAR`, got `{}`", line.name);
                faults.add(path(number), "icalendar.nesting", message);
            }
            (_, Some((component, _))) if component == "VEVENT" => {
                if let Some(event) = &mut event {
                    event.take(line, number, &mut faults);
                }
            }
            _ => {}
        }
    }
    for (component, line) in &open {
        let message = format!("expected `END:{component}`, got the end of the text");
        faults.add(path(*line), "icalendar.nesting", message);
    }
    if import.holidays.is_empty() && import.notices.is_empty() && text.trim().is_empty() {
        faults.add(
            "line 1",
            "icalendar.nesting",
            "expected `BEGIN:VCALENDAR`, got no text",
        );
    }
    import.notices.sort_by_key(|notice| notice.line);
    faults.or(Some(import))
}

fn path(line: usize) -> String {
    format!("line {line}")
}

/// What is known of an event while its lines come in.
struct Event {
    line: usize,
    name: String,
    start: Option<NaiveDate>,
    end: Option<(usize, NaiveDate)>,
    days: Option<u64>,
    rule: Option<(usize, String)>,
    also: Vec<NaiveDate>,
    except: Vec<NaiveDate>,
    /// Why it cannot be taken.
    left_out: Vec<Notice>,
}

/// Properties that do not change on which dates an event falls.
const HARMLESS: &[&str] = &[
    "ATTACH",
    "ATTENDEE",
    "CATEGORIES",
    "CLASS",
    "COMMENT",
    "CONTACT",
    "CREATED",
    "DESCRIPTION",
    "DTSTAMP",
    "GEO",
    "IMAGE",
    "LAST-MODIFIED",
    "LOCATION",
    "ORGANIZER",
    "PRIORITY",
    "RELATED-TO",
    "RESOURCES",
    "SEQUENCE",
    "TRANSP",
    "UID",
    "URL",
    "COLOR",
    "CONFERENCE",
    "REQUEST-STATUS",
];

impl Event {
    const fn new(line: usize) -> Self {
        Self {
            line,
            name: String::new(),
            start: None,
            end: None,
            days: None,
            rule: None,
            also: Vec::new(),
            except: Vec::new(),
            left_out: Vec::new(),
        }
    }

    fn leave_out(&mut self, line: usize, why: String) {
        self.left_out.push(Notice { line, message: why });
    }

    fn leave_out_second(&mut self, line: usize, name: &str) {
        self.leave_out(line, format!("left out `{}`: a second `{name}`", self.name));
    }

    fn take(&mut self, line: Line, number: usize, faults: &mut Faults) {
        let Line {
            name,
            params,
            value,
        } = line;
        let timed = value.contains('T');
        match name.as_str() {
            "SUMMARY" => self.name = lines::unescape(&value),
            "DTSTART" | "DTEND" | "RDATE" | "EXDATE" if timed || !is_date(&params) => {
                let why = format!(
                    "left out `{}`: `{name}` has a time of day, expected `VALUE=DATE`",
                    self.name
                );
                self.leave_out(number, why);
            }
            "DTSTART" if self.start.is_some() => self.leave_out_second(number, &name),
            "DTEND" | "DURATION" if self.end.is_some() || self.days.is_some() => {
                self.leave_out_second(number, "DTEND` or `DURATION");
            }
            "DTSTART" => self.start = one_date(&value, number, faults),
            "DTEND" => {
                self.end = one_date(&value, number, faults).map(|date| (number, date));
            }
            "RDATE" => self.also.extend(dates(&value, number, faults)),
            "EXDATE" => self.except.extend(dates(&value, number, faults)),
            "DURATION" => {
                self.days = rule::days(&value);
                if self.days.is_none() {
                    self.leave_out(
                        number,
                        format!(
                            "left out `{}`: `DURATION:{value}` is not whole days",
                            self.name
                        ),
                    );
                }
            }
            "RRULE" if self.rule.is_some() => self.leave_out_second(number, &name),
            "RRULE" => self.rule = Some((number, value)),
            "STATUS" if !value.eq_ignore_ascii_case("CANCELLED") => {}
            "STATUS" | "EXRULE" | "RECURRENCE-ID" => {
                let why = format!(
                    "left out `{}`: `{name}:{value}` is not supported",
                    self.name
                );
                self.leave_out(number, why);
            }
            _ if HARMLESS.contains(&name.as_str()) || name.starts_with("X-") => {}
            _ => {
                let why = format!("left out `{}`: property `{name}` is not known", self.name);
                self.leave_out(number, why);
            }
        }
    }
}

fn finish(mut event: Event, import: &mut Import, faults: &mut Faults) {
    if !event.left_out.is_empty() {
        import.notices.append(&mut event.left_out);
        return;
    }
    let Some(start) = event.start else {
        let message = "expected `DTSTART` in the event, got none";
        faults.add(path(event.line), "icalendar.event", message);
        return;
    };
    let length = match (event.end, event.days) {
        (Some((line, end)), _) => {
            match u64::try_from(end.signed_duration_since(start).num_days()) {
                Ok(days) if days > 0 => days,
                _ => {
                    let message = format!("expected a `DTEND` after `{start}`, got `{end}`");
                    faults.add(path(line), "icalendar.event", message);
                    return;
                }
            }
        }
        (None, Some(days)) => days.max(1),
        (None, None) => 1,
    };
    let Some(last) = start.checked_add_days(Days::new(length.saturating_sub(1))) else {
        faults.add(
            path(event.line),
            "icalendar.event",
            "expected an event that ends, got too many days",
        );
        return;
    };
    let mut holidays = Vec::new();
    if let Some((line, text)) = &event.rule {
        match rule::yearly(text, start, last) {
            Ok(yearly) => {
                let mut except = event.except.clone();
                except.retain(|date| yearly.begins_on(*date));
                holidays.push(DraftEntry {
                    until: yearly.until,
                    except: spread(&except, length),
                    ..DraftEntry::new(event.name.clone(), yearly.on).from(start)
                });
            }
            Err(why) => {
                import.notices.push(Notice {
                    line: *line,
                    message: format!("left out `{}`: {why}", event.name),
                });
                return;
            }
        }
    } else {
        event.also.insert(0, start);
    }
    event.also.retain(|first| !event.except.contains(first));
    for first in event.also {
        let days = Days::new(length.saturating_sub(1));
        let last = first.checked_add_days(days).unwrap_or(first);
        let on = if first == last {
            DraftRecurrence::Date { date: first }
        } else {
            DraftRecurrence::Dates { first, last }
        };
        holidays.push(DraftEntry::new(event.name.clone(), on));
    }
    import.holidays.append(&mut holidays);
}

/// Each of the days that the excluded instances would have covered.
fn spread(dates: &[NaiveDate], length: u64) -> Vec<NaiveDate> {
    let days = |date: &NaiveDate| {
        let date = *date;
        (0..length).filter_map(move |n| date.checked_add_days(Days::new(n)))
    };
    dates.iter().flat_map(days).collect()
}

fn is_date(params: &[(String, String)]) -> bool {
    let mut values = params.iter().filter(|(name, _)| name == "VALUE");
    values.all(|(_, value)| value.eq_ignore_ascii_case("DATE"))
}

fn one_date(value: &str, line: usize, faults: &mut Faults) -> Option<NaiveDate> {
    let read = rule::date(value)
        .ok_or_else(|| format!("expected a date such as `20261225`, got `{value}`"));
    faults.take(&path(line), "icalendar.date", read)
}

fn dates(value: &str, line: usize, faults: &mut Faults) -> Vec<NaiveDate> {
    let mut dates = Vec::new();
    for text in value.split(',') {
        dates.extend(one_date(text, line, faults));
    }
    dates
}
