//! Maintenance windows and freezes: when items may be changed, and when they may not.
//!
//! A maintenance window says when something may be changed: the whole change has to lie within the
//! windows that hold for its item, taken together. A freeze says when nothing may be changed: not a
//! second of the change may lie in it. Each schedule is one or the other, never both.

use crate::checked::written_as_draft;
use crate::conflict::ConflictSeverity;
use crate::estate::Estate;
use crate::kind::ChangeType;
use crate::planned::{PlannedChange, PlannedDomains, PlannedWord};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;
use itsm_calendar::{CalendarBook, CalendarError, DraftCalendarBook, Schedule};
use itsm_core::condition::Condition;
use itsm_core::draft::DraftCondition;
use itsm_core::fault::Faults;
use itsm_core::id::{CiId, ServiceId};
use itsm_core::plain_enum;
use itsm_core::text::{Code, Label};
use itsm_core::time::Instant;

plain_enum! {
    /// What a schedule of windows means.
    pub enum WindowKind {
        /// Within its windows there may be changes.
        Maintenance = "maintenance",
        /// Within its windows there may be none.
        #[doc(alias = "blackout")]
        Freeze = "freeze",
    }
}

/// For which items, and for which changes, a schedule of windows holds.
///
/// It holds for an item that is named in any of the lists; without any, for every item. Of those,
/// only for changes that meet `when`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftApplicability {
    /// Items of these classes, and of the kinds of them.
    pub classes: Vec<Code>,
    /// Items that meet one of these conditions, by the names that the estate knows them by.
    pub conditions: Vec<Code>,
    /// Items that are, or that carry, one of these services.
    pub services: Vec<ServiceId>,
    /// These items.
    pub cis: Vec<CiId>,
    /// Changes that meet this condition; without one, all.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub when: Option<DraftCondition>,
}

/// The raw form of one schedule of windows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftWindowSchedule {
    /// What it is called by.
    pub id: Code,
    /// What people call it.
    pub name: Label,
    /// What it means.
    pub kind: WindowKind,
    /// The name of its calendar in the book: when the calendar is open, the windows are.
    pub calendar: String,
    /// For what it holds.
    #[cfg_attr(feature = "serde", serde(default))]
    pub applies: DraftApplicability,
    /// How bad it is to be in this freeze; high, if it is not said.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub severity: Option<ConflictSeverity>,
    /// The same for single types of changes.
    #[cfg_attr(feature = "serde", serde(default))]
    pub severity_by_type: BTreeMap<ChangeType, ConflictSeverity>,
    /// Changes of these types may pass the freeze, if somebody says so and why.
    #[cfg_attr(feature = "serde", serde(default))]
    pub may_pass: BTreeSet<ChangeType>,
}

impl DraftWindowSchedule {
    /// A schedule that holds for every item and every change.
    pub fn new(id: Code, name: Label, kind: WindowKind, calendar: impl Into<String>) -> Self {
        Self {
            id,
            name,
            kind,
            calendar: calendar.into(),
            applies: DraftApplicability::default(),
            severity: None,
            severity_by_type: BTreeMap::new(),
            may_pass: BTreeSet::new(),
        }
    }
}

/// The raw form of [`WindowSchedules`]: calendars, and what their open time means for changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftWindowSchedules {
    /// The calendars by name.
    pub book: DraftCalendarBook,
    /// The schedules.
    pub schedules: Vec<DraftWindowSchedule>,
}

/// Maintenance windows and freezes, valid as a whole.
///
/// Source: ITIL 4 change enablement (change schedule, freezes); FitSM PR12.6.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WindowSchedules {
    draft: DraftWindowSchedules,
    book: CalendarBook,
    /// For each schedule its condition, if it has one.
    when: Vec<Option<Condition<PlannedWord>>>,
}

written_as_draft!(WindowSchedules, DraftWindowSchedules);

impl TryFrom<DraftWindowSchedules> for WindowSchedules {
    type Error = Faults;

    /// # Errors
    /// All faults of the calendars and of the schedules.
    fn try_from(draft: DraftWindowSchedules) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let book = CalendarBook::try_from(draft.book.clone());
        let book = book.unwrap_or_else(|inner| {
            for it in &inner {
                faults.add(format!("book.{}", it.path), it.rule, it.message.clone());
            }
            CalendarBook::default()
        });
        let is_readable = faults.is_empty();
        let mut ids = BTreeSet::new();
        let mut when = Vec::new();
        for (place, it) in draft.schedules.iter().enumerate() {
            let path = format!("schedules[{place}]");
            if !ids.insert(&it.id) {
                let message = format!("expected an id that stands once, got `{}` again", it.id);
                faults.add(format!("{path}.id"), "window_schedule.id.twice", message);
            }
            let calendar = format!("{path}.calendar");
            match book.calendar(&it.calendar) {
                None if is_readable => {
                    let message = format!("expected a calendar of the book, got `{}`", it.calendar);
                    faults.add(calendar, "window_schedule.calendar.unknown", message);
                }
                Some(found) if found.is_floating() => {
                    let message = format!("expected a calendar with a zone, got `{}`", it.calendar);
                    faults.add(calendar, "window_schedule.calendar.floating", message);
                }
                _ => {}
            }
            let severe = it.severity.is_some() || !it.severity_by_type.is_empty();
            if it.kind == WindowKind::Maintenance && (severe || !it.may_pass.is_empty()) {
                let message = "expected severities and types that may pass of freezes alone, got them of maintenance windows";
                faults.add(
                    path.clone(),
                    "window_schedule.maintenance.freeze_words",
                    message,
                );
            }
            let condition = it.applies.when.as_ref();
            let condition = condition.map(|it| Condition::compile(it, &PlannedDomains));
            let condition = condition.map(|it| faults.nest(&format!("{path}.applies.when"), it));
            when.push(condition.flatten());
        }
        faults.or(Some(Self { draft, book, when }))
    }
}

impl WindowSchedules {
    /// The raw form: to be read, or to be taken, changed and checked again.
    pub const fn draft(&self) -> &DraftWindowSchedules {
        &self.draft
    }

    /// Lays all calendars out over a range of time, in which questions can then be asked.
    ///
    /// # Errors
    /// The range is empty, runs backwards, is longer than a hundred years, or leaves the years 1
    /// to 9999.
    pub fn lay_out(&self, range: Range<Instant>) -> Result<LaidWindows<'_>, CalendarError> {
        let mut laid = Vec::new();
        for (place, it) in self.draft.schedules.iter().enumerate() {
            let Some(calendar) = self.book.calendar(&it.calendar) else {
                continue;
            };
            laid.push(LaidSchedule {
                schedule: it,
                when: self.when.get(place).and_then(Option::as_ref),
                open: calendar.compile(range.clone())?,
            });
        }
        Ok(LaidWindows { range, laid })
    }
}

/// Maintenance windows and freezes, laid out over a range of time.
#[derive(Debug, Clone)]
pub struct LaidWindows<'a> {
    pub(crate) range: Range<Instant>,
    pub(crate) laid: Vec<LaidSchedule<'a>>,
}

#[derive(Debug, Clone)]
pub(crate) struct LaidSchedule<'a> {
    pub(crate) schedule: &'a DraftWindowSchedule,
    when: Option<&'a Condition<PlannedWord>>,
    pub(crate) open: Schedule,
}

impl LaidWindows<'_> {
    /// No windows, which is not in the way of anything at any time.
    pub const fn none(range: Range<Instant>) -> Self {
        Self {
            range,
            laid: Vec::new(),
        }
    }

    /// The range that they were laid out for.
    pub const fn range(&self) -> &Range<Instant> {
        &self.range
    }

    /// The windows of each schedule within a range, for who draws them: the name of the schedule,
    /// what it means, and from when until when each window is open.
    pub fn drawn(
        &self,
        from: Instant,
        until: Instant,
    ) -> impl Iterator<Item = (&str, WindowKind, Vec<(Instant, Instant)>)> {
        self.laid.iter().map(move |it| {
            let periods = it.open.periods_after(from.max(it.open.from())).ok();
            let open = periods.into_iter().flatten();
            let open = open.take_while(|it| it.start < until);
            let open = open.map(|it| (it.start, it.end.min(until)));
            let open = open.filter(|(start, end)| start < end).collect();
            (it.schedule.name.as_str(), it.schedule.kind, open)
        })
    }

    /// The name that people know a schedule by.
    pub fn name(&self, schedule: &Code) -> Option<&str> {
        let mut all = self.laid.iter();
        let found = all.find(|it| it.schedule.id == *schedule)?;
        Some(found.schedule.name.as_str())
    }
}

impl LaidSchedule<'_> {
    /// Whether it holds for an item in a change; `None` if that is not known.
    pub(crate) fn holds(
        &self,
        planned: &PlannedChange,
        ci: CiId,
        estate: &impl Estate,
    ) -> Option<bool> {
        let when = match self.when {
            Some(when) => when.eval(planned),
            None => Some(true),
        };
        if when == Some(false) {
            return Some(false);
        }
        let item = self.holds_for_item(ci, estate);
        match (when, item) {
            (_, Some(false)) => Some(false),
            (Some(true), item) => item,
            _ => None,
        }
    }

    fn holds_for_item(&self, ci: CiId, estate: &impl Estate) -> Option<bool> {
        let it = &self.schedule.applies;
        let is_general = it.classes.is_empty()
            && it.conditions.is_empty()
            && it.services.is_empty()
            && it.cis.is_empty();
        if is_general || it.cis.contains(&ci) {
            return Some(true);
        }
        let services = || {
            if it.services.is_empty() {
                return Some(false);
            }
            let all = estate.services(ci)?;
            Some(all.iter().any(|service| it.services.contains(service)))
        };
        let classes = it.classes.iter().map(|class| estate.is_a(ci, class));
        let conditions = it.conditions.iter().map(|name| estate.meets(ci, name));
        let mut answer = Some(false);
        for part in classes
            .chain(conditions)
            .chain(core::iter::once_with(services))
        {
            match part {
                Some(true) => return Some(true),
                Some(false) => {}
                None => answer = None,
            }
        }
        answer
    }

    /// How bad it is for a change to be in this freeze.
    pub(crate) fn severity(&self, planned: &PlannedChange) -> ConflictSeverity {
        let by_type = &self.schedule.severity_by_type;
        let own = by_type.get(&planned.draft().change_type).copied();
        own.or(self.schedule.severity)
            .unwrap_or(ConflictSeverity::High)
    }

    /// Whether somebody lets the change pass, and may.
    pub(crate) fn lets_pass(&self, planned: &PlannedChange) -> bool {
        let draft = planned.draft();
        draft.freeze_override.is_some() && self.schedule.may_pass.contains(&draft.change_type)
    }
}
