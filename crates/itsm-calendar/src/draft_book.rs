//! The draft of a book: calendars, what they share, and what is made of them.

use crate::draft::{DraftCalendar, DraftHolidaySet};
use alloc::string::String;
use alloc::vec::Vec;

/// Calendars, the holiday sets that they share, and their combinations, in one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftCalendarBook {
    /// The holiday sets.
    pub holiday_sets: Vec<DraftHolidaySet>,
    /// The calendars.
    pub calendars: Vec<DraftCalendar>,
    /// Calendars that are made of others of this book, by their names.
    pub combined: Vec<DraftCombined>,
}

/// A calendar that is made of others: of exactly one of `union`, `intersection` and `difference`.
///
/// Its parts are calendars of the same book, or combinations of it, written before or after. Each
/// keeps its own zone. Business days are those of the left-most part's zone.
///
/// ```
/// use itsm_calendar::{CalendarBook, DraftCalendar, DraftCalendarBook, DraftCombined};
///
/// let desk = |zone| DraftCalendar::new(zone).weekly("mon-fri", ["08:00-18:00"]);
/// let book = CalendarBook::try_from(DraftCalendarBook {
///     calendars: vec![
///         desk("Europe/Berlin").named("berlin"),
///         desk("America/New_York").named("new york"),
///         DraftCalendar::new("UTC").named("patching").weekly("tue", ["12:00-14:00"]),
///     ],
///     combined: vec![
///         DraftCombined::union("desks", ["berlin", "new york"]),
///         DraftCombined::difference("service", "desks", ["patching"]),
///     ],
///     ..DraftCalendarBook::default()
/// })?;
/// let noon = "2026-06-02T12:00:00Z".parse().expect("an instant"); // a Tuesday
/// assert_eq!(book.calendar("desks").map(|it| it.is_open(noon)), Some(Ok(true)));
/// assert_eq!(book.calendar("service").map(|it| it.is_open(noon)), Some(Ok(false)));
/// # Ok::<(), itsm_calendar::Faults>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[doc(alias = "follow the sun")]
pub struct DraftCombined {
    /// The name that it is asked for by, and that other combinations refer to.
    pub name: String,
    /// Open when any of these is: two or more.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub union: Option<Vec<String>>,
    /// Open when all of these are: two or more.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub intersection: Option<Vec<String>>,
    /// Open when one is and none of some others: service hours less a freeze.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub difference: Option<DraftDifference>,
}

/// One calendar, less others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftDifference {
    /// The calendar that is open,
    pub from: String,
    /// but not when one of these is: one or more, such as a maintenance and a freeze.
    pub less: Vec<String>,
}

impl DraftCombined {
    /// Open when any of these is.
    pub fn union<T: Into<String>>(
        name: impl Into<String>,
        parts: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            name: name.into(),
            union: Some(parts.into_iter().map(Into::into).collect()),
            ..Self::default()
        }
    }

    /// Open when all of these are.
    pub fn intersection<T: Into<String>>(
        name: impl Into<String>,
        parts: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            name: name.into(),
            intersection: Some(parts.into_iter().map(Into::into).collect()),
            ..Self::default()
        }
    }

    /// Open when the one is and none of the others.
    pub fn difference<T: Into<String>>(
        name: impl Into<String>,
        from: impl Into<String>,
        less: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            name: name.into(),
            difference: Some(DraftDifference {
                from: from.into(),
                less: less.into_iter().map(Into::into).collect(),
            }),
            ..Self::default()
        }
    }
}
