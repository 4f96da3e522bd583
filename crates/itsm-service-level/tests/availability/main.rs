//! What availability figures promise, in sentences.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "a test stops where its own preparation fails"
)]

extern crate alloc;

mod clock_changes;
mod examples;
mod generate;
mod laws;
mod means;
mod mistakes;
mod percentages;
mod refusals;
mod twin;
#[cfg(feature = "serde")]
mod wire;

use core::time::Duration;
use itsm_calendar::{Calendar, DraftCalendar, Instant, Period, Schedule};
use itsm_service_level::availability::AvailabilityReport;
use itsm_service_level::outage::{Outage, OutageKind};
use itsm_service_level::percentage::Percentage;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn percent(text: &str) -> Percentage {
    text.parse().unwrap()
}

fn hours(n: u64) -> Duration {
    Duration::from_secs(n * 3_600)
}

fn minutes(n: u64) -> Duration {
    Duration::from_secs(n * 60)
}

fn period(start: &str, end: &str) -> Period {
    let (start, end) = (at(start), at(end));
    Period { start, end }
}

/// The first week of June 2026, from Monday to Monday.
fn week() -> Period {
    period("2026-06-01T00:00:00Z", "2026-06-08T00:00:00Z")
}

fn failure(start: &str, end: &str) -> Outage {
    Outage::new(OutageKind::Unplanned, at(start), at(end)).unwrap()
}

fn maintenance(start: &str, end: &str) -> Outage {
    Outage::new(OutageKind::Planned, at(start), at(end)).unwrap()
}

fn ongoing(start: &str) -> Outage {
    Outage::ongoing(OutageKind::Unplanned, at(start))
}

fn always(period: Period) -> Schedule {
    let range = period.start..period.end;
    Calendar::always().compile(range).unwrap()
}

fn open(zone: &str, windows: &[&str], days: &str, period: Period) -> Schedule {
    let draft = DraftCalendar::new(zone).weekly(days, windows.iter().copied());
    let range = period.start..period.end;
    Calendar::try_from(draft).unwrap().compile(range).unwrap()
}

/// Monday to Friday from nine to five.
fn office(period: Period) -> Schedule {
    open("UTC", &["09:00-17:00"], "mon-fri", period)
}

/// A week that is over, around the clock.
fn whole_week(outages: &[Outage]) -> AvailabilityReport {
    let now = at("2026-06-20T00:00:00Z");
    AvailabilityReport::measure(outages, &always(week()), week(), now).unwrap()
}

/// A week that is over, in office hours.
fn office_week(outages: &[Outage]) -> AvailabilityReport {
    let now = at("2026-06-20T00:00:00Z");
    AvailabilityReport::measure(outages, &office(week()), week(), now).unwrap()
}
