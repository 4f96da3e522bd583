//! The policy: agreements, clocks and calendars, as an immutable value with a name and a version.

use crate::agreement::Agreement;
use crate::definition::ClockDefinition;
use crate::draft::DraftServicePolicy;
use crate::error::ClockError;
use crate::keeper::Timekeeper;
use crate::zone::{ZoneFacts, ZoneSource};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;
use itsm_calendar::{CalendarBook, Zone};
use itsm_core::attribute::{Attribute, Subject};
use itsm_core::policy::PolicyRef;
use itsm_core::rule_table::RuleTable;
use itsm_core::text::Code;
use itsm_core::time::Instant;

/// What was agreed, and how it is measured, over the vocabulary of one kind of record.
///
/// A policy that exists is valid, and never changes: a host that changes an agreement makes a new
/// version. Clocks that were begun under one version refuse to be moved under another, until their
/// history is folded anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicePolicy<A> {
    pub(crate) of: PolicyRef,
    pub(crate) calendars: CalendarBook,
    pub(crate) zones: Vec<ZoneSource>,
    pub(crate) clocks: Vec<ClockDefinition<A>>,
    pub(crate) agreements: Vec<Agreement<A>>,
    pub(crate) selection: RuleTable<A, Vec<Code>>,
    pub(crate) draft: Box<DraftServicePolicy>,
}

impl<A> ServicePolicy<A> {
    /// The name under which it is stamped on the clocks that it moves.
    pub const fn of(&self) -> &PolicyRef {
        &self.of
    }

    /// The definitions: those that run whatever was agreed, then those of each agreement.
    pub fn clocks(&self) -> core::slice::Iter<'_, ClockDefinition<A>> {
        self.clocks.iter()
    }

    /// The definition with this id.
    pub fn clock(&self, id: &str) -> Option<&ClockDefinition<A>> {
        self.clocks.iter().find(|it| it.id().as_str() == id)
    }

    /// The agreements, in the order in which they were written.
    pub fn agreements(&self) -> core::slice::Iter<'_, Agreement<A>> {
        self.agreements.iter()
    }

    /// The agreement with this name.
    pub fn agreement(&self, name: &str) -> Option<&Agreement<A>> {
        self.agreements.iter().find(|it| it.name().as_str() == name)
    }

    /// The calendars.
    pub const fn calendars(&self) -> &CalendarBook {
        &self.calendars
    }

    /// Which agreements apply to a record: the rules, of which the first that matches decides.
    pub const fn selection(&self) -> &RuleTable<A, Vec<Code>> {
        &self.selection
    }

    /// The raw form it was made from.
    pub fn draft(&self) -> DraftServicePolicy {
        (*self.draft).clone()
    }

    /// The zone for its floating calendars, by what is known around a record, and where it is from.
    pub fn zone_for<'f>(&self, facts: &'f ZoneFacts) -> Option<(ZoneSource, &'f Zone)> {
        facts.first(&self.zones)
    }
}

impl<A: Attribute> ServicePolicy<A> {
    /// The agreements that apply to a record as it stands, by name.
    pub fn choose(&self, subject: &(impl Subject<A> + ?Sized)) -> &[Code] {
        self.selection
            .find(subject)
            .map_or(&[], |rule| rule.outcome().as_slice())
    }

    /// Whether an agreement may apply to a record: it does, or it would if something were known.
    pub(crate) fn may_choose(&self, subject: &(impl Subject<A> + ?Sized), name: &Code) -> bool {
        for rule in self.selection.rules().iter().filter(|it| it.is_active()) {
            let names_it = || rule.outcome().contains(name);
            match rule.when().eval(subject) {
                Some(true) => return names_it(),
                None if names_it() => return true,
                _ => {}
            }
        }
        false
    }

    /// The same policy with its floating calendars in a zone; calendars that have one keep it.
    #[must_use]
    pub fn in_zone(&self, zone: &Zone) -> Self {
        let mut policy = self.clone();
        for clock in &mut policy.clocks {
            clock.calendar = clock.calendar.in_zone(zone);
        }
        policy
    }

    /// Lays its calendars out over a range of time.
    ///
    /// # Errors
    /// As [`Timekeeper::new`].
    pub fn over(&self, range: Range<Instant>) -> Result<Timekeeper<A>, ClockError> {
        Timekeeper::new(self.clone(), range)
    }
}
