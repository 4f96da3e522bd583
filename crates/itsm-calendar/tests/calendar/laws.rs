//! Laws that hold for every calendar.

use crate::calendar;
use crate::generate::{instant, rich_draft};
use chrono::{NaiveDate, TimeDelta};
use core::time::Duration;
use itsm_calendar::{CalendarError, DraftCalendar, DueAtClose, Schedule, Seconds, StartAtOpen};
use proptest::prelude::*;

fn schedule(draft: &DraftCalendar, date: NaiveDate) -> Schedule {
    let noon = date.and_hms_opt(12, 0, 0).unwrap().and_utc();
    let range = noon - TimeDelta::days(40)..noon + TimeDelta::days(400);
    calendar(draft.clone()).compile(range).unwrap()
}

fn with_instants() -> impl Strategy<Value = (DraftCalendar, Schedule, [itsm_calendar::Instant; 3])>
{
    rich_draft().prop_flat_map(|(draft, date)| {
        let three = [instant(date), instant(date), instant(date)];
        let schedule = schedule(&draft, date);
        three.prop_map(move |three| (draft.clone(), schedule.clone(), three))
    })
}

fn pair() -> impl Strategy<Value = (DraftCalendar, DraftCalendar, NaiveDate)> {
    (rich_draft(), rich_draft()).prop_map(|((a, date), (b, _))| (a, b, date))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn time_added_is_the_time_between((_, schedule, [start, ..]) in with_instants(), amount in 1_u64..400_000) {
        for tie in [DueAtClose::AtClose, DueAtClose::NextOpening] {
            match schedule.add_with(start, Seconds(amount), tie) {
                Ok(end) => prop_assert_eq!(schedule.between(start, end), Ok(Seconds(amount))),
                Err(CalendarError::NotEnoughTime { available, .. }) => {
                    prop_assert_eq!(Ok(available), schedule.between(start, schedule.until()));
                    prop_assert!(available.0 <= amount);
                }
                Err(CalendarError::NoOpenTime { .. }) => {
                    prop_assert_eq!(schedule.between(start, schedule.until()), Ok(Seconds(0)));
                }
                Err(error) => prop_assert!(false, "{error}"),
            }
        }
    }

    #[test]
    fn deadline_is_the_first_such_instant((_, schedule, [start, ..]) in with_instants(), amount in 1_u64..400_000) {
        if let Ok(due) = schedule.add(start, Seconds(amount)) {
            // To the nanosecond: a start within a second may become due just after an opening, and a
            // second before that as many whole seconds have begun.
            let earlier = schedule.exactly_between(start, due - TimeDelta::nanoseconds(1))?;
            prop_assert!(earlier < Duration::from_secs(amount));
            let late = schedule.add_with(start, Seconds(amount), DueAtClose::NextOpening);
            prop_assert!(late.is_err() || late.is_ok_and(|late| due <= late && schedule.is_open(late) == Ok(true)));
        }
    }

    #[test]
    fn time_between_is_additive_and_monotone((_, schedule, mut three) in with_instants()) {
        three.sort_unstable();
        let [a, b, c] = three;
        let (ab, bc, ac) = (schedule.between(a, b)?, schedule.between(b, c)?, schedule.between(a, c)?);
        prop_assert_eq!(ab.0 + bc.0, ac.0);
        prop_assert!(ab <= ac && bc <= ac);
        prop_assert_eq!(schedule.between(c, a), Ok(Seconds(0)));
        prop_assert!(ac.0 <= u64::try_from((c - a).num_seconds()).unwrap() + 1);
    }

    #[test]
    fn adding_is_monotone((_, schedule, [a, b, _]) in with_instants(), amount in 1_u64..400_000) {
        let (a, b) = (a.min(b), a.max(b));
        if let (Ok(x), Ok(y)) = (schedule.add(a, Seconds(amount)), schedule.add(b, Seconds(amount))) {
            prop_assert!(x <= y);
            let more = schedule.add(a, Seconds(amount + 1));
            prop_assert!(more.is_err() || more.is_ok_and(|more| x < more));
        }
    }

    #[test]
    fn subtracting_undoes_adding((_, schedule, [end, ..]) in with_instants(), amount in 1_u64..400_000) {
        for tie in [StartAtOpen::AtOpen, StartAtOpen::PreviousClose] {
            if let Ok(start) = schedule.subtract_with(end, Seconds(amount), tie) {
                prop_assert_eq!(schedule.between(start, end), Ok(Seconds(amount)));
                let due = schedule.add(start, Seconds(amount))?;
                prop_assert!(due <= end);
                prop_assert_eq!(schedule.between(due, end), Ok(Seconds(0)));
            } else {
                let behind = schedule.between(schedule.from(), end)?;
                prop_assert!(behind.0 <= amount);
            }
        }
    }

    #[test]
    fn openings_and_closings_agree_with_being_open((_, schedule, [at, ..]) in with_instants()) {
        let open = schedule.is_open(at)?;
        if let Ok(next) = schedule.next_open(at) {
            prop_assert_eq!(next == at, open);
            prop_assert_eq!(schedule.is_open(next), Ok(true));
            prop_assert_eq!(schedule.between(at, next), Ok(Seconds(0)));
            if let Ok(close) = schedule.next_close(at) {
                prop_assert!(close > next);
                prop_assert_eq!(schedule.is_open(close), Ok(false));
                let whole = (close - next).num_seconds() + i64::from(next.timestamp_subsec_nanos() > 0);
                prop_assert_eq!(schedule.between(next, close)?.0, u64::try_from(whole).unwrap());
            }
        }
        if let Ok(last) = schedule.last_open(at) {
            prop_assert!(last <= at);
            prop_assert_eq!(schedule.between(last, at), Ok(Seconds(0)));
        }
    }

    #[test]
    fn periods_are_the_open_time((_, schedule, [at, ..]) in with_instants()) {
        let after: Vec<_> = schedule.periods_after(at)?.collect();
        let before: Vec<_> = schedule.periods_before(at)?.collect();
        let sum = |periods: &[itsm_calendar::Period]| -> TimeDelta {
            periods.iter().map(|period| period.end - period.start).sum()
        };
        let whole = sum(&after) + sum(&before);
        prop_assert_eq!(whole.num_seconds(), i64::try_from(schedule.total().0).unwrap());
        prop_assert!(after.windows(2).all(|pair| pair[0].end < pair[1].start));
        prop_assert!(before.windows(2).all(|pair| pair[1].end < pair[0].start));
        prop_assert!(after.iter().chain(&before).all(|period| period.start < period.end));
    }

    #[test]
    fn combinations_are_sets((a, b, date) in pair(), steps in proptest::collection::vec(0_i64..2_000, 40)) {
        let (left, right) = (calendar(a.clone()), calendar(b.clone()));
        let (x, y) = (schedule(&a, date), schedule(&b, date));
        let range = || x.from()..x.until();
        let either = left.union(&right).compile(range())?;
        let both = left.intersection(&right).compile(range())?;
        let less = left.difference(&right).compile(range())?;
        prop_assert_eq!(&either, &x.union(&y)?);
        prop_assert_eq!(&both, &x.intersection(&y)?);
        prop_assert_eq!(&less, &x.difference(&y)?);
        prop_assert_eq!(either.total().0 + both.total().0, x.total().0 + y.total().0);
        prop_assert_eq!(less.total().0 + both.total().0, x.total().0);
        for step in steps {
            let at = x.from() + TimeDelta::minutes(step * 15);
            let (p, q) = (x.is_open(at)?, y.is_open(at)?);
            prop_assert_eq!(either.is_open(at)?, p || q);
            prop_assert_eq!(both.is_open(at)?, p && q);
            prop_assert_eq!(less.is_open(at)?, p && !q);
        }
    }

    #[test]
    fn shortcuts_agree_with_the_schedule((draft, schedule, [a, b, _]) in with_instants(), amount in 0_u64..200_000) {
        let calendar = calendar(draft);
        prop_assert_eq!(calendar.between(a, b), schedule.between(a, b));
        prop_assert_eq!(calendar.is_open(a), schedule.is_open(a));
        if let Ok(due) = schedule.add(a, Seconds(amount)) {
            prop_assert_eq!(calendar.add(a, Seconds(amount)), Ok(due));
        }
        if let Ok(start) = schedule.subtract(a, Seconds(amount)) {
            prop_assert_eq!(calendar.subtract(a, Seconds(amount)), Ok(start));
        }
    }

    #[test]
    fn shorter_range_gives_the_same_answers((draft, schedule, [a, b, _]) in with_instants()) {
        let (a, b) = (a.min(b), a.max(b));
        let short = calendar(draft).compile(a..b + TimeDelta::seconds(2))?;
        let inside = a.max(short.from());
        prop_assert_eq!(short.between(inside, b), schedule.between(inside, b));
        prop_assert_eq!(short.is_open(short.until()), schedule.is_open(short.until()));
        prop_assert!(schedule.next_close(a) == short.next_close(a) || short.next_close(a).is_err());
        prop_assert!(schedule.next_open(b) == short.next_open(b) || short.next_open(b).is_err());
    }
}
