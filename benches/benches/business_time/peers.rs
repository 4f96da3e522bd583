//! The same questions to what else there is, each asked as its own documentation does.
//!
//! - A *day walk*: from local date to local date with chrono and its zones, as most programs do it.
//! - `workclock`: the same arithmetic on the same terms; it lays out nothing ahead.
//! - `opening-hours`: it reads the hours of places on a map. It tells the open ranges from an
//!   instant on, and no more; to add and to count is what a host does with them.
//!
//! Before anything is timed, all of them must agree with ours on every question.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use compact_calendar::CompactCalendar;
use itsm::calendar::{Schedule, Seconds};
use itsm_benches::measure::{beside_peer, size, timed};
use jiff::{SignedDuration, Timestamp, civil};
use opening_hours::localization::TzLocation;
use opening_hours::{Context, ContextHolidays, OpeningHours, RuleKind};
use std::hint::black_box;
use std::sync::Arc;
use workclock::{Holidays, Weekdays, WorkDay};

const EIGHT_HOURS: TimeDelta = TimeDelta::hours(8);

type Span = (DateTime<Utc>, DateTime<Utc>);

/// The holidays of the desk, and of some days around the range.
fn holidays() -> Vec<NaiveDate> {
    let months = (2019..=2030).flat_map(|year| (1..=12).map(move |month| (year, month)));
    let day = |(year, month)| NaiveDate::from_ymd_opt(year, month, 15).expect("a date");
    months.map(day).collect()
}

/// From local date to local date.
struct DayWalk {
    zone: Tz,
    /// In order.
    holidays: Vec<NaiveDate>,
}

impl DayWalk {
    fn new(zone: Tz) -> Self {
        Self {
            zone,
            holidays: holidays(),
        }
    }

    /// The window of a date, if it has one.
    fn window(&self, date: NaiveDate) -> Option<Span> {
        if matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
            || self.holidays.binary_search(&date).is_ok()
        {
            return None;
        }
        let at = |hour, minute| {
            let time = NaiveTime::from_hms_opt(hour, minute, 0)?;
            let local = self.zone.from_local_datetime(&date.and_time(time));
            local.earliest().map(|it| it.to_utc())
        };
        Some((at(9, 0)?, at(17, 30)?))
    }

    fn add(&self, start: DateTime<Utc>, amount: TimeDelta) -> DateTime<Utc> {
        let mut date = start.with_timezone(&self.zone).date_naive();
        let mut left = amount;
        loop {
            if let Some((open, close)) = self.window(date) {
                let from = open.max(start);
                let available = close - from;
                if left <= available {
                    return from + left;
                }
                left -= available.max(TimeDelta::zero());
            }
            date = date + Days::new(1);
        }
    }

    fn between(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> TimeDelta {
        let last = end.with_timezone(&self.zone).date_naive();
        let mut date = start.with_timezone(&self.zone).date_naive();
        let mut total = TimeDelta::zero();
        while date <= last {
            if let Some((open, close)) = self.window(date) {
                total += (close.min(end) - open.max(start)).max(TimeDelta::zero());
            }
            date = date + Days::new(1);
        }
        total
    }
}

fn workclock(zone: &str) -> workclock::Schedule {
    let date = |it: NaiveDate| {
        let (year, month, day) = (it.year(), it.month(), it.day());
        let (year, month, day) = (year.try_into(), month.try_into(), day.try_into());
        civil::date(
            year.expect("a year"),
            month.expect("a month"),
            day.expect("a day"),
        )
    };
    let (open, close) = (civil::time(9, 0, 0, 0), civil::time(17, 30, 0, 0));
    workclock::Schedule::builder()
        .time_zone(zone)
        .rule(WorkDay::new(open, close, Weekdays::MON_TO_FRI))
        .rule(Holidays::new(holidays().into_iter().map(date)))
        .build()
        .expect("a sound schedule")
}

struct OnTheMap {
    zone: Tz,
    hours: OpeningHours<TzLocation<Tz>>,
}

impl OnTheMap {
    fn new(zone: Tz) -> Self {
        let mut public = CompactCalendar::default();
        for date in holidays() {
            public.insert(date);
        }
        let holidays = ContextHolidays::new(Arc::new(public), Arc::default());
        let context = Context::default()
            .with_holidays(holidays)
            .with_locale(TzLocation::new(zone));
        let hours = "Mo-Fr 09:00-17:30; PH off".parse::<OpeningHours>();
        Self {
            zone,
            hours: hours.expect("sound hours").with_context(context),
        }
    }

    fn add(&self, start: DateTime<Utc>, amount: TimeDelta) -> DateTime<Utc> {
        let mut left = amount;
        for period in self.hours.iter_from(start.with_timezone(&self.zone)) {
            if period.kind == RuleKind::Open {
                let length = period.range.end - period.range.start;
                if left <= length {
                    return (period.range.start + left).to_utc();
                }
                left -= length;
            }
        }
        unreachable!("there is open time ahead")
    }

    fn between(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> TimeDelta {
        let (start, end) = (
            start.with_timezone(&self.zone),
            end.with_timezone(&self.zone),
        );
        let periods = self.hours.iter_range(start, end);
        let open = periods.filter(|period| period.kind == RuleKind::Open);
        open.map(|period| period.range.end - period.range.start)
            .sum()
    }
}

fn jiff_of(at: DateTime<Utc>) -> Timestamp {
    Timestamp::from_second(at.timestamp()).expect("an instant of these years")
}

type Ask<'a, T> = &'a dyn Fn(&Span) -> T;

/// One question, to each of them.
struct Asked<'a, T> {
    name: String,
    spans: &'a [Span],
    ours: Ask<'a, T>,
    peers: [(&'static str, Ask<'a, T>); 3],
}

impl<T: PartialEq + std::fmt::Debug> Asked<'_, T> {
    fn measure(&self) {
        for (peer, ask) in self.peers {
            for span in self.spans {
                assert_eq!((self.ours)(span), ask(span), "{peer} of {span:?}");
            }
            let pass = |ask: Ask<'_, T>| {
                for span in black_box(self.spans) {
                    black_box(ask(span));
                }
            };
            beside_peer(
                &format!("{}_beside_{peer}", self.name),
                1.0,
                self.spans.len(),
                timed(|| pass(self.ours)),
                timed(|| pass(ask)),
            );
        }
    }
}

/// Ours beside each of the others.
pub(crate) fn measure(schedule: &Schedule, zone: &str, name: &str, spans: &[Span]) {
    let tz: Tz = zone.parse().expect("a zone");
    let (walk, clock, map) = (DayWalk::new(tz), workclock(zone), OnTheMap::new(tz));
    let spans = &spans[..size(2_000, 200).min(spans.len())];
    let eight = SignedDuration::from_hours(8);
    let second = |at: Timestamp| at.as_second();
    Asked {
        name: format!("calendar_add_{name}"),
        spans,
        ours: &|(start, _)| {
            let due = schedule.add(*start, Seconds::hours(8));
            due.expect("time enough").timestamp()
        },
        peers: [
            ("day_walk", &|(start, _)| {
                walk.add(*start, EIGHT_HOURS).timestamp()
            }),
            ("workclock", &|(start, _)| {
                second(clock.add(jiff_of(*start), eight).expect("time enough"))
            }),
            ("opening_hours", &|(start, _)| {
                map.add(*start, EIGHT_HOURS).timestamp()
            }),
        ],
    }
    .measure();
    Asked {
        name: format!("calendar_between_{name}"),
        spans,
        ours: &|(start, end)| {
            let open = schedule.between(*start, *end).expect("in the range");
            i64::try_from(open.0).expect("some weeks")
        },
        peers: [
            ("day_walk", &|(start, end)| {
                walk.between(*start, *end).num_seconds()
            }),
            ("workclock", &|(start, end)| {
                clock.between(jiff_of(*start), jiff_of(*end)).as_secs()
            }),
            ("opening_hours", &|(start, end)| {
                map.between(*start, *end).num_seconds()
            }),
        ],
    }
    .measure();
}
