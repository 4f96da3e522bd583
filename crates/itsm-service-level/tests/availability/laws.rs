//! Laws that hold for all outages, service hours and periods.

use crate::generate::{Case, fine, fine_case, outage};
use core::cmp::Ordering;
use core::time::Duration;
use itsm_calendar::Period;
use itsm_core::ratio::Ratio;
use itsm_service_level::availability::{Measured, PlannedDowntime};
use itsm_service_level::outage::{Outage, OutageKind};
use itsm_service_level::percentage::Percentage;
use proptest::prelude::*;
use proptest::sample::Index;

/// Compares two rates exactly; what has no rate compares with nothing.
fn compare(a: Ratio, b: Ratio) -> Option<Ordering> {
    let more = a.at_least(b.numerator, b.denominator)?;
    let less = b.at_least(a.numerator, a.denominator)?;
    Some(match (more, less) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        _ => Ordering::Less,
    })
}

fn with_outage(kinds: &'static [OutageKind]) -> impl Strategy<Value = (Case, Outage)> {
    (fine_case(), outage(fine(), kinds))
}

fn added(case: &Case, outage: Outage) -> Vec<Outage> {
    let mut outages = case.outages.clone();
    outages.push(outage);
    outages
}

/// The times, which add up.
fn times(measured: &Measured) -> [Duration; 4] {
    let Measured {
        time,
        downtime,
        planned_downtime,
        uptime,
        ..
    } = *measured;
    [time, downtime, planned_downtime, uptime]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn unplanned_outage_never_raises_availability((case, outage) in with_outage(&[OutageKind::Unplanned])) {
        let (before, after) = (case.report(), case.with(&added(&case, outage)));
        for (before, after) in [
            (before.commitment_availability(), after.commitment_availability()),
            (before.total_availability(), after.total_availability()),
        ] {
            prop_assert_eq!(before.denominator, after.denominator);
            prop_assert_ne!(compare(after, before), Some(Ordering::Greater));
        }
        prop_assert!(after.total.longest_outage >= before.total.longest_outage);
    }

    #[test]
    fn no_outage_ever_raises_experienced_availability((case, outage) in with_outage(OutageKind::ALL)) {
        let before = case.report().experienced_availability();
        let after = case.with(&added(&case, outage)).experienced_availability();
        prop_assert_eq!(before.denominator, after.denominator);
        prop_assert!(after.numerator <= before.numerator);
    }

    #[test]
    fn planned_outage_never_lowers_availability_where_it_is_excused((case, outage) in with_outage(&[OutageKind::Planned])) {
        let case = Case { rule: PlannedDowntime::Excused, ..case };
        let (before, after) = (case.report(), case.with(&added(&case, outage)));
        prop_assert_ne!(
            compare(after.commitment_availability(), before.commitment_availability()),
            Some(Ordering::Less)
        );
        prop_assert_eq!(after.commitment.time, before.commitment.time);
    }

    #[test]
    fn planned_over_unplanned_never_lowers_commitment_availability((case, outage) in with_outage(&[OutageKind::Unplanned])) {
        // By either rule, as long as the planned outage lies over the unplanned one alone.
        let before = added(&case, outage);
        let mut after = before.clone();
        after.push(match outage.end() {
            Some(end) => Outage::new(OutageKind::Planned, outage.start(), end).unwrap(),
            None => Outage::ongoing(OutageKind::Planned, outage.start()),
        });
        let (before, after) = (case.with(&before), case.with(&after));
        prop_assert_ne!(
            compare(after.commitment_availability(), before.commitment_availability()),
            Some(Ordering::Less)
        );
        prop_assert!(after.commitment.downtime <= before.commitment.downtime);
        prop_assert_eq!(after.total.uptime, before.total.uptime);
    }

    #[test]
    fn order_of_outages_never_shows((case, shuffled) in fine_case().prop_flat_map(|case| {
        let shuffled = Just(case.outages.clone()).prop_shuffle();
        (Just(case), shuffled)
    })) {
        prop_assert_eq!(case.report(), case.with(&shuffled));
    }

    #[test]
    fn splitting_an_outage_changes_nothing(case in fine_case(), pick in any::<Index>(), parts in 0_i32..=8) {
        prop_assume!(!case.outages.is_empty());
        let i = pick.index(case.outages.len());
        let whole = case.outages[i];
        // One that goes on is split before now, because its first part has an end.
        let end = whole.end().unwrap_or_else(|| case.now.max(whole.start()));
        let middle = whole.start() + (end - whole.start()) / 8 * parts;
        let second = Outage::ongoing(whole.kind(), middle);
        let mut split = case.outages.clone();
        split[i] = Outage::new(whole.kind(), whole.start(), middle).unwrap();
        split.push(whole.end().map_or(second, |end| second.ended(end).unwrap()));
        prop_assert_eq!(case.report(), case.with(&split));
    }

    #[test]
    fn giving_an_outage_twice_changes_nothing(case in fine_case(), pick in any::<Index>()) {
        prop_assume!(!case.outages.is_empty());
        let twice = added(&case, case.outages[pick.index(case.outages.len())]);
        prop_assert_eq!(case.report(), case.with(&twice));
    }

    #[test]
    fn parts_add_up_over_adjacent_periods(case in fine_case(), cut in 1_i32..8) {
        let Period { start, end } = case.period;
        let middle = start + (end - start) / 8 * cut;
        prop_assume!(start < middle && middle < end);
        let whole = case.report();
        let first = case.over(Period { start, end: middle });
        let second = case.over(Period { start: middle, end });
        for (whole, first, second) in [
            (whole.commitment, first.commitment, second.commitment),
            (whole.total, first.total, second.total),
        ] {
            for (whole, (first, second)) in times(&whole).into_iter().zip(times(&first).into_iter().zip(times(&second))) {
                prop_assert_eq!(whole, first + second);
            }
            // An outage over the border is one in each part.
            let sum = first.outages + second.outages;
            prop_assert!(whole.outages <= sum && sum <= whole.outages + 1);
        }
        // What is planned without an end is known up to now or to the end of its own period.
        if case.rule == PlannedDowntime::Excused {
            prop_assert_eq!(
                whole.agreed_in_whole_period,
                first.agreed_in_whole_period + second.agreed_in_whole_period
            );
        }
    }

    #[test]
    fn times_are_the_parts_of_a_whole(case in fine_case()) {
        let report = case.report();
        for measured in [report.commitment, report.total] {
            let [time, downtime, planned, uptime] = times(&measured);
            let of = match case.rule {
                PlannedDowntime::Excused => time,
                PlannedDowntime::TakenOut => time + planned,
            };
            prop_assert_eq!(downtime + planned + uptime, of);
            prop_assert!(measured.longest_outage <= downtime);
            prop_assert_eq!(measured.outages == 0, downtime.is_zero());
        }
        prop_assert!(report.commitment.downtime <= report.total.downtime);
        prop_assert!(report.commitment.outages <= report.total.outages);
        prop_assert!(report.is_whole_period() == (case.now >= case.period.end));
    }

    #[test]
    fn between_incidents_is_between_failures_and_to_restore(case in fine_case()) {
        let cycles = case.report().cycles;
        let [down, up, both] = [cycles.failure_to_restored, cycles.restored_to_failure, cycles.failure_to_failure];
        prop_assert_eq!(both.sum, up.sum + down.sum);
        prop_assert!(both.count == up.count && both.count == down.count);
        prop_assert_eq!(both.mean().is_some(), both.count > 0);
    }

    #[test]
    fn budget_and_target_never_disagree(case in fine_case(), parts in 0_u32..=1_000_000) {
        let report = case.report();
        let target = Percentage::from_parts_per_million(parts)?;
        let budget = report.error_budget(target);
        if let Some(is_met) = report.is_met(target) {
            prop_assert_eq!(is_met, !budget.so_far.is_overspent());
        }
        for allowance in [budget.so_far, budget.whole_period] {
            prop_assert_eq!(allowance.acceptable + allowance.overspent, allowance.used + allowance.left);
            prop_assert!(allowance.left.is_zero() || allowance.overspent.is_zero());
        }
        if report.is_whole_period() {
            prop_assert_eq!(budget.so_far, budget.whole_period);
        } else if case.rule == PlannedDowntime::Excused {
            prop_assert!(budget.so_far.agreed <= budget.whole_period.agreed);
        }
    }

    #[test]
    fn what_happens_after_now_is_not_known((case, outage) in with_outage(&[OutageKind::Unplanned]), ahead in 1_i32..2_000) {
        let case = Case { now: outage.start() - fine() * ahead, ..case };
        prop_assert_eq!(case.report(), case.with(&added(&case, outage)));
    }
}
