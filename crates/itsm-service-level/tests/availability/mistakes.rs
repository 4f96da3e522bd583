//! What reports on availability often get wrong, each as a test of its own.

use crate::{
    always, at, failure, hours, maintenance, minutes, office_week, ongoing, percent, period, week,
    whole_week,
};
use core::time::Duration;
use itsm_core::ratio::Ratio;
use itsm_service_level::availability::AvailabilityReport;
use itsm_service_level::outage::{Outage, OutageKind};

#[test]
fn overlapping_outages_are_summed() {
    let report = whole_week(&[
        failure("2026-06-03T12:00:00Z", "2026-06-03T16:00:00Z"),
        failure("2026-06-03T10:00:00Z", "2026-06-03T14:00:00Z"),
        failure("2026-06-03T11:00:00Z", "2026-06-03T12:00:00Z"), // within another
        failure("2026-06-03T10:00:00Z", "2026-06-03T14:00:00Z"), // reported twice
    ]);
    assert_eq!(report.total.downtime, hours(6));
    assert_eq!(report.total.outages, 1);
    assert_eq!(report.total.longest_outage, hours(6));
}

#[test]
fn planned_downtime_is_counted() {
    let report = whole_week(&[maintenance("2026-06-03T10:00:00Z", "2026-06-03T14:00:00Z")]);
    assert_eq!(report.commitment.downtime, Duration::ZERO);
    assert_eq!(report.commitment.outages, 0);
    assert_eq!(report.commitment.planned_downtime, hours(4));
    assert_eq!(report.is_met(percent("100")), Some(true));
}

#[test]
fn overlapping_planned_outages_are_summed() {
    let report = whole_week(&[
        maintenance("2026-06-03T10:00:00Z", "2026-06-03T14:00:00Z"),
        maintenance("2026-06-03T12:00:00Z", "2026-06-03T16:00:00Z"),
    ]);
    assert_eq!(report.total.planned_downtime, hours(6));
    assert_eq!(report.total.uptime, hours(162));
}

#[test]
fn unplanned_outage_counts_although_a_planned_one_overlaps() {
    let window = maintenance("2026-06-03T12:00:00Z", "2026-06-03T14:00:00Z");
    let through = whole_week(&[
        window,
        failure("2026-06-03T10:00:00Z", "2026-06-03T16:00:00Z"),
    ]);
    assert_eq!(through.total.downtime, hours(4));
    assert_eq!(through.total.planned_downtime, hours(2));
    assert_eq!(through.total.uptime, hours(162));
    // It is one failure, however maintenance cuts it.
    assert_eq!(through.total.outages, 1);
    assert_eq!(through.total.longest_outage, hours(4));

    let within = whole_week(&[
        window,
        failure("2026-06-03T12:30:00Z", "2026-06-03T14:00:00Z"),
    ]);
    assert_eq!(within.total.downtime, Duration::ZERO);
    assert_eq!(within.total.outages, 0);
    assert_eq!(within.mean_time_to_restore_service(), None);

    // Maintenance that ran over: what comes after its end counts.
    let over = whole_week(&[
        window,
        failure("2026-06-03T14:00:00Z", "2026-06-03T14:20:00Z"),
    ]);
    assert_eq!(over.total.downtime, minutes(20));
}

#[test]
fn outage_that_goes_on_is_left_out() {
    let (window, now) = (week(), at("2026-06-02T00:00:00Z"));
    let planned = Outage::ongoing(OutageKind::Planned, at("2026-06-01T23:00:00Z"));
    let outages = [ongoing("2026-06-01T18:00:00Z"), planned];
    let report = AvailabilityReport::measure(&outages, &always(window), window, now).unwrap();
    assert_eq!(report.total.downtime, hours(5));
    assert_eq!(report.total.planned_downtime, hours(1));
    assert_eq!(report.total.outages, 1);
    assert_eq!(report.mean_time_to_restore_service(), None); // it is not restored

    // In a period that is over it counts up to its end, and not up to now.
    let later = whole_week(&[ongoing("2026-06-07T18:00:00Z")]);
    assert_eq!(later.total.downtime, hours(6));
}

#[test]
fn acceptable_downtime_is_taken_for_the_target_of_the_time() {
    let budget = whole_week(&[]).error_budget(percent("99"));
    assert_eq!(budget.so_far.acceptable, Duration::from_secs(168 * 36));
    assert_eq!(budget.so_far.left, budget.so_far.acceptable);
    let all = whole_week(&[]).error_budget(percent("100"));
    assert_eq!(all.so_far.acceptable, Duration::ZERO);
    let none = whole_week(&[]).error_budget(percent("0"));
    assert_eq!(none.so_far.acceptable, hours(168));
}

#[test]
fn downtime_at_night_breaks_a_promise_of_office_hours() {
    let report = office_week(&[failure("2026-06-02T17:00:00Z", "2026-06-03T09:00:00Z")]);
    assert_eq!(report.commitment.downtime, Duration::ZERO);
    assert_eq!(report.commitment.outages, 0);
    assert_eq!(report.total.downtime, hours(16));
    assert_eq!(report.is_met(percent("100")), Some(true));
}

#[test]
fn service_without_hours_is_all_available() {
    let weekend = period("2026-06-06T00:00:00Z", "2026-06-08T00:00:00Z");
    let outages = [failure("2026-06-06T10:00:00Z", "2026-06-06T12:00:00Z")];
    let schedule = crate::office(weekend);
    let report = AvailabilityReport::measure(&outages, &schedule, weekend, weekend.end).unwrap();
    assert_eq!(report.commitment_availability(), Ratio::new(0, 0));
    assert_eq!(report.is_met(percent("99")), None);
    assert_eq!(report.total.downtime, hours(2));
}

#[test]
fn target_is_met_by_a_rounded_figure() {
    // 604,800 seconds, of which 0.05 per cent are 302.4.
    let down = |millis: i64| {
        let start = at("2026-06-03T10:00:00Z");
        let end = start + chrono::TimeDelta::milliseconds(millis);
        whole_week(&[Outage::new(OutageKind::Unplanned, start, end).unwrap()])
    };
    let (exact, over) = (down(302_400), down(302_401));
    assert_eq!(exact.is_met(percent("99.95")), Some(true));
    assert_eq!(over.is_met(percent("99.95")), Some(false));
    let shown = over.commitment_availability().rate().unwrap() * 100.0;
    assert_eq!(format!("{shown:.2}"), "99.95"); // and yet it is missed
    let budget = exact.error_budget(percent("99.95")).so_far;
    assert_eq!(budget.left, Duration::ZERO);
    assert!(!budget.is_overspent()); // all of it is used, and no more
    let budget = over.error_budget(percent("99.95")).so_far;
    assert_eq!(budget.overspent, Duration::from_millis(1));
}

#[test]
fn outage_reported_in_two_pieces_is_two_failures() {
    let report = whole_week(&[
        failure("2026-06-03T10:00:00Z", "2026-06-03T11:00:00Z"),
        failure("2026-06-03T11:00:00Z", "2026-06-03T12:00:00Z"),
    ]);
    assert_eq!(report.total.outages, 1);
    assert_eq!(report.mean_time_to_restore_service(), Some(hours(2)));
}
