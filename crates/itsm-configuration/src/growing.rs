//! Rows in one list, each of which can grow: it then moves to the end of the list, with as much
//! room again as it has entries, so that adding costs the same however long a row is.

use crate::numbering::IdHash;
use crate::rows::{by_item, narrow};
use alloc::vec::Vec;
use hashbrown::HashMap;

/// Where a row stands that is not where it was laid out any more, and how far it may grow there.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: u32,
    end: u32,
    room: u32,
}

/// Rows by the number of an item. A row may hold an entry twice, and is in no order.
#[derive(Debug, Clone)]
pub(crate) struct GrowingRows<T> {
    /// Where each row begins as it was laid out, which is where the one before it ends; one number
    /// for a row, so that as many as can be lie in a line of the cache.
    starts: Vec<u32>,
    entries: Vec<T>,
    /// A bit for each item whose row was changed since.
    changed: Vec<u64>,
    spans: HashMap<u32, Span, IdHash>,
}

impl<T> Default for GrowingRows<T> {
    fn default() -> Self {
        Self {
            starts: Vec::new(),
            entries: Vec::new(),
            changed: Vec::new(),
            spans: HashMap::default(),
        }
    }
}

impl<T: Copy + Default> GrowingRows<T> {
    /// The rows of so many items, from pairs of an item and an entry. Entries of an item stay in
    /// the order of the pairs.
    pub(crate) fn of(items: usize, pairs: &[(u32, T)]) -> Self {
        if pairs.is_empty() {
            return Self::default();
        }
        let (starts, entries) = by_item(items, pairs.iter().copied());
        Self {
            starts,
            entries,
            ..Self::default()
        }
    }

    /// The same rows for other numbers, in the order of these; each entry becomes another.
    pub(crate) fn renumbered(&self, order: &[u32], entry: impl Fn(T) -> T) -> Self {
        let mut starts = Vec::with_capacity(order.len().saturating_add(1));
        let mut entries = Vec::with_capacity(self.entries.len());
        starts.push(0);
        for before in order {
            entries.extend(self.row(*before).iter().map(|it| entry(*it)));
            starts.push(narrow(entries.len()));
        }
        Self {
            starts,
            entries,
            ..Self::default()
        }
    }

    #[inline]
    pub(crate) fn row(&self, item: u32) -> &[T] {
        if self.is_changed(item) {
            return self.changed_row(item);
        }
        let at = item as usize;
        match (self.starts.get(at), self.starts.get(at.wrapping_add(1))) {
            (Some(start), Some(end)) => self
                .entries
                .get(*start as usize..*end as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }

    /// Whether there never was an entry.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds an entry to a row.
    pub(crate) fn push(&mut self, item: u32, entry: T) {
        let mut span = self.span(item);
        if span.end >= span.room {
            span = self.moved(span);
        }
        if let Some(slot) = self.entries.get_mut(span.end as usize) {
            *slot = entry;
            span.end = span.end.saturating_add(1);
        }
        self.set(item, span);
    }

    /// Takes out of a row what is not to be kept.
    pub(crate) fn keep(&mut self, item: u32, keeps: impl Fn(&T) -> bool) {
        let span = self.span(item);
        let row = self
            .entries
            .get_mut(span.start as usize..span.end as usize)
            .unwrap_or_default();
        let before = row.len();
        let mut len = before;
        let mut at = 0;
        while at < len {
            if row.get(at).is_some_and(&keeps) {
                at = at.saturating_add(1);
            } else {
                len = len.saturating_sub(1);
                row.swap(at, len);
            }
        }
        if len < before {
            let end = span.start.saturating_add(narrow(len));
            self.set(item, Span { end, ..span });
        }
    }

    /// The bytes of the list, and of what says where the rows stand in it.
    pub(crate) fn bytes(&self) -> usize {
        let starts = size_of_val(self.starts.as_slice());
        starts.saturating_add(size_of_val(self.entries.as_slice()))
    }

    #[inline]
    fn is_changed(&self, item: u32) -> bool {
        let bits = self.changed.get((item >> 6) as usize);
        bits.is_some_and(|it| it.wrapping_shr(item) & 1 == 1)
    }

    fn changed_row(&self, item: u32) -> &[T] {
        let span = self.spans.get(&item).copied().unwrap_or_default();
        self.entries
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    }

    fn span(&self, item: u32) -> Span {
        if self.is_changed(item) {
            return self.spans.get(&item).copied().unwrap_or_default();
        }
        let at = item as usize;
        let start = self.starts.get(at).copied().unwrap_or(0);
        let end = self.starts.get(at.saturating_add(1)).copied();
        let (start, end) = end.map_or((0, 0), |end| (start, end));
        Span {
            start,
            end,
            room: end,
        }
    }

    fn set(&mut self, item: u32, span: Span) {
        let word = (item >> 6) as usize;
        if self.changed.len() <= word {
            self.changed.resize(word.saturating_add(1), 0);
        }
        if let Some(bits) = self.changed.get_mut(word) {
            *bits |= 1_u64.wrapping_shl(item);
        }
        self.spans.insert(item, span);
    }

    /// Moves a row to the end of the list, with room for as many entries again and a few more.
    fn moved(&mut self, span: Span) -> Span {
        let start = self.entries.len();
        self.entries
            .extend_from_within(span.start as usize..span.end as usize);
        let end = self.entries.len();
        let more = end.saturating_sub(start).saturating_add(4);
        let room = end.saturating_add(more);
        self.entries.resize(room, T::default());
        Span {
            start: narrow(start),
            end: narrow(end),
            room: narrow(room),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::GrowingRows;

    #[test]
    fn row_grows_shrinks_and_grows_again_without_touching_the_others() {
        let mut rows = GrowingRows::of(2, &[(0, 7_u32), (1, 9), (0, 8)]);
        assert_eq!(
            (rows.row(0), rows.row(1), rows.row(5)),
            (&[7, 8][..], &[9][..], &[][..])
        );
        for entry in 100..200 {
            rows.push(0, entry);
            rows.push(3, entry);
        }
        rows.keep(0, |it| it % 2 == 0);
        rows.keep(1, |_| false);
        assert!(rows.row(1).is_empty());
        rows.push(1, 1);
        rows.push(0, 500);
        assert_eq!((rows.row(1), rows.row(2)), (&[1][..], &[][..]));
        let mut even = rows.row(0).to_vec();
        even.sort_unstable();
        let expected = [8].into_iter().chain((100..200).step_by(2)).chain([500]);
        assert_eq!(even, expected.collect::<alloc::vec::Vec<u32>>());
        assert_eq!(rows.row(3).len(), 100);
    }
}
