//! What a change has to know of the items that it touches: a few questions, which the host answers.
//!
//! `None` is "not known", and never "no": a conflict that cannot be looked for is told as such.

use alloc::vec::Vec;
use itsm_core::id::{CiId, ServiceId};
use itsm_core::text::Code;

/// The estate, as far as changes have to know it.
///
/// The facade answers from a graph of configuration items; a host may answer from whatever it has.
/// Answers may be in any order, and may name an item twice.
pub trait Estate {
    /// The items that this one is a part of.
    fn parents(&self, ci: CiId) -> Option<Vec<CiId>>;

    /// The items that are parts of this one.
    fn children(&self, ci: CiId) -> Option<Vec<CiId>>;

    /// The items, services among them, that depend on this one, directly or through others.
    fn dependants(&self, ci: CiId) -> Option<Vec<CiId>>;

    /// The items that this one depends on, directly or through others.
    fn providers(&self, ci: CiId) -> Option<Vec<CiId>>;

    /// Every item that is down when all of these are, themselves included. More items down make
    /// no item well.
    fn down_with(&mut self, cis: &[CiId]) -> Option<Vec<CiId>>;

    /// The services that the item is, or that depend on it.
    fn services(&self, ci: CiId) -> Option<Vec<ServiceId>>;

    /// Whether the item is of a class, or of a kind of it.
    fn is_a(&self, ci: CiId, class: &Code) -> Option<bool>;

    /// Whether the item meets a condition that goes by this name.
    fn meets(&self, ci: CiId, condition: &Code) -> Option<bool>;
}

/// An estate of which nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnknownEstate;

impl Estate for UnknownEstate {
    fn parents(&self, _: CiId) -> Option<Vec<CiId>> {
        None
    }

    fn children(&self, _: CiId) -> Option<Vec<CiId>> {
        None
    }

    fn dependants(&self, _: CiId) -> Option<Vec<CiId>> {
        None
    }

    fn providers(&self, _: CiId) -> Option<Vec<CiId>> {
        None
    }

    fn down_with(&mut self, _: &[CiId]) -> Option<Vec<CiId>> {
        None
    }

    fn services(&self, _: CiId) -> Option<Vec<ServiceId>> {
        None
    }

    fn is_a(&self, _: CiId, _: &Code) -> Option<bool> {
        None
    }

    fn meets(&self, _: CiId, _: &Code) -> Option<bool> {
        None
    }
}
