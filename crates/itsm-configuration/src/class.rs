//! Classes: what kinds of items there are, and by which model each kind is kept.
//!
//! Classes form a tree. A class inherits the attributes of its ancestors and adds its own; the
//! statuses add up likewise. Of the rules (naming, intervals, staleness, retirement, which moves
//! are not allowed) the nearest class that has one wins, and its rule stands alone.

use crate::naming::NamePattern;
use crate::retirement::RetirementRule;
use crate::state::{Family, LifecycleStage};
use alloc::collections::{BTreeMap, BTreeSet};
use itsm_core::actor::Role;
use itsm_core::custom::{AttributeDefinition, AttributeValue};
use itsm_core::text::{Code, Label};
use itsm_core::time::Seconds;

/// A class of items, with what it says itself. What it inherits, the [`ClassTree`] knows.
///
/// Source: ITIL 4 service configuration management (CI models).
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "CI type")]
#[doc(alias = "CI model")]
pub struct Class {
    pub(crate) code: Code,
    pub(crate) parent: Option<Code>,
    pub(crate) is_abstract: bool,
    pub(crate) dependent: bool,
    pub(crate) family: Option<Family>,
    pub(crate) owner_role: Option<Role>,
    pub(crate) naming: Option<NamePattern>,
    pub(crate) attributes: BTreeMap<Code, AttributeDefinition>,
    pub(crate) mandatory: BTreeSet<Fact>,
    pub(crate) recommended: BTreeSet<Fact>,
    pub(crate) statuses: BTreeMap<LifecycleStage, BTreeSet<Label>>,
    pub(crate) not_allowed: Option<BTreeMap<LifecycleStage, BTreeSet<LifecycleStage>>>,
    pub(crate) change_required: Option<BTreeSet<LifecycleStage>>,
    pub(crate) verify_every: Option<Seconds>,
    pub(crate) attest_every: Option<Seconds>,
    pub(crate) stale_after: Option<Seconds>,
    pub(crate) retirement: Option<RetirementRule>,
}

impl Class {
    /// Its code.
    pub const fn code(&self) -> &Code {
        &self.code
    }

    /// The class it is a kind of.
    pub const fn parent(&self) -> Option<&Code> {
        self.parent.as_ref()
    }

    /// Whether it only sums up others: no item is of it.
    pub const fn is_abstract(&self) -> bool {
        self.is_abstract
    }
}

itsm_core::plain_enum! {
    /// A fact of every item that a class can ask for, besides its own attributes.
    pub enum CommonFact {
        /// What it costs, its tag, its supplier.
        Asset = "asset",
        /// How much it matters.
        Criticality = "criticality",
        /// What it is, in full.
        Description = "description",
        /// The group that looks after it.
        Group = "group",
        /// The accountable person.
        Owner = "owner",
        /// The service that it is.
        Service = "service",
    }
}

/// A fact that a class asks for, mandatory or recommended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// One that every item may have.
    Common(CommonFact),
    /// An attribute of the class.
    Attribute(Code),
}

impl core::fmt::Display for Fact {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Common(fact) => fact.fmt(f),
            Self::Attribute(name) => name.fmt(f),
        }
    }
}

/// The classes of a policy: a forest without loops, however deep.
///
/// ```
/// use itsm_configuration::policy::ConfigurationPolicy;
/// use itsm_core::text::Code;
///
/// let policy = ConfigurationPolicy::default();
/// let [server, hardware] = ["server", "hardware"].map(|it| Code::new(it).unwrap());
/// assert!(policy.classes().is_a(&server, &hardware));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClassTree {
    pub(crate) classes: BTreeMap<Code, Class>,
}

impl ClassTree {
    /// The class of this code.
    pub fn get(&self, code: &Code) -> Option<&Class> {
        self.classes.get(code)
    }

    /// Every class, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = &Class> {
        self.classes.values()
    }

    /// The class and its ancestors, nearest first; nothing if there is no such class.
    pub fn lineage<'a>(&'a self, code: &Code) -> impl Iterator<Item = &'a Class> + use<'a> {
        core::iter::successors(self.classes.get(code), |class| {
            class.parent.as_ref().and_then(|it| self.classes.get(it))
        })
    }

    /// Whether one class is the other, or a kind of it.
    pub fn is_a(&self, code: &Code, ancestor: &Code) -> bool {
        self.lineage(code).any(|class| class.code == *ancestor)
    }

    /// Whether items can be of this class: it is there, and it is not abstract.
    pub fn is_concrete(&self, code: &Code) -> bool {
        self.classes.get(code).is_some_and(|it| !it.is_abstract)
    }

    /// The family, from the nearest class that says it.
    pub fn family(&self, code: &Code) -> Option<Family> {
        self.nearest(code, |class| class.family)
    }

    /// The definition of an attribute, from the nearest class that has it.
    pub fn attribute(&self, code: &Code, name: &Code) -> Option<&AttributeDefinition> {
        self.lineage(code).find_map(|it| it.attributes.get(name))
    }

    /// The attributes that items of this class have, in the order of their names.
    pub fn attributes(&self, code: &Code) -> BTreeMap<&Code, &AttributeDefinition> {
        let mut all = BTreeMap::new();
        for class in self.lineage(code) {
            for (name, definition) in &class.attributes {
                all.entry(name).or_insert(definition);
            }
        }
        all
    }

    /// Whether items of this class can have an attribute with this value.
    pub(crate) fn admits(&self, code: &Code, name: &Code, value: &AttributeValue) -> bool {
        self.attribute(code, name)
            .is_some_and(|definition| definition.admits(value))
    }

    /// What an item of this class must have when it is registered.
    pub fn mandatory(&self, code: &Code) -> BTreeSet<&Fact> {
        self.lineage(code).flat_map(|it| &it.mandatory).collect()
    }

    pub(crate) fn demands(&self, code: &Code, name: &Code) -> bool {
        let fact = Fact::Attribute(name.clone());
        self.lineage(code).any(|it| it.mandatory.contains(&fact))
    }

    /// What an item of this class should have.
    pub fn recommended(&self, code: &Code) -> BTreeSet<&Fact> {
        self.lineage(code).flat_map(|it| &it.recommended).collect()
    }

    /// How items of this class are called.
    pub fn naming(&self, code: &Code) -> Option<&NamePattern> {
        self.lineage(code).find_map(|it| it.naming.as_ref())
    }

    /// The role that answers for the items of this class.
    pub fn owner_role(&self, code: &Code) -> Option<&Role> {
        self.lineage(code).find_map(|it| it.owner_role.as_ref())
    }

    /// How often items of this class are verified.
    pub fn verify_every(&self, code: &Code) -> Option<Seconds> {
        self.nearest(code, |class| class.verify_every)
            .filter(|it| it.0 > 0)
    }

    /// How often owners attest items of this class.
    pub fn attest_every(&self, code: &Code) -> Option<Seconds> {
        self.nearest(code, |class| class.attest_every)
            .filter(|it| it.0 > 0)
    }

    /// How long what is known of an item of this class stays fresh; `None`: forever.
    pub fn stale_after(&self, code: &Code) -> Option<Seconds> {
        self.nearest(code, |class| class.stale_after)
    }

    /// When the record of an item of this class may go.
    pub fn retirement(&self, code: &Code) -> Option<&RetirementRule> {
        self.lineage(code).find_map(|it| it.retirement.as_ref())
    }

    /// The stages in which an item of this class is modified under a change and not otherwise.
    pub fn change_required(&self, code: &Code, stage: LifecycleStage) -> bool {
        self.lineage(code)
            .find_map(|it| it.change_required.as_ref())
            .is_some_and(|stages| stages.contains(&stage))
    }

    /// Whether each item of this class is part of exactly one other, which contains it.
    pub fn is_dependent(&self, code: &Code) -> bool {
        self.lineage(code).any(|it| it.dependent)
    }

    pub(crate) fn not_allowed(
        &self,
        code: &Code,
        from: LifecycleStage,
        to: LifecycleStage,
    ) -> bool {
        self.lineage(code)
            .find_map(|it| it.not_allowed.as_ref())
            .and_then(|rules| rules.get(&from))
            .is_some_and(|targets| targets.contains(&to))
    }

    fn nearest<T>(&self, code: &Code, rule: impl Fn(&Class) -> Option<T>) -> Option<T> {
        self.lineage(code).find_map(rule)
    }
}
