//! Rule tables: ordered rules, of which the first that matches decides.
//!
//! The same table serves wherever a practice lets its users write rules: what makes an incident a
//! candidate for a major one, which group gets it, which agreement applies, how risky a change is.

use crate::attribute::{Attribute, Domains, Subject};
use crate::condition::Condition;
use crate::draft::DraftCondition;
use crate::explain::Explanation;
use crate::fault::Faults;
use crate::place::Place;
use crate::text::Code;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The raw form of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftRule<T> {
    /// A code that is its own in the table.
    pub id: String,
    /// Whether it counts; a rule that does not is kept and passed over.
    #[cfg_attr(
        feature = "serde",
        serde(default = "active", skip_serializing_if = "is_active")
    )]
    pub active: bool,
    /// When it matches.
    pub when: DraftCondition,
    /// What follows when it is the first that matches.
    pub then: T,
}

#[cfg(feature = "serde")]
const fn active() -> bool {
    true
}

#[cfg(feature = "serde")]
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
const fn is_active(active: &bool) -> bool {
    *active
}

impl<T> DraftRule<T> {
    /// An active rule.
    pub fn new(id: impl Into<String>, when: DraftCondition, then: T) -> Self {
        Self {
            id: id.into(),
            active: true,
            when,
            then,
        }
    }
}

/// The raw form of a [`RuleTable`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftRuleTable<T> {
    /// The rules, in the order in which they are tried.
    pub rules: Vec<DraftRule<T>>,
}

impl<T> Default for DraftRuleTable<T> {
    /// No rule.
    fn default() -> Self {
        Self { rules: Vec::new() }
    }
}

/// One rule of a [`RuleTable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRule<A, T> {
    id: Code,
    active: bool,
    when: Condition<A>,
    then: T,
}

impl<A, T> TableRule<A, T> {
    /// Its code, its own in the table.
    pub const fn id(&self) -> &Code {
        &self.id
    }

    /// Whether it counts.
    pub const fn is_active(&self) -> bool {
        self.active
    }

    /// When it matches.
    pub const fn when(&self) -> &Condition<A> {
        &self.when
    }

    /// What follows when it is the first that matches.
    pub const fn outcome(&self) -> &T {
        &self.then
    }
}

/// Ordered rules, of which the first that matches decides.
///
/// A rule matches when its condition is known to be true. One that is unknown does not match, and
/// the next is tried; a [`Match`] names those it passed over, because with more facts one of them
/// might have decided. A last rule with an empty `all` catches whatever is left. A table without
/// rules matches nothing.
///
/// ```
/// use itsm_core::attribute::{Attribute, Domain, Domains, Subject, Value};
/// use itsm_core::draft::DraftCondition;
/// use itsm_core::rule_table::{DraftRule, DraftRuleTable, RuleTable};
///
/// # #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
/// # struct Category;
/// # impl core::fmt::Display for Category {
/// #     fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result { f.write_str("category") }
/// # }
/// # impl Attribute for Category {
/// #     fn parse(name: &str) -> Option<Self> { (name == "category").then_some(Self) }
/// # }
/// # struct Policy;
/// # impl Domains<Category> for Policy {
/// #     fn domain(&self, _: &Category) -> Option<Domain> { Some(Domain::choice(["network", "mail", "other"])) }
/// # }
/// # struct Ticket(Option<&'static str>);
/// # impl Subject<Category> for Ticket {
/// #     fn value(&self, _: &Category) -> Option<Value<'_>> { self.0.map(Value::Text) }
/// # }
/// let assignment = RuleTable::compile(
///     DraftRuleTable {
///         rules: vec![
///             DraftRule::new("wan", DraftCondition::attribute("category").is("network"), "network team"),
///             DraftRule::new("rest", DraftCondition::all([]), "service desk"),
///         ],
///     },
///     &Policy,
/// )?;
/// let network = assignment.first_match(&Ticket(Some("network"))).expect("the first rule");
/// assert_eq!(*network.outcome, "network team");
/// assert_eq!(network.explanation.to_string(), "true: `category` is `network`, it is `network`");
///
/// let unsorted = assignment.first_match(&Ticket(None)).expect("the last rule catches all");
/// assert_eq!(*unsorted.outcome, "service desk");
/// assert_eq!(unsorted.undecided[0].rule.as_str(), "wan"); // it might have been a network fault
/// # Ok::<(), itsm_core::fault::Faults>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTable<A, T> {
    rules: Vec<TableRule<A, T>>,
}

impl<A, T> Default for RuleTable<A, T> {
    fn default() -> Self {
        Self::empty()
    }
}

impl<A, T> RuleTable<A, T> {
    /// A table that matches nothing.
    pub const fn empty() -> Self {
        Self { rules: Vec::new() }
    }

    /// The rules, in the order in which they are tried; those that are not active too.
    pub fn rules(&self) -> &[TableRule<A, T>] {
        &self.rules
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&TableRule<A, T>> {
        self.rules.iter().find(|rule| rule.id.as_str() == id)
    }
}

impl<A: Attribute, T> RuleTable<A, T> {
    /// Checks a draft against the vocabulary and the domains of the policy in force.
    ///
    /// # Errors
    /// All [`Faults`] at once, each with its path, such as `rules[3].when.all[0].is`: an id that
    /// is not a code or stands twice, and whatever [`Condition::compile`] finds.
    pub fn compile(
        draft: DraftRuleTable<T>,
        domains: &(impl Domains<A> + ?Sized),
    ) -> Result<Self, Faults> {
        Self::compile_with(draft, domains, Ok)
    }

    /// The same for outcomes that are drafts themselves and have to be checked too.
    ///
    /// # Errors
    /// As [`compile`](Self::compile), and the faults of the outcomes below `rules[i].then`.
    pub fn compile_with<D>(
        draft: DraftRuleTable<D>,
        domains: &(impl Domains<A> + ?Sized),
        mut check: impl FnMut(D) -> Result<T, Faults>,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut rules = Vec::new();
        let list = Place::Root.key("rules");
        for (i, rule) in draft.rules.into_iter().enumerate() {
            let at = list.item(i);
            let id = faults.take(
                &at.key("id").to_string(),
                "rule_table.rule.id",
                Code::new(&rule.id),
            );
            if let Some(first) = places.get(&rule.id) {
                faults.add(
                    at.key("id").to_string(),
                    "rule_table.rule.twice",
                    format!("`{}` is the id of `rules[{first}]` already", rule.id),
                );
            } else if id.is_some() {
                places.insert(rule.id, i);
            }
            let when = Condition::compile_at(&rule.when, &at.key("when"), domains, &mut faults);
            let then = faults.nest(&at.key("then").to_string(), check(rule.then));
            if let (Some(id), Some(when), Some(then)) = (id, when, then) {
                rules.push(TableRule {
                    id,
                    active: rule.active,
                    when,
                    then,
                });
            }
        }
        faults.or(Some(Self { rules }))
    }

    /// The first rule that matches, and nothing else. Allocates nothing.
    pub fn find(&self, subject: &(impl Subject<A> + ?Sized)) -> Option<&TableRule<A, T>> {
        self.rules
            .iter()
            .find(|rule| rule.active && rule.when.holds(subject))
    }

    /// The first rule that matches, why, and which earlier ones were undecided.
    pub fn first_match(&self, subject: &(impl Subject<A> + ?Sized)) -> Option<Match<'_, T>> {
        match self.decide(subject) {
            Decision::Matched(it) => Some(it),
            Decision::NoMatch { .. } => None,
        }
    }

    /// Tries the rules in their order, and answers for all that it passed over undecided.
    pub fn decide(&self, subject: &(impl Subject<A> + ?Sized)) -> Decision<'_, T> {
        let mut undecided = Vec::new();
        for rule in self.rules.iter().filter(|rule| rule.active) {
            match rule.when.eval(subject) {
                Some(false) => {}
                None => undecided.push(Undecided {
                    rule: &rule.id,
                    explanation: rule.when.explain(subject),
                }),
                Some(true) => {
                    return Decision::Matched(Match {
                        rule: &rule.id,
                        outcome: &rule.then,
                        explanation: rule.when.explain(subject),
                        undecided,
                    });
                }
            }
        }
        Decision::NoMatch { undecided }
    }

    /// The attributes that the active rules read.
    pub fn attributes(&self) -> BTreeSet<&A> {
        self.rules
            .iter()
            .filter(|rule| rule.active)
            .flat_map(|rule| rule.when.attributes())
            .collect()
    }

    /// The raw form, as it was written.
    pub fn draft(&self) -> DraftRuleTable<T>
    where
        T: Clone,
    {
        self.draft_with(T::clone)
    }

    /// The raw form, with the outcomes brought back to theirs.
    pub fn draft_with<'a, D>(&'a self, mut raw: impl FnMut(&'a T) -> D) -> DraftRuleTable<D> {
        DraftRuleTable {
            rules: self
                .rules
                .iter()
                .map(|rule| DraftRule {
                    id: rule.id.as_str().into(),
                    active: rule.active,
                    when: rule.when.draft(),
                    then: raw(&rule.then),
                })
                .collect(),
        }
    }
}

/// The rule that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Match<'t, T> {
    /// Its id.
    pub rule: &'t Code,
    /// What follows.
    pub outcome: &'t T,
    /// Why it matched.
    pub explanation: Explanation,
    /// The rules before it that nobody can decide yet.
    pub undecided: Vec<Undecided<'t>>,
}

/// A rule that could not be decided, because a value is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Undecided<'t> {
    /// Its id.
    pub rule: &'t Code,
    /// Which values are missing.
    pub explanation: Explanation,
}

/// What a table says of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Decision<'t, T> {
    /// A rule decided.
    Matched(Match<'t, T>),
    /// No rule matches.
    NoMatch {
        /// The rules that nobody can decide yet.
        undecided: Vec<Undecided<'t>>,
    },
}

#[cfg(feature = "serde")]
impl<A: Attribute, T: serde::Serialize> serde::Serialize for RuleTable<A, T> {
    /// Writes the raw form.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.draft_with(|then| then).serialize(serializer)
    }
}
