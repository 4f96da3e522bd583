//! Calendars: the rules that say when something is open.

use crate::combination::{Combination, Operation};
use crate::compile;
use crate::draft::DraftCalendar;
use crate::error::CalendarError;
use crate::fault::Faults;
use crate::holiday::{self, HolidaySet};
use crate::local::{Gap, Overlap, Reading};
use crate::rules::Rules;
use crate::schedule::Schedule;
use crate::zone::Zone;
use crate::{Instant, MAX_SECOND, MIN_SECOND};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveTime, Timelike};
use core::ops::Range;

/// When something is open: a desk, a service, a maintenance window, a freeze.
///
/// A calendar is an immutable value that is valid by construction: its only way in is a
/// [`DraftCalendar`], which reports every fault at once. It has at least one opening; exclusions
/// alone are no calendar. A clone shares its rules.
///
/// What it says of one moment is decided in this order, the later the stronger:
///
/// 1. the week, and the recurring openings;
/// 2. one-off days, whose windows replace those of their date (a shift belongs to the date on
///    which it begins);
/// 3. exclusions, breaks and holidays; a holiday closes its local date from midnight to midnight;
/// 4. one-off days that are marked `despite_exclusions`.
///
/// Questions are asked of a [`Schedule`], which [`compile`](Self::compile) lays out for a range of
/// time; the short cuts here compile what they need for each question, and are slower by far.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "business hours")]
#[doc(alias = "service hours")]
#[doc(alias = "maintenance window")]
#[doc(alias = "blackout")]
pub struct Calendar(Arc<Combination>);

impl Calendar {
    /// The most years that one schedule may cover.
    pub const MAX_YEARS: u16 = 100;

    /// Checks a draft that refers to shared holiday sets by their names.
    ///
    /// # Errors
    /// All [`Faults`] of the draft.
    pub fn with_holidays(draft: &DraftCalendar, sets: &[HolidaySet]) -> Result<Self, Faults> {
        Rules::read(draft, sets).map(Self::of)
    }

    /// Open at all times: the calendar where none is agreed.
    #[doc(alias = "24x7")]
    pub fn always() -> Self {
        let full = || alloc::vec![crate::window::Window::FULL_DAY];
        Self::of(Rules {
            name: "24x7".to_owned(),
            zone: Some(Zone::utc()),
            reading: Reading::default(),
            weekly: core::array::from_fn(|_| full()),
            openings: Vec::new(),
            days: Vec::new(),
            breaks: crate::rules::Week::default(),
            exclusions: Vec::new(),
            holidays: Vec::new(),
            holiday_sets: Vec::new(),
        })
    }

    fn of(rules: Rules) -> Self {
        Self(Arc::new(Combination::of(rules)))
    }

    /// Calendars joined by one operation, the first of them before the others.
    pub(crate) fn combined<'a>(
        first: &Self,
        others: impl IntoIterator<Item = &'a Self>,
        how: Operation,
    ) -> Self {
        let others = others.into_iter().map(|it| &*it.0);
        Self(Arc::new(Combination::join(&first.0, others, how)))
    }

    /// How many calendars with rules of their own it is made of.
    pub(crate) fn parts(&self) -> usize {
        self.0.parts().count()
    }

    /// The same calendar under another name.
    ///
    /// ```
    /// # use itsm_calendar::{Calendar, DraftCalendar};
    /// # let desk = |zone| Calendar::try_from(DraftCalendar::new(zone).weekly("mon-fri", ["09:00-17:00"]));
    /// let (berlin, york) = (desk("Europe/Berlin")?, desk("America/New_York")?);
    /// let both = berlin.union(&york).named("follow the sun");
    /// assert_eq!(both.name(), "follow the sun");
    /// # Ok::<(), itsm_calendar::Faults>(())
    /// ```
    #[must_use]
    pub fn named(&self, name: impl Into<String>) -> Self {
        let mut node = Combination::clone(&self.0);
        node.name = Some(name.into());
        Self(Arc::new(node))
    }

    /// Open when this one or the other is. Each keeps its own zone.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::combined(self, [other], Operation::Union)
    }

    /// Open when both are. Each keeps its own zone.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self::combined(self, [other], Operation::Intersection)
    }

    /// Open when this one is and the other is not, such as service hours less a freeze.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        Self::combined(self, [other], Operation::Difference)
    }

    /// The name; of a combination, that of its left-most part, unless it was [`named`](Self::named).
    pub fn name(&self) -> &str {
        self.0.name.as_ref().unwrap_or(&self.first().name)
    }

    /// The zone, or none if the calendar is floating; of a combination, that of its left-most part.
    pub fn zone(&self) -> Option<&Zone> {
        self.first().zone.as_ref()
    }

    /// Whether the calendar, or a part of it, takes its zone when it is asked.
    pub fn is_floating(&self) -> bool {
        self.0.parts().any(|rules| rules.zone.is_none())
    }

    /// The same calendar with its floating parts in a zone; parts that have one keep it.
    #[must_use]
    pub fn in_zone(&self, zone: &Zone) -> Self {
        if !self.is_floating() {
            return self.clone();
        }
        Self(Arc::new(self.0.in_zone(zone)))
    }

    /// Lays the calendar out over a range of time, to the whole second.
    ///
    /// Ten years take well under a millisecond. The range should reach as far as deadlines may
    /// lie; a question that leads beyond is answered with a typed error.
    ///
    /// # Errors
    /// The calendar is floating, or the range is empty, runs backwards, is longer than
    /// [`MAX_YEARS`](Self::MAX_YEARS), or leaves the years 1 to 9999.
    pub fn compile(&self, range: Range<Instant>) -> Result<Schedule, CalendarError> {
        for at in [range.start, range.end] {
            if !(MIN_SECOND..=MAX_SECOND).contains(&at.timestamp()) {
                return Err(CalendarError::OutsideZoneData { at });
            }
        }
        let (from, until) = (range.start.timestamp(), range.end.timestamp());
        if until <= from {
            return Err(CalendarError::RangeOrder {
                from: range.start,
                until: range.end,
            });
        }
        let longest = i64::from(Self::MAX_YEARS).saturating_mul(31_557_600);
        if until.saturating_sub(from) > longest {
            return Err(CalendarError::RangeTooLong {
                from: range.start,
                until: range.end,
                max_years: Self::MAX_YEARS,
            });
        }
        let open = self.0.evaluate(|rules| {
            let zone = rules.zone.as_ref().ok_or_else(|| floating(rules))?;
            let offsets = compile::offsets(zone, from, until);
            Ok(compile::open_intervals(rules, &offsets, from, until))
        })?;
        let offsets = compile::offsets(self.zone_or_error()?, from, until);
        let reading = self.first().reading;
        Ok(Schedule::new(&open, (from, until), offsets, reading))
    }

    fn first(&self) -> &Rules {
        &self.0.first
    }

    fn zone_or_error(&self) -> Result<&Zone, CalendarError> {
        let rules = self.first();
        rules.zone.as_ref().ok_or_else(|| floating(rules))
    }

    /// The name of the holiday that falls on a local date, if any does; of a combination, in its
    /// left-most part.
    pub fn holiday_on(&self, date: NaiveDate) -> Option<&str> {
        let rules = self.first();
        holiday::on(&rules.holidays, date)
            .or_else(|| rules.holiday_sets.iter().find_map(|set| set.on(date)))
    }

    /// The local date on which an instant lies, in the calendar's zone.
    ///
    /// # Errors
    /// The calendar is floating, or the instant lies outside of the zone data.
    pub fn date_of(&self, at: Instant) -> Result<NaiveDate, CalendarError> {
        let offset = self.zone_or_error()?.offset_at(at)?;
        let local = at.timestamp().saturating_add(i64::from(offset));
        compile::date(local.div_euclid(compile::DAY)).ok_or(CalendarError::OutsideZoneData { at })
    }

    /// Whether a break or an exclusion covers an instant, be it within opening hours or not.
    /// Holidays do not count here.
    ///
    /// # Errors
    /// The calendar is floating, or the instant lies outside of the zone data.
    pub fn is_break(&self, at: Instant) -> Result<bool, CalendarError> {
        let zone = self.zone_or_error()?;
        zone.offset_at(at)?;
        let second = at.timestamp();
        let offsets = compile::offsets(zone, second, second);
        let breaks = compile::breaks_around(self.first(), &offsets, second);
        let mut breaks = breaks.iter();
        Ok(breaks.any(|(from, until)| *from <= second && second < *until))
    }

    /// The instant at which the clocks of the calendar's zone show a local date and time.
    ///
    /// # Errors
    /// The calendar is floating, or the instant lies outside of the zone data.
    pub fn instant(
        &self,
        date: NaiveDate,
        time: NaiveTime,
        gap: Gap,
        overlap: Overlap,
    ) -> Result<Instant, CalendarError> {
        let midnight = compile::number(date).saturating_mul(compile::DAY);
        let local = midnight.saturating_add(i64::from(time.num_seconds_from_midnight()));
        let offsets = compile::offsets(self.zone_or_error()?, local, local);
        let second = offsets.instant(local, Reading { gap, overlap });
        let at = crate::instant(second, time.nanosecond().min(999_999_999))?;
        if !(MIN_SECOND..=MAX_SECOND).contains(&second) {
            return Err(CalendarError::OutsideZoneData { at });
        }
        Ok(at)
    }
}

fn floating(rules: &Rules) -> CalendarError {
    CalendarError::Floating {
        calendar: rules.name.clone(),
    }
}

impl TryFrom<DraftCalendar> for Calendar {
    type Error = Faults;

    /// # Errors
    /// All [`Faults`] of the draft; shared holiday sets need
    /// [`with_holidays`](Calendar::with_holidays).
    fn try_from(draft: DraftCalendar) -> Result<Self, Faults> {
        Self::with_holidays(&draft, &[])
    }
}
