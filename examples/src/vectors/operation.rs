//! The questions that cases ask, put to the calendar.

use super::case::Case;
use super::convention::Convention;
use super::schedule::calendar;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, SecondsFormat, Utc};
use itsm::calendar::{Calendar, CalendarError, DayEnd, Overlap, Pause, Period, Schedule, Seconds};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

type Instant = DateTime<Utc>;

/// What the calendar answers to a case, in the form of its file; or why there is no answer.
pub fn answer(case: &Case) -> Result<Value, String> {
    let convention = Convention::of(&case.repo);
    let asked = Asked {
        case,
        convention,
        calendar: calendar(&case.schedule, &convention)?,
    };
    asked.answer()
}

/// A case with what answers it.
struct Asked<'a> {
    case: &'a Case,
    convention: Convention,
    calendar: Calendar,
}

impl Asked<'_> {
    fn answer(&self) -> Result<Value, String> {
        let Convention {
            due, start, pause, ..
        } = self.convention;
        match self.case.op.as_str() {
            "add" => {
                let n = self.seconds("seconds")?;
                self.instant(|it, at| it.add_with(at, n, due))
            }
            "add_days" => {
                let n: u32 = self.field("days")?;
                self.instant(|it, at| it.add_business_days(at, n, DayEnd::SameTime))
            }
            "add_then_shift_by_business_hold" => {
                let (n, hold) = (self.seconds("seconds")?, self.seconds("hold_s")?);
                self.instant(|it, at| it.add_with_hold(at, n, hold, due))
            }
            "add_then_shift_by_wall_clock_hold" => {
                let (n, hold) = (self.seconds("seconds")?, self.seconds("hold_s")?);
                self.instant(|it, at| it.add_then_wait(at, n, hold, due))
            }
            "add_with_pauses" => {
                let (n, pauses) = (self.seconds("seconds")?, self.pauses()?);
                self.instant(|it, at| it.add_with_pauses(at, n, &pauses, pause, due))
            }
            "add_working_days" => self.add_working_days(),
            "is_holiday" => Ok(json!(
                self.calendar.holiday_on(self.field("date")?).is_some()
            )),
            "is_open" => self.ask("at", Schedule::is_open),
            "is_working_day" => self.ask("at", |it, at| it.is_business_day(it.date_of(at)?)),
            "local_to_instant" => self.local_to_instant(),
            "next_change" => self.instant(|it, at| {
                if it.is_open(at)? {
                    it.next_close(at)
                } else {
                    it.next_open(at)
                }
            }),
            "on_break" => {
                let on_break = self.calendar.is_break(self.field("at")?);
                Ok(json!(on_break.map_err(|error| error.to_string())?))
            }
            "on_holiday" => {
                let date = self.calendar.date_of(self.field("at")?);
                let date = date.map_err(|error| error.to_string())?;
                Ok(json!(self.calendar.holiday_on(date).is_some()))
            }
            "periods_after" => {
                let take: usize = self.field("take")?;
                self.ask("start", |it, at| {
                    let periods: Vec<_> = it.periods_after(at)?.take(take).map(bounds).collect();
                    enough(it, at, periods, take)
                })
            }
            "periods_before" => {
                let take: usize = self.field("take")?;
                self.ask("start", |it, at| {
                    let periods: Vec<_> = it.periods_before(at)?.take(take).map(bounds).collect();
                    enough(it, at, periods, take)
                })
            }
            "sub" => {
                let n = self.seconds("seconds")?;
                self.instant(|it, at| it.subtract_with(at, n, start))
            }
            "sub_days" => {
                let n: u32 = self.field("days")?;
                self.instant(|it, at| it.subtract_business_days(at, n, DayEnd::SameTime))
            }
            "within" => self.within().map(|n| json!(n)),
            "within_minutes_floor" => self.within().map(|n| json!(n / 60)),
            "within_with_pauses" => {
                let (end, pauses) = (self.field("end")?, self.pauses()?);
                self.ask("start", |it, at| it.between_without(at, end, &pauses))
            }
            other => Err(format!("operation `{other}` is not known")),
        }
    }

    /// The answer of a schedule that reaches as far as needed.
    fn ask<T: serde::Serialize>(
        &self,
        at: &str,
        question: impl Fn(&Schedule, Instant) -> Result<T, CalendarError>,
    ) -> Result<Value, String> {
        let at: Instant = self.field(at)?;
        let answer = self.calendar.ask(at, |schedule| question(schedule, at));
        answer
            .map(|answer| json!(answer))
            .map_err(|error| error.to_string())
    }

    fn instant(
        &self,
        question: impl Fn(&Schedule, Instant) -> Result<Instant, CalendarError>,
    ) -> Result<Value, String> {
        self.ask("start", |schedule, at| question(schedule, at).map(text))
    }

    fn within(&self) -> Result<u64, String> {
        let between = self
            .calendar
            .between(self.field("start")?, self.field("end")?);
        between.map(|n| n.0).map_err(|error| error.to_string())
    }

    fn add_working_days(&self) -> Result<Value, String> {
        let days: i32 = self.field("days")?;
        let end = if self.field("end_of_day")? {
            DayEnd::EndOfDay
        } else {
            DayEnd::SameTime
        };
        let n = days.unsigned_abs();
        self.instant(|it, at| {
            if days < 0 {
                it.subtract_business_days(at, n, end)
            } else {
                it.add_business_days(at, n, end)
            }
        })
    }

    fn local_to_instant(&self) -> Result<Value, String> {
        let date: NaiveDate = self.field("local_date")?;
        let time: String = self.field("local_time")?;
        let (date, time) = match time.as_str() {
            "24:00" | "24:00:00" => (date + Days::new(1), NaiveTime::MIN),
            time => (
                date,
                time.parse().map_err(|_| format!("`{time}` is no time"))?,
            ),
        };
        let instant = self
            .calendar
            .instant(date, time, self.convention.gap, Overlap::Earlier);
        instant
            .map(|at| json!(text(at)))
            .map_err(|error| error.to_string())
    }

    fn field<T: DeserializeOwned>(&self, name: &str) -> Result<T, String> {
        let value = self.case.fields.get(name);
        let value = value.ok_or_else(|| format!("expected `{name}`, got none"))?;
        serde_json::from_value(value.clone()).map_err(|error| format!("{name}: {error}"))
    }

    fn seconds(&self, name: &str) -> Result<Seconds, String> {
        let n: i64 = self.field(name)?;
        Seconds::try_from(n).map_err(|error| error.to_string())
    }

    fn pauses(&self) -> Result<Vec<Pause>, String> {
        let pairs: Vec<(Instant, Instant)> = self.field("pauses")?;
        Ok(pairs
            .into_iter()
            .map(|(start, end)| Period { start, end })
            .collect())
    }
}

/// The periods, or, if a longer schedule may have more of them, a reason to ask again.
fn enough(
    schedule: &Schedule,
    from: Instant,
    periods: Vec<(String, String)>,
    take: usize,
) -> Result<Vec<(String, String)>, CalendarError> {
    if periods.len() < take {
        return Err(CalendarError::NoOpenTime {
            from,
            until: schedule.until(),
        });
    }
    Ok(periods)
}

fn bounds(period: Period) -> (String, String) {
    (text(period.start), text(period.end))
}

fn text(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
