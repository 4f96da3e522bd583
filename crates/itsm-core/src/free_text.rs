//! Free text: what people wrote, and how it can be taken out of a record on request.
//!
//! A record keeps of people nothing but ids. What they *wrote* can still say more than it should,
//! and may have to go. To redact is to put [`REDACTED`] in the place of a text: that there was one,
//! when and by whom, stays true, so that a history keeps its shape and can be folded as before.
//!
//! Free text is a [`Note`] or a [`Title`], and nothing else: codes, labels, numbers and ids are not.

use crate::actor::Agent;
use crate::level::{Criticality, Impact, Priority, Risk, Urgency};
use crate::link::{Link, RecordRef};
use crate::money::{Currency, Money};
use crate::ratio::Ratio;
use crate::text::{Code, Label, Note, RecordNumber, Title};
use crate::time::{
    AcknowledgedAt, ClosedAt, DetectedAt, Instant, OccurredAt, RegisteredAt, ResolvedAt,
    RestoredAt, Seconds,
};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// What stands in the place of a text that was taken out.
pub const REDACTED: &str = "[redacted]";

/// Something that may hold free text.
pub trait FreeText {
    /// Puts [`REDACTED`] in the place of every free text in it; how many texts that has changed.
    fn redact(&mut self) -> usize {
        0
    }
}

impl FreeText for Note {
    fn redact(&mut self) -> usize {
        let changes = *self != REDACTED;
        *self = const { Self::trusted(REDACTED) };
        usize::from(changes)
    }
}

impl FreeText for Title {
    fn redact(&mut self) -> usize {
        let changes = *self != REDACTED;
        *self = const { Self::trusted(REDACTED) };
        usize::from(changes)
    }
}

macro_rules! none {
    ($($name:ty),+ $(,)?) => { $( impl FreeText for $name {} )+ };
}

none! {
    bool, i64, u8, u16, u32, u64,
    Code, Label, RecordNumber,
    Criticality, Impact, Priority, Risk, Urgency,
    Agent, Link, RecordRef,
    Currency, Money, Ratio,
    Instant, Seconds,
    AcknowledgedAt, ClosedAt, DetectedAt, OccurredAt, RegisteredAt, ResolvedAt, RestoredAt,
}

impl<T: FreeText> FreeText for Option<T> {
    fn redact(&mut self) -> usize {
        self.as_mut().map_or(0, T::redact)
    }
}

impl<T: FreeText + ?Sized> FreeText for Box<T> {
    fn redact(&mut self) -> usize {
        (**self).redact()
    }
}

impl<T: FreeText> FreeText for [T] {
    fn redact(&mut self) -> usize {
        self.iter_mut()
            .fold(0, |sum, it| sum.saturating_add(it.redact()))
    }
}

impl<T: FreeText> FreeText for Vec<T> {
    fn redact(&mut self) -> usize {
        self.as_mut_slice().redact()
    }
}

/// A set is of ids, codes and labels: two texts in it would become one.
impl<T> FreeText for BTreeSet<T> {}

impl<K, V: FreeText> FreeText for BTreeMap<K, V> {
    fn redact(&mut self) -> usize {
        self.values_mut()
            .fold(0, |sum, it| sum.saturating_add(it.redact()))
    }
}
