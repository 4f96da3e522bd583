//! The policy: the rules of an estate, as an immutable value with a name and a version.
//!
//! It names the classes, the types of relationships, the statuses and the moves. It is built from a
//! [`DraftConfigurationPolicy`], which reports everything that is wrong at once; a policy that
//! exists is valid.

use crate::class::ClassTree;
use crate::command::CiCommandKind;
use crate::compile::compile;
use crate::draft::{DraftBegin, DraftConfigurationPolicy};
use crate::governance::{Enforcement, Triple};
use crate::lifecycle::LIFECYCLE;
use crate::relationship::RelationshipType;
use crate::state::{Family, LifecycleStage, Standing};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;
use itsm_core::actor::Role;
use itsm_core::level::{Criticality, Scale};
use itsm_core::policy::PolicyRef;
use itsm_core::text::{Code, Label};

/// What a policy says of one command.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct CommandRules {
    pub(crate) forbidden: BTreeSet<LifecycleStage>,
    pub(crate) roles: Vec<Role>,
}

/// The rules of an estate. A policy that exists is valid, and never changes.
///
/// ```
/// use itsm_configuration::draft::DraftConfigurationPolicy;
/// use itsm_configuration::policy::ConfigurationPolicy;
///
/// let policy = ConfigurationPolicy::try_from(DraftConfigurationPolicy {
///     id: "porto".into(),
///     version: 3,
///     ..DraftConfigurationPolicy::default()
/// })?;
/// assert_eq!(policy.of().to_string(), "porto v3");
/// # Ok::<(), itsm_core::fault::Faults>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(
        into = "DraftConfigurationPolicy",
        try_from = "DraftConfigurationPolicy"
    )
)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(with = "DraftConfigurationPolicy")
)]
pub struct ConfigurationPolicy {
    pub(crate) of: PolicyRef,
    pub(crate) criticalities: Scale<Criticality>,
    pub(crate) classes: ClassTree,
    pub(crate) types: BTreeMap<Code, RelationshipType>,
    pub(crate) statuses: BTreeMap<Family, BTreeMap<LifecycleStage, BTreeSet<Label>>>,
    pub(crate) operational: BTreeMap<Code, u32>,
    pub(crate) actions: BTreeMap<Code, BTreeSet<Code>>,
    pub(crate) commands: Vec<CommandRules>,
    pub(crate) draft: Box<DraftConfigurationPolicy>,
}

impl ConfigurationPolicy {
    /// Its name and version, as stamped on every record it decides on.
    pub const fn of(&self) -> &PolicyRef {
        &self.of
    }

    /// The levels of criticality, most important first.
    pub const fn criticalities(&self) -> &Scale<Criticality> {
        &self.criticalities
    }

    /// The classes.
    pub const fn classes(&self) -> &ClassTree {
        &self.classes
    }

    /// A type of relationship, by its code.
    pub fn relationship_type(&self, kind: &Code) -> Option<&RelationshipType> {
        self.types.get(kind)
    }

    /// The types of relationships, in the order of their codes.
    pub fn relationship_types(&self) -> impl Iterator<Item = (&Code, &RelationshipType)> {
        self.types.iter()
    }

    /// What becomes of a relationship that no triple permits.
    pub fn enforcement(&self) -> Enforcement {
        self.draft.governance.enforcement
    }

    /// Whether items of two classes may be related in this way. A type that no triple names is
    /// free.
    pub fn permits(&self, source: &Code, kind: &Code, target: &Code) -> bool {
        let mut governed = self.triples(kind).peekable();
        governed.peek().is_none()
            || governed.any(|it| {
                self.classes.is_a(source, &it.source) && self.classes.is_a(target, &it.target)
            })
    }

    pub(crate) fn triples<'a>(&'a self, kind: &'a Code) -> impl Iterator<Item = &'a Triple> {
        let all = self.draft.governance.triples.iter();
        all.filter(move |it| it.kind == *kind)
    }

    /// The statuses that an item of a class can have in a stage, in alphabetical order: those of
    /// its family, and those that it and its ancestors add. None: it cannot be in that stage.
    pub fn statuses(&self, class: &Code, stage: LifecycleStage) -> BTreeSet<&Label> {
        let family = self.classes.family(class);
        let of_family = family
            .and_then(|it| self.statuses.get(&it))
            .and_then(|it| it.get(&stage));
        let of_classes = self
            .classes
            .lineage(class)
            .filter_map(|it| it.statuses.get(&stage));
        of_family.into_iter().chain(of_classes).flatten().collect()
    }

    /// Whether an item of a class can stand there.
    pub fn admits(&self, class: &Code, standing: &Standing) -> bool {
        self.statuses(class, standing.stage)
            .contains(&standing.status)
    }

    /// Whether an item of a class may move from one stage to another, itself not included.
    pub fn allows_move(&self, class: &Code, from: LifecycleStage, to: LifecycleStage) -> bool {
        let published = [CiCommandKind::Move, CiCommandKind::Retire]
            .iter()
            .any(|it| LIFECYCLE.leads(from, *it, to));
        let rules = &self.draft.moves;
        let allowed =
            rules.allow_all || rules.allowed.get(&from).is_some_and(|it| it.contains(&to));
        from != to && published && allowed && !self.classes.not_allowed(class, from, to)
    }

    /// Where the life of an item of a class begins.
    pub fn begin(&self, class: &Code) -> Option<&DraftBegin> {
        let family = self.classes.family(class)?;
        self.draft.begins.get(&family)
    }

    /// The priority of an operational status: the smallest number wins.
    pub fn operational_priority(&self, status: &Code) -> Option<u32> {
        self.operational.get(status).copied()
    }

    /// The actions that can be under way on an item.
    pub fn actions(&self) -> impl Iterator<Item = &Code> {
        self.actions.keys()
    }

    /// Whether two actions may be under way at the same time.
    pub fn are_compatible(&self, one: &Code, other: &Code) -> bool {
        let says = |a, b| {
            self.actions
                .get(a)
                .is_some_and(|them: &BTreeSet<Code>| them.contains(b))
        };
        says(one, other) || says(other, one)
    }

    /// Whether the policy forbids a command in a stage, although the lifecycle allows it.
    pub fn forbids(&self, stage: LifecycleStage, command: CiCommandKind) -> bool {
        self.rules(command)
            .is_some_and(|rules| rules.forbidden.contains(&stage))
    }

    /// The moves that it allows to items of a class, as a Mermaid state diagram.
    pub fn to_mermaid(&self, class: &Code) -> String {
        let mut text = String::from("stateDiagram-v2\n");
        if let Some(begin) = self.begin(class) {
            let _ = writeln!(text, "    [*] --> {}", begin.registered.stage);
        }
        for from in LifecycleStage::ALL {
            for to in LifecycleStage::ALL {
                let there = |stage| !self.statuses(class, stage).is_empty();
                if self.allows_move(class, *from, *to) && there(*from) && there(*to) {
                    let _ = writeln!(text, "    {from} --> {to}");
                }
            }
        }
        let _ = writeln!(text, "    {} --> [*]", LifecycleStage::EndOfLife);
        text
    }

    /// The raw form it was made from.
    pub fn draft(&self) -> &DraftConfigurationPolicy {
        &self.draft
    }

    pub(crate) fn rules(&self, command: CiCommandKind) -> Option<&CommandRules> {
        self.commands.get(command.index())
    }
}

impl Default for ConfigurationPolicy {
    /// The policy of [`DraftConfigurationPolicy::default`].
    fn default() -> Self {
        compile(DraftConfigurationPolicy::default()).0
    }
}

impl From<ConfigurationPolicy> for DraftConfigurationPolicy {
    fn from(policy: ConfigurationPolicy) -> Self {
        *policy.draft
    }
}
