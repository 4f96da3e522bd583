//! The change schedule: planned changes, by item before time.
//!
//! Whoever plans a change asks about a few items, and each of them has few changes of its own,
//! however many the year has. So the schedule is laid out by item first, and by time within it; to
//! add, to move and to take out a change costs a step through the changes of its items.

use crate::numbering::Numbering;
use crate::planned::PlannedChange;
use crate::span::{Span, instant, nanos};
use crate::timeline::{Entry, Timeline};
use crate::timetable::{Laid, Timetable};
use alloc::vec::Vec;
use itsm_core::id::{ChangeId, CiId, PersonId};
use itsm_core::time::Instant;

/// Two changes that are planned for one item at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Clash {
    /// The one; of two, the one with the smaller id.
    pub change: ChangeId,
    /// The other.
    pub other: ChangeId,
    /// The item.
    pub ci: CiId,
    /// When both are at work.
    pub from: Instant,
    /// Until when, itself not included.
    pub until: Instant,
}

/// Planned changes, laid out for questions about conflicts.
///
/// Changes that are over or left out, and those whose dates are not known, are kept and shown, and
/// are in nobody's way.
///
/// Source: ITIL 4 change enablement (change schedule); FitSM PR12.6; ISO/IEC 20000-1 8.5.1.3.
///
/// ```
/// # use itsm_change::kind::ChangeType;
/// # use itsm_change::planned::{DraftPlannedChange, PlannedChange};
/// # use itsm_core::{id::{ChangeId, CiId}, text::Title, time::Instant};
/// use itsm_change::schedule::ChangeSchedule;
/// # let plan = |key, from: &str, until: &str| -> Result<PlannedChange, Box<dyn std::error::Error>> {
/// #     let draft = DraftPlannedChange::new(ChangeId::from_key(key), ChangeType::Normal, Title::new("Patch")?);
/// #     let (start, end): (Instant, Instant) = (from.parse()?, until.parse()?);
/// #     Ok(PlannedChange::try_from(draft.start(start).end(end).primary_ci(CiId::from_key(7)))?)
/// # };
/// let first = plan(1, "2026-03-02T22:00:00Z", "2026-03-02T23:00:00Z")?;
/// let mut schedule = ChangeSchedule::of([first])?;
/// let second = plan(2, "2026-03-02T22:30:00Z", "2026-03-03T00:00:00Z")?;
/// assert_eq!(schedule.clashes_of(&second).len(), 1);
/// // Back to back is no conflict.
/// let third = plan(3, "2026-03-02T23:00:00Z", "2026-03-03T00:00:00Z")?;
/// assert!(schedule.clashes_of(&third).is_empty());
/// schedule.put(third);
/// assert_eq!(schedule.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct ChangeSchedule {
    ids: Numbering<ChangeId>,
    /// By the number of the id; what was taken out leaves its place empty.
    changes: Vec<Option<PlannedChange>>,
    pub(crate) by_ci: Timetable<CiId>,
    pub(crate) by_person: Timetable<PersonId>,
    pub(crate) all: Timeline,
}

/// A change that was given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScheduledTwice {
    /// The change.
    pub change: ChangeId,
}

impl ScheduledTwice {
    /// The stable id of the rule that refuses.
    #[expect(
        clippy::unused_self,
        reason = "it is asked of an error, as of every other"
    )]
    pub const fn rule(self) -> &'static str {
        "change_schedule.change.twice"
    }
}

impl core::fmt::Display for ScheduledTwice {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (change, rule) = (self.change, self.rule());
        write!(
            f,
            "expected each change once, got `{change}` again ({rule})"
        )
    }
}

impl core::error::Error for ScheduledTwice {}

impl ChangeSchedule {
    /// An empty schedule.
    pub fn new() -> Self {
        Self::default()
    }

    /// A schedule of many changes at once, which costs far less than one after the other.
    ///
    /// # Errors
    /// [`ScheduledTwice`] if a change stands there twice.
    pub fn of(changes: impl IntoIterator<Item = PlannedChange>) -> Result<Self, ScheduledTwice> {
        let changes = changes.into_iter();
        let (many, _) = changes.size_hint();
        let mut ids = Numbering::with_capacity(many);
        let mut cis = Numbering::with_capacity(many / 4);
        let mut persons = Numbering::with_capacity(16);
        let mut sorted = Vec::with_capacity(many);
        // For each change the numbers of its items, one change after the other.
        let (mut of_cis, mut bounds) = (Vec::new(), Vec::with_capacity(many));
        let mut of_persons = Vec::with_capacity(many);
        let mut twice = None;
        // Each change is looked at once, while it is at hand.
        let kept = changes.zip(0_u32..).map(|(it, slot)| {
            if ids.number_or_next(it.change()) != slot {
                twice = twice.or(Some(it.change()));
            }
            let begin = of_cis.len();
            if let Some(entry) = entry(&it, slot) {
                sorted.push(entry);
                of_cis.extend(it.cis().iter().map(|ci| cis.number_or_next(*ci)));
                let assignee = it.draft().assignee;
                of_persons.push(assignee.map(|it| persons.number_or_next(it)));
            } else {
                of_persons.push(None);
            }
            bounds.push(begin..of_cis.len());
            Some(it)
        });
        let changes: Vec<Option<PlannedChange>> = kept.collect();
        if let Some(change) = twice {
            return Err(ScheduledTwice { change });
        }
        sorted.sort_unstable();
        let items_of = |slot: usize| bounds.get(slot).and_then(|it| of_cis.get(it.clone()));
        let laid = Laid::of(cis.len(), &sorted, |slot| {
            items_of(slot).unwrap_or_default()
        });
        let by_ci = Timetable::of(cis, &laid);
        let person_of = |slot: usize| of_persons.get(slot).map_or(&[][..], Option::as_slice);
        let laid = Laid::of(persons.len(), &sorted, person_of);
        let by_person = Timetable::of(persons, &laid);
        Ok(Self {
            ids,
            changes,
            by_ci,
            by_person,
            all: Timeline::of(&sorted),
        })
    }

    /// Adds a change, or moves it: whatever the schedule knew of it before is forgotten.
    pub fn put(&mut self, planned: PlannedChange) -> Option<PlannedChange> {
        let before = self.remove(planned.change());
        let slot = self.ids.number_or_next(planned.change());
        if let Some(entry) = entry(&planned, slot) {
            self.all.insert(entry);
            for ci in planned.cis() {
                self.by_ci.insert(*ci, entry);
            }
            if let Some(person) = planned.draft().assignee {
                self.by_person.insert(person, entry);
            }
        }
        if self.changes.len() <= slot as usize {
            self.changes
                .resize_with((slot as usize).saturating_add(1), || None);
        }
        if let Some(place) = self.changes.get_mut(slot as usize) {
            *place = Some(planned);
        }
        before
    }

    /// Takes a change out.
    pub fn remove(&mut self, change: ChangeId) -> Option<PlannedChange> {
        let slot = self.ids.number(change)?;
        let planned = self.changes.get_mut(slot as usize)?.take()?;
        if let Some(entry) = entry(&planned, slot) {
            self.all.remove(entry);
            for ci in planned.cis() {
                self.by_ci.remove(*ci, entry);
            }
            if let Some(person) = planned.draft().assignee {
                self.by_person.remove(person, entry);
            }
        }
        Some(planned)
    }

    /// What the schedule knows of a change.
    pub fn change(&self, change: ChangeId) -> Option<&PlannedChange> {
        self.at(self.ids.number(change)?)
    }

    pub(crate) fn at(&self, slot: u32) -> Option<&PlannedChange> {
        self.changes.get(slot as usize)?.as_ref()
    }

    pub(crate) fn id(&self, slot: u32) -> Option<ChangeId> {
        self.ids.id(slot)
    }

    pub(crate) fn slot(&self, change: ChangeId) -> Option<u32> {
        self.ids.number(change)
    }

    /// Every change, in the order of their ids.
    pub fn changes(&self) -> Vec<&PlannedChange> {
        let mut all: Vec<&PlannedChange> = self.changes.iter().flatten().collect();
        all.sort_unstable_by_key(|it| it.change());
        all
    }

    /// How many changes it has.
    pub fn len(&self) -> usize {
        self.changes.iter().flatten().count()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.changes.iter().all(Option::is_none)
    }

    /// With which changes a change shares an item at the same time, in order: every item that it
    /// touches counts. Empty also where its dates are not known, which is not the same as "none":
    /// [`conflicts`](Self::conflicts) tells the two apart.
    pub fn clashes_of(&self, planned: &PlannedChange) -> Vec<Clash> {
        let mut clashes = Vec::new();
        let Some(span) = planned.span().filter(|_| planned.counts()) else {
            return clashes;
        };
        for ci in planned.cis() {
            self.by_ci
                .overlapping(*ci, span.start, span.end, &mut |it| {
                    // Mostly there is none, and its own number is asked for only where there is.
                    let other = self.id(it.slot).filter(|it| *it != planned.change());
                    clashes.extend(
                        other.map(|other| {
                            clash(planned.change(), other, *ci, span.common(it.span()))
                        }),
                    );
                });
        }
        clashes.sort_unstable_by_key(|it| (it.ci, it.from, it.change, it.other));
        clashes
    }

    /// All pairs of changes that share an item at the same time, each once for each item, in the
    /// order of the items and of time.
    pub fn clashes(&self) -> Vec<Clash> {
        let mut clashes: Vec<Clash> = Vec::with_capacity(self.changes.len());
        let timelines = self.by_ci.numbering.ids().zip(&self.by_ci.timelines);
        let mut timelines: Vec<(CiId, &Timeline)> = timelines.collect();
        timelines.sort_unstable_by_key(|(ci, _)| *ci);
        // Those that are at work when the next one begins.
        let mut at_work: Vec<(Entry, ChangeId)> = Vec::new();
        for (ci, timeline) in timelines {
            at_work.clear();
            // Where those begin in the list that begin at this time.
            let (mut time, mut begin) = (i64::MIN, clashes.len());
            timeline.each(&mut |it| {
                at_work.retain(|(other, _)| other.end > it.start);
                if it.start > time {
                    in_order_of_ids(&mut clashes, begin);
                    (time, begin) = (it.start, clashes.len());
                }
                if let Some(change) = self.id(it.slot) {
                    for (other, id) in &at_work {
                        let common = it.span().common(other.span());
                        clashes.push(clash(*id, change, ci, common));
                    }
                    at_work.push((it, change));
                }
            });
            in_order_of_ids(&mut clashes, begin);
        }
        clashes
    }

    /// The changes whose windows overlap with a range, those first that begin first, and of them
    /// the smaller id. Those that are over or left out are not among them.
    #[doc(alias = "FSC")]
    #[doc(alias = "forward schedule of change")]
    pub fn during(&self, from: Instant, until: Instant) -> Vec<&PlannedChange> {
        let mut slots = Vec::new();
        self.all.overlapping(nanos(from), nanos(until), &mut |it| {
            slots.push(it.slot);
        });
        self.in_order(&slots)
    }

    pub(crate) fn in_order(&self, slots: &[u32]) -> Vec<&PlannedChange> {
        let mut all: Vec<&PlannedChange> = slots.iter().filter_map(|it| self.at(*it)).collect();
        all.sort_unstable_by_key(|it| (it.draft().start, it.change()));
        all
    }
}

fn entry(planned: &PlannedChange, slot: u32) -> Option<Entry> {
    let span = planned.span().filter(|_| planned.counts())?;
    Some(Entry {
        start: span.start,
        end: span.end,
        slot,
    })
}

impl Entry {
    pub(crate) const fn span(self) -> Span {
        Span {
            start: self.start,
            end: self.end,
        }
    }
}

/// Puts those in order that begin at the same time.
fn in_order_of_ids(clashes: &mut [Clash], begin: usize) {
    if let Some(of_time) = clashes.get_mut(begin..) {
        of_time.sort_unstable_by_key(|it| (it.change, it.other));
    }
}

fn clash(one: ChangeId, other: ChangeId, ci: CiId, common: Span) -> Clash {
    Clash {
        change: one.min(other),
        other: one.max(other),
        ci,
        from: instant(common.start),
        until: instant(common.end),
    }
}
