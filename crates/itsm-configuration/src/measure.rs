//! How each metric of health is measured.

use crate::ci::Ci;
use crate::estate::Estate;
use crate::health::{Failed, Failure, HealthEvidence, Incomplete, Measured, Outcome, Reason};
use crate::health_policy::{Combine, End, HealthPolicy, Metric, OrphanRule, Pattern};
use crate::policy::ConfigurationPolicy;
use crate::relationship::{Flow, Relationship};
use crate::same::Same;
use crate::scope::Scope;
use crate::seen::{Reading, Seen};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::text::{Code, Label};
use itsm_core::time::Instant;

/// Everything that is needed to measure.
pub(crate) struct Measure<'a> {
    estate: &'a Estate,
    policy: &'a ConfigurationPolicy,
    rules: &'a HealthPolicy,
    evidence: &'a HealthEvidence,
    now: Instant,
    population: BTreeMap<CiId, &'a Ci>,
    same: Same,
}

/// How an item does in a metric.
enum Verdict {
    /// The metric does not apply to it.
    Untested,
    Passes,
    Fails(Reason),
}

impl From<Option<Reason>> for Verdict {
    fn from(why: Option<Reason>) -> Self {
        why.map_or(Self::Passes, Self::Fails)
    }
}

/// The last run of an audit that came to its end: when, and who met it.
type LastRun<'a> = Option<(Instant, &'a BTreeMap<CiId, bool>)>;

/// What a metric counts: how many there are, and which fail.
struct Tally {
    population: u64,
    failures: Vec<Failure>,
    cap: Option<u64>,
}

impl Tally {
    fn count(&mut self, failure: Option<(Failed, Reason)>) {
        self.population = self.population.saturating_add(1);
        let failure = failure.map(|(what, why)| Failure { what, why });
        self.failures.extend(failure);
    }

    fn outcome(self) -> Outcome {
        let failed = u64::try_from(self.failures.len()).unwrap_or(u64::MAX);
        match self.cap {
            Some(cap) if failed > cap => Outcome::Incomplete(Incomplete::OverCap(cap)),
            _ => {
                let mut measured = Measured::default();
                measured.score.numerator = self.population.saturating_sub(failed);
                measured.score.denominator = self.population;
                measured.failures = self.failures;
                Outcome::Measured(measured)
            }
        }
    }
}

impl<'a> Measure<'a> {
    pub(crate) fn new(
        estate: &'a Estate,
        policy: &'a ConfigurationPolicy,
        rules: &'a HealthPolicy,
        scope: &'a Scope,
        evidence: &'a HealthEvidence,
        now: Instant,
    ) -> Self {
        let population = scope.population(estate, policy);
        let population: BTreeMap<CiId, &Ci> = population.map(|it| (it.id(), it)).collect();
        let independent = population.values().copied();
        let independent = independent.filter(|it| !policy.classes().is_dependent(it.class()));
        let same = Same::of(independent, evidence.duplicates.as_deref().unwrap_or(&[]));
        Self {
            estate,
            policy,
            rules,
            evidence,
            now,
            population,
            same,
        }
    }

    pub(crate) fn outcome(&self, metric: Metric) -> Outcome {
        let lacks = |facts: Vec<String>| {
            let why = (!facts.is_empty()).then_some(Reason::Lacks(facts));
            Verdict::from(why)
        };
        match metric {
            Metric::Required => self.items(metric, |it| lacks(it.gaps(self.policy).mandatory)),
            Metric::Recommended => self.items(metric, |it| lacks(it.gaps(self.policy).recommended)),
            Metric::Orphan => self.items(metric, |it| self.orphan(it)),
            Metric::Stale => self.items(metric, |it| {
                self.stale_since(it).map(Reason::StaleSince).into()
            }),
            Metric::Duplicate if self.evidence.duplicates.is_none() => {
                Outcome::Incomplete(Incomplete::NotRun)
            }
            Metric::Duplicate => self.items(metric, |it| {
                if self.policy.classes().is_dependent(it.class()) {
                    return Verdict::Untested;
                }
                self.same
                    .counts_for(it.id())
                    .map(Reason::DuplicateOf)
                    .into()
            }),
            Metric::Audit => self.audits(),
            Metric::DuplicateRelationship => self.duplicate_relationships(),
            Metric::StaleRelationship => self.relationships(metric, |it| self.stale_ends(it)),
            Metric::OrphanRelationship => self.relationships(metric, |it| {
                self.kept(it.target)
                    .is_none()
                    .then_some(Reason::NoEnd(it.target))
            }),
            Metric::NoncompliantRelationship => self.relationships(metric, |it| {
                let (source, target) = (self.kept(it.source)?, self.kept(it.target)?);
                let (source, target) = (source.class(), target.class());
                let permitted = self.policy.permits(source, &it.kind, target);
                (!permitted).then(|| Reason::NotPermitted {
                    source: source.clone(),
                    target: target.clone(),
                })
            }),
        }
    }

    fn tally(&self, metric: Metric) -> Tally {
        Tally {
            population: 0,
            failures: Vec::new(),
            cap: self.rules.cap(metric),
        }
    }

    /// Tests each item.
    fn items(&self, metric: Metric, test: impl Fn(&Ci) -> Verdict) -> Outcome {
        let mut tally = self.tally(metric);
        for ci in self.population.values() {
            match test(ci) {
                Verdict::Untested => {}
                Verdict::Passes => tally.count(None),
                Verdict::Fails(why) => tally.count(Some((Failed::Ci(ci.id()), why))),
            }
        }
        tally.outcome()
    }

    /// Tests each relationship: why it fails, if it does.
    fn relationships(
        &self,
        metric: Metric,
        mut test: impl FnMut(&'a Relationship) -> Option<Reason>,
    ) -> Outcome {
        let mut tally = self.tally(metric);
        let ours = |ci| self.population.contains_key(&ci);
        let all = self.estate.relationships();
        for it in all.filter(|it| ours(it.source) || ours(it.target)) {
            tally.count(test(it).map(|why| (Failed::Relationship(it.clone()), why)));
        }
        tally.outcome()
    }

    fn kept(&self, ci: CiId) -> Option<&'a Ci> {
        self.estate.item(ci).filter(|it| it.is_kept())
    }

    /// Since when it has been stale, if it is.
    fn stale_since(&self, ci: &Ci) -> Option<Instant> {
        let fresh = self.rules.stale_after(ci.class(), self.policy.classes());
        fresh.after(ci.heard_of_at()).filter(|at| *at <= self.now)
    }

    fn stale_ends(&self, it: &Relationship) -> Option<Reason> {
        let ends = [it.source, it.target].into_iter();
        let ends = ends.filter_map(|ci| self.kept(ci));
        let stale: BTreeSet<CiId> = ends
            .filter(|it| self.stale_since(it).is_some())
            .map(Ci::id)
            .collect();
        (!stale.is_empty()).then_some(Reason::StaleEnds(stale))
    }

    /// Whether the item is an orphan by the nearest rule, if there is one.
    fn orphan(&self, ci: &Ci) -> Verdict {
        let classes = self.policy.classes();
        let (class, orphan) = match self.rules.orphan_rule(ci.class(), classes) {
            Some((class, rule)) => (class, self.is_orphan(ci, rule)),
            None if classes.is_dependent(ci.class()) => {
                let containers = self.estate.containers(ci.id(), self.policy);
                (ci.class(), containers.is_empty())
            }
            None => return Verdict::Untested,
        };
        orphan.then(|| Reason::OrphanBy(class.clone())).into()
    }

    fn is_orphan(&self, ci: &Ci, rule: &OrphanRule) -> bool {
        let when = rule.when.as_ref();
        let holds = when.map(|it| it.holds(&ci.under(self.policy)));
        let alone = (!rule.without.is_empty()).then(|| {
            let fits = |seen: Seen<'_>| rule.without.iter().any(|it| self.fits(seen, it));
            !self.estate.relationships_of(ci.id()).any(fits)
        });
        let mut parts = [holds, alone].into_iter().flatten();
        match rule.combine {
            Combine::All => parts.all(|it| it),
            Combine::Any => parts.any(|it| it),
        }
    }

    fn fits(&self, seen: Seen<'_>, pattern: &Pattern) -> bool {
        let Some(other) = self.kept(seen.other()) else {
            return false;
        };
        let end = match seen.reading {
            Reading::Forward => End::Source,
            Reading::Inverse => End::Target,
        };
        let classes = self.policy.classes();
        let kind = pattern.kind.as_ref();
        kind.is_none_or(|it| seen.relationship.kind == *it)
            && pattern.end.is_none_or(|it| it == end)
            && pattern
                .other
                .as_ref()
                .is_none_or(|it| classes.is_a(other.class(), it))
    }

    /// Of each audit the last run that came to its end counts; an item passes if it meets all that
    /// looked at it.
    fn audits(&self) -> Outcome {
        let Some(runs) = &self.evidence.audits else {
            return Outcome::Incomplete(Incomplete::NotRun);
        };
        let mut last: BTreeMap<&Code, LastRun<'_>> = BTreeMap::new();
        for run in runs.iter().filter(|it| it.at <= self.now) {
            let last = last.entry(&run.audit).or_default();
            if run.complete && last.is_none_or(|(at, _)| at <= run.at) {
                *last = Some((run.at, &run.results));
            }
        }
        let without = last.iter().filter(|(_, run)| run.is_none());
        let without: BTreeSet<Code> = without.map(|(audit, _)| (*audit).clone()).collect();
        if !without.is_empty() {
            return Outcome::Incomplete(Incomplete::NoCompleteRun(without));
        }
        self.items(Metric::Audit, |ci| {
            let mut looked_at = false;
            let mut fails = BTreeSet::new();
            for (audit, run) in &last {
                let result = run.and_then(|(_, results)| results.get(&ci.id()));
                looked_at |= result.is_some();
                if result == Some(&false) {
                    fails.insert((*audit).clone());
                }
            }
            if !looked_at {
                return Verdict::Untested;
            }
            (!fails.is_empty()).then_some(Reason::Fails(fails)).into()
        })
    }

    /// Two relationships say the same if they do once each item stands for its duplicates, and once
    /// a type along which trouble travels both ways is read without an order.
    fn duplicate_relationships(&self) -> Outcome {
        type Sense<'a> = (CiId, &'a Code, CiId, Option<&'a Label>);
        let mut first: BTreeMap<Sense<'a>, &'a Relationship> = BTreeMap::new();
        self.relationships(Metric::DuplicateRelationship, |it| {
            let stands = |ci| self.same.counts_for(ci).unwrap_or(ci);
            let (source, target) = (stands(it.source), stands(it.target));
            let kind = self.policy.relationship_type(&it.kind);
            let either_way = kind.is_some_and(|it| it.flow == Flow::Both);
            let (one, other) = if either_way && target < source {
                (target, source)
            } else {
                (source, target)
            };
            let sense = (one, &it.kind, other, it.qualifier.as_ref());
            if let Some(same) = first.get(&sense) {
                return Some(Reason::SameAs((*same).clone()));
            }
            first.insert(sense, it);
            None
        })
    }
}
