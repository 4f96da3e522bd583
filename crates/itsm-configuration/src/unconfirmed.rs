//! Unconfirmed records: what an answer takes on trust.
//!
//! A graph is as good as the records that it is made of. A record that nobody has compared with
//! what is there when it was due, that its owner has not confirmed, or that nothing was heard of for
//! too long may still be right; an answer that rests on it says so.

use crate::duty::Duty;
use crate::estate::Estate;
use crate::impact::{Assumption, Impact};
use crate::policy::ConfigurationPolicy;
use crate::support::Support;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::iter;
use itsm_core::id::CiId;
use itsm_core::time::Instant;

/// The records that nobody has confirmed in time, as of an instant.
///
/// An [estate](Estate::unconfirmed) says it of its items; who keeps records elsewhere says it one
/// by one. Answers list those that they rest on: [`Impact::assumptions_given`],
/// [`Support::assumptions_given`].
///
/// ```
/// # use itsm_configuration::graph::DependencyGraph;
/// # use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
/// # use itsm_core::{id::CiId, text::{Code, Label}};
/// use itsm_configuration::duty::Duty;
/// use itsm_configuration::impact::{Assumption, Workspace};
/// use itsm_configuration::scenario::Scenario;
/// use itsm_configuration::snapshot::{Snapshot, View};
/// use itsm_configuration::unconfirmed::Unconfirmed;
/// # let depends_on = Code::new("depends_on")?;
/// # let reads = RelationshipType { forward: Label::new("depends on")?, inverse: Label::new("used by")?, flow: Flow::ToSource, strength: Strength::Hard, containment: false };
/// # let mut graph = DependencyGraph::new([(depends_on.clone(), reads)]);
/// # let [shop, database, printer] = [1, 2, 3].map(CiId::from_key);
/// # for ci in [shop, database, printer] { let _ = graph.add(ci)?; }
/// # let _ = graph.relate(Relationship::new(depends_on, shop, database))?;
/// # let snapshot = Snapshot::of(&graph, View::live());
/// # let mut workspace = Workspace::new();
///
/// let since = "2026-02-01T00:00:00Z".parse()?;
/// let mut doubts = Unconfirmed::new();
/// doubts.overdue(database, Duty::Verification, since);
/// doubts.stale(printer, since);
///
/// // The printer has nothing to do with it.
/// let impact = snapshot.impact(&Scenario::failing([database]), &mut workspace)?;
/// let overdue = Assumption::RecordOverdue { ci: database, duty: Duty::Verification, due: since };
/// assert_eq!(impact.assumptions_given(&doubts), [overdue]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: FitSM-1 PR11.5 (verification); ISO/IEC 20000-1 8.2.6 (accuracy of configuration
/// information).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unconfirmed {
    records: BTreeMap<CiId, BTreeSet<Assumption>>,
}

impl Unconfirmed {
    /// Every record is as it should be.
    pub const fn new() -> Self {
        Self {
            records: BTreeMap::new(),
        }
    }

    /// A verification or an attestation of the item is late since then. Of several dues of one duty
    /// each is kept.
    pub fn overdue(&mut self, ci: CiId, duty: Duty, due: Instant) {
        self.add(ci, Assumption::RecordOverdue { ci, duty, due });
    }

    /// What is known of the item is stale since then.
    pub fn stale(&mut self, ci: CiId, since: Instant) {
        self.add(ci, Assumption::RecordStale { ci, since });
    }

    /// The items whose records nobody has confirmed in time, in the order of their ids.
    pub fn cis(&self) -> impl Iterator<Item = CiId> {
        self.records.keys().copied()
    }

    fn add(&mut self, ci: CiId, it: Assumption) {
        self.records.entry(ci).or_default().insert(it);
    }

    /// What an answer that rests on these items assumes beside what it says itself, in order.
    fn with(
        &self,
        mut said: Vec<Assumption>,
        cis: impl IntoIterator<Item = CiId>,
    ) -> Vec<Assumption> {
        let of = |ci| self.records.get(&ci).into_iter().flatten();
        said.extend(cis.into_iter().flat_map(of).cloned());
        said.sort_unstable();
        said
    }
}

impl Estate {
    /// The records that nobody has confirmed in time: a verification or an attestation is due at
    /// this instant or was before, or what is known is stale. Each by the policy, which sets the
    /// intervals of a class.
    ///
    /// That it was [noted](crate::command::NoteOverdue) changes nothing. Who is retired owes
    /// nothing, and is expected to be heard of no longer.
    pub fn unconfirmed(&self, now: Instant, policy: &ConfigurationPolicy) -> Unconfirmed {
        let mut all = Unconfirmed::new();
        for item in self.items().filter(|it| !it.stage().is_retired()) {
            let ci = item.id();
            let late = item.duties(policy).into_iter().filter(|it| it.due <= now);
            for it in late {
                all.overdue(ci, it.duty, it.due);
            }
            if let Some(since) = item.stale_at(policy).filter(|at| *at <= now) {
                all.stale(ci, since);
            }
        }
        all
    }
}

impl Impact<'_> {
    /// What the answer takes for granted, or does not know, in order; the records included that
    /// nobody has confirmed in time, as far as the answer rests on them: those of the items that
    /// are down or degraded, through which every reason goes, and of those in maintenance.
    ///
    /// The cost is in proportion to those items, not to the records in doubt.
    pub fn assumptions_given(&self, doubts: &Unconfirmed) -> Vec<Assumption> {
        let affected = self.affected().into_iter().map(|(ci, _)| ci);
        let mut cis: BTreeSet<CiId> = affected.collect();
        cis.extend(self.scenario.maintenance());
        doubts.with(self.assumptions(), cis)
    }
}

impl Support<'_> {
    /// What the answer leaves out or takes for granted, in order; the records included that nobody
    /// has confirmed in time, of the item itself and of everybody found.
    pub fn assumptions_given(&self, doubts: &Unconfirmed) -> Vec<Assumption> {
        let found = self.by_distance().into_iter().map(|(_, ci)| ci);
        let cis: BTreeSet<CiId> = found.chain(iter::once(self.of())).collect();
        doubts.with(self.assumptions(), cis)
    }
}
