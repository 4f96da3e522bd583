//! Calendars by name.

use crate::calendar::Calendar;
use crate::draft_book::DraftCalendarBook;
use crate::fault::Faults;
use crate::holiday::HolidaySet;
use crate::resolve::{Place, combine};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Calendars by name: those of a draft, and the combinations of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CalendarBook {
    calendars: Vec<Calendar>,
}

impl CalendarBook {
    /// How many calendars one combination may be made of, those of its parts counted.
    pub const MAX_PARTS: usize = 1_000;

    /// The calendar, or the combination, of this name.
    pub fn calendar(&self, name: &str) -> Option<&Calendar> {
        self.calendars.iter().find(|it| it.name() == name)
    }

    /// The calendars in the order of the draft, and after them the combinations.
    pub fn iter(&self) -> core::slice::Iter<'_, Calendar> {
        self.calendars.iter()
    }
}

impl<'a> IntoIterator for &'a CalendarBook {
    type Item = &'a Calendar;
    type IntoIter = core::slice::Iter<'a, Calendar>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl TryFrom<DraftCalendarBook> for CalendarBook {
    type Error = Faults;

    /// # Errors
    /// All [`Faults`] of all drafts.
    fn try_from(draft: DraftCalendarBook) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let mut names = BTreeSet::new();
        let mut sets = Vec::new();
        for (i, set) in draft.holiday_sets.into_iter().enumerate() {
            let path = format!("holiday_sets[{i}]");
            once(&mut names, &path, &set.name, &mut faults);
            sets.extend(faults.nest(&path, HolidaySet::try_from(set)));
        }
        // A holiday set may have the name of a calendar.
        names.clear();
        let mut known = BTreeMap::new();
        let mut read = Vec::new();
        for (i, calendar) in draft.calendars.iter().enumerate() {
            let path = format!("calendars[{i}]");
            once(&mut names, &path, &calendar.name, &mut faults);
            known.entry(&*calendar.name).or_insert(Place::Calendar(i));
            read.push(faults.nest(&path, Calendar::with_holidays(calendar, &sets)));
        }
        for (i, combined) in draft.combined.iter().enumerate() {
            let path = format!("combined[{i}]");
            if combined.name.is_empty() {
                let message = "expected a name by which the combination is found, got none";
                faults.add(format!("{path}.name"), "calendar.name.missing", message);
            } else {
                once(&mut names, &path, &combined.name, &mut faults);
            }
            known.entry(&*combined.name).or_insert(Place::Combined(i));
        }
        let combined = combine(&draft.combined, &known, &read, &mut faults);
        let calendars = read.into_iter().chain(combined).flatten().collect();
        faults.or(Some(Self { calendars }))
    }
}

fn once(names: &mut BTreeSet<String>, path: &str, name: &str, faults: &mut Faults) {
    if !names.insert(name.into()) {
        faults.add(
            format!("{path}.name"),
            "calendar.name.twice",
            format!("expected a name that stands once, got `{name}` again"),
        );
    }
}
