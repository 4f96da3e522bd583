//! Holidays that several calendars share.

use crate::draft::DraftHolidaySet;
use crate::fault::Faults;
use crate::rules::{Entry, entries};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use chrono::NaiveDate;

/// A named set of holidays, such as those of a country or of a company.
///
/// It is a list of exclusions and no calendar by itself; several calendars refer to one set, and a
/// clone shares it.
///
/// ```
/// use itsm_calendar::{DraftEntry, DraftHolidaySet, DraftRecurrence, HolidaySet};
///
/// let set = HolidaySet::try_from(DraftHolidaySet {
///     name: "company".into(),
///     holidays: vec![DraftEntry::new(
///         "Winter closing",
///         DraftRecurrence::YearlyRange { first: "12-24".into(), last: "01-02".into() },
///     )],
/// })?;
/// let new_year = chrono::NaiveDate::from_ymd_opt(2027, 1, 1).expect("a date");
/// assert_eq!(set.on(new_year), Some("Winter closing"));
/// # Ok::<(), itsm_calendar::Faults>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidaySet(Arc<Named>);

#[derive(Debug, PartialEq, Eq)]
struct Named {
    name: String,
    holidays: Vec<Entry>,
}

impl HolidaySet {
    /// The name that calendars refer to.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The name of the first holiday of the set that falls on a date, if any does.
    pub fn on(&self, date: NaiveDate) -> Option<&str> {
        on(&self.0.holidays, date)
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.0.holidays
    }
}

/// The name of the first of some holidays that falls on a date.
pub(crate) fn on(holidays: &[Entry], date: NaiveDate) -> Option<&str> {
    let mut holidays = holidays.iter();
    holidays
        .find(|holiday| holiday.falls_on(date))
        .map(|holiday| holiday.name.as_str())
}

impl TryFrom<DraftHolidaySet> for HolidaySet {
    type Error = Faults;

    /// # Errors
    /// All [`Faults`] of the draft.
    fn try_from(draft: DraftHolidaySet) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let holidays = entries("holidays", &draft.holidays, &mut faults);
        faults.or(Some(Self(Arc::new(Named {
            name: draft.name,
            holidays,
        }))))
    }
}
