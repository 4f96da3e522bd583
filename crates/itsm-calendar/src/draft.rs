//! Drafts: calendars and holidays as they stand in a file, before anything is checked.

use crate::local::{Gap, Overlap};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDate;

/// The raw form of a [`Calendar`](crate::Calendar).
///
/// ```
/// use itsm_calendar::{Calendar, DraftCalendar};
///
/// let draft = DraftCalendar::new("Europe/Berlin")
///     .weekly("mon-fri", ["08:00-12:00", "13:00-17:00"])
///     .weekly("sat", ["22:00-06:00+1"]); // until Sunday morning
/// let calendar = Calendar::try_from(draft)?;
/// # Ok::<(), itsm_calendar::Faults>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftCalendar {
    /// What people call it.
    pub name: String,
    /// The IANA name of its zone. None: the calendar is floating, and takes its zone when asked.
    pub zone: Option<String>,
    /// Opening hours that come back every week, by weekday (`sat`) or range (`mon-fri`): windows
    /// such as `09:00-17:30`, or over midnight `22:00-06:00+1`.
    pub weekly: BTreeMap<String, Vec<String>>,
    /// Opening hours that come back otherwise.
    pub openings: Vec<DraftEntry>,
    /// One-off days: their windows stand in place of what the date would have had.
    pub days: Vec<DraftDay>,
    /// Breaks that come back every week, written as `weekly`.
    pub breaks: BTreeMap<String, Vec<String>>,
    /// Other times that are closed: dated or recurring breaks, freezes, outages.
    pub exclusions: Vec<DraftEntry>,
    /// Holidays of this calendar alone.
    pub holidays: Vec<DraftEntry>,
    /// The names of shared holiday sets.
    pub holiday_sets: Vec<String>,
    /// What a local time means that the clocks jumped over.
    pub gap: Gap,
    /// What a local time means that happens twice.
    pub overlap: Overlap,
}

/// The raw form of a [`HolidaySet`](crate::HolidaySet): holidays that several calendars share.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftHolidaySet {
    /// The name that calendars refer to.
    pub name: String,
    /// The holidays.
    pub holidays: Vec<DraftEntry>,
}

/// One entry: on these dates, at these times.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftEntry {
    /// What people call it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub name: String,
    /// The dates.
    pub on: DraftRecurrence,
    /// The windows on each of the dates; none stands for the whole day.
    #[cfg_attr(feature = "serde", serde(default))]
    pub windows: Vec<String>,
    /// The first date on which the entry is in force.
    #[cfg_attr(feature = "serde", serde(default))]
    pub from: Option<NaiveDate>,
    /// The last date on which the entry is in force.
    #[cfg_attr(feature = "serde", serde(default))]
    pub until: Option<NaiveDate>,
    /// Dates that are left out.
    #[cfg_attr(feature = "serde", serde(default))]
    pub except: Vec<NaiveDate>,
}

/// A one-off day: shorter, longer, or extra.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[doc(alias = "shift")]
#[doc(alias = "special day")]
pub struct DraftDay {
    /// The date.
    pub date: NaiveDate,
    /// Its windows, in place of those that the week or a recurrence would give; none: closed.
    pub windows: Vec<String>,
    /// Whether these windows are open even where a holiday, a break or another exclusion says
    /// otherwise. Off by default: exclusions win.
    #[cfg_attr(feature = "serde", serde(default))]
    pub despite_exclusions: bool,
}

/// A rule that names dates.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum DraftRecurrence {
    /// Every day, or every so many days counted from the entry's `from`.
    Daily {
        /// Every so many days; 1 if absent.
        #[cfg_attr(feature = "serde", serde(default = "one"))]
        interval: u32,
    },
    /// One date.
    Date {
        /// The date.
        date: NaiveDate,
    },
    /// All dates from the first to the last, both included.
    Dates {
        /// The first date.
        first: NaiveDate,
        /// The last date.
        last: NaiveDate,
    },
    /// So many days after Easter Sunday of the western churches; before it if negative.
    Easter {
        /// Days after Easter Sunday: -2 is Good Friday, 1 Easter Monday, 39 Ascension.
        offset: i16,
    },
    /// A day of every month. A month that has no such day is passed over.
    MonthlyDay {
        /// 1 to 31, or -1 for the last day, -2 for the one before it, …
        day: i8,
    },
    /// The nth such weekday of every month.
    MonthlyWeekday {
        /// 1 to 5, or -1 for the last, -2 for the one before it, …
        nth: i8,
        /// The weekday, such as `fri`.
        weekday: String,
    },
    /// On days of every week, or of every so many weeks counted from that of the entry's `from`.
    Weekly {
        /// Weekdays and ranges, such as `mon` and `wed-fri`.
        days: Vec<String>,
        /// Every so many weeks; 1 if absent.
        #[cfg_attr(feature = "serde", serde(default = "one"))]
        interval: u32,
    },
    /// The same day of every year. The 29th of February exists in leap years only.
    Yearly {
        /// Month and day, such as `12-25`.
        day: String,
    },
    /// A range of days of every year; it may run over new year.
    YearlyRange {
        /// Its first day, such as `12-24`.
        first: String,
        /// Its last day, such as `01-02`.
        last: String,
    },
    /// The nth such weekday of one month of every year.
    #[doc(alias = "floating holiday")]
    YearlyWeekday {
        /// 1 to 12.
        month: u32,
        /// 1 to 5, or -1 for the last, -2 for the one before it, …
        nth: i8,
        /// The weekday, such as `thu`.
        weekday: String,
    },
}

#[cfg(feature = "serde")]
const fn one() -> u32 {
    1
}

impl DraftRecurrence {
    /// The same day of every year, such as `12-25`.
    pub fn yearly(day: impl Into<String>) -> Self {
        Self::Yearly { day: day.into() }
    }
}

impl DraftEntry {
    /// Whole days.
    pub fn new(name: impl Into<String>, on: DraftRecurrence) -> Self {
        Self {
            name: name.into(),
            on,
            windows: Vec::new(),
            from: None,
            until: None,
            except: Vec::new(),
        }
    }

    /// One whole date.
    pub fn date(name: impl Into<String>, date: NaiveDate) -> Self {
        Self::new(name, DraftRecurrence::Date { date })
    }

    /// At these times of the day instead of all day long.
    #[must_use]
    pub fn at<T: Into<String>>(mut self, windows: impl IntoIterator<Item = T>) -> Self {
        self.windows.extend(windows.into_iter().map(Into::into));
        self
    }

    /// In force from this date.
    #[must_use]
    pub const fn from(mut self, date: NaiveDate) -> Self {
        self.from = Some(date);
        self
    }

    /// In force until this date, itself included.
    #[must_use]
    pub const fn until(mut self, date: NaiveDate) -> Self {
        self.until = Some(date);
        self
    }
}

impl DraftCalendar {
    /// A calendar in a zone, without any opening hours yet.
    pub fn new(zone: impl Into<String>) -> Self {
        Self {
            zone: Some(zone.into()),
            ..Self::default()
        }
    }

    /// A floating calendar: it takes its zone when it is asked.
    pub fn floating() -> Self {
        Self::default()
    }

    /// Under this name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Open every week on a weekday (`sat`) or a range (`mon-fri`), in these windows.
    #[must_use]
    pub fn weekly<T: Into<String>>(
        mut self,
        days: impl Into<String>,
        windows: impl IntoIterator<Item = T>,
    ) -> Self {
        let windows = windows.into_iter().map(Into::into);
        self.weekly.entry(days.into()).or_default().extend(windows);
        self
    }

    /// Open on the dates of an entry as well.
    #[must_use]
    pub fn opening(mut self, entry: DraftEntry) -> Self {
        self.openings.push(entry);
        self
    }

    /// Closed every week on a weekday or a range, in these windows.
    #[must_use]
    pub fn break_on<T: Into<String>>(
        mut self,
        days: impl Into<String>,
        windows: impl IntoIterator<Item = T>,
    ) -> Self {
        let windows = windows.into_iter().map(Into::into);
        self.breaks.entry(days.into()).or_default().extend(windows);
        self
    }

    /// Closed on the dates of an entry.
    #[must_use]
    pub fn exclusion(mut self, entry: DraftEntry) -> Self {
        self.exclusions.push(entry);
        self
    }

    /// On this date, these windows instead of the usual ones.
    #[must_use]
    pub fn day<T: Into<String>>(
        mut self,
        date: NaiveDate,
        windows: impl IntoIterator<Item = T>,
    ) -> Self {
        self.days.push(DraftDay {
            date,
            windows: windows.into_iter().map(Into::into).collect(),
            despite_exclusions: false,
        });
        self
    }

    /// A holiday.
    #[must_use]
    pub fn holiday(mut self, entry: DraftEntry) -> Self {
        self.holidays.push(entry);
        self
    }

    /// The holidays of a shared set, by its name.
    #[must_use]
    pub fn holiday_set(mut self, name: impl Into<String>) -> Self {
        self.holiday_sets.push(name.into());
        self
    }
}
