//! Means over outages: which outages, which pair of timestamps, and none where there are none.

use crate::{failure, hours, maintenance, minutes, office_week, ongoing, week, whole_week};
use core::time::Duration;
use itsm_core::ratio::Ratio;
use itsm_service_level::availability::{AvailabilityReport, MeanTime};
use itsm_service_level::outage::Outage;

fn three() -> [Outage; 3] {
    [
        failure("2026-06-05T00:00:00Z", "2026-06-05T06:00:00Z"),
        failure("2026-06-02T00:00:00Z", "2026-06-02T01:00:00Z"),
        failure("2026-06-03T00:00:00Z", "2026-06-03T02:00:00Z"),
    ]
}

#[test]
fn week_without_failures_has_no_means() {
    let report = whole_week(&[maintenance("2026-06-05T00:00:00Z", "2026-06-05T06:00:00Z")]);
    assert_eq!(report.mean_time_to_restore_service(), None);
    assert_eq!(report.mean_time_between_failures(), None);
    assert_eq!(report.mean_time_between_service_incidents(), None);
    assert_eq!(report.total.mean_downtime_for_each_outage(), None);
    assert_eq!(report.total.mean_uptime_for_each_outage(), None);
}

#[test]
fn one_failure_has_a_time_to_restore_and_no_cycle() {
    let report = whole_week(&three()[..1]);
    assert_eq!(report.mean_time_to_restore_service(), Some(hours(6)));
    assert_eq!(report.mean_time_between_failures(), None);
    assert_eq!(report.mean_time_between_service_incidents(), None);
    assert_eq!(report.total.mean_uptime_for_each_outage(), Some(hours(162)));
}

#[test]
fn complete_cycles_add_up() {
    let report = whole_week(&three());
    let cycles = report.cycles;
    assert_eq!(report.mean_time_to_restore_service(), Some(hours(3))); // of three outages
    assert_eq!(cycles.failure_to_restored, MeanTime::new(hours(3), 2)); // of two cycles
    assert_eq!(cycles.restored_to_failure, MeanTime::new(hours(23 + 46), 2));
    assert_eq!(cycles.failure_to_failure, MeanTime::new(hours(72), 2));
    assert_eq!(
        report.mean_time_between_failures(),
        Some(hours(34) + minutes(30))
    );
    assert_eq!(
        report.mean_time_between_service_incidents(),
        Some(hours(36))
    );
}

#[test]
fn period_as_a_whole_shares_out_its_time() {
    let total = whole_week(&three()).total;
    assert_eq!(total.mean_downtime_for_each_outage(), Some(hours(3)));
    assert_eq!(total.mean_uptime_for_each_outage(), Some(hours(53)));
    let commitment = office_week(&three()).commitment;
    assert_eq!(commitment.mean_uptime_for_each_outage(), None); // all at night
}

#[test]
fn availability_by_cycles_is_that_of_the_time_from_first_to_last_failure() {
    let cycles = whole_week(&three()).cycles;
    let between = crate::period("2026-06-02T00:00:00Z", "2026-06-05T00:00:00Z");
    let schedule = crate::always(between);
    let report = AvailabilityReport::measure(&three(), &schedule, between, between.end).unwrap();
    let nanos = |mean: MeanTime| u64::try_from(mean.sum.as_nanos()).unwrap();
    assert_eq!(
        report.commitment_availability(),
        Ratio::new(
            nanos(cycles.restored_to_failure),
            nanos(cycles.failure_to_failure)
        )
    );
    // And not that of the week.
    assert_ne!(
        whole_week(&three()).commitment_availability().rate(),
        report.commitment_availability().rate()
    );
}

#[test]
fn outage_that_began_before_or_goes_on_is_in_no_time_to_restore() {
    let report = whole_week(&[
        failure("2026-05-31T22:00:00Z", "2026-06-01T02:00:00Z"),
        failure("2026-06-03T00:00:00Z", "2026-06-03T04:00:00Z"),
        ongoing("2026-06-07T23:00:00Z"),
    ]);
    assert_eq!(report.restored, MeanTime::new(hours(4), 1));
    // But the one that goes on ends a cycle.
    assert_eq!(report.cycles.failure_to_failure.count, 1);
    assert_eq!(report.total.outages, 3);
    assert_eq!(report.total.downtime, hours(2 + 4 + 1));
}

#[test]
fn outage_that_ended_just_now_is_restored() {
    let now = crate::at("2026-06-03T04:00:00Z");
    let schedule = crate::always(week());
    let restored = |outage| {
        let report = AvailabilityReport::measure(&[outage], &schedule, week(), now);
        report.unwrap().mean_time_to_restore_service()
    };
    let ended = failure("2026-06-03T00:00:00Z", "2026-06-03T04:00:00Z");
    assert_eq!(restored(ended), Some(hours(4)));
    assert_eq!(restored(ongoing("2026-06-03T00:00:00Z")), None);
    let later = failure("2026-06-03T00:00:00Z", "2026-06-03T04:00:01Z");
    assert_eq!(restored(later), None);
}

#[test]
fn what_is_excused_is_no_downtime_but_restoring_took_it() {
    let report = whole_week(&[
        failure("2026-06-03T10:00:00Z", "2026-06-03T16:00:00Z"),
        maintenance("2026-06-03T12:00:00Z", "2026-06-03T14:00:00Z"),
    ]);
    assert_eq!(report.mean_time_to_restore_service(), Some(hours(6)));
    assert_eq!(report.total.mean_downtime_for_each_outage(), Some(hours(4)));
}

#[test]
fn mean_is_rounded_down_to_the_nanosecond() {
    let mean = MeanTime::new(Duration::from_nanos(8), 3);
    assert_eq!(mean.mean(), Some(Duration::from_nanos(2)));
    assert_eq!(MeanTime::new(Duration::MAX, 1).mean(), Some(Duration::MAX));
    assert_eq!(MeanTime::new(Duration::ZERO, 0).mean(), None);
}
