//! The rules of identification and reconciliation: which record is of which thing, and whose word
//! counts.

use crate::class::ClassTree;
use crate::compile_identification::compile;
use crate::datum::Datum;
use crate::draft_identification::DraftIdentificationPolicy;
use crate::policy::ConfigurationPolicy;
use crate::reclassification::Reclassification;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::plain_enum;
use itsm_core::policy::PolicyRef;
use itsm_core::text::Code;
use itsm_core::time::{Instant, Seconds};

plain_enum! {
    /// What becomes of an entry for which a source has not told enough.
    pub enum OnIncomplete {
        /// The item is in error.
        Fail = "fail",
        /// The next entry is tried.
        Skip = "skip",
    }
}

plain_enum! {
    /// What becomes of a value that contradicts another source of the same rank.
    pub enum BetweenEquals {
        /// What the record says stays, as long as the source it came from is fresh.
        Keep = "keep",
        /// What was seen last counts.
        Newest = "newest",
    }
}

plain_enum! {
    /// Which value counts, whoever tells it.
    pub enum Dynamic {
        /// The largest number.
        Largest = "largest",
        /// What was seen last.
        MostRecent = "most_recent",
        /// What most sources tell.
        MostReported = "most_reported",
        /// The smallest number.
        Smallest = "smallest",
    }
}

plain_enum! {
    /// What becomes of an item that a source takes for one of another class.
    pub enum Handling {
        /// It becomes one.
        Automatic = "automatic",
        /// Somebody is asked.
        Task = "task",
    }
}

/// One way to tell the items of a class apart.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Its name.
    pub id: Code,
    /// What together tells one item from all others.
    pub by: BTreeSet<Datum>,
    /// What a source has to tell besides.
    pub required: BTreeSet<Datum>,
}

/// Whose word counts for a datum.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ranking {
    /// Which value counts, whoever tells it.
    pub dynamic: Option<Dynamic>,
    /// Between values that are equally good: the sources, the one whose word counts most first.
    pub order: Vec<Code>,
}

impl Ranking {
    /// The place of a source: the smallest counts most. Those that are not named share the last.
    pub fn rank(&self, source: &Code) -> usize {
        let place = self.order.iter().position(|it| it == source);
        place.unwrap_or(self.order.len())
    }
}

/// Whose word counts for the items of a class, as the class itself says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Precedence {
    pub(crate) all: Option<Ranking>,
    pub(crate) data: BTreeMap<Datum, Ranking>,
}

/// The rules of identification and reconciliation of an estate. Those that exist are valid under the
/// policy that they were made for.
///
/// ```
/// use itsm_configuration::draft_identification::DraftIdentificationPolicy;
/// use itsm_configuration::identification::IdentificationPolicy;
/// use itsm_configuration::policy::ConfigurationPolicy;
///
/// let mut draft = DraftIdentificationPolicy::default();
/// let entry = &mut draft.identification.get_mut("hardware").unwrap()[0];
/// entry.by = ["name".to_string()].into();
/// let faults = IdentificationPolicy::compile(draft, &ConfigurationPolicy::default()).unwrap_err();
/// assert_eq!(faults.iter().next().unwrap().rule, "policy.identification.name_alone");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentificationPolicy {
    pub(crate) of: PolicyRef,
    pub(crate) under: PolicyRef,
    pub(crate) rules: BTreeMap<Code, Vec<Entry>>,
    pub(crate) containment: Code,
    pub(crate) precedence: BTreeMap<Code, Precedence>,
    pub(crate) no_insert: BTreeSet<Code>,
    pub(crate) staleness: BTreeMap<Code, BTreeMap<Code, Seconds>>,
    pub(crate) draft: Box<DraftIdentificationPolicy>,
}

impl IdentificationPolicy {
    /// Checks rules against the policy whose classes they speak of.
    ///
    /// # Errors
    /// Everything that is wrong, each with its path.
    pub fn compile(
        draft: DraftIdentificationPolicy,
        policy: &ConfigurationPolicy,
    ) -> Result<Self, Faults> {
        let (rules, faults) = compile(draft, policy);
        faults.or(Some(rules))
    }

    /// Their name and version.
    pub const fn of(&self) -> &PolicyRef {
        &self.of
    }

    /// The policy that they were made for.
    pub const fn under(&self) -> &PolicyRef {
        &self.under
    }

    /// The raw form they were made from.
    pub fn draft(&self) -> &DraftIdentificationPolicy {
        &self.draft
    }

    /// How items of a class are told apart: the class whose rule it is, and the entries, the surest
    /// first. Two classes with the same answer share a rule.
    pub fn rule<'a>(
        &'a self,
        class: &Code,
        classes: &'a ClassTree,
    ) -> Option<(&'a Code, &'a [Entry])> {
        classes.lineage(class).find_map(|it| {
            let (class, entries) = self.rules.get_key_value(it.code())?;
            Some((class, entries.as_slice()))
        })
    }

    /// Whose word counts for a datum of items of a class: what is said of the datum comes before
    /// what is said of all, and the nearer class before the farther.
    pub fn ranking<'a>(
        &'a self,
        class: &Code,
        datum: &Datum,
        classes: &'a ClassTree,
    ) -> Option<&'a Ranking> {
        let said = || {
            let lineage = classes.lineage(class);
            lineage.filter_map(|it| self.precedence.get(it.code()))
        };
        said()
            .find_map(|it| it.data.get(datum))
            .or_else(|| said().find_map(|it| it.all.as_ref()))
    }

    /// Whether the word that a source gave at an instant is stale: from the instant at which its
    /// time is up.
    pub fn is_stale(
        &self,
        class: &Code,
        source: &Code,
        told_at: Instant,
        now: Instant,
        classes: &ClassTree,
    ) -> bool {
        let good = classes
            .lineage(class)
            .find_map(|it| self.staleness.get(it.code())?.get(source));
        let until = good.and_then(|it| it.after(told_at));
        until.is_some_and(|it| it <= now)
    }

    /// Whether a source may bring items into the estate.
    pub fn may_insert(&self, source: &Code) -> bool {
        !self.no_insert.contains(source)
    }

    /// What becomes of an item that a source takes for one of another class.
    pub fn handling(&self, direction: Reclassification) -> Handling {
        let rules = &self.draft.reclassification;
        match direction {
            Reclassification::Upgrade => rules.upgrade,
            Reclassification::Downgrade => rules.downgrade,
            Reclassification::Switch => rules.switch,
        }
    }
}
