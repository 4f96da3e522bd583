//! The policy of health: how much each metric weighs, what is an orphan, and when too much fails.

use crate::class::ClassTree;
use crate::policy::ConfigurationPolicy;
use crate::vocabulary::CiAttribute;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::condition::Condition;
use itsm_core::draft::DraftCondition;
use itsm_core::fault::Faults;
use itsm_core::plain_enum;
use itsm_core::policy::PolicyRef;
use itsm_core::text::Code;
use itsm_core::time::Seconds;

plain_enum! {
    /// What is measured of the records of an estate. Each metric has a population, those that fail
    /// it, and a score: how many of the population do not.
    pub enum Metric {
        /// Items have everything that their classes demand.
        Required = "required",
        /// Items have everything that their classes recommend.
        Recommended = "recommended",
        /// Items are not left on their own.
        Orphan = "orphan",
        /// Items were changed or seen of late.
        Stale = "stale",
        /// Items are recorded once.
        Duplicate = "duplicate",
        /// Items meet all audits.
        Audit = "audit",
        /// Relationships are recorded once.
        DuplicateRelationship = "duplicate_relationship",
        /// Relationships have no stale end.
        StaleRelationship = "stale_relationship",
        /// Relationships have both ends.
        OrphanRelationship = "orphan_relationship",
        /// Relationships are such as the governance permits.
        NoncompliantRelationship = "noncompliant_relationship",
    }
}

plain_enum! {
    /// What the metrics are summed up to.
    #[doc(alias = "key performance indicator")]
    pub enum Kpi {
        /// Whether the records say enough.
        Completeness = "completeness",
        /// Whether they can be relied on.
        Correctness = "correctness",
        /// Whether the items are as they should be.
        Compliance = "compliance",
        /// Whether what connects them holds.
        Relationships = "relationships",
    }
}

impl Metric {
    /// What it is part of.
    pub const fn kpi(self) -> Kpi {
        match self {
            Self::Required | Self::Recommended => Kpi::Completeness,
            Self::Orphan | Self::Stale | Self::Duplicate => Kpi::Correctness,
            Self::Audit => Kpi::Compliance,
            Self::DuplicateRelationship
            | Self::StaleRelationship
            | Self::OrphanRelationship
            | Self::NoncompliantRelationship => Kpi::Relationships,
        }
    }
}

impl Kpi {
    /// Its metrics.
    pub fn metrics(self) -> impl Iterator<Item = Metric> {
        Metric::ALL
            .iter()
            .copied()
            .filter(move |it| it.kpi() == self)
    }
}

plain_enum! {
    /// How the two parts of a rule for orphans go together.
    pub enum Combine {
        /// Both have to be so.
        All = "all",
        /// One is enough.
        Any = "any",
    }
}

plain_enum! {
    /// One of the two ends of a relationship.
    pub enum End {
        /// Where it begins.
        Source = "source",
        /// Where it ends.
        Target = "target",
    }
}

/// Relationships of a kind. What it leaves out can be anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftPattern {
    /// Of which type.
    #[cfg_attr(
        feature = "serde",
        serde(rename = "type", skip_serializing_if = "Option::is_none")
    )]
    pub kind: Option<String>,
    /// Which end the item is.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub end: Option<End>,
    /// Of which class, or a class below it, the item at the other end is.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub other: Option<String>,
}

/// When an item of a class is an orphan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftOrphanRule {
    /// If this is known to be so of it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub when: Option<DraftCondition>,
    /// If it has none of these relationships to an item that is there.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub without: Vec<DraftPattern>,
    /// If both are given: whether both have to be so, as they have by default, or one of them.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub combine: Option<Combine>,
}

/// The raw form of a [`HealthPolicy`]. What a file leaves out is as in the default one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftHealthPolicy {
    /// Which policy it is: a code.
    pub id: String,
    /// Which version of it, from 1.
    pub version: u32,
    /// How much each figure weighs in the whole, of 100. One that is left out weighs nothing.
    pub kpis: BTreeMap<Kpi, u32>,
    /// How much each metric weighs in its figure, of 100. One that is left out weighs nothing.
    pub metrics: BTreeMap<Metric, u32>,
    /// For each metric, how many may fail. Where more do, it is incomplete. Without a cap, all may.
    pub caps: BTreeMap<Metric, u64>,
    /// How long items stay fresh whose class does not say it. Zero: they are always stale.
    pub stale_after: Seconds,
    /// For each class, when its items are orphans. Inherited, and the nearest one counts. Without
    /// one, an item of a dependent class is an orphan if nothing contains it, and no other is.
    pub orphans: BTreeMap<String, DraftOrphanRule>,
}

impl Default for DraftHealthPolicy {
    /// Required to recommended facts as sixty to forty; sixty days of freshness; no caps.
    fn default() -> Self {
        Self {
            id: "default".into(),
            version: 1,
            kpis: BTreeMap::from([
                (Kpi::Completeness, 30),
                (Kpi::Correctness, 30),
                (Kpi::Compliance, 20),
                (Kpi::Relationships, 20),
            ]),
            metrics: BTreeMap::from([
                (Metric::Required, 60),
                (Metric::Recommended, 40),
                (Metric::Orphan, 30),
                (Metric::Stale, 30),
                (Metric::Duplicate, 40),
                (Metric::Audit, 100),
                (Metric::DuplicateRelationship, 25),
                (Metric::StaleRelationship, 25),
                (Metric::OrphanRelationship, 25),
                (Metric::NoncompliantRelationship, 25),
            ]),
            caps: BTreeMap::new(),
            stale_after: Seconds::days(60),
            orphans: BTreeMap::new(),
        }
    }
}

/// Relationships of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) kind: Option<Code>,
    pub(crate) end: Option<End>,
    pub(crate) other: Option<Code>,
}

/// When an item of a class is an orphan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OrphanRule {
    pub(crate) when: Option<Condition<CiAttribute>>,
    pub(crate) without: Vec<Pattern>,
    pub(crate) combine: Combine,
}

/// How the health of an estate is measured. A policy that exists is valid, and never changes.
///
/// ```
/// use itsm_configuration::health_policy::{DraftHealthPolicy, HealthPolicy, Metric};
/// use itsm_configuration::policy::ConfigurationPolicy;
///
/// let mut draft = DraftHealthPolicy::default();
/// draft.metrics.insert(Metric::Required, 70);
/// let faults = HealthPolicy::compile(draft, &ConfigurationPolicy::default()).unwrap_err();
/// assert_eq!(
///     faults.iter().next().unwrap().message,
///     "the weights of completeness add up to 110, expected 100",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthPolicy {
    of: PolicyRef,
    pub(crate) orphans: BTreeMap<Code, OrphanRule>,
    draft: Box<DraftHealthPolicy>,
}

impl HealthPolicy {
    /// Checks a draft against the policy of the estate.
    ///
    /// # Errors
    /// All [`Faults`] at once, each with its path: weights that do not add up to 100, classes and
    /// types that the policy does not have, conditions that cannot be asked, rules that say nothing.
    pub fn compile(draft: DraftHealthPolicy, policy: &ConfigurationPolicy) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let of = PolicyRef::of_draft(&draft.id, draft.version, &mut faults);
        let sum = |weights: &mut dyn Iterator<Item = u32>| {
            weights.fold(0_u64, |sum, it| sum.saturating_add(it.into()))
        };
        let mut full = |path: &str, of: &str, total: u64| {
            if total != 100 {
                let message = format!("the weights of {of} add up to {total}, expected 100");
                faults.add(path, "policy.health.weights", message);
            }
        };
        full("kpis", "the whole", sum(&mut draft.kpis.values().copied()));
        for kpi in Kpi::ALL {
            let weights = kpi.metrics().filter_map(|it| draft.metrics.get(&it));
            full("metrics", kpi.as_str(), sum(&mut weights.copied()));
        }
        let orphans = orphans(&draft, policy, &mut faults);
        let policy = Self {
            of,
            orphans,
            draft: Box::new(draft),
        };
        faults.or(Some(policy))
    }

    /// Its name and version.
    pub const fn of(&self) -> &PolicyRef {
        &self.of
    }

    /// How much a figure weighs in the whole, of 100.
    pub fn kpi_weight(&self, kpi: Kpi) -> u32 {
        self.draft.kpis.get(&kpi).copied().unwrap_or(0)
    }

    /// How much a metric weighs in its figure, of 100.
    pub fn metric_weight(&self, metric: Metric) -> u32 {
        self.draft.metrics.get(&metric).copied().unwrap_or(0)
    }

    /// How many may fail a metric; `None`: all.
    pub fn cap(&self, metric: Metric) -> Option<u64> {
        self.draft.caps.get(&metric).copied()
    }

    /// How long items of a class stay fresh.
    pub fn stale_after(&self, class: &Code, classes: &ClassTree) -> Seconds {
        classes.stale_after(class).unwrap_or(self.draft.stale_after)
    }

    /// The raw form it was made from.
    pub fn draft(&self) -> &DraftHealthPolicy {
        &self.draft
    }

    /// The nearest rule for orphans, with the class that has it.
    pub(crate) fn orphan_rule<'a>(
        &'a self,
        class: &Code,
        classes: &'a ClassTree,
    ) -> Option<(&'a Code, &'a OrphanRule)> {
        let mut lineage = classes.lineage(class);
        lineage.find_map(|it| self.orphans.get_key_value(it.code()))
    }
}

fn orphans(
    draft: &DraftHealthPolicy,
    policy: &ConfigurationPolicy,
    faults: &mut Faults,
) -> BTreeMap<Code, OrphanRule> {
    let mut rules = BTreeMap::new();
    for (class, rule) in &draft.orphans {
        let path = format!("orphans.{class}");
        let class = known_class(&path, class, policy, faults);
        if rule.when.is_none() && rule.without.is_empty() {
            let message = "the rule says nothing, expected `when`, `without` or both";
            faults.add(path.as_str(), "policy.health.orphan_empty", message);
        }
        let when = rule
            .when
            .as_ref()
            .and_then(|it| faults.nest(&format!("{path}.when"), Condition::compile(it, policy)));
        let mut without = Vec::new();
        for (i, pattern) in rule.without.iter().enumerate() {
            let path = format!("{path}.without[{i}]");
            let other = pattern.other.as_ref();
            without.push(Pattern {
                kind: pattern
                    .kind
                    .as_ref()
                    .and_then(|it| known_type(&format!("{path}.type"), it, policy, faults)),
                end: pattern.end,
                other: other
                    .and_then(|it| known_class(&format!("{path}.other"), it, policy, faults)),
            });
        }
        let combine = rule.combine.unwrap_or(Combine::All);
        let rule = OrphanRule {
            when,
            without,
            combine,
        };
        rules.extend(class.map(|it| (it, rule)));
    }
    rules
}

fn known_class(
    path: &str,
    class: &str,
    policy: &ConfigurationPolicy,
    faults: &mut Faults,
) -> Option<Code> {
    let code = faults.take(path, "policy.code.text", Code::new(class))?;
    if policy.classes().get(&code).is_none() {
        let message = format!("the policy has no class `{class}`");
        faults.add(path, "policy.class.unknown", message);
        return None;
    }
    Some(code)
}

fn known_type(
    path: &str,
    kind: &str,
    policy: &ConfigurationPolicy,
    faults: &mut Faults,
) -> Option<Code> {
    let code = faults.take(path, "policy.code.text", Code::new(kind))?;
    if policy.relationship_type(&code).is_none() {
        let message = format!("the policy has no type of relationships `{kind}`");
        faults.add(path, "policy.relationship_type.unknown", message);
        return None;
    }
    Some(code)
}
