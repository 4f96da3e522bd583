//! Rows in one list, each of which can grow: it then moves to the end of the list, with as much
//! room again as it has entries, so that adding costs the same however long a row is.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

/// Where a row stands in the list.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: u32,
    end: u32,
}

impl Span {
    fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }
}

/// Rows by the number of an item. A row may hold an entry twice, and is in no order.
#[derive(Debug, Clone)]
pub(crate) struct GrowingRows<T> {
    /// None for those at the end that never had an entry.
    spans: Vec<Span>,
    entries: Vec<T>,
    /// How far rows that have moved or shrunk may grow where they are.
    room: BTreeMap<u32, u32>,
}

impl<T> Default for GrowingRows<T> {
    fn default() -> Self {
        Self {
            spans: Vec::new(),
            entries: Vec::new(),
            room: BTreeMap::new(),
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
        // The ends are moved along as the rows fill.
        let mut spans = vec![Span::default(); items];
        for (item, _) in pairs {
            if let Some(span) = spans.get_mut(*item as usize) {
                span.end = span.end.wrapping_add(1);
            }
        }
        let mut sum = 0_u32;
        for span in &mut spans {
            span.start = sum;
            sum = sum.saturating_add(span.end);
            span.end = span.start;
        }
        let mut entries = vec![T::default(); pairs.len()];
        for (item, entry) in pairs {
            if let Some(span) = spans.get_mut(*item as usize) {
                if let Some(slot) = entries.get_mut(span.end as usize) {
                    *slot = *entry;
                }
                span.end = span.end.wrapping_add(1);
            }
        }
        Self {
            spans,
            entries,
            room: BTreeMap::new(),
        }
    }

    /// The same rows for other numbers, in the order of these; each entry becomes another.
    pub(crate) fn renumbered(&self, order: &[u32], entry: impl Fn(T) -> T) -> Self {
        let mut spans = Vec::with_capacity(order.len());
        let mut entries = Vec::with_capacity(self.entries.len());
        for before in order {
            let start = narrow(entries.len());
            entries.extend(self.row(*before).iter().map(|it| entry(*it)));
            let end = narrow(entries.len());
            spans.push(Span { start, end });
        }
        Self {
            spans,
            entries,
            room: BTreeMap::new(),
        }
    }

    #[inline]
    pub(crate) fn row(&self, item: u32) -> &[T] {
        let span = self.span(item);
        self.entries
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    }

    /// Whether there never was an entry.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds an entry to a row.
    pub(crate) fn push(&mut self, item: u32, entry: T) {
        let at = item as usize;
        if self.spans.len() <= at {
            self.spans.resize(at.saturating_add(1), Span::default());
        }
        let mut span = self.span(item);
        let room = self.room.get(&item).copied().unwrap_or(span.end);
        if span.end >= room {
            span = self.moved(item, span);
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
        let mut len = row.len();
        let mut at = 0;
        while at < len {
            if row.get(at).is_some_and(&keeps) {
                at = at.saturating_add(1);
            } else {
                len = len.saturating_sub(1);
                row.swap(at, len);
            }
        }
        if len < span.len() {
            self.room.entry(item).or_insert(span.end);
            let end = span.start.saturating_add(narrow(len));
            self.set(item, Span { end, ..span });
        }
    }

    /// The bytes of the list, and of what says where the rows stand in it.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(self.spans.as_slice()).saturating_add(size_of_val(self.entries.as_slice()))
    }

    #[inline]
    fn span(&self, item: u32) -> Span {
        self.spans.get(item as usize).copied().unwrap_or_default()
    }

    fn set(&mut self, item: u32, span: Span) {
        if let Some(it) = self.spans.get_mut(item as usize) {
            *it = span;
        }
    }

    /// Moves a row to the end of the list, with room for as many entries again and a few more.
    fn moved(&mut self, item: u32, span: Span) -> Span {
        let start = self.entries.len();
        self.entries
            .extend_from_within(span.start as usize..span.end as usize);
        let end = self.entries.len();
        let room = end.saturating_add(span.len()).saturating_add(4);
        self.entries.resize(room, T::default());
        self.room.insert(item, narrow(room));
        Span {
            start: narrow(start),
            end: narrow(end),
        }
    }
}

pub(crate) fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
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
