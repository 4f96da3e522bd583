//! Random service hours and outages within some hours, where much overlaps and touches.

use crate::at;
use chrono::TimeDelta;
use itsm_calendar::{Calendar, DraftCalendar, Instant, Period, Schedule};
use itsm_service_level::availability::{AvailabilityReport, PlannedDowntime};
use itsm_service_level::outage::{Outage, OutageKind};
use proptest::collection::vec;
use proptest::prelude::*;

/// The seconds that schedules cover.
pub(crate) const SECONDS: i64 = 3_600;
pub(crate) const DAY: &str = "2026-06-01T00:00:00Z";

/// So many units after the beginning.
pub(crate) fn after(units: i64, unit: TimeDelta) -> Instant {
    at(DAY) + unit * i32::try_from(units).unwrap()
}

/// Everything that goes into a report.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) outages: Vec<Outage>,
    pub(crate) schedule: Schedule,
    pub(crate) period: Period,
    pub(crate) now: Instant,
    pub(crate) rule: PlannedDowntime,
}

impl Case {
    pub(crate) fn report(&self) -> AvailabilityReport {
        self.with(&self.outages)
    }

    pub(crate) fn with(&self, outages: &[Outage]) -> AvailabilityReport {
        let (schedule, period, now) = (&self.schedule, self.period, self.now);
        AvailabilityReport::measure_with(outages, schedule, period, now, self.rule).unwrap()
    }

    pub(crate) fn over(&self, period: Period) -> AvailabilityReport {
        Self {
            period,
            ..self.clone()
        }
        .report()
    }
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let window = (0_i64..SECONDS, 1_i64..1_200);
    let draft = vec(window, 0..5).prop_map(|windows| {
        let clock = |second: i64| {
            let (hour, minute) = (second / 3_600, second / 60 % 60);
            format!("{hour:02}:{minute:02}:{:02}", second % 60)
        };
        // An hour of the afternoon, so that a draft has a window even where the range has none.
        let mut texts = vec!["15:00-16:00".to_owned()];
        let mut reached = -1;
        let mut sorted = windows;
        sorted.sort_unstable();
        for (start, length) in sorted {
            if start > reached {
                reached = start + length;
                texts.push(format!("{}-{}", clock(start), clock(reached)));
            }
        }
        DraftCalendar::new("UTC").weekly("mon-sun", texts)
    });
    draft.prop_map(|draft| {
        let range = at(DAY)..at(DAY) + TimeDelta::seconds(SECONDS);
        Calendar::try_from(draft).unwrap().compile(range).unwrap()
    })
}

pub(crate) fn outage(
    unit: TimeDelta,
    kinds: &'static [OutageKind],
) -> impl Strategy<Value = Outage> {
    let units = SECONDS * 1_000 / unit.num_milliseconds();
    let start = prop_oneof![
        -units / 4..units + units / 4,
        (0_i64..=20).prop_map(move |n| n * units / 20), // so that many touch
    ];
    let length = prop_oneof![
        1 => Just(None),
        3 => (0..units / 10).prop_map(Some),
        3 => (0_i64..=6).prop_map(move |n| Some(n * units / 20)),
        1 => (0..units * 2).prop_map(Some),
    ];
    let kind = proptest::sample::select(kinds);
    (start, length, kind).prop_map(move |(start, length, kind)| {
        let ongoing = Outage::ongoing(kind, after(start, unit));
        length.map_or(ongoing, |it| {
            ongoing.ended(after(start + it, unit)).unwrap()
        })
    })
}

/// A case whose instants are whole units after the beginning.
pub(crate) fn case(unit: TimeDelta) -> impl Strategy<Value = Case> {
    let units = SECONDS * 1_000 / unit.num_milliseconds();
    let period = (0..units, 1..=units).prop_map(move |(start, length)| Period {
        start: after(start, unit),
        end: after((start + length).min(units), unit),
    });
    let now = prop_oneof![
        -units / 10..units + units / 2,
        Just(units * 2), // after all of it
    ];
    (
        vec(outage(unit, OutageKind::ALL), 0..8),
        schedule(),
        period,
        now,
        proptest::sample::select(PlannedDowntime::ALL),
    )
        .prop_map(move |(outages, schedule, period, now, rule)| Case {
            outages,
            schedule,
            period,
            now: after(now, unit),
            rule,
        })
}

/// One whose instants have fractions of a second.
pub(crate) fn fine_case() -> impl Strategy<Value = Case> {
    case(fine())
}

pub(crate) const fn fine() -> TimeDelta {
    TimeDelta::milliseconds(125)
}
