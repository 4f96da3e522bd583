//! What changes ask of the estate, answered from the graph of configuration items.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_change::Change;
use itsm_change::estate::Estate as _;
use itsm_change::risk::RiskFacts;
use itsm_change::schedule::ChangeSchedule;
use itsm_configuration::estate::Estate;
use itsm_configuration::graph::DependencyGraph;
use itsm_configuration::impact::Workspace;
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::scenario::Scenario;
use itsm_configuration::snapshot::Snapshot;
use itsm_configuration::vocabulary::CiAttribute;
use itsm_core::condition::Condition;
use itsm_core::id::{CiId, ServiceId};
use itsm_core::text::Code;
use itsm_core::time::Instant;

type Pairs = BTreeMap<CiId, Vec<CiId>>;

/// The estate as changes see it: who is a part of whom, who depends on whom, and what goes down
/// with what, redundancy included.
///
/// Relationships and groups come from the graph. Classes, services and named conditions come from
/// the records, if they are given; without them they are not known.
///
/// ```
/// # use itsm::configuration::graph::DependencyGraph;
/// # use itsm::configuration::redundancy::{Group, RedundancyGroup};
/// # use itsm::configuration::snapshot::{Snapshot, View};
/// # use itsm::core::{id::CiId, text::Code};
/// use itsm::change::estate::Estate as _;
/// use itsm::coordination::changed_estate::ChangedEstate;
/// # let mut graph = DependencyGraph::new([]);
/// # let [shop, one, two] = [1, 2, 3].map(CiId::from_key);
/// # for ci in [shop, one, two] { let _ = graph.add(ci)?; }
/// # let servers = RedundancyGroup::new(Code::new("servers")?, Group::at_least(1, [one, two])?);
/// # let _ = graph.set_group(shop, servers)?;
///
/// let snapshot = Snapshot::of(&graph, View::live());
/// let mut estate = ChangedEstate::new(&graph, &snapshot);
/// assert_eq!(estate.dependants(one), Some(vec![shop]));
/// assert_eq!(estate.down_with(&[one]), Some(vec![one]));
/// assert_eq!(estate.down_with(&[one, two]), Some(vec![shop, one, two]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ChangedEstate<'a> {
    snapshot: &'a Snapshot,
    workspace: Workspace,
    graph: &'a DependencyGraph,
    parents: Pairs,
    children: Pairs,
    dependants: Pairs,
    providers: Pairs,
    records: Option<(&'a Estate, &'a ConfigurationPolicy)>,
    conditions: BTreeMap<Code, Condition<CiAttribute>>,
}

impl<'a> ChangedEstate<'a> {
    /// What the graph says, and for impact the snapshot of it.
    pub fn new(graph: &'a DependencyGraph, snapshot: &'a Snapshot) -> Self {
        let mut it = Self {
            snapshot,
            workspace: Workspace::new(),
            graph,
            parents: Pairs::new(),
            children: Pairs::new(),
            dependants: Pairs::new(),
            providers: Pairs::new(),
            records: None,
            conditions: BTreeMap::new(),
        };
        for relationship in graph.relationships() {
            let Some(kind) = graph.type_of(&relationship.kind) else {
                continue;
            };
            let (source, target) = (relationship.source, relationship.target);
            if kind.containment {
                add(&mut it.children, source, target);
                add(&mut it.parents, target, source);
            }
            if kind.flow.reaches_source() {
                it.depends(source, target);
            }
            if kind.flow.reaches_target() {
                it.depends(target, source);
            }
        }
        for owner in graph.cis() {
            for member in graph.groups_of(owner).flat_map(|it| it.group.cis()) {
                it.depends(owner, member);
            }
        }
        it
    }

    /// The same with the records of the items, for their classes and services.
    #[must_use]
    pub const fn with_records(
        mut self,
        estate: &'a Estate,
        policy: &'a ConfigurationPolicy,
    ) -> Self {
        self.records = Some((estate, policy));
        self
    }

    /// The same with a condition on items, by a name that schedules of windows use.
    #[must_use]
    pub fn with_condition(mut self, name: Code, condition: Condition<CiAttribute>) -> Self {
        self.conditions.insert(name, condition);
        self
    }

    /// What an impact analysis says of the risk of a change: how many items go down while the items
    /// that it touches are down, and how many of them are services. What is not known is left out.
    ///
    /// Source: FitSM-1 PR12.3 (impact is a part of the assessment); ISO/IEC 20000-1 8.5.1.3.
    pub fn risk_facts(&mut self, change: &Change) -> RiskFacts {
        let touched: Vec<CiId> = change.cis().collect();
        let mut facts = RiskFacts::new();
        let Some(down) = self.down_with(&touched).filter(|_| !touched.is_empty()) else {
            return facts;
        };
        let many = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        facts.items_down = Some(many(down.len()));
        if let Some((estate, _)) = self.records {
            let service = |it: &CiId| estate.item(*it)?.service();
            let services: BTreeSet<ServiceId> = down.iter().filter_map(service).collect();
            facts.services_down = Some(many(services.len()));
        }
        facts
    }

    fn depends(&mut self, one: CiId, other: CiId) {
        add(&mut self.providers, one, other);
        add(&mut self.dependants, other, one);
    }

    fn known(&self, pairs: &Pairs, ci: CiId) -> Option<Vec<CiId>> {
        let known = self.graph.contains(ci);
        known.then(|| pairs.get(&ci).cloned().unwrap_or_default())
    }

    /// Everybody that is reached, step by step.
    fn reached(&self, pairs: &Pairs, ci: CiId) -> Option<Vec<CiId>> {
        if !self.graph.contains(ci) {
            return None;
        }
        let mut reached = BTreeSet::from([ci]);
        let mut open = Vec::from([ci]);
        while let Some(it) = open.pop() {
            for next in pairs.get(&it).into_iter().flatten() {
                if reached.insert(*next) {
                    open.push(*next);
                }
            }
        }
        reached.remove(&ci);
        Some(reached.into_iter().collect())
    }
}

fn add(pairs: &mut Pairs, one: CiId, other: CiId) {
    if one != other {
        pairs.entry(one).or_default().push(other);
    }
}

impl itsm_change::estate::Estate for ChangedEstate<'_> {
    fn parents(&self, ci: CiId) -> Option<Vec<CiId>> {
        self.known(&self.parents, ci)
    }

    fn children(&self, ci: CiId) -> Option<Vec<CiId>> {
        self.known(&self.children, ci)
    }

    fn dependants(&self, ci: CiId) -> Option<Vec<CiId>> {
        self.reached(&self.dependants, ci)
    }

    fn providers(&self, ci: CiId) -> Option<Vec<CiId>> {
        self.reached(&self.providers, ci)
    }

    fn down_with(&mut self, cis: &[CiId]) -> Option<Vec<CiId>> {
        if !cis.iter().all(|it| self.graph.contains(*it)) {
            return None;
        }
        // An item that is not in service takes nobody down but itself.
        let (live, idle): (Vec<CiId>, Vec<CiId>) =
            cis.iter().partition(|it| self.snapshot.contains(**it));
        let scenario = Scenario::failing(live);
        let impact = self.snapshot.impact(&scenario, &mut self.workspace).ok()?;
        let down: BTreeSet<CiId> = impact.down().into_iter().chain(idle).collect();
        Some(down.into_iter().collect())
    }

    fn services(&self, ci: CiId) -> Option<Vec<ServiceId>> {
        let (estate, _) = self.records?;
        let dependants = self.reached(&self.dependants, ci)?;
        let all = core::iter::once(ci).chain(dependants);
        let services = all.filter_map(|it| estate.item(it)?.service());
        let services: BTreeSet<ServiceId> = services.collect();
        Some(services.into_iter().collect())
    }

    fn is_a(&self, ci: CiId, class: &Code) -> Option<bool> {
        let (estate, policy) = self.records?;
        Some(policy.classes().is_a(estate.item(ci)?.class(), class))
    }

    fn meets(&self, ci: CiId, condition: &Code) -> Option<bool> {
        let (estate, policy) = self.records?;
        let condition = self.conditions.get(condition)?;
        condition.eval(&estate.item(ci)?.under(policy))
    }
}

/// A scenario in which every item that a change is at work on at an instant is in maintenance: it
/// alarms nobody, and no redundancy group counts on it. Items that the snapshot does not have are
/// left out.
///
/// Source: ITIL 4 monitoring and event management.
#[must_use]
pub fn in_maintenance(
    scenario: Scenario,
    schedule: &ChangeSchedule,
    at: Instant,
    snapshot: &Snapshot,
) -> Scenario {
    let cis = schedule.in_maintenance(at);
    scenario.in_maintenance(cis.into_iter().filter(|it| snapshot.contains(*it)))
}
