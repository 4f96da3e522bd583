//! The forward schedule as iCalendar text, which every calendar program can subscribe to.

use crate::conflict::ConflictNames;
use crate::planned::PlannedChange;
use crate::schedule::ChangeSchedule;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use itsm_core::time::Instant;
use itsm_core::time::chrono::TimeDelta;

/// How many bytes a line may have, its end not counted.
const WIDEST: usize = 75;

impl ChangeSchedule {
    /// The changes of a range as iCalendar text (RFC 5545), in the order of time.
    ///
    /// Each change is an event whose `UID` is the id of the change, so that a calendar that reads
    /// the text again moves the event and makes no second one. `stamp` says when the text was made.
    /// A change that is not authorized yet is tentative. All times are in UTC, to the second: an
    /// event begins no later than its change, and ends no earlier.
    pub fn to_icalendar(
        &self,
        from: Instant,
        until: Instant,
        stamp: Instant,
        names: &impl ConflictNames,
    ) -> String {
        let mut text = String::new();
        for it in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//itsm//change schedule//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
        ] {
            line(&mut text, it);
        }
        for planned in self.during(from, until) {
            event(&mut text, planned, stamp, names);
        }
        line(&mut text, "END:VCALENDAR");
        text
    }
}

fn event(text: &mut String, planned: &PlannedChange, stamp: Instant, names: &impl ConflictNames) {
    let Some((start, end)) = planned.window() else {
        return;
    };
    let draft = planned.draft();
    // An instant within a second: the end goes up to the next one.
    let end = if end.timestamp_subsec_nanos() > 0 {
        end.checked_add_signed(TimeDelta::seconds(1)).unwrap_or(end)
    } else {
        end
    };
    let status = if draft.authorized == Some(true) {
        "CONFIRMED"
    } else {
        "TENTATIVE"
    };
    let items: Vec<String> = planned.cis().iter().map(|it| names.ci(*it)).collect();
    let mut about = format!("{} change", draft.change_type);
    if !items.is_empty() {
        about.push_str(" of ");
        about.push_str(&items.join(", "));
    }
    line(text, "BEGIN:VEVENT");
    line(text, &format!("UID:{}", planned.change()));
    line(text, &format!("DTSTAMP:{}", stamped(stamp)));
    line(text, &format!("DTSTART:{}", stamped(start)));
    line(text, &format!("DTEND:{}", stamped(end)));
    line(text, &format!("SUMMARY:{}", escaped(draft.title.as_str())));
    line(text, &format!("DESCRIPTION:{}", escaped(&about)));
    line(text, &format!("CATEGORIES:{}", draft.change_type));
    line(text, &format!("STATUS:{status}"));
    line(text, "END:VEVENT");
}

fn stamped(at: Instant) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as a value: what has a meaning between values gets a backslash before it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// One line, folded where it is too long, and never within a character.
fn line(text: &mut String, content: &str) {
    let mut width = 0_usize;
    for c in content.chars() {
        let bytes = c.len_utf8();
        if width.saturating_add(bytes) > WIDEST {
            text.push_str("\r\n ");
            // The blank counts.
            width = 1;
        }
        text.push(c);
        width = width.saturating_add(bytes);
    }
    text.push_str("\r\n");
}
