//! Worked examples, computed by hand.

use crate::{
    always, at, failure, hours, maintenance, minutes, office, office_week, ongoing, percent,
    period, week, whole_week,
};
use core::time::Duration;
use itsm_core::ratio::Ratio;
use itsm_service_level::availability::{AvailabilityReport, PlannedDowntime};

fn rounded(ratio: Ratio) -> String {
    format!("{:.2}", ratio.rate().unwrap() * 100.0)
}

#[test]
fn four_hours_of_a_week_are_97_62_per_cent() {
    let report = whole_week(&[failure("2026-06-03T10:00:00Z", "2026-06-03T14:00:00Z")]);
    let hour = 3_600_000_000_000;
    let availability = report.commitment_availability();
    assert_eq!(availability, Ratio::new(164 * hour, 168 * hour));
    assert_eq!(rounded(availability), "97.62");
    assert_eq!(report.total_availability(), availability);
    assert_eq!(report.experienced_availability(), availability);
    assert_eq!(report.total.longest_outage, hours(4));
}

#[test]
fn acceptable_downtime_is_what_is_missing_to_the_whole() {
    let report = office_week(&[failure("2026-06-03T10:00:00Z", "2026-06-03T10:15:00Z")]);
    let budget = report.error_budget(percent("99.5"));
    assert_eq!(budget.target, percent("99.5"));
    let allowance = budget.so_far;
    assert_eq!(allowance.agreed, hours(40));
    assert_eq!(allowance.acceptable, minutes(12)); // and not the 39 hours and 48 minutes
    assert_eq!(allowance.used, minutes(15));
    assert_eq!(allowance.left, Duration::ZERO);
    assert_eq!(allowance.overspent, minutes(3));
    assert_eq!(allowance.share_used().rate(), Some(1.25));
    assert!(allowance.is_overspent());
    assert_eq!(budget.whole_period, allowance);
    assert_eq!(report.is_met(percent("99.5")), Some(false));
}

#[test]
fn night_and_weekend_count_for_the_total_alone() {
    let report = office_week(&[
        failure("2026-06-02T16:00:00Z", "2026-06-03T10:00:00Z"), // one hour on either day
        failure("2026-06-06T08:00:00Z", "2026-06-06T20:00:00Z"), // Saturday
    ]);
    assert_eq!(report.commitment.time, hours(40));
    assert_eq!(report.commitment.downtime, hours(2));
    assert_eq!(report.commitment.uptime, hours(38));
    assert_eq!(report.commitment.outages, 1);
    assert_eq!(report.commitment.longest_outage, hours(2));
    assert_eq!(report.total.time, hours(168));
    assert_eq!(report.total.downtime, hours(18 + 12));
    assert_eq!(report.total.outages, 2);
    assert_eq!(report.total.longest_outage, hours(18));
    assert_eq!(rounded(report.commitment_availability()), "95.00");
    assert_eq!(rounded(report.total_availability()), "82.14");
}

#[test]
fn outages_count_as_far_as_they_lie_in_the_period() {
    let report = whole_week(&[
        failure("2026-05-20T00:00:00Z", "2026-05-31T23:00:00Z"),
        failure("2026-05-31T23:30:00Z", "2026-06-01T01:00:00Z"),
        failure("2026-06-07T22:00:00Z", "2026-06-09T00:00:00Z"),
        failure("2026-06-08T00:00:00Z", "2026-06-08T01:00:00Z"), // when the next week begins
    ]);
    assert_eq!(report.total.downtime, hours(3));
    assert_eq!(report.total.outages, 2);
    assert_eq!(report.total.longest_outage, hours(2));
}

#[test]
fn planned_downtime_leaves_the_agreed_time_or_is_taken_out() {
    let outages = [
        maintenance("2026-06-02T09:00:00Z", "2026-06-02T17:00:00Z"), // a whole day of the desk
        maintenance("2026-06-06T00:00:00Z", "2026-06-06T12:00:00Z"), // Saturday
        failure("2026-06-03T10:00:00Z", "2026-06-03T14:00:00Z"),
    ];
    let report = office_week(&outages);
    assert_eq!(report.planned_downtime_rule, PlannedDowntime::Excused);
    assert_eq!(report.commitment.time, hours(40));
    assert_eq!(report.commitment.planned_downtime, hours(8));
    assert_eq!(report.commitment.downtime, hours(4));
    assert_eq!(report.commitment.uptime, hours(28));
    assert_eq!(report.total.planned_downtime, hours(20));
    assert_eq!(rounded(report.commitment_availability()), "90.00");

    let (rule, now) = (PlannedDowntime::TakenOut, week().end);
    let schedule = office(week());
    let taken = AvailabilityReport::measure_with(&outages, &schedule, week(), now, rule).unwrap();
    assert_eq!(taken.planned_downtime_rule, PlannedDowntime::TakenOut);
    assert_eq!(taken.commitment.time, hours(32));
    assert_eq!(taken.commitment.planned_downtime, hours(8));
    assert_eq!(taken.commitment.downtime, hours(4));
    assert_eq!(taken.commitment.uptime, hours(28));
    assert_eq!(taken.total.time, hours(168 - 20));
    assert_eq!(taken.agreed_in_whole_period, hours(32));
    assert_eq!(rounded(taken.commitment_availability()), "87.50");

    // What users see does not depend on the rule: 144 of 168 hours.
    for report in [&report, &taken] {
        assert_eq!(rounded(report.experienced_availability()), "85.71");
    }
}

#[test]
fn unfinished_period_is_measured_up_to_now_and_says_so() {
    let now = at("2026-06-03T12:00:00Z");
    let outages = [
        ongoing("2026-06-03T11:30:00Z"),
        failure("2026-06-04T10:00:00Z", "2026-06-04T11:00:00Z"), // not yet
        maintenance("2026-06-05T09:00:00Z", "2026-06-05T13:00:00Z"), // announced
    ];
    let schedule = office(week());
    let report = AvailabilityReport::measure(&outages, &schedule, week(), now).unwrap();
    assert!(!report.is_whole_period());
    assert_eq!(report.measured_until, now);
    assert_eq!(report.commitment.time, hours(8 + 8 + 3));
    assert_eq!(report.commitment.downtime, minutes(30));
    assert_eq!(report.commitment.planned_downtime, Duration::ZERO);
    assert_eq!(report.total.time, hours(60));
    assert_eq!(report.agreed_in_whole_period, hours(40));

    let budget = report.error_budget(percent("98"));
    assert_eq!(budget.so_far.acceptable, Duration::from_secs(19 * 72));
    assert_eq!(
        budget.so_far.overspent,
        Duration::from_secs(1_800 - 19 * 72)
    );
    assert_eq!(budget.whole_period.agreed, hours(40));
    assert_eq!(budget.whole_period.acceptable, minutes(48));
    assert_eq!(budget.whole_period.left, minutes(18));
    assert!(budget.so_far.is_overspent() && !budget.whole_period.is_overspent());

    // Maintenance that is announced is known to be taken out of the week.
    let rule = PlannedDowntime::TakenOut;
    let taken = AvailabilityReport::measure_with(&outages, &schedule, week(), now, rule).unwrap();
    assert_eq!(taken.commitment.time, hours(19));
    assert_eq!(taken.agreed_in_whole_period, hours(36));
    assert!(office_week(&outages).is_whole_period());
}

#[test]
fn period_that_lies_ahead_has_no_rate_yet() {
    let now = at("2026-05-01T00:00:00Z");
    let outages = [ongoing("2026-04-30T00:00:00Z")];
    let report = AvailabilityReport::measure(&outages, &office(week()), week(), now).unwrap();
    assert_eq!(report.measured_until, week().start);
    assert_eq!(report.commitment.time, Duration::ZERO);
    assert_eq!(report.total.downtime, Duration::ZERO);
    assert_eq!(report.commitment_availability().rate(), None);
    assert_eq!(report.total_availability().rate(), None);
    assert_eq!(report.experienced_availability().rate(), None);
    assert_eq!(report.is_met(percent("0")), None);
    let budget = report.error_budget(percent("99"));
    assert_eq!(budget.so_far.share_used().rate(), None);
    assert_eq!(budget.whole_period.acceptable, minutes(24));
}

#[test]
fn fractions_of_a_second_are_not_lost() {
    let hour = period("2026-06-01T09:00:00.5Z", "2026-06-01T10:00:00.25Z");
    let covering = period("2026-06-01T09:00:00Z", "2026-06-01T10:00:01Z");
    // A thousand outages of a quarter of a second each, as a probe reports them.
    let outages: Vec<_> = (0..1_000)
        .map(|n| {
            let start = at("2026-06-01T09:10:00.5Z") + chrono::TimeDelta::seconds(n);
            let end = start + chrono::TimeDelta::milliseconds(250);
            let kind = itsm_service_level::outage::OutageKind::Unplanned;
            itsm_service_level::outage::Outage::new(kind, start, end).unwrap()
        })
        .collect();
    let schedule = always(covering);
    let report = AvailabilityReport::measure(&outages, &schedule, hour, hour.end).unwrap();
    assert!(report.is_whole_period());
    assert_eq!(report.commitment.time, Duration::from_millis(3_599_750));
    assert_eq!(report.total.time, report.commitment.time);
    assert_eq!(report.commitment.downtime, Duration::from_secs(250));
    assert_eq!(report.commitment.outages, 1_000);
}

#[test]
fn leap_second_counts_as_the_end_of_the_second_before() {
    let day = period("2016-12-31T00:00:00Z", "2017-01-01T00:00:00Z");
    let outages = [failure("2016-12-31T23:59:60.5Z", "2017-01-01T00:00:00Z")];
    let report = AvailabilityReport::measure(&outages, &always(day), day, day.end).unwrap();
    assert_eq!(report.total.downtime, report.commitment.downtime);
    assert_eq!(report.total.downtime, Duration::from_nanos(1));

    // The same for now.
    let now = at("2016-12-31T23:59:60.75Z");
    let report = AvailabilityReport::measure(&[], &always(day), day, now).unwrap();
    assert_eq!(report.total.time, report.commitment.time);
    assert_eq!(report.total.time, Duration::new(86_399, 999_999_999));
}
