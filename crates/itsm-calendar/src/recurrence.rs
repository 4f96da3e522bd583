//! On which dates an entry of a calendar falls.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// A checked rule that names dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Recurrence {
    Dates {
        first: NaiveDate,
        last: NaiveDate,
    },
    Daily {
        interval: u32,
        anchor: NaiveDate,
    },
    Weekly {
        days: [bool; 7],
        interval: u32,
        anchor: NaiveDate,
    },
    /// Negative days count from the end of the month.
    MonthDay {
        day: i8,
    },
    /// Negative numbers count from the end of the month.
    MonthWeekday {
        nth: i8,
        weekday: Weekday,
    },
    Yearly {
        month: u32,
        day: u32,
    },
    YearlyRange {
        first: (u32, u32),
        last: (u32, u32),
    },
    YearlyWeekday {
        month: u32,
        nth: i8,
        weekday: Weekday,
    },
    Easter {
        offset: i16,
    },
}

impl Recurrence {
    /// Calls `each` for every date of the rule from `first` to `last`, both included, in order.
    pub(crate) fn each(&self, first: NaiveDate, last: NaiveDate, each: &mut dyn FnMut(NaiveDate)) {
        match self {
            Self::Dates { first: a, last: b } => {
                let end = last.min(*b);
                let mut date = first.max(*a);
                while date <= end {
                    each(date);
                    match date.succ_opt() {
                        Some(next) => date = next,
                        None => break,
                    }
                }
            }
            Self::Daily { .. } | Self::Weekly { .. } | Self::YearlyRange { .. } => {
                for date in first.iter_days().take_while(|date| *date <= last) {
                    if self.has(date) {
                        each(date);
                    }
                }
            }
            Self::MonthDay { .. } | Self::MonthWeekday { .. } => {
                let mut month = first.with_day(1);
                while let Some(start) = month.filter(|start| *start <= last) {
                    if let Some(date) = self.in_month(start) {
                        if first <= date && date <= last {
                            each(date);
                        }
                    }
                    month = start.checked_add_months(Months::new(1));
                }
            }
            Self::Yearly { .. } | Self::YearlyWeekday { .. } | Self::Easter { .. } => {
                for year in first.year()..=last.year() {
                    if let Some(date) = self.in_year(year) {
                        if first <= date && date <= last {
                            each(date);
                        }
                    }
                }
            }
        }
    }

    /// Whether a date is one of a rule that is looked at day by day.
    fn has(&self, date: NaiveDate) -> bool {
        match self {
            Self::Daily { interval, anchor } => {
                let days = date.signed_duration_since(*anchor).num_days();
                days >= 0 && days.checked_rem(i64::from(*interval)) == Some(0)
            }
            Self::Weekly {
                days,
                interval,
                anchor,
            } => {
                let weekday = date.weekday().num_days_from_monday() as usize;
                let monday = |date: NaiveDate| date.week(Weekday::Mon).checked_first_day();
                let weeks = match (monday(date), monday(*anchor)) {
                    (Some(a), Some(b)) => a.signed_duration_since(b).num_days() / 7,
                    _ => 0,
                };
                days.get(weekday) == Some(&true)
                    && weeks.checked_rem(i64::from(*interval)) == Some(0)
            }
            Self::YearlyRange { first, last } => {
                let day = (date.month(), date.day());
                if first <= last {
                    *first <= day && day <= *last
                } else {
                    *first <= day || day <= *last
                }
            }
            _ => false,
        }
    }

    fn in_month(&self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::MonthDay { day } => {
                if let Ok(day) = u32::try_from(*day) {
                    return start.with_day(day);
                }
                let back = u64::from(day.unsigned_abs());
                let next = start.checked_add_months(Months::new(1))?;
                next.checked_sub_days(Days::new(back))
                    .filter(|date| *date >= start)
            }
            Self::MonthWeekday { nth, weekday } => {
                nth_weekday(start.year(), start.month(), *nth, *weekday)
            }
            _ => None,
        }
    }

    fn in_year(&self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Yearly { month, day } => NaiveDate::from_ymd_opt(year, *month, *day),
            Self::YearlyWeekday {
                month,
                nth,
                weekday,
            } => nth_weekday(year, *month, *nth, *weekday),
            Self::Easter { offset } => {
                let days = Days::new(u64::from(offset.unsigned_abs()));
                let easter = easter(year)?;
                if *offset < 0 {
                    easter.checked_sub_days(days)
                } else {
                    easter.checked_add_days(days)
                }
            }
            _ => None,
        }
    }
}

/// The nth such weekday of a month, from its end if `nth` is negative.
fn nth_weekday(year: i32, month: u32, nth: i8, weekday: Weekday) -> Option<NaiveDate> {
    if let Ok(nth) = u8::try_from(nth) {
        return NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth);
    }
    let next = NaiveDate::from_ymd_opt(year, month, 1)?.checked_add_months(Months::new(1))?;
    let last = next.pred_opt()?;
    let back = last.weekday().days_since(weekday);
    let weeks = u32::from(nth.unsigned_abs())
        .checked_sub(1)?
        .checked_mul(7)?;
    let date = last.checked_sub_days(Days::new(u64::from(back.checked_add(weeks)?)))?;
    (date.month() == month).then_some(date)
}

/// Easter Sunday of the Gregorian calendar.
///
/// The age of the moon on the 31st of March is found from the year's place in its cycle of 19
/// years, corrected for the centuries; Easter is the Sunday after the full moon that follows.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "every operand is bounded by the year, which is between 1 and 9999"
)]
pub(crate) fn easter(year: i32) -> Option<NaiveDate> {
    if !(1..=9_999).contains(&year) {
        return None;
    }
    let century = year / 100;
    let golden = year % 19;
    let leap_days_left_out = century - century / 4;
    let moon_correction = (8 * century + 13) / 25;
    let age = (19 * golden + leap_days_left_out - moon_correction + 15) % 30;
    // The church's full moon never falls later than the 18th of April.
    let full_moon = 21 + age - i32::from(age == 29 || (age == 28 && golden > 10));
    let march = NaiveDate::from_ymd_opt(year, 3, 1)?;
    let moon = march.checked_add_days(Days::new(u64::try_from(full_moon - 1).ok()?))?;
    let to_sunday = 7 - u64::from(moon.weekday().num_days_from_sunday());
    moon.checked_add_days(Days::new(to_sunday))
}
