//! What the calendar promises, in sentences.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops where its own preparation fails"
)]

extern crate alloc;

mod bad_input;
mod books;
mod business_days;
mod clock_changes;
mod generate;
mod golden;
mod icalendar;
mod laws;
mod pauses;
mod peer_defects;
mod precedence;
mod recurrences;
mod twin;
mod zones;

use chrono::NaiveDate;
use itsm_calendar::{Calendar, DraftCalendar, Instant, Seconds};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn office(zone: &str) -> DraftCalendar {
    DraftCalendar::new(zone).weekly("mon-fri", ["09:00-17:00"])
}

fn calendar(draft: DraftCalendar) -> Calendar {
    Calendar::try_from(draft).unwrap()
}

fn hours(n: u64) -> Seconds {
    Seconds::hours(n)
}
