//! Schedules: a calendar laid out over a range of time, and the questions it answers.

use crate::Instant;
use crate::compile::DAY;
use crate::error::CalendarError;
use crate::intervals::Interval;
use crate::local::{Offsets, Reading};
use crate::seconds::Seconds;
use alloc::vec::Vec;

/// Where a deadline lies whose time is used up exactly when a window closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum DueAtClose {
    /// At the instant of closing: the earliest at which the time is used up. The default.
    #[default]
    AtClose,
    /// At the next opening: the latest instant up to which nothing more has passed.
    NextOpening,
}

/// Where a start lies that would be exactly at the opening of a window, counted backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum StartAtOpen {
    /// At the instant of opening: the latest possible start. The default.
    #[default]
    AtOpen,
    /// At the close before it: the earliest instant from which nothing more has passed.
    PreviousClose,
}

/// A window: from, up to and without, in seconds after the base; and the open time before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) open: u32,
    pub(crate) close: u32,
    pub(crate) before: u32,
}

/// How much open time has passed at an instant, to the nanosecond, and a window near it.
pub(crate) struct Passed {
    pub(crate) seconds: u32,
    pub(crate) nanos: u32,
    pub(crate) near: usize,
}

/// The first window of a day, and how far it answers for the day alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct First {
    span: Span,
    /// Where the window after it opens.
    next: u32,
    /// Its place among all.
    place: u32,
}

impl Span {
    /// The open time from the start of the range to a second that lies no further than the next
    /// opening.
    #[inline]
    const fn passed(self, second: u32) -> u32 {
        let inside = if second < self.close {
            second
        } else {
            self.close
        };
        self.before.wrapping_add(inside.saturating_sub(self.open))
    }
}

/// A calendar laid out over a range of time.
///
/// The open windows are merged, sorted and half-open: at the instant of opening it is open, at the
/// instant of closing it is not. Each question takes a few memory reads, whatever the length of the
/// range, and none allocates: an index leads from each day, and from each amount of open time, to
/// its window.
///
/// Amounts are whole seconds. Instants may have fractions: [`add`](Self::add) keeps them to the
/// nanosecond, and [`between`](Self::between) counts the whole seconds that have begun, on both
/// ends alike, so that it is additive and `between(s, add(s, d))` is `d` exactly. A leap second
/// counts as the last instant of the second before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    pub(crate) from: i64,
    pub(crate) until: i64,
    /// The midnight, in universal time, at which the first day of the index begins.
    pub(crate) base: i64,
    /// The windows, and a last one that is never reached.
    pub(crate) spans: Vec<Span>,
    /// For each day the first window that does not close before it.
    days: Vec<u32>,
    /// Those windows themselves: most questions need no more.
    firsts: Vec<First>,
    /// For each step of open time the first window in which it is reached.
    fill: Vec<u32>,
    step: u32,
    pub(crate) total: u32,
    /// Some day or step holds so many windows that they are searched by halves.
    dense: bool,
    /// Open right before, and right at the end of the range.
    pub(crate) open_before: bool,
    pub(crate) open_after: bool,
    pub(crate) offsets: Offsets,
    /// How local times are read that do not come, or come twice.
    pub(crate) reading: Reading,
}

const DAY_U32: u32 = 86_400;
const DENSE: u32 = 16;
pub(crate) const NEVER: Span = Span {
    open: u32::MAX,
    close: u32::MAX,
    before: u32::MAX,
};

impl Schedule {
    pub(crate) fn new(
        open: &[Interval],
        (from, until): (i64, i64),
        offsets: Offsets,
        reading: Reading,
    ) -> Self {
        let base = from.div_euclid(DAY).saturating_mul(DAY);
        let relative = |second: i64| u32::try_from(second.saturating_sub(base)).unwrap_or(u32::MAX);
        let mut spans = Vec::with_capacity(open.len().saturating_add(1));
        let mut total = 0_u32;
        for (start, end) in open {
            let (start, end) = ((*start).max(from), (*end).min(until));
            if start < end {
                let (open, close) = (relative(start), relative(end));
                spans.push(Span {
                    open,
                    close,
                    before: total,
                });
                total = total.saturating_add(close.saturating_sub(open));
            }
        }
        let count = u32::try_from(spans.len()).unwrap_or(u32::MAX);
        spans.push(Span {
            before: total,
            ..NEVER
        });
        let days = index(
            relative(until) / DAY_U32,
            |day| {
                let midnight = day.saturating_mul(DAY_U32);
                move |span: &Span| span.close <= midnight
            },
            &spans,
        );
        let first = |place: &u32| {
            let i = *place as usize;
            let next = spans.get(i.saturating_add(1)).unwrap_or(&NEVER);
            First {
                span: spans.get(i).copied().unwrap_or(NEVER),
                next: next.open,
                place: *place,
            }
        };
        let firsts = days.iter().map(first).collect();
        // Steps of about the length of a window, so that a step seldom holds more than two.
        let step = total
            .checked_div(count)
            .map_or(31, |mean| mean.max(1).ilog2());
        let ends: Vec<u32> = spans.iter().skip(1).map(|span| span.before).collect();
        let fill = index(
            total.wrapping_shr(step),
            |n| {
                let amount = n.wrapping_shl(step);
                move |end: &u32| *end < amount
            },
            &ends,
        );
        let dense = |list: &[u32]| {
            let mut pairs = list.iter().zip(list.iter().skip(1));
            pairs.any(|(a, b)| b.saturating_sub(*a) > DENSE)
        };
        Self {
            from,
            until,
            base,
            dense: dense(&days) || dense(&fill),
            spans,
            days,
            firsts,
            fill,
            step,
            total,
            open_before: open
                .iter()
                .any(|(start, end)| *start < from && from <= *end),
            open_after: open
                .iter()
                .any(|(start, end)| *start <= until && until < *end),
            offsets,
            reading,
        }
    }

    /// Where the range begins.
    pub fn from(&self) -> Instant {
        crate::instant(self.from, 0).unwrap_or_default()
    }

    /// Where the range ends; questions may be asked about this instant too.
    pub fn until(&self) -> Instant {
        crate::instant(self.until, 0).unwrap_or_default()
    }

    /// All the open time of the range.
    pub fn total(&self) -> Seconds {
        Seconds(u64::from(self.total))
    }

    /// The second of an instant after the base, and its fraction in nanoseconds.
    #[inline]
    pub(crate) fn place(&self, at: Instant) -> Result<(u32, u32), CalendarError> {
        let second = at.timestamp();
        let nanos = at.timestamp_subsec_nanos();
        if second < self.from || second > self.until || (second == self.until && nanos > 0) {
            return Err(self.out_of_range(at));
        }
        Ok((self.relative(second), nanos.min(999_999_999)))
    }

    /// A second of the range, after the base.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a range of a hundred years, from its own base, has fewer than 2^32 seconds"
    )]
    pub(crate) const fn relative(&self, second: i64) -> u32 {
        second.wrapping_sub(self.base) as u32
    }

    #[cold]
    pub(crate) fn out_of_range(&self, at: Instant) -> CalendarError {
        CalendarError::OutOfRange {
            at,
            from: self.from(),
            until: self.until(),
        }
    }

    #[inline]
    pub(crate) fn span(&self, i: usize) -> Span {
        self.spans.get(i).copied().unwrap_or(NEVER)
    }

    /// The first window that closes after a second.
    #[inline]
    pub(crate) fn find(&self, second: u32) -> usize {
        let day = (second / DAY_U32) as usize;
        let mut i = self.days.get(day).map_or(usize::MAX, |i| *i as usize);
        if self.dense {
            let rest = self.spans.get(i..).unwrap_or_default();
            return i.saturating_add(rest.partition_point(|span| span.close <= second));
        }
        while self.span(i).close <= second {
            i = i.saturating_add(1);
        }
        i
    }

    /// A window from which the open time up to a second is counted, and its place: the last that
    /// opens before it, or, in the closed time around it, a neighbor.
    #[inline]
    fn nearby(&self, second: u32) -> (usize, Span) {
        match self.firsts.get((second / DAY_U32) as usize) {
            Some(first) if second <= first.next => (first.place as usize, first.span),
            _ => {
                let i = self.find(second);
                (i, self.span(i))
            }
        }
    }

    /// The open time from the start of the range to a second.
    #[inline]
    pub(crate) fn passed(&self, second: u32) -> u32 {
        self.nearby(second).1.passed(second)
    }

    /// The open time from the start of the range to an instant, and the fraction of a second that
    /// is part of it.
    #[inline]
    pub(crate) fn passed_exactly(&self, at: Instant) -> Result<Passed, CalendarError> {
        let (second, fraction) = self.place(at)?;
        let (near, span) = self.nearby(second);
        let is_open = fraction > 0 && self.span(self.find(second)).open <= second;
        Ok(Passed {
            seconds: span.passed(second),
            nanos: if is_open { fraction } else { 0 },
            near,
        })
    }

    /// [`reach`](Self::reach), with a place before which the window does not lie: most deadlines
    /// are near.
    #[inline]
    pub(crate) fn reach_near(
        &self,
        near: usize,
        amount: u64,
        nanos: u32,
        late: bool,
    ) -> Option<Instant> {
        const NEAR: usize = 4;
        let seconds = u32::try_from(amount).ok()?;
        let late = late || nanos > 0;
        let ahead = self.spans.get(near..)?;
        for (span, next) in ahead.iter().zip(ahead.iter().skip(1)).take(NEAR) {
            if next.before > seconds || (!late && next.before == seconds) {
                return self.instant_in(*span, seconds, nanos);
            }
        }
        self.reach(amount, nanos, late)
    }

    #[inline]
    fn instant_in(&self, span: Span, amount: u32, nanos: u32) -> Option<Instant> {
        let place = span.open.wrapping_add(amount.wrapping_sub(span.before));
        crate::instant(self.base.wrapping_add(i64::from(place)), nanos).ok()
    }

    /// The instant at which so much open time has passed since the start of the range: on a tie the
    /// first such instant, or, with `late`, the last.
    #[inline]
    pub(crate) fn reach(&self, amount: u64, nanos: u32, late: bool) -> Option<Instant> {
        let amount = u32::try_from(amount).ok().filter(|it| *it <= self.total)?;
        let late = late || nanos > 0;
        let missed = |end: u32| end < amount || (late && end == amount);
        let mut i = *self.fill.get(amount.wrapping_shr(self.step) as usize)? as usize;
        if self.dense {
            let rest = self.spans.get(i.saturating_add(1)..).unwrap_or_default();
            i = i.saturating_add(rest.partition_point(|span| missed(span.before)));
        } else {
            while missed(self.spans.get(i.saturating_add(1))?.before) {
                i = i.saturating_add(1);
            }
        }
        let span = self.spans.get(i).filter(|span| span.open != NEVER.open)?;
        self.instant_in(*span, amount, nanos)
    }
}

/// For each number up to `last`, and one more, how many entries come before it.
fn index<T, P: Fn(&T) -> bool>(last: u32, before: impl Fn(u32) -> P, entries: &[T]) -> Vec<u32> {
    let mut i = 0_usize;
    let numbers = 0..=last.saturating_add(1);
    numbers
        .map(|n| {
            let before = before(n);
            while entries.get(i).is_some_and(&before) {
                i = i.saturating_add(1);
            }
            u32::try_from(i).unwrap_or(u32::MAX)
        })
        .collect()
}
