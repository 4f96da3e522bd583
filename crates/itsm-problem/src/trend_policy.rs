//! The policy of trends: what counts as one, in which keys.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::plain_enum;
use itsm_core::policy::PolicyRef;
use itsm_core::text::Code;
use itsm_core::time::Seconds;

plain_enum! {
    /// By what incidents are put together.
    pub enum KeyKind {
        /// The category.
        Category = "category",
        /// The configuration item.
        Ci = "ci",
        /// What the text says: see [`cluster`](crate::cluster).
        Cluster = "cluster",
        /// The service.
        Service = "service",
        /// The category with its subcategory.
        Subcategory = "subcategory",
    }
}

/// When incidents of one key are a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum TrendTest {
    /// So many within a length of time, wherever it begins.
    Count {
        /// The fewest, at least two.
        at_least: u32,
        /// The length of time, up to a year.
        within: Seconds,
    },
    /// As many a unit of time, measured over a length of time that may be longer or shorter.
    Rate {
        /// The fewest for each unit, at least one.
        at_least: u32,
        /// The unit.
        per: Seconds,
        /// What it is measured over, up to a year; so much that at least two incidents are needed.
        over: Seconds,
    },
    /// More in one window than the key's own history explains: a
    /// [`SurgeTest`](crate::surge::SurgeTest). Windows follow one upon the other from the first of
    /// January 1970 in UTC, so that those of a day begin at midnight.
    Surge {
        /// How long a window is, up to a year.
        window: Seconds,
        /// How many windows of history it is compared with, from 1; fewer where the stream of
        /// incidents has not run that long.
        history: u32,
        /// The history is of each so manieth window before: 1 for those just before, 7 with windows
        /// of a day for the same days of the weeks before. History times this is at most 10,000.
        every: u32,
        /// The level: at most one false alarm in so many windows of a key, from 2.
        one_in: u32,
    },
}

/// A rule in its raw form.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftTrendRule {
    /// What it is called by: a code.
    pub id: String,
    /// For which kinds of keys. Without any: for all.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "BTreeSet::is_empty")
    )]
    pub on: BTreeSet<KeyKind>,
    /// When it is met.
    pub test: TrendTest,
}

impl DraftTrendRule {
    /// A rule for some kinds of keys; without any, for all.
    pub fn new(
        id: impl Into<String>,
        on: impl IntoIterator<Item = KeyKind>,
        test: TrendTest,
    ) -> Self {
        Self {
            id: id.into(),
            on: on.into_iter().collect(),
            test,
        }
    }
}

/// The raw form of a [`TrendPolicy`]. What a file leaves out is as in the default one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftTrendPolicy {
    /// Which policy it is: a code.
    pub id: String,
    /// Which version of it, from 1.
    pub version: u32,
    /// How many words a signature has at most, from 1 to 8.
    pub cluster_words: u32,
    /// The rules. Each is judged by itself.
    pub rules: Vec<DraftTrendRule>,
}

impl Default for DraftTrendPolicy {
    /// Five in a day on one item, one service or about one thing; five in an hour in one category;
    /// and more in four hours, in anything, than in the same four hours of the last eight weeks, at
    /// a level of one in a thousand.
    fn default() -> Self {
        use KeyKind::{Category, Ci, Cluster, Service, Subcategory};
        let repeated = TrendTest::Count {
            at_least: 5,
            within: Seconds::days(1),
        };
        let burst = TrendTest::Rate {
            at_least: 5,
            per: Seconds::hours(1),
            over: Seconds::hours(1),
        };
        let surge = TrendTest::Surge {
            window: Seconds::hours(4),
            history: 8,
            every: 42,
            one_in: 1_000,
        };
        Self {
            id: "default".into(),
            version: 1,
            cluster_words: 3,
            rules: vec![
                DraftTrendRule::new("repeated", [Ci, Cluster, Service], repeated),
                DraftTrendRule::new("burst", [Category, Subcategory], burst),
                DraftTrendRule::new("surge", [], surge),
            ],
        }
    }
}

/// A rule, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendRule {
    id: Code,
    on: BTreeSet<KeyKind>,
    test: TrendTest,
}

impl TrendRule {
    /// What it is called by.
    pub const fn id(&self) -> &Code {
        &self.id
    }

    /// Whether it is for keys of this kind.
    pub fn is_for(&self, kind: KeyKind) -> bool {
        self.on.is_empty() || self.on.contains(&kind)
    }

    /// When it is met.
    pub const fn test(&self) -> &TrendTest {
        &self.test
    }
}

/// What counts as a trend. A policy that exists is valid, and never changes.
///
/// ```
/// use itsm_core::time::Seconds;
/// use itsm_problem::trend_policy::{DraftTrendPolicy, DraftTrendRule, TrendPolicy, TrendTest};
///
/// let test = TrendTest::Count { at_least: 1, within: Seconds::days(1) };
/// let rules = vec![DraftTrendRule::new("any", [], test)];
/// let faults = TrendPolicy::try_from(DraftTrendPolicy { rules, ..Default::default() }).unwrap_err();
/// assert_eq!(
///     faults.to_string(),
///     "rules[0].test.at_least: expected at least 2, got `1`: one incident is no trend (policy.trend.count)",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendPolicy {
    of: PolicyRef,
    rules: Vec<TrendRule>,
    draft: Box<DraftTrendPolicy>,
}

impl Default for TrendPolicy {
    /// The one that ships: [`DraftTrendPolicy::default`].
    fn default() -> Self {
        let draft = DraftTrendPolicy::default();
        // Nothing is noted: a test holds that the default has no faults.
        let mut faults = Faults::new();
        let of = PolicyRef::of_draft(&draft.id, draft.version, &mut faults);
        let rules = rules(&draft, &mut faults);
        Self {
            of,
            rules,
            draft: Box::new(draft),
        }
    }
}

impl TryFrom<DraftTrendPolicy> for TrendPolicy {
    type Error = Faults;

    /// # Errors
    /// All [`Faults`] at once, each with its path.
    fn try_from(draft: DraftTrendPolicy) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let of = PolicyRef::of_draft(&draft.id, draft.version, &mut faults);
        if !(1..=8).contains(&draft.cluster_words) {
            let message = format!(
                "expected a number from 1 to 8, got `{}`",
                draft.cluster_words
            );
            faults.add("cluster_words", "policy.trend.words", message);
        }
        if draft.rules.is_empty() {
            faults.add(
                "rules",
                "policy.trend.rules",
                "expected at least one rule, got none",
            );
        }
        let rules = rules(&draft, &mut faults);
        let policy = Self {
            of,
            rules,
            draft: Box::new(draft),
        };
        faults.or(Some(policy))
    }
}

impl TrendPolicy {
    /// Its name and version.
    pub const fn of(&self) -> &PolicyRef {
        &self.of
    }

    /// The rules, in their order.
    pub fn rules(&self) -> &[TrendRule] {
        &self.rules
    }

    /// How far back it matters what was observed, for what is told of an incident.
    pub fn reach(&self) -> Seconds {
        let reach = self.rules.iter().map(|it| match it.test {
            // Whether it was met at the last incident depends on the window of that one.
            TrendTest::Count { within, .. } => Seconds(within.0.saturating_mul(2)),
            TrendTest::Rate { over, .. } => Seconds(over.0.saturating_mul(2)),
            TrendTest::Surge {
                window,
                history,
                every,
                ..
            } => {
                let windows = u64::from(history).saturating_mul(every.into());
                Seconds(window.0.saturating_mul(windows.saturating_add(1)))
            }
        });
        reach.max().unwrap_or_default()
    }

    /// Its longest window.
    pub(crate) fn longest_window(&self) -> Seconds {
        let windows = self.rules.iter().map(|it| match it.test {
            TrendTest::Count { within, .. } => within,
            TrendTest::Rate { over, .. } => over,
            TrendTest::Surge { window, .. } => window,
        });
        windows.max().unwrap_or_default()
    }

    /// How many words a signature has at most.
    pub fn cluster_words(&self) -> usize {
        self.draft.cluster_words as usize
    }

    /// The raw form it was made from.
    pub fn draft(&self) -> &DraftTrendPolicy {
        &self.draft
    }
}

fn rules(draft: &DraftTrendPolicy, faults: &mut Faults) -> Vec<TrendRule> {
    let (mut rules, mut names) = (Vec::new(), BTreeSet::new());
    for (place, rule) in draft.rules.iter().enumerate() {
        let path = format!("rules[{place}]");
        if !names.insert(&rule.id) {
            let message = format!("expected each rule once, got `{}` again", rule.id);
            faults.add(format!("{path}.id"), "policy.trend.rule_twice", message);
        }
        check(&rule.test, &format!("{path}.test"), faults);
        let id = faults.take(
            &format!("{path}.id"),
            "policy.code.text",
            Code::new(&rule.id),
        );
        rules.extend(id.map(|id| TrendRule {
            id,
            on: rule.on.clone(),
            test: rule.test,
        }));
    }
    rules
}

fn check(test: &TrendTest, path: &str, faults: &mut Faults) {
    let mut length = |name: &str, length: Seconds| {
        if length < Seconds(1) || length > Seconds::days(366) {
            let message = format!("expected a length from 1 s to 366 d, got {length}");
            faults.add(format!("{path}.{name}"), "policy.trend.window", message);
        }
    };
    match *test {
        TrendTest::Count { at_least, within } => {
            length("within", within);
            if at_least < 2 {
                let message =
                    format!("expected at least 2, got `{at_least}`: one incident is no trend");
                faults.add(format!("{path}.at_least"), "policy.trend.count", message);
            }
        }
        TrendTest::Rate {
            at_least,
            per,
            over,
        } => {
            length("per", per);
            length("over", over);
            let needed = needed(at_least, per, over);
            if needed < 2 {
                let message = format!(
                    "{at_least} in {per} over {over} are reached by {needed}, expected at least 2 incidents"
                );
                faults.add(format!("{path}.at_least"), "policy.trend.rate", message);
            }
        }
        TrendTest::Surge {
            window,
            history,
            every,
            one_in,
        } => {
            length("window", window);
            let reach = u64::from(history).saturating_mul(every.into());
            if !(1..=10_000).contains(&reach) {
                let message = format!(
                    "expected from 1 to 10,000 windows from the first to the last, got {history} times {every}"
                );
                faults.add(format!("{path}.history"), "policy.trend.history", message);
            }
            if !(2..=1_000_000_000).contains(&one_in) {
                let message = format!(
                    "expected a level from one in 2 to one in 1,000,000,000, got `{one_in}`"
                );
                faults.add(format!("{path}.one_in"), "policy.trend.level", message);
            }
        }
    }
}

/// How many incidents reach a rate.
pub(crate) fn needed(at_least: u32, per: Seconds, over: Seconds) -> u64 {
    let whole = u128::from(at_least).saturating_mul(over.0.into());
    let needed = whole.div_ceil(u128::from(per.0).max(1));
    u64::try_from(needed).unwrap_or(u64::MAX)
}
