//! The twin: a table of days, written by hand for calendars that have one window a day at most.

use chrono::{DateTime, Utc};
use itsm::calendar::Schedule;

pub(crate) const DAY: i64 = 86_400;

/// One day of the twin: the open time before it, and its one window.
#[derive(Clone, Copy)]
struct Day {
    before: i64,
    open: i64,
    close: i64,
}

/// The table.
pub(crate) struct Twin {
    base: i64,
    days: Vec<Day>,
}

impl Twin {
    pub(crate) fn new(schedule: &Schedule) -> Self {
        let base = schedule.from().timestamp();
        assert_eq!(base.rem_euclid(DAY), 0);
        let count = (schedule.until().timestamp() - base) / DAY + 2;
        let mut days: Vec<Day> = (0..count)
            .map(|day| {
                let midnight = base + day * DAY;
                Day {
                    before: 0,
                    open: midnight,
                    close: midnight,
                }
            })
            .collect();
        for period in schedule
            .periods_after(schedule.from())
            .expect("in the range")
        {
            let (open, close) = (period.start.timestamp(), period.end.timestamp());
            let day = place(base, open);
            assert_eq!(day, place(base, close), "one window a day");
            days[day] = Day {
                before: 0,
                open,
                close,
            };
        }
        let mut total = 0;
        for day in &mut days {
            day.before = total;
            total += day.close - day.open;
        }
        Self { base, days }
    }

    fn passed(&self, second: i64) -> i64 {
        let day = self.days[place(self.base, second)];
        day.before + second.clamp(day.open, day.close) - day.open
    }

    pub(crate) fn add(&self, start: DateTime<Utc>, seconds: i64) -> DateTime<Utc> {
        let start = start.timestamp();
        let target = self.passed(start) + seconds;
        let mut day = place(self.base, start);
        while self.days[day + 1].before < target {
            day += 1;
        }
        let day = self.days[day];
        let due = day.open + target - day.before;
        DateTime::from_timestamp(due, 0).expect("in the range")
    }

    pub(crate) fn between(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> i64 {
        self.passed(end.timestamp()) - self.passed(start.timestamp())
    }
}

fn place(base: i64, second: i64) -> usize {
    usize::try_from((second - base) / DAY).expect("in the range")
}
