//! What the tests share: a small estate that answers, changes in a line, and windows.

use itsm_calendar::{DraftCalendar, DraftCalendarBook};
use itsm_change::conflict::{Conflict, ConflictKind, ConflictReport};
use itsm_change::conflict_policy::{ConflictPolicy, DraftConflictPolicy};
use itsm_change::detect::Surroundings;
use itsm_change::estate::Estate;
use itsm_change::kind::ChangeType;
use itsm_change::planned::{DraftPlannedChange, PlannedChange};
use itsm_change::schedule::ChangeSchedule;
use itsm_change::windows::{DraftWindowSchedule, DraftWindowSchedules, LaidWindows, WindowKind};
use itsm_core::id::{ChangeId, CiId, ServiceId};
use itsm_core::text::{Code, Label, Title};
use itsm_core::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

/// An instant in March 2026: day, hour, minute.
pub(crate) fn at(day: u32, hour: u32, minute: u32) -> Instant {
    format!("2026-03-{day:02}T{hour:02}:{minute:02}:00Z")
        .parse()
        .unwrap()
}

pub(crate) fn ci(key: u64) -> CiId {
    CiId::from_key(key)
}

pub(crate) fn change(key: u64) -> ChangeId {
    ChangeId::from_key(key)
}

/// A change of one item on the second of March, from an hour to an hour.
pub(crate) fn draft(key: u64, item: u64, from: u32, until: u32) -> DraftPlannedChange {
    let title = Title::new(format!("Change {key}")).unwrap();
    DraftPlannedChange::new(change(key), ChangeType::Normal, title)
        .start(at(2, from, 0))
        .end(at(2, until, 0))
        .primary_ci(ci(item))
}

pub(crate) fn plan(key: u64, item: u64, from: u32, until: u32) -> PlannedChange {
    PlannedChange::try_from(draft(key, item, from, until)).unwrap()
}

/// An estate that knows what it was told, and nothing else about items that it was not told of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(crate) known: BTreeSet<CiId>,
    /// Whole and part.
    pub(crate) contains: BTreeSet<(CiId, CiId)>,
    /// Who depends on whom.
    pub(crate) depends: BTreeSet<(CiId, CiId)>,
    /// Who is down as soon as so many of these are.
    pub(crate) groups: Vec<(CiId, Vec<CiId>, usize)>,
    pub(crate) services: BTreeMap<CiId, Vec<ServiceId>>,
    pub(crate) classes: BTreeMap<CiId, Code>,
    pub(crate) conditions: BTreeMap<CiId, BTreeSet<Code>>,
}

impl Told {
    pub(crate) fn of(items: u64) -> Self {
        Self {
            known: (0..items).map(ci).collect(),
            ..Self::default()
        }
    }

    fn pick(&self, pairs: &BTreeSet<(CiId, CiId)>, of: CiId, first: bool) -> Option<Vec<CiId>> {
        let ends = |it: &(CiId, CiId)| if first { *it } else { (it.1, it.0) };
        let all = pairs.iter().map(ends);
        let found = all.filter(|(one, _)| *one == of).map(|(_, other)| other);
        self.known.contains(&of).then(|| found.collect())
    }
}

impl Estate for Told {
    fn parents(&self, ci: CiId) -> Option<Vec<CiId>> {
        self.pick(&self.contains, ci, false)
    }

    fn children(&self, ci: CiId) -> Option<Vec<CiId>> {
        self.pick(&self.contains, ci, true)
    }

    fn dependants(&self, ci: CiId) -> Option<Vec<CiId>> {
        self.pick(&self.depends, ci, false)
    }

    fn providers(&self, ci: CiId) -> Option<Vec<CiId>> {
        self.pick(&self.depends, ci, true)
    }

    fn down_with(&mut self, cis: &[CiId]) -> Option<Vec<CiId>> {
        if cis.iter().any(|it| !self.known.contains(it)) {
            return None;
        }
        let mut down: BTreeSet<CiId> = cis.iter().copied().collect();
        loop {
            let before = down.len();
            for (one, other) in &self.depends {
                if down.contains(other) {
                    down.insert(*one);
                }
            }
            for (owner, members, fails_at) in &self.groups {
                if members.iter().filter(|it| down.contains(it)).count() >= *fails_at {
                    down.insert(*owner);
                }
            }
            if down.len() == before {
                return Some(down.into_iter().collect());
            }
        }
    }

    fn services(&self, ci: CiId) -> Option<Vec<ServiceId>> {
        let known = self.known.contains(&ci);
        known.then(|| self.services.get(&ci).cloned().unwrap_or_default())
    }

    fn is_a(&self, ci: CiId, class: &Code) -> Option<bool> {
        self.classes.get(&ci).map(|it| it == class)
    }

    fn meets(&self, ci: CiId, condition: &Code) -> Option<bool> {
        self.conditions.get(&ci).map(|it| it.contains(condition))
    }
}

/// A schedule of windows on a weekly calendar in UTC.
pub(crate) fn windows(id: &str, kind: WindowKind, calendar: &str) -> DraftWindowSchedule {
    let label = Label::new(id).unwrap();
    DraftWindowSchedule::new(Code::new(id).unwrap(), label, kind, calendar)
}

/// Calendars by name, each with one window every day.
pub(crate) fn book(calendars: &[(&str, &str)]) -> DraftCalendarBook {
    let daily = |(name, window): &(&str, &str)| {
        let calendar = DraftCalendar::new("UTC").weekly("mon-sun", [*window]);
        calendar.named(*name)
    };
    DraftCalendarBook {
        calendars: calendars.iter().map(daily).collect(),
        ..DraftCalendarBook::default()
    }
}

pub(crate) fn schedules(
    book: DraftCalendarBook,
    schedules: Vec<DraftWindowSchedule>,
) -> DraftWindowSchedules {
    DraftWindowSchedules { book, schedules }
}

/// All that the tests ask a schedule about.
pub(crate) fn report(
    schedule: &ChangeSchedule,
    planned: &PlannedChange,
    draft: DraftConflictPolicy,
    windows: &LaidWindows<'_>,
    estate: &mut impl Estate,
) -> ConflictReport {
    let policy = ConflictPolicy::try_from(draft).unwrap();
    let mut around = Surroundings {
        policy: &policy,
        windows,
        estate,
    };
    schedule.conflicts(planned, at(1, 0, 0), &mut around)
}

/// The same without windows, under the default policy.
pub(crate) fn simple(
    schedule: &ChangeSchedule,
    planned: &PlannedChange,
    estate: &mut impl Estate,
) -> ConflictReport {
    let none = LaidWindows::none(at(1, 0, 0)..at(31, 0, 0));
    let default = DraftConflictPolicy::default();
    report(schedule, planned, default, &none, estate)
}

pub(crate) fn kinds(report: &ConflictReport) -> Vec<ConflictKind> {
    report.conflicts.iter().map(|it| it.kind).collect()
}

pub(crate) fn others(conflict: &Conflict) -> Vec<u64> {
    let all = conflict.others.iter().flatten();
    all.map(|it| it.key().unwrap()).collect()
}
