//! From what the clock on the wall shows to the instant that it means.

use alloc::vec::Vec;

/// What a local time means that the clocks jumped over.
///
/// When clocks go forward from 02:00 to 03:00, a window that opens at 02:30 names a moment that
/// never comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[doc(alias = "dst")]
#[doc(alias = "spring forward")]
pub enum Gap {
    /// The instant of the jump. A window then has exactly the seconds that exist between its two
    /// ends, and a window inside the gap has none. The default.
    #[default]
    Edge,
    /// Earlier by the length of the gap: 02:30 is read as 01:30.
    Earlier,
    /// Later by the length of the gap, as on a clock that was not yet put forward: 02:30 is read
    /// as 03:30. The iCalendar rule.
    #[doc(alias = "compatible")]
    Later,
}

/// What a local time means that happens twice.
///
/// When clocks go back from 03:00 to 02:00, they show 02:30 two times. A window that spans the
/// whole hour is open for both passes; this says which pass is meant by a window that begins or
/// ends inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[doc(alias = "fold")]
#[doc(alias = "fall back")]
pub enum Overlap {
    /// The first time. The default, and the iCalendar rule.
    #[default]
    Earlier,
    /// The second time.
    Later,
}

/// No clock on any wall has ever been farther from universal time, in seconds.
const FARTHEST: i64 = 2 * 86_400;

/// What the clocks of a zone show, piece by piece. Offsets and steps are in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offsets {
    /// Never empty; the first step is at the beginning of time.
    steps: Vec<(i64, i32)>,
}

/// The two rules for local times that do not exist once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reading {
    pub(crate) gap: Gap,
    pub(crate) overlap: Overlap,
}

impl Offsets {
    pub(crate) const fn new(steps: Vec<(i64, i32)>) -> Self {
        Self { steps }
    }

    fn step(&self, i: usize) -> (i64, i64) {
        let (at, offset) = self.steps.get(i).copied().unwrap_or((i64::MAX, 0));
        (at, i64::from(offset))
    }

    /// The local second that the clocks show at a second of universal time.
    pub(crate) fn local(&self, second: i64) -> i64 {
        let after = self.steps.partition_point(|(at, _)| *at <= second);
        let (_, offset) = self.step(after.saturating_sub(1));
        second.saturating_add(offset)
    }

    /// The second of universal time at which the clocks show a local second.
    pub(crate) fn instant(&self, local: i64, reading: Reading) -> i64 {
        // Near enough: no clock is farther from universal time than that.
        let second = local.saturating_sub(FARTHEST);
        let mut near = self.steps.partition_point(|(at, _)| *at <= second);
        self.instant_near(local, reading, &mut near)
    }

    /// The pieces of universal time during which the clocks show some local seconds: one, as a
    /// rule; two where clocks went back; none where they jumped over all of them.
    pub(crate) fn pieces_of(&self, local: i64, length: i64) -> impl Iterator<Item = (i64, i64)> {
        let end = local.saturating_add(length);
        let (early, late) = (local.saturating_sub(FARTHEST), end.saturating_add(FARTHEST));
        let first = self.steps.partition_point(|(at, _)| *at <= early);
        (first.saturating_sub(1)..self.steps.len())
            .map(|i| (self.step(i), self.step(i.saturating_add(1)).0))
            .take_while(move |((at, _), _)| *at < late)
            .map(move |((at, offset), next)| {
                let piece = |local: i64| local.saturating_sub(offset);
                (piece(local).max(at), piece(end).min(next))
            })
            .filter(|(start, end)| start < end)
    }

    /// The same, beginning the search where the last one ended.
    pub(crate) fn instant_near(&self, local: i64, reading: Reading, near: &mut usize) -> i64 {
        let mut i = (*near).min(self.steps.len().saturating_sub(1));
        // Back to a piece that surely lies before, then on to the first that does not end before.
        while i > 0 && local < self.end_of(i.saturating_sub(1)) {
            i = i.saturating_sub(1);
        }
        while local >= self.end_of(i) {
            i = i.saturating_add(1);
        }
        *near = i;
        let (at, offset) = self.step(i);
        let second = local.saturating_sub(offset);
        if second < at {
            let (_, before) = self.step(i.saturating_sub(1));
            return match reading.gap {
                Gap::Edge => at,
                Gap::Earlier => second,
                Gap::Later => local.saturating_sub(before),
            };
        }
        if reading.overlap == Overlap::Later {
            let (next, after) = self.step(i.saturating_add(1));
            let second = local.saturating_sub(after);
            if next != i64::MAX && second >= next {
                return second;
            }
        }
        second
    }

    /// The local second at which the piece ends.
    fn end_of(&self, i: usize) -> i64 {
        let (next, _) = self.step(i.saturating_add(1));
        let (_, offset) = self.step(i);
        if next == i64::MAX {
            i64::MAX
        } else {
            next.saturating_add(offset)
        }
    }
}
