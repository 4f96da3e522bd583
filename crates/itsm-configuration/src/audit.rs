//! The audit: records against an observed inventory, and what does not agree.
//!
//! There are six kinds of disagreement. What tells them apart, of a fact or a relationship of which
//! the record says one thing and the observer saw another:
//!
//! - It is so because of a change that is known to be done: the change was **not recorded**.
//! - The record was verified and found right, and has not been modified since. So it was as the
//!   record says, and became otherwise without a change: an **unauthorized change**.
//! - Otherwise nobody can tell whether it ever was as the record says: the attribute, or the
//!   relationship, is **wrong**.
//!
//! A thing that no record is of is **unregistered**. An item that should be there and was not found
//! is **missing**, and its facts cannot be compared. Whether an item should be there follows from the
//! stage of its life: one that is planned, designed, lost or at the end of its life is not missed.
//!
//! Source: ITIL 4 service configuration management (verification and audit); FitSM-1 PR11.5.

use crate::command::Verify;
use crate::difference::Value;
use crate::estate::Estate;
use crate::fact::{FactPath, FactValue};
use crate::inventory::{ChangeDone, Observation};
use crate::judge::Judge;
use crate::policy::ConfigurationPolicy;
use crate::relationship::Relationship;
use crate::verification::Discrepancy;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use itsm_core::id::{ChangeId, CiId};
use itsm_core::plain_enum;
use itsm_core::ratio::Ratio;
use itsm_core::text::{Code, Label, Note};
use itsm_core::time::Instant;

plain_enum! {
    /// In which of six ways a record and what is there do not agree.
    pub enum FindingKind {
        /// Something is there that nobody has registered.
        Unregistered = "unregistered",
        /// A change was authorized and done, and the record does not say so.
        ChangeNotRecorded = "change_not_recorded",
        /// Something became otherwise without a change.
        UnauthorizedChange = "unauthorized_change",
        /// A fact is not as the record says.
        WrongAttribute = "wrong_attribute",
        /// A relationship is not there, or one is there that is not recorded.
        WrongRelationship = "wrong_relationship",
        /// An item is not there.
        Missing = "missing",
    }
}

impl FindingKind {
    /// What a verification of the record says of it; `None` for what has no record.
    pub const fn discrepancy(self) -> Option<Discrepancy> {
        Some(match self {
            Self::Unregistered => return None,
            Self::ChangeNotRecorded => Discrepancy::ChangeNotRecorded,
            Self::UnauthorizedChange => Discrepancy::UnauthorizedChange,
            Self::WrongAttribute => Discrepancy::WrongAttribute,
            Self::WrongRelationship => Discrepancy::WrongRelationship,
            Self::Missing => Discrepancy::Missing,
        })
    }
}

/// What a finding is about: an item, or a thing that is none yet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Subject {
    /// An item.
    Ci(CiId),
    /// A thing, under the name that the observer has for it.
    Thing(Label),
}

/// What the record says, and what is so. Absent: there is none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Disagreement {
    /// Whether the item is there.
    Presence {
        /// Whether it should be, by the record.
        recorded: bool,
        /// Whether it is.
        actual: bool,
    },
    /// A fact.
    Fact {
        /// Which.
        path: FactPath,
        /// What the record says.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        recorded: Option<FactValue>,
        /// What was seen, or what the change did.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        actual: Option<FactValue>,
    },
    /// Whether a relationship is there. It is part of the record of its source.
    Relationship {
        /// Which.
        relationship: Relationship,
        /// Whether the record has it.
        recorded: bool,
        /// Whether it was seen, or made by the change.
        actual: bool,
    },
    /// A change touched the item and nobody knows how; its history does not know the change.
    Untold,
    /// The record itself was modified on nobody's authority.
    Marked {
        /// Since when that has stood.
        since: Instant,
    },
}

/// One thing in which a record and what is there do not agree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Finding {
    /// Of what.
    pub subject: Subject,
    /// In which way.
    pub kind: FindingKind,
    /// What the record says and what is so.
    pub what: Disagreement,
    /// The change that explains it.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub change: Option<ChangeId>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.subject {
            Subject::Ci(ci) => write!(f, "item {ci}: ")?,
            Subject::Thing(name) => write!(f, "thing `{name}`: ")?,
        }
        write!(f, "{}", self.kind)?;
        let is = |it: bool| if it { "there" } else { "not there" };
        match &self.what {
            Disagreement::Presence { recorded, actual } => {
                write!(f, ", recorded {}, actually {}", is(*recorded), is(*actual))
            }
            Disagreement::Fact {
                path,
                recorded,
                actual,
            } => {
                let (recorded, actual) = (Value(recorded.as_ref()), Value(actual.as_ref()));
                write!(f, ", {path} recorded {recorded}, actually {actual}")
            }
            Disagreement::Relationship {
                relationship: it,
                recorded,
                actual,
            } => {
                let (recorded, actual) = (is(*recorded), is(*actual));
                write!(
                    f,
                    ", {} {} recorded {recorded}, actually {actual}",
                    it.kind, it.target
                )
            }
            Disagreement::Untold => f.write_str(", nobody knows what it did"),
            Disagreement::Marked { since } => write!(f, ", marked since {since}"),
        }?;
        match self.change {
            Some(change) => write!(f, " (change {change})"),
            None => Ok(()),
        }
    }
}

/// Why an observation cannot be held against the records.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// Two things are said to be the same item.
    #[error("things `{one}` and `{other}` are both said to be item {ci}")]
    SeenTwice {
        /// Which item.
        ci: CiId,
        /// The first thing.
        one: Label,
        /// The second.
        other: Label,
    },
}

/// What an audit has found.
///
/// ```
/// # use itsm_configuration::{Ci, authority::Authority, estate::Estate, policy::ConfigurationPolicy, profile::CiProfile};
/// # use itsm_core::{actor::Actor, context::Context, id::{ChangeId, CiId, PersonId}, text::{Code, Label, Title}};
/// use itsm_configuration::audit::{Audit, FindingKind};
/// use itsm_configuration::fact::FactPath;
/// use itsm_configuration::inventory::{Observation, Thing};
/// use itsm_configuration::scope::Scope;
/// use std::collections::BTreeMap;
///
/// # let (ana, policy) = (Actor::person(PersonId::from_key(1)), ConfigurationPolicy::default());
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
/// # let change = Authority::from(ChangeId::from_key(1));
/// # let profile = CiProfile::new(Code::new("server")?, Title::new("srv-porto-07")?);
/// # let (mut server, born) = Ci::register(CiId::from_key(1), profile, change.clone(), &cx)?;
/// # let mut estate = Estate::new();
/// # estate.evolve(&born)?;
/// let found = BTreeMap::from([
///     (Label::new("10.0.0.7")?, Thing::new().ci(server.id()).fact(FactPath::Name, "srv-lisboa-01")),
///     (Label::new("10.0.0.8")?, Thing::new()),
/// ]);
/// let seen = Observation::new(cx.now, Scope::Everything, found);
/// let audit = Audit::of(&estate, &policy, &seen, &[], &BTreeMap::new())?;
/// let kinds: Vec<_> = audit.findings.iter().map(|it| it.kind).collect();
/// assert_eq!(kinds, [FindingKind::WrongAttribute, FindingKind::Unregistered]);
///
/// // What was found is put on record.
/// for (ci, verify) in audit.commands() {
///     assert_eq!(ci, server.id());
///     server.execute(verify, &cx)?;
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Audit {
    /// When the inventory was observed.
    pub at: Instant,
    /// Who or what observed it.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub source: Option<Code>,
    /// Everything that does not agree, in order: items by their ids, then things by their names.
    pub findings: Vec<Finding>,
    /// The items whose records were compared with what is there.
    pub compared: BTreeSet<CiId>,
    /// The items whose records were modified after the observation: it says nothing of them any
    /// more.
    pub gone_on: BTreeSet<CiId>,
}

impl Audit {
    /// Holds the records against what was observed, and against the changes that were done by then.
    ///
    /// `recorded` says which changes the histories of the items know; see
    /// [`recorded_changes`](crate::inventory::recorded_changes).
    ///
    /// Attributes that the class of an item does not have are not compared, and a class that was
    /// seen less exactly than it is recorded agrees with it. Changes are held against the records
    /// of all items that they touched, whatever was in the scope.
    ///
    /// # Errors
    /// [`AuditError`] if two things are said to be the same item.
    pub fn of(
        estate: &Estate,
        policy: &ConfigurationPolicy,
        observation: &Observation,
        done: &[ChangeDone],
        recorded: &BTreeMap<CiId, BTreeSet<ChangeId>>,
    ) -> Result<Self, AuditError> {
        Ok(Judge::new(estate, policy, observation, done, recorded)?.audit())
    }

    /// What was found of an item.
    pub fn findings_of(&self, ci: CiId) -> impl Iterator<Item = &Finding> {
        let of = move |it: &&Finding| matches!(it.subject, Subject::Ci(id) if id == ci);
        self.findings.iter().filter(of)
    }

    /// How many findings there are of each kind.
    pub fn counts(&self) -> BTreeMap<FindingKind, usize> {
        let mut counts: BTreeMap<FindingKind, usize> = BTreeMap::new();
        for finding in &self.findings {
            let count = counts.entry(finding.kind).or_default();
            *count = count.saturating_add(1);
        }
        counts
    }

    /// How many of the records that were compared are right.
    #[doc(alias = "accuracy")]
    pub fn right(&self) -> Ratio {
        let wrong: BTreeSet<CiId> = self
            .findings
            .iter()
            .filter_map(|it| match it.subject {
                Subject::Ci(ci) => Some(ci),
                Subject::Thing(_) => None,
            })
            .collect();
        let mut right = Ratio::default();
        for ci in &self.compared {
            right.count(!wrong.contains(ci));
        }
        right
    }

    /// For each item that was compared, the command that puts the result on record, in the order of
    /// their ids. Its note has the findings, one a line, if they are not too many for it.
    pub fn commands(&self) -> Vec<(CiId, Verify)> {
        let mut found: BTreeMap<CiId, Vec<&Finding>> = BTreeMap::new();
        for finding in &self.findings {
            if let Subject::Ci(ci) = finding.subject {
                found.entry(ci).or_default().push(finding);
            }
        }
        let verify = |ci: &CiId| {
            let of_it = found.get(ci).map_or(&[][..], Vec::as_slice);
            let kinds = of_it.iter().map(|it| it.kind);
            let kinds: BTreeSet<Discrepancy> = kinds.filter_map(FindingKind::discrepancy).collect();
            let lines: Vec<String> = of_it.iter().map(ToString::to_string).collect();
            let mut verify = Verify::new(kinds);
            verify.note = Note::new(lines.join("\n")).ok();
            (*ci, verify)
        };
        self.compared.iter().map(verify).collect()
    }
}
