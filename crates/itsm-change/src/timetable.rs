//! Timelines by whom they concern: an item, or a person.

use crate::numbering::Numbering;
use crate::timeline::{Entry, Timeline};
use alloc::vec;
use alloc::vec::Vec;
use uuid::Uuid;

/// A timeline for each id.
#[derive(Debug, Clone)]
pub(crate) struct Timetable<K> {
    pub(crate) numbering: Numbering<K>,
    /// By the number of the id.
    pub(crate) timelines: Vec<Timeline>,
}

impl<K> Default for Timetable<K> {
    fn default() -> Self {
        Self {
            numbering: Numbering::default(),
            timelines: Vec::new(),
        }
    }
}

/// Windows by number, side by side: the windows of a number are those between two bounds.
pub(crate) struct Laid {
    bounds: Vec<usize>,
    entries: Vec<Entry>,
}

impl Laid {
    /// Lays out windows that come in the order of their beginnings, each under all the numbers of
    /// its change.
    pub(crate) fn of<'a>(
        numbers: usize,
        sorted: &[Entry],
        numbers_of: impl Fn(usize) -> &'a [u32],
    ) -> Self {
        let mut bounds = vec![0_usize; numbers.saturating_add(2)];
        for number in sorted.iter().flat_map(|it| numbers_of(it.slot as usize)) {
            if let Some(count) = bounds.get_mut((*number as usize).saturating_add(2)) {
                *count = count.saturating_add(1);
            }
        }
        let mut sum = 0_usize;
        for bound in &mut bounds {
            sum = sum.saturating_add(*bound);
            *bound = sum;
        }
        let nothing = Entry {
            start: 0,
            end: 0,
            slot: 0,
        };
        let mut entries = vec![nothing; sum];
        for entry in sorted {
            for number in numbers_of(entry.slot as usize) {
                // Each bound wanders from where its windows begin to where they end.
                if let Some(place) = bounds.get_mut((*number as usize).saturating_add(1)) {
                    if let Some(slot) = entries.get_mut(*place) {
                        *slot = *entry;
                    }
                    *place = place.saturating_add(1);
                }
            }
        }
        Self { bounds, entries }
    }

    /// The windows of each number, in order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[Entry]> {
        let ends = self.bounds.iter().zip(self.bounds.iter().skip(1));
        let rows = ends.map(|(from, until)| self.entries.get(*from..*until).unwrap_or_default());
        // The last bound is that of no number.
        rows.take(self.bounds.len().saturating_sub(2))
    }
}

impl<K: Copy + Eq + Into<Uuid>> Timetable<K> {
    pub(crate) fn of(numbering: Numbering<K>, laid: &Laid) -> Self {
        let timelines = laid.rows().map(Timeline::of).collect();
        Self {
            numbering,
            timelines,
        }
    }

    pub(crate) fn insert(&mut self, id: K, entry: Entry) {
        let number = self.numbering.number_or_next(id) as usize;
        if self.timelines.len() <= number {
            self.timelines
                .resize_with(number.saturating_add(1), Timeline::default);
        }
        if let Some(timeline) = self.timelines.get_mut(number) {
            timeline.insert(entry);
        }
    }

    pub(crate) fn remove(&mut self, id: K, entry: Entry) {
        let number = self.numbering.number(id);
        if let Some(timeline) = number.and_then(|it| self.timelines.get_mut(it as usize)) {
            timeline.remove(entry);
        }
    }

    /// Shows every window of an id that overlaps with this one, in order.
    #[inline]
    pub(crate) fn overlapping(&self, id: K, start: i64, end: i64, see: &mut impl FnMut(Entry)) {
        let number = self.numbering.number(id);
        if let Some(timeline) = number.and_then(|it| self.timelines.get(it as usize)) {
            timeline.overlapping(start, end, see);
        }
    }
}
