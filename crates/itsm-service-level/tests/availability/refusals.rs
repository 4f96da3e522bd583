//! What cannot be answered is refused, and says where and why.

use crate::{always, at, failure, office, period, week};
use core::error::Error;
use itsm_calendar::{CalendarError, Period};
use itsm_service_level::availability::{AvailabilityError, AvailabilityReport};
use itsm_service_level::outage::{Outage, OutageError, OutageKind};

#[test]
fn outage_does_not_end_before_it_starts() {
    let (start, end) = (at("2026-06-01T10:00:00Z"), at("2026-06-01T09:59:59.999Z"));
    for kind in OutageKind::ALL {
        let error = Outage::new(*kind, start, end).unwrap_err();
        assert_eq!(error, OutageError::EndBeforeStart { start, end });
        assert_eq!(Outage::ongoing(*kind, start).ended(end), Err(error));
    }
    let error = Outage::new(OutageKind::Planned, start, end).unwrap_err();
    assert_eq!(
        error.to_string(),
        "outage ends at `2026-06-01 09:59:59.999 UTC`, \
         expected an end that is not before its start at `2026-06-01 10:00:00 UTC`"
    );
}

#[test]
fn outage_without_length_counts_for_nothing() {
    let report = crate::whole_week(&[failure("2026-06-01T10:00:00Z", "2026-06-01T10:00:00Z")]);
    assert_eq!(report.total.outages, 0);
    assert_eq!(report.commitment_availability().at_least(1, 1), Some(true));
}

#[test]
fn period_ends_after_it_starts() {
    let Period { start, end } = week();
    let schedule = always(week());
    for (start, end) in [(end, start), (start, start)] {
        let asked = Period { start, end };
        let error = AvailabilityReport::measure(&[], &schedule, asked, end).unwrap_err();
        assert_eq!(error, AvailabilityError::PeriodOrder { start, end });
    }
}

#[test]
fn schedule_covers_the_period() {
    let schedule = office(week());
    let Period { start, end } = week();
    for (asked, at) in [
        (
            period("2026-05-31T23:59:59Z", "2026-06-08T00:00:00Z"),
            at("2026-05-31T23:59:59Z"),
        ),
        (
            period("2026-06-01T00:00:00Z", "2026-06-08T00:00:00.1Z"),
            at("2026-06-08T00:00:00.1Z"),
        ),
    ] {
        // However early it is: nobody wants to hear of it only at the end of the month.
        for now in [start, end] {
            let error = AvailabilityReport::measure(&[], &schedule, asked, now).unwrap_err();
            let source = CalendarError::OutOfRange {
                at,
                from: start,
                until: end,
            };
            assert_eq!(error.source().unwrap().to_string(), source.to_string());
            let (start, end) = (asked.start, asked.end);
            let expected = AvailabilityError::ServiceHours { start, end, source };
            assert_eq!(error, expected);
            assert_eq!(
                error.to_string(),
                format!("expected service hours for the whole period from `{start}` to `{end}`")
            );
        }
    }
}

#[test]
fn outages_far_outside_of_the_schedule_are_no_error() {
    let outages = [
        failure("0001-01-01T00:00:00Z", "2026-06-01T01:00:00Z"),
        failure("2026-06-07T23:00:00Z", "9999-12-31T00:00:00Z"),
        Outage::ongoing(
            OutageKind::Planned,
            chrono::DateTime::<chrono::Utc>::MIN_UTC,
        ),
    ];
    let now = chrono::DateTime::<chrono::Utc>::MAX_UTC;
    let report = AvailabilityReport::measure(&outages, &always(week()), week(), now).unwrap();
    assert_eq!(report.total.planned_downtime, crate::hours(168));
    assert_eq!(report.total.downtime, crate::hours(0));
    let report = AvailabilityReport::measure(&outages[..2], &always(week()), week(), now).unwrap();
    assert_eq!(report.total.downtime, crate::hours(2));
}
