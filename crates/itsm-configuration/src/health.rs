//! Health: how good the records of an estate are, metric by metric, each with those that fail it.
//!
//! Health is of the records, and not of the things: a server that burns has a healthy record as long
//! as that says so. Each metric yields those that fail it, each with the reason, and a score, which
//! is exact. The scores are summed up to figures by weights, and these to one.
//!
//! A metric that could not run, or that more fail than its cap allows, is incomplete, and so is what
//! it is summed up to: never a hundred per cent because nobody looked. A metric without a population
//! measures nothing, and the others weigh as if it were not there. A weight of nothing takes a
//! metric out.
//!
//! Source: ITIL 4 service configuration management (success factors); FitSM-1 PR11.5.

use crate::estate::Estate;
use crate::fraction::Fraction;
use crate::health_policy::{HealthPolicy, Kpi, Metric};
use crate::measure::Measure;
use crate::policy::ConfigurationPolicy;
use crate::relationship::Relationship;
use crate::scope::Scope;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::policy::PolicyRef;
use itsm_core::ratio::Ratio;
use itsm_core::text::Code;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// One run of an audit, and which items met it.
    pub struct AuditRun {
        /// Which audit.
        audit: Code,
        /// When it ran.
        at: Instant,
        /// Whether it came to its end. Of each audit the last run that did counts.
        complete: bool,
        /// For each item that it looked at, whether that met it.
        results: BTreeMap<CiId, bool>,
    }
}

wire_struct! {
    /// What a host knows that the records do not say.
    pub struct HealthEvidence {} optional {
        /// The sets of items of which each is one thing, recorded several times. Absent: nobody
        /// looked, and the metric is incomplete. None: nobody found any.
        duplicates: Vec<BTreeSet<CiId>>,
        /// The runs of audits. Absent: nobody looked, and the metric is incomplete.
        audits: Vec<AuditRun>,
    }
}

/// What fails a metric.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Failed {
    /// An item.
    Ci(CiId),
    /// A relationship.
    Relationship(Relationship),
}

/// Why it fails.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Reason {
    /// It lacks facts that its class asks for.
    Lacks(Vec<String>),
    /// It is an orphan by the rule of this class.
    OrphanBy(Code),
    /// It has been stale since.
    StaleSince(Instant),
    /// The record of this item is of the same thing, and counts.
    DuplicateOf(CiId),
    /// It does not meet these audits.
    Fails(BTreeSet<Code>),
    /// This relationship says the same, and counts.
    SameAs(Relationship),
    /// These ends of it are stale.
    StaleEnds(BTreeSet<CiId>),
    /// This end of it is not there.
    NoEnd(CiId),
    /// No rule permits it between items of these classes.
    NotPermitted {
        /// The class of its source.
        source: Code,
        /// The class of its target.
        target: Code,
    },
}

/// One that fails a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Failure {
    /// What fails.
    pub what: Failed,
    /// Why.
    pub why: Reason,
}

/// A metric that ran to its end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Measured {
    /// How many of the population do not fail.
    pub score: Ratio,
    /// Those that do, in order.
    pub failures: Vec<Failure>,
}

/// Why a metric has no score.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Incomplete {
    /// More fail than this.
    OverCap(u64),
    /// Nobody looked: what it needs to know was not given.
    NotRun,
    /// Of these audits no run came to its end.
    NoCompleteRun(BTreeSet<Code>),
}

/// What came of a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Outcome {
    /// It ran to its end.
    Measured(Measured),
    /// It has no score.
    Incomplete(Incomplete),
}

impl Outcome {
    /// What it measured, if it ran to its end.
    pub const fn measured(&self) -> Option<&Measured> {
        match self {
            Self::Measured(it) => Some(it),
            Self::Incomplete(_) => None,
        }
    }
}

/// What metrics are summed up to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Score {
    /// So much of the whole, exactly.
    Of(Fraction),
    /// These metrics are incomplete, and so is the figure.
    Incomplete(BTreeSet<Metric>),
    /// No metric has a population.
    Nothing,
    /// So exact that it does not fit 128 bits. It takes several million items for that.
    TooFine,
}

impl Score {
    /// The fraction, if there is one.
    pub const fn fraction(&self) -> Option<Fraction> {
        match self {
            Self::Of(it) => Some(*it),
            _ => None,
        }
    }
}

/// How good the records of a scope are, at an instant.
///
/// ```
/// # use itsm_configuration::{Ci, estate::Estate, policy::ConfigurationPolicy, profile::CiProfile};
/// # use itsm_core::{actor::Actor, context::Context, id::{ChangeId, CiId, PersonId}, text::{Code, Title}};
/// use itsm_configuration::health::{Health, HealthEvidence, Score};
/// use itsm_configuration::health_policy::{DraftHealthPolicy, HealthPolicy, Kpi, Metric};
/// use itsm_configuration::scope::Scope;
///
/// # let (ana, policy) = (Actor::person(PersonId::from_key(1)), ConfigurationPolicy::default());
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
/// # let mut estate = Estate::new();
/// # for key in 1..=4 {
/// #     let profile = CiProfile::new(Code::new("server")?, Title::new("srv")?);
/// #     let profile = if key < 4 { profile } else { profile.owner(PersonId::from_key(1)).description(itsm_core::text::Note::new("Runs the shop.")?) };
/// #     estate.evolve(&Ci::register(CiId::from_key(key), profile, ChangeId::from_key(1).into(), &cx)?.1)?;
/// # }
/// let rules = HealthPolicy::compile(DraftHealthPolicy::default(), &policy)?;
/// // Four servers, of which one has an owner and a description.
/// let health = Health::of(&estate, &policy, &rules, &Scope::Everything, &HealthEvidence::new(), cx.now);
/// let recommended = health.metrics[&Metric::Recommended].measured().unwrap();
/// assert_eq!((recommended.score.numerator, recommended.failures.len()), (1, 3));
/// // Sixty per cent of everything, and forty of a quarter.
/// let completeness = health.kpis[&Kpi::Completeness].fraction().unwrap();
/// assert_eq!((completeness.numerator(), completeness.denominator()), (7, 10));
/// // Nobody has looked for duplicates.
/// assert_eq!(health.kpis[&Kpi::Correctness], Score::Incomplete([Metric::Duplicate].into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "CMDB health")]
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Health {
    /// By which policy it was measured.
    pub policy: PolicyRef,
    /// At which instant.
    pub at: Instant,
    /// What came of each metric.
    pub metrics: BTreeMap<Metric, Outcome>,
    /// What they sum up to.
    pub kpis: BTreeMap<Kpi, Score>,
    /// What these sum up to.
    pub whole: Score,
}

impl Health {
    /// Measures the records of the items in a scope whose life is not over, and the relationships of
    /// which one of them is an end.
    ///
    /// Runs of audits that lie ahead do not count yet.
    pub fn of(
        estate: &Estate,
        policy: &ConfigurationPolicy,
        rules: &HealthPolicy,
        scope: &Scope,
        evidence: &HealthEvidence,
        now: Instant,
    ) -> Self {
        let measure = Measure::new(estate, policy, rules, scope, evidence, now);
        let metrics: BTreeMap<Metric, Outcome> = Metric::ALL
            .iter()
            .map(|metric| (*metric, measure.outcome(*metric)))
            .collect();
        let kpis: BTreeMap<Kpi, Score> = Kpi::ALL
            .iter()
            .map(|kpi| (*kpi, score(*kpi, &metrics, rules)))
            .collect();
        let parts = kpis
            .iter()
            .map(|(kpi, it)| (rules.kpi_weight(*kpi), it.clone()));
        let whole = sum(parts);
        Self {
            policy: rules.of().clone(),
            at: now,
            metrics,
            kpis,
            whole,
        }
    }

    /// Those that fail a metric; none if it is incomplete.
    pub fn failures(&self, metric: Metric) -> &[Failure] {
        let measured = self.metrics.get(&metric).and_then(Outcome::measured);
        measured.map_or(&[], |it| &it.failures)
    }
}

/// What the metrics of a figure sum up to.
fn score(kpi: Kpi, metrics: &BTreeMap<Metric, Outcome>, rules: &HealthPolicy) -> Score {
    sum(kpi.metrics().filter_map(|metric| {
        let score = match metrics.get(&metric)? {
            Outcome::Measured(it) => Fraction::of(it.score).map_or(Score::Nothing, Score::Of),
            Outcome::Incomplete(_) => Score::Incomplete(BTreeSet::from([metric])),
        };
        Some((rules.metric_weight(metric), score))
    }))
}

/// The mean of what has a fraction, unless something is incomplete.
fn sum(parts: impl IntoIterator<Item = (u32, Score)>) -> Score {
    let mut fractions = Vec::new();
    let mut incomplete = BTreeSet::new();
    let mut too_fine = false;
    for (weight, part) in parts.into_iter().filter(|(weight, _)| *weight > 0) {
        match part {
            Score::Of(it) => fractions.push((weight, it)),
            Score::Incomplete(metrics) => incomplete.extend(metrics),
            Score::TooFine => too_fine = true,
            Score::Nothing => {}
        }
    }
    if !incomplete.is_empty() {
        Score::Incomplete(incomplete)
    } else if too_fine {
        Score::TooFine
    } else if fractions.is_empty() {
        Score::Nothing
    } else {
        Fraction::mean(fractions).map_or(Score::TooFine, Score::Of)
    }
}
