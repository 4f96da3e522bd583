//! Days of 23 and of 25 hours.

use crate::{failure, hours, minutes, open, percent, period};
use core::time::Duration;
use itsm_calendar::Period;
use itsm_service_level::availability::AvailabilityReport;
use itsm_service_level::outage::Outage;

fn spring() -> Period {
    period("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")
}

fn autumn() -> Period {
    period("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")
}

fn berlin(day: Period, windows: &[&str], outages: &[Outage]) -> AvailabilityReport {
    let schedule = open("Europe/Berlin", windows, "mon-sun", day);
    AvailabilityReport::measure(outages, &schedule, day, day.end).unwrap()
}

#[test]
fn day_of_the_gap_has_23_agreed_hours() {
    // Half past midnight to half past four by the clock, which took three hours.
    let outages = [failure("2026-03-28T23:30:00Z", "2026-03-29T02:30:00Z")];
    let report = berlin(spring(), &["00:00-24:00"], &outages);
    assert_eq!(report.commitment.time, hours(23));
    assert_eq!(report.commitment.downtime, hours(3));
    assert_eq!(report.total.time, hours(23));
    let budget = report.error_budget(percent("99")).so_far;
    assert_eq!(budget.acceptable, Duration::from_secs(23 * 36));
}

#[test]
fn day_of_the_overlap_has_25_agreed_hours() {
    // The same by the clock, which took five hours.
    let outages = [failure("2026-10-24T22:30:00Z", "2026-10-25T03:30:00Z")];
    let report = berlin(autumn(), &["00:00-24:00"], &outages);
    assert_eq!(report.commitment.time, hours(25));
    assert_eq!(report.commitment.downtime, hours(5));
    let budget = report.error_budget(percent("99")).so_far;
    assert_eq!(budget.acceptable, Duration::from_secs(25 * 36));
}

#[test]
fn service_hours_at_night_follow_the_clock_on_the_wall() {
    let windows = &["01:00-04:00"];
    let all_day = [failure("2026-03-28T20:00:00Z", "2026-03-29T20:00:00Z")];
    let report = berlin(spring(), windows, &all_day);
    assert_eq!(report.commitment.time, hours(2));
    assert_eq!(report.commitment.downtime, hours(2));
    assert_eq!(report.total.downtime, hours(21));

    // From 02:30 for the first time to 02:30 for the second.
    let hour = [failure("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")];
    let report = berlin(autumn(), windows, &hour);
    assert_eq!(report.commitment.time, hours(4));
    assert_eq!(report.commitment.downtime, minutes(60));
}
