//! An oracle twin: it walks second by second, and asks of each whether it was agreed and what was
//! down. It knows no stretches, no union and no difference.

use crate::generate::{Case, SECONDS, after, case};
use chrono::TimeDelta;
use core::time::Duration;
use itsm_calendar::Instant;
use itsm_service_level::availability::{MeanTime, Measured, PlannedDowntime};
use itsm_service_level::outage::OutageKind;
use proptest::prelude::*;

#[derive(Debug, Default, PartialEq)]
struct Tally {
    time: u64,
    downtime: u64,
    planned: u64,
    uptime: u64,
    outages: u64,
    longest: u64,
    /// The downtime of the outage that is being walked through.
    present: u64,
}

impl Tally {
    fn second(&mut self, planned: bool, unplanned: bool, rule: PlannedDowntime) {
        self.time += u64::from(!planned || rule == PlannedDowntime::Excused);
        self.planned += u64::from(planned);
        self.downtime += u64::from(unplanned && !planned);
        self.uptime += u64::from(!unplanned && !planned);
        self.present += u64::from(unplanned && !planned);
    }

    fn end_of_outage(&mut self) {
        self.outages += u64::from(self.present > 0);
        self.longest = self.longest.max(self.present);
        self.present = 0;
    }
}

#[derive(Debug, Default, PartialEq)]
struct Twin {
    commitment: Tally,
    total: Tally,
    agreed_in_whole_period: u64,
    /// The outages with downtime in the measured time that began in it, and how far they reach.
    failures: Vec<(i64, i64)>,
}

fn down(case: &Case, kind: OutageKind, at: Instant) -> bool {
    case.outages.iter().any(|it| {
        let until = it.end().unwrap_or(Instant::MAX_UTC);
        it.kind() == kind && it.start() <= at && at < until
    })
}

fn walk(case: &Case) -> Twin {
    let mut twin = Twin::default();
    let until = case.now.max(case.period.start).min(case.period.end);
    let (mut began, mut counts) = (None, false);
    for second in -SECONDS..SECONDS * 4 {
        let at = after(second, TimeDelta::seconds(1));
        let inside = case.period.start <= at && at < until;
        let in_period = case.period.start <= at && at < case.period.end;
        let agreed = in_period && case.schedule.is_open(at).unwrap();
        let known = |it: &&itsm_service_level::outage::Outage| it.end().is_some() || at < until;
        let of_now = Case {
            outages: case.outages.iter().filter(known).copied().collect(),
            ..case.clone()
        };
        let planned = down(&of_now, OutageKind::Planned, at);
        let unplanned = down(case, OutageKind::Unplanned, at);
        let taken_out = planned && case.rule == PlannedDowntime::TakenOut;
        twin.agreed_in_whole_period += u64::from(agreed && !taken_out);
        if unplanned {
            began = began.or(Some(second));
        }
        if inside {
            twin.total.second(planned, unplanned, case.rule);
            if agreed {
                twin.commitment.second(planned, unplanned, case.rule);
            }
            counts |= unplanned && !planned;
        }
        if !unplanned {
            twin.total.end_of_outage();
            twin.commitment.end_of_outage();
            if let (Some(start), true) = (began, counts) {
                if after(start, TimeDelta::seconds(1)) >= case.period.start {
                    twin.failures.push((start, second));
                }
            }
            (began, counts) = (None, false);
        }
    }
    twin.total.end_of_outage();
    twin.commitment.end_of_outage();
    if let (Some(start), true) = (began, counts) {
        if after(start, TimeDelta::seconds(1)) >= case.period.start {
            twin.failures.push((start, i64::MAX));
        }
    }
    twin
}

fn tally(measured: &Measured) -> Tally {
    Tally {
        time: measured.time.as_secs(),
        downtime: measured.downtime.as_secs(),
        planned: measured.planned_downtime.as_secs(),
        uptime: measured.uptime.as_secs(),
        outages: measured.outages,
        longest: measured.longest_outage.as_secs(),
        present: 0,
    }
}

fn mean(lengths: impl Iterator<Item = i64>) -> MeanTime {
    lengths.fold(MeanTime::default(), |mean, length| MeanTime {
        sum: mean.sum + Duration::from_secs(u64::try_from(length).unwrap()),
        count: mean.count + 1,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn report_agrees_with_a_walk_second_by_second(case in case(TimeDelta::seconds(1))) {
        let (report, twin) = (case.report(), walk(&case));
        prop_assert_eq!(tally(&report.commitment), twin.commitment);
        prop_assert_eq!(tally(&report.total), twin.total);
        prop_assert_eq!(report.agreed_in_whole_period.as_secs(), twin.agreed_in_whole_period);

        let until = case.now.max(case.period.start).min(case.period.end);
        prop_assert_eq!(report.measured_until, until);
        let restored = twin.failures.iter().filter(|(_, end)| {
            *end < i64::MAX && after(*end, TimeDelta::seconds(1)) <= until
        });
        prop_assert_eq!(report.restored, mean(restored.map(|(start, end)| end - start)));
        let pairs = || twin.failures.windows(2).map(|it| (it[0], it[1]));
        let cycles = report.cycles;
        prop_assert_eq!(cycles.failure_to_restored, mean(pairs().map(|(one, _)| one.1 - one.0)));
        prop_assert_eq!(cycles.restored_to_failure, mean(pairs().map(|(one, next)| next.0 - one.1)));
        prop_assert_eq!(cycles.failure_to_failure, mean(pairs().map(|(one, next)| next.0 - one.0)));
    }
}
