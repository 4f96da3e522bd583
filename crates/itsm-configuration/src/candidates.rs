//! The reverse question: who, having failed, would explain what is observed.
//!
//! Each candidate is put to the same rules of impact that answer the question forwards, so that
//! redundancy, soft relationships and cycles count as they do there. Only those are tried that some
//! symptom leans on: nobody else could explain anything.

use crate::graph::DependencyGraph;
use crate::impact::{UnknownCis, Workspace};
use crate::scenario::{Scenario, Status};
use crate::snapshot::Snapshot;
use crate::support::Towards;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Reverse;
use itsm_core::id::CiId;

mod cover;

/// What is observed: who suffers, who is known to work, and who is in maintenance. Of everybody
/// else nothing is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observation {
    statuses: BTreeMap<CiId, Status>,
    maintenance: BTreeSet<CiId>,
}

impl Observation {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self {
            statuses: BTreeMap::new(),
            maintenance: BTreeSet::new(),
        }
    }

    /// The same, and these do so. What was said of them before is forgotten.
    #[must_use]
    pub fn seen(mut self, status: Status, cis: impl IntoIterator<Item = CiId>) -> Self {
        self.statuses.extend(cis.into_iter().map(|ci| (ci, status)));
        self
    }

    /// The same, while these are in maintenance. They cause nothing, and groups cannot count on
    /// them.
    #[must_use]
    pub fn in_maintenance(mut self, cis: impl IntoIterator<Item = CiId>) -> Self {
        self.maintenance.extend(cis);
        self
    }

    /// How each item does of which it is known, in the order of the ids.
    pub fn statuses(&self) -> impl Iterator<Item = (CiId, Status)> {
        self.statuses.iter().map(|(ci, status)| (*ci, *status))
    }

    /// Those that suffer, in the order of the ids.
    pub fn symptoms(&self) -> impl Iterator<Item = (CiId, Status)> {
        self.statuses().filter(|(_, status)| *status > Status::Up)
    }
}

/// How much may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How many single causes.
    pub singles: usize,
    /// How many sets of causes.
    pub sets: usize,
    /// How many causes a set has at most. With 1, no sets are tried.
    pub causes: usize,
}

impl Default for Limits {
    /// A thousand single causes, ten thousand sets, of up to three causes.
    fn default() -> Self {
        Self {
            singles: 1_000,
            sets: 10_000,
            causes: 3,
        }
    }
}

impl Limits {
    /// The same, with so many single causes.
    #[must_use]
    pub const fn singles(mut self, singles: usize) -> Self {
        self.singles = singles;
        self
    }

    /// The same, with so many sets of up to so many causes.
    #[must_use]
    pub const fn sets(mut self, sets: usize, causes: usize) -> Self {
        self.sets = sets;
        self.causes = causes;
        self
    }
}

/// An item that is supposed to do so by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Cause {
    /// The item.
    pub ci: CiId,
    /// How it is supposed to do.
    pub status: Status,
}

/// An observed item, and how it would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Prediction {
    /// The item.
    pub ci: CiId,
    /// How it does.
    pub observed: Status,
    /// How it would do.
    pub predicted: Status,
}

impl Prediction {
    /// Whether it would suffer more, or less, than it does; and suffers, and would suffer.
    pub fn is_inexact(&self) -> bool {
        self.observed != self.predicted && self.observed > Status::Up && self.predicted > Status::Up
    }
}

/// Causes, and how well they explain what is observed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Candidate {
    /// What is supposed to have happened, in the order of the ids.
    pub causes: Vec<Cause>,
    /// The symptoms that it would bring about, in the order of the ids.
    pub explained: Vec<Prediction>,
    /// The symptoms that it would not, in the order of the ids.
    pub unexplained: Vec<Prediction>,
    /// Those who would suffer and are known to work, in the order of the ids.
    pub contradicted: Vec<Prediction>,
    /// How many others would suffer, of which nothing is known; causes included.
    pub further: usize,
}

impl Candidate {
    /// Whether it would bring about every symptom.
    pub fn explains_all(&self) -> bool {
        self.unexplained.is_empty()
    }

    /// What it is ranked by, smaller before greater: how many observed items it is wrong about,
    /// symptoms not explained and items that work alike; how many symptoms it would make worse or
    /// better than they are; how many causes it takes; how many others it would hurt of which
    /// nothing is known; then the causes by their ids.
    pub fn rank(&self) -> impl Ord + use<> {
        let wrong = self
            .unexplained
            .len()
            .saturating_add(self.contradicted.len());
        let inexact = self.explained.iter().filter(|it| it.is_inexact()).count();
        let causes = self.causes.clone();
        (wrong, inexact, causes.len(), self.further, causes)
    }
}

/// What an answer has left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum LeftOut {
    /// Not all single causes were tried that some symptom leans on.
    Singles {
        /// How many were.
        tried: usize,
        /// How many there are.
        of: usize,
    },
    /// There are too many sets of so many causes to try them all: from there on, sets were grown
    /// by the cause that helps most.
    Sets {
        /// How many causes the sets have that could not all be tried.
        causes: usize,
    },
}

/// The answer to a reverse question.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Candidates {
    /// Single causes that explain at least one symptom, the best first.
    pub singles: Vec<Candidate>,
    /// If no single cause explains all symptoms: the smallest sets that do, the best first.
    pub sets: Vec<Candidate>,
    /// What was left out, in order.
    pub left_out: Vec<LeftOut>,
}

impl Snapshot {
    /// Who, having failed, would explain what is observed, the best explanation first; ranked as
    /// [`Candidate::rank`] says. The graph has to be the one that the snapshot was made of, or that
    /// it follows.
    ///
    /// An item is supposed to be down, or, where a symptom is a mere degradation, also to be
    /// degraded. Those that most symptoms lean on are tried first, the nearest before others, by
    /// one question of impact each. Sets are tried only if no single cause explains all symptoms:
    /// all pairs, then all sets of three, and so on as long as the limits allow, and each as a
    /// whole, since causes may do together what none does alone.
    ///
    /// ```
    /// # use itsm_configuration::graph::DependencyGraph;
    /// # use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
    /// # use itsm_configuration::snapshot::{Snapshot, View};
    /// # use itsm_core::{id::CiId, text::{Code, Label}};
    /// use itsm_configuration::candidates::{Limits, Observation};
    /// use itsm_configuration::impact::Workspace;
    /// use itsm_configuration::scenario::Status;
    /// # let needs = Code::new("depends_on")?;
    /// # let kind = RelationshipType { forward: Label::new("depends on")?, inverse: Label::new("used by")?, flow: Flow::ToSource, strength: Strength::Hard, containment: false };
    /// # let mut graph = DependencyGraph::new([(needs.clone(), kind)]);
    /// # let [shop, crm, mail, database, network] = [1, 2, 3, 4, 5].map(CiId::from_key);
    /// # for ci in [shop, crm, mail, database, network] { let _ = graph.add(ci)?; }
    /// # for (from, to) in [(shop, database), (crm, database), (database, network), (mail, network)] {
    /// #     let _ = graph.relate(Relationship::new(needs.clone(), from, to))?;
    /// # }
    /// // The shop and the customer system lean on a database, which leans on the network; so does mail.
    /// let snapshot = Snapshot::of(&graph, View::live());
    /// let observed = Observation::new()
    ///     .seen(Status::Down, [shop, crm])
    ///     .seen(Status::Up, [mail]);
    /// let answer = snapshot.candidates(&graph, &observed, Limits::default(), &mut Workspace::new())?;
    /// // The network would explain both, but then mail would not work.
    /// assert_eq!(answer.singles[0].causes[0].ci, database);
    /// let network_is_it = answer.singles.iter().find(|it| it.causes[0].ci == network).unwrap();
    /// assert!(network_is_it.explains_all());
    /// assert_eq!(network_is_it.contradicted[0].ci, mail);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownCis`] lists the observed items that the snapshot does not have.
    pub fn candidates(
        &self,
        graph: &DependencyGraph,
        observed: &Observation,
        limits: Limits,
        workspace: &mut Workspace,
    ) -> Result<Candidates, UnknownCis> {
        let base = Scenario::new().in_maintenance(observed.maintenance.iter().copied());
        let known = observed.statuses.keys().copied();
        // Refuses whatever the snapshot does not have.
        self.impact(&base.clone().and_failing(known), workspace)?;
        let mut trial = Trial {
            snapshot: self,
            observed,
            base,
            workspace,
        };
        let suspects = suspects(self, graph, observed);
        let mut left_out = Vec::new();
        if suspects.len() > limits.singles {
            left_out.push(LeftOut::Singles {
                tried: limits.singles,
                of: suspects.len(),
            });
        }
        let tried: Vec<Cause> = suspects.into_iter().take(limits.singles).collect();
        let mut singles = Vec::new();
        for cause in &tried {
            singles.push(trial.of(&[*cause])?);
        }
        singles.retain(|it| !it.explained.is_empty());
        sort(&mut singles);
        let mut sets = Vec::new();
        if !singles.iter().any(Candidate::explains_all) {
            sets = cover::search(&mut trial, &tried, limits, &mut left_out)?;
        }
        Ok(Candidates {
            singles,
            sets,
            left_out,
        })
    }
}

fn sort(candidates: &mut [Candidate]) {
    candidates.sort_by_cached_key(Candidate::rank);
}

/// Whoever could explain a symptom: those that most symptoms lean on first, of these the nearest,
/// then by their ids.
fn suspects(snapshot: &Snapshot, graph: &DependencyGraph, observed: &Observation) -> Vec<Cause> {
    // How many symptoms lean on each, and how many steps these are away together.
    let mut found: BTreeMap<CiId, (usize, usize)> = BTreeMap::new();
    let mut providers: BTreeMap<CiId, Vec<CiId>> = BTreeMap::new();
    for (symptom, _) in observed.symptoms() {
        let mut seen = BTreeSet::from([symptom]);
        let mut last = vec![symptom];
        let mut steps = 0_usize;
        while !last.is_empty() {
            let mut next = Vec::new();
            for ci in last {
                let (symptoms, distance) = found.entry(ci).or_default();
                *symptoms = symptoms.saturating_add(1);
                *distance = distance.saturating_add(steps);
                let row = providers
                    .entry(ci)
                    .or_insert_with(|| graph.tied(snapshot.view(), ci, Towards::Supporters));
                next.extend(row.iter().filter(|it| seen.insert(**it)));
            }
            steps = steps.saturating_add(1);
            last = next;
        }
    }
    let mut order: Vec<(Reverse<usize>, usize, CiId)> = found
        .into_iter()
        .filter(|(ci, _)| !observed.maintenance.contains(ci))
        .map(|(ci, (symptoms, distance))| (Reverse(symptoms), distance, ci))
        .collect();
    order.sort_unstable();
    let is_mild = observed
        .symptoms()
        .any(|(_, status)| status == Status::Degraded);
    let mut causes = Vec::new();
    for (_, _, ci) in order {
        if is_mild {
            let status = Status::Degraded;
            causes.push(Cause { ci, status });
        }
        let status = Status::Down;
        causes.push(Cause { ci, status });
    }
    causes
}

/// Puts causes to the test.
struct Trial<'a> {
    snapshot: &'a Snapshot,
    observed: &'a Observation,
    base: Scenario,
    workspace: &'a mut Workspace,
}

impl Trial<'_> {
    fn of(&mut self, causes: &[Cause]) -> Result<Candidate, UnknownCis> {
        let doing = |status: Status| {
            let all = causes.iter().filter(move |it| it.status == status);
            all.map(|it| it.ci)
        };
        let scenario = self.base.clone();
        let scenario = scenario.and_failing(doing(Status::Down));
        let scenario = scenario.degrading(doing(Status::Degraded));
        let impact = self.snapshot.impact(&scenario, self.workspace)?;
        let affected = impact.affected();
        let mut causes = causes.to_vec();
        causes.sort_unstable();
        let mut candidate = Candidate {
            causes,
            explained: Vec::new(),
            unexplained: Vec::new(),
            contradicted: Vec::new(),
            further: affected.len(),
        };
        for (ci, observed) in self.observed.statuses() {
            let predicted = affected
                .binary_search_by(|(it, _)| it.cmp(&ci))
                .ok()
                .and_then(|at| affected.get(at))
                .map_or(Status::Up, |(_, status)| *status);
            let list = match (observed > Status::Up, predicted > Status::Up) {
                (true, true) => &mut candidate.explained,
                (true, false) => &mut candidate.unexplained,
                (false, true) => &mut candidate.contradicted,
                (false, false) => continue,
            };
            list.push(Prediction {
                ci,
                observed,
                predicted,
            });
            if predicted > Status::Up {
                candidate.further = candidate.further.saturating_sub(1);
            }
        }
        Ok(candidate)
    }
}
