//! The words in which conditions speak of a configuration item:
//! `{"attribute": "classes", "contains": "hardware"}`.

use crate::ci::Ci;
use crate::policy::ConfigurationPolicy;
use crate::state::LifecycleStage;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::fmt;
use itsm_core::attribute::{Attribute, Domain, Domains, Subject, Value};
use itsm_core::custom::{AttributeDefinition, AttributeValue};
use itsm_core::text::Code;

/// An attribute of a configuration item that a condition can ask for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CiAttribute {
    /// One of those named in [`Word`].
    Word(Word),
    /// An attribute of a class, as `custom.name`.
    Custom(Code),
}

itsm_core::plain_enum! {
    /// The attributes that every configuration item has.
    pub enum Word {
        /// Its class.
        Class = "class",
        /// Its class and the ancestors of that; known to whoever has the policy, see
        /// [`CiUnder`].
        Classes = "classes",
        /// The stage of its life.
        Stage = "stage",
        /// The status within the stage.
        Status = "status",
        /// Its operational status.
        OperationalStatus = "operational_status",
        /// How much it matters.
        Criticality = "criticality",
        /// The accountable person.
        Owner = "owner",
        /// The group that looks after it.
        Group = "group",
        /// The service that it is.
        Service = "service",
        /// Whether it is an asset too.
        IsAsset = "is_asset",
        /// Whether it is marked as a duplicate.
        IsDuplicate = "is_duplicate",
        /// Whether it was changed on nobody's authority, and nobody has found it right since.
        IsMarked = "is_marked",
        /// The actions that are under way.
        Actions = "actions",
        /// How many relationships it has of which it is the source.
        Relationships = "relationships",
        /// When it was registered.
        RegisteredAt = "registered_at",
        /// When it was last changed.
        ModifiedAt = "modified_at",
        /// When it was last verified.
        VerifiedAt = "verified_at",
        /// When it was last confirmed by its owner.
        AttestedAt = "attested_at",
    }
}

impl fmt::Display for CiAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => fmt::Display::fmt(word, f),
            Self::Custom(name) => write!(f, "custom.{name}"),
        }
    }
}

impl Attribute for CiAttribute {
    fn parse(name: &str) -> Option<Self> {
        match name.strip_prefix("custom.") {
            Some(custom) => Code::new(custom).ok().map(Self::Custom),
            None => name.parse().ok().map(Self::Word),
        }
    }
}

impl Domains<CiAttribute> for ConfigurationPolicy {
    fn domain(&self, attribute: &CiAttribute) -> Option<Domain> {
        let word = match attribute {
            CiAttribute::Word(word) => *word,
            CiAttribute::Custom(name) => return self.domain_of(name),
        };
        Some(match word {
            Word::Class => {
                let concrete = self.classes.iter().filter(|it| !it.is_abstract());
                Domain::choice(concrete.map(|it| it.code().as_str()))
            }
            Word::Classes | Word::Actions => Domain::TextSet,
            Word::Stage => Domain::names::<LifecycleStage>(),
            Word::Status => {
                let of_families = self.statuses.values().flat_map(|it| it.values());
                let of_classes = self.classes.iter().flat_map(|it| it.statuses.values());
                let all: BTreeSet<_> = of_families.chain(of_classes).flatten().collect();
                Domain::choice(all)
            }
            Word::OperationalStatus => Domain::choice(self.operational.keys()),
            Word::Criticality => Domain::level(&self.criticalities),
            Word::Owner | Word::Group | Word::Service => Domain::Id,
            Word::IsAsset | Word::IsDuplicate | Word::IsMarked => Domain::Boolean,
            Word::Relationships => Domain::Integer {
                min: 0,
                max: i64::from(u32::MAX),
            },
            Word::RegisteredAt | Word::ModifiedAt | Word::VerifiedAt | Word::AttestedAt => {
                Domain::Instant
            }
        })
    }
}

impl ConfigurationPolicy {
    /// The values of an attribute of classes. Where classes define it differently it can be
    /// anything that one of them admits.
    fn domain_of(&self, name: &Code) -> Option<Domain> {
        let mut definitions = self.classes.iter().filter_map(|it| it.attributes.get(name));
        let first = definitions.next()?;
        let mut domain = first.domain();
        for definition in definitions.filter(|it| *it != first) {
            domain = match (domain, definition) {
                (
                    Domain::Integer { min, max },
                    AttributeDefinition::Integer {
                        min: low,
                        max: high,
                    },
                ) => Domain::Integer {
                    min: min.min(*low),
                    max: max.max(*high),
                },
                (Domain::Choice(mut all), AttributeDefinition::Choice { choices }) => {
                    all.extend(choices.iter().map(|it| it.as_str().into()));
                    all.sort_unstable();
                    all.dedup();
                    Domain::Choice(all)
                }
                (Domain::Boolean, AttributeDefinition::Boolean) => Domain::Boolean,
                (
                    Domain::Choice(_) | Domain::Text,
                    AttributeDefinition::Choice { .. } | AttributeDefinition::Text,
                ) => Domain::Text,
                // A number here and a text there: nothing can be compared with both.
                _ => return None,
            };
        }
        Some(domain)
    }
}

impl Subject<CiAttribute> for Ci {
    fn value(&self, attribute: &CiAttribute) -> Option<Value<'_>> {
        let word = match attribute {
            CiAttribute::Word(word) => *word,
            CiAttribute::Custom(name) => return self.attribute(name).map(AttributeValue::answer),
        };
        Some(match word {
            Word::Class => Value::Text(self.class().as_str()),
            // These are lists that have to be made first; see `CiUnder`.
            Word::Classes | Word::Actions => return None,
            Word::Stage => Value::Text(self.stage().as_str()),
            Word::Status => Value::Text(self.standing.status.as_str()),
            Word::OperationalStatus => Value::Text(self.operational_status()?.as_str()),
            Word::Criticality => Value::Text(self.criticality()?.as_str()),
            Word::Owner => Value::Id(self.owner()?.as_uuid()),
            Word::Group => Value::Id(self.group()?.as_uuid()),
            Word::Service => Value::Id(self.service()?.as_uuid()),
            Word::IsAsset => Value::Boolean(self.asset().is_some()),
            Word::IsDuplicate => Value::Boolean(self.duplicate_of.is_some()),
            Word::IsMarked => Value::Boolean(self.modifications.marked_since.is_some()),
            Word::Relationships => {
                Value::Integer(i64::try_from(self.relationships.len()).unwrap_or(i64::MAX))
            }
            Word::RegisteredAt => Value::Instant(self.registered_at),
            Word::ModifiedAt => Value::Instant(self.modified_at),
            Word::VerifiedAt => Value::Instant(self.verification.as_ref()?.at),
            Word::AttestedAt => Value::Instant(self.attestation.as_ref()?.at),
        })
    }
}

/// A configuration item together with the classes of its policy: what conditions are asked about
/// that speak of `classes`.
#[derive(Debug, Clone)]
pub struct CiUnder<'a> {
    ci: &'a Ci,
    classes: Vec<&'a str>,
    actions: Vec<&'a str>,
}

impl Ci {
    /// The item, with what a policy knows of its class.
    pub fn under<'a>(&'a self, policy: &'a ConfigurationPolicy) -> CiUnder<'a> {
        let lineage = policy.classes().lineage(self.class());
        CiUnder {
            ci: self,
            classes: lineage.map(|it| it.code().as_str()).collect(),
            actions: self.actions.keys().map(Code::as_str).collect(),
        }
    }
}

impl Subject<CiAttribute> for CiUnder<'_> {
    fn value(&self, attribute: &CiAttribute) -> Option<Value<'_>> {
        match attribute {
            CiAttribute::Word(Word::Classes) => Some(Value::TextSet(&self.classes)),
            CiAttribute::Word(Word::Actions) => Some(Value::TextSet(&self.actions)),
            _ => self.ci.value(attribute),
        }
    }
}
