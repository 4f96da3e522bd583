//! What is known of a change as far as its risk goes, and the words for it.

use crate::kind::{ChangeType, Magnitude};
use alloc::collections::BTreeMap;
use itsm_core::attribute::{Attribute, Domain, Domains, Subject, Value};
use itsm_core::id::GroupId;
use itsm_core::text::{Code, Label};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// The words in which rules ask about a change.
    pub enum RiskWord {
        /// How it comes to be authorized.
        Type = "type",
        /// How much it moves.
        Magnitude = "magnitude",
        /// The model that it follows.
        Model = "model",
        /// The group that makes it.
        Group = "group",
        /// How many items go down with those that it touches.
        ItemsDown = "items_down",
        /// How many services go down with them.
        ServicesDown = "services_down",
        /// The success score of the team or of the model.
        SuccessScore = "success_score",
        /// Whether it can be taken back.
        Reversible = "reversible",
        /// Whether it was tried elsewhere before.
        Tested = "tested",
    }
}

impl Attribute for RiskWord {
    fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

pub(crate) struct RiskDomains;

impl Domains<RiskWord> for RiskDomains {
    fn domain(&self, word: &RiskWord) -> Option<Domain> {
        let count = Domain::Integer {
            min: 0,
            max: i64::MAX,
        };
        Some(match word {
            RiskWord::Type => Domain::names::<ChangeType>(),
            RiskWord::Magnitude => Domain::names::<Magnitude>(),
            RiskWord::Model => Domain::Text,
            RiskWord::Group => Domain::Id,
            RiskWord::ItemsDown | RiskWord::ServicesDown => count,
            RiskWord::SuccessScore => Domain::Integer {
                min: i64::MIN,
                max: i64::MAX,
            },
            RiskWord::Reversible | RiskWord::Tested => Domain::Boolean,
        })
    }
}

wire_struct! {
    /// What is known of a change as far as its risk goes. What is not said is not known.
    pub struct RiskFacts {
    } optional {
        /// How it comes to be authorized.
        change_type: ChangeType,
        /// How much it moves.
        magnitude: Magnitude,
        /// The model that it follows.
        model: Code,
        /// The group that makes it.
        group: GroupId,
        /// How many items go down with those that it touches, by an impact analysis.
        items_down: u32,
        /// How many services go down with them.
        services_down: u32,
        /// The success score of the team or of the model.
        success_score: i64,
        /// Whether it can be taken back.
        reversible: bool,
        /// Whether it was tried elsewhere before.
        tested: bool,
        /// What the questions of the questionnaire were answered with.
        answers: BTreeMap<Code, Code>,
        /// How bad it would be: a row of the table.
        impact: Label,
        /// How probable success is: a column of the table.
        success: Label,
    }
}

impl Subject<RiskWord> for RiskFacts {
    fn value(&self, word: &RiskWord) -> Option<Value<'_>> {
        Some(match word {
            RiskWord::Type => Value::Text(self.change_type?.as_str()),
            RiskWord::Magnitude => Value::Text(self.magnitude?.as_str()),
            RiskWord::Model => Value::Text(self.model.as_ref()?.as_str()),
            RiskWord::Group => Value::Id(self.group?.as_uuid()),
            RiskWord::ItemsDown => Value::Integer(self.items_down?.into()),
            RiskWord::ServicesDown => Value::Integer(self.services_down?.into()),
            RiskWord::SuccessScore => Value::Integer(self.success_score?),
            RiskWord::Reversible => Value::Boolean(self.reversible?),
            RiskWord::Tested => Value::Boolean(self.tested?),
        })
    }
}
