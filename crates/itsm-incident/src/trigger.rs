//! Triggers: rules that propose an incident as a major one.
//!
//! The rules are tried in order and the first that matches proposes. They look at open incidents
//! that are nobody's child and neither a candidate nor a major incident already. The default policy
//! ships three as examples, all of them switched off: what is major, every desk decides for itself.

use crate::command::ProposeMajor;
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use crate::vocabulary::{IncidentAttribute, Word};
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::attribute::{Subject, Value};
use itsm_core::draft::DraftCondition;
use itsm_core::rule_table::{Decision, DraftRule, DraftRuleTable, Match, Undecided};
use itsm_core::text::Note;
use itsm_core::wire_struct;

wire_struct! {
    /// What a trigger says when it proposes a major incident.
    pub struct Trigger {
        /// Why.
        reason: Note,
        /// What such an incident does to the business.
        business_impact: Note,
    }
}

/// What the host knows of an incident that the incident itself does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TriggerFacts {
    /// How critical the disturbed service is, 1 being the most. `None`: not known.
    pub service_criticality: Option<u8>,
    /// How many children the incident has. `None`: not known.
    pub child_count: Option<u32>,
}

/// What the triggers say of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Triggered<'p> {
    /// A rule proposes it: the command to execute, and why.
    Proposes(ProposeMajor, Match<'p, Trigger>),
    /// No rule proposes it; with more facts, these might have.
    Silent(Vec<Undecided<'p>>),
    /// The rules do not look at it: it is not open, somebody's child, or already a candidate or a
    /// major incident.
    NotConsidered,
}

/// Asks the policy's triggers about an incident. Changes nothing; the host executes what comes out.
///
/// ```
/// # use itsm_core::{actor::Actor, context::Context, id::{IncidentId, PersonId}, level::{Impact, Urgency}, text::Title};
/// # use itsm_incident::{Incident, draft::DraftIncidentPolicy, policy::IncidentPolicy, profile::{DetectionSource, Profile}};
/// use itsm_incident::trigger::{TriggerFacts, Triggered, ask};
///
/// # let mut draft = DraftIncidentPolicy::default();
/// for rule in &mut draft.major.triggers.rules {
///     rule.active = true;
/// }
/// # let policy = IncidentPolicy::try_from(draft)?;
/// # let ana = Actor::person(PersonId::from_key(1));
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
/// # let profile = Profile::new(Title::new("Mail is down")?, DetectionSource::User, Impact::new("Low")?, Urgency::new("Low")?);
/// # let (incident, _) = Incident::register(IncidentId::from_key(1), profile, &cx)?;
/// let facts = TriggerFacts { service_criticality: None, child_count: Some(21) };
/// let Triggered::Proposes(_, because) = ask(&incident, facts, &policy) else { panic!() };
/// assert_eq!(because.rule.as_str(), "many_children");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ask<'p>(
    incident: &Incident,
    facts: TriggerFacts,
    policy: &'p IncidentPolicy,
) -> Triggered<'p> {
    let considered =
        incident.stage().is_open() && incident.parent().is_none() && incident.major().is_free();
    if !considered {
        return Triggered::NotConsidered;
    }
    match policy
        .major
        .triggers
        .decide(&Considered { incident, facts })
    {
        Decision::Matched(because) => {
            let Trigger {
                reason,
                business_impact,
            } = because.outcome.clone();
            let propose = ProposeMajor::new(reason, business_impact).trigger(because.rule.clone());
            Triggered::Proposes(propose, because)
        }
        Decision::NoMatch { undecided } => Triggered::Silent(undecided),
    }
}

/// An incident together with what only the host knows of it: what conditions are asked about when
/// they may ask for either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Considered<'a> {
    /// The incident.
    pub incident: &'a Incident,
    /// What the host knows.
    pub facts: TriggerFacts,
}

impl Subject<IncidentAttribute> for Considered<'_> {
    fn value(&self, attribute: &IncidentAttribute) -> Option<Value<'_>> {
        match attribute {
            IncidentAttribute::Word(Word::ServiceCriticality) => self
                .facts
                .service_criticality
                .map(|it| Value::Integer(it.into())),
            IncidentAttribute::Word(Word::ChildCount) => {
                self.facts.child_count.map(|it| Value::Integer(it.into()))
            }
            _ => self.incident.value(attribute),
        }
    }
}

/// The first priority of the default matrix.
pub(crate) const SHIPPED_PRIORITY: &str = "Critical";

/// The three examples that the default policy ships, switched off. The first level of the priority
/// scale is named, so that they fit a desk with other levels.
pub(crate) fn examples(first_priority: &str) -> DraftRuleTable<Trigger> {
    let rule = |id: &str, when, reason, business_impact| DraftRule {
        active: false,
        ..DraftRule::new(
            id,
            when,
            Trigger::new(Note::trusted(reason), Note::trusted(business_impact)),
        )
    };
    DraftRuleTable {
        rules: vec![
            rule(
                "critical_service",
                DraftCondition::attribute("service_criticality").at_most(2),
                "a service of the two highest criticalities is disturbed",
                "a service that the business cannot do without is disturbed",
            ),
            rule(
                "many_children",
                DraftCondition::attribute("child_count").above(20),
                "more than twenty incidents have been joined to it",
                "many users are disturbed at the same time",
            ),
            rule(
                "first_priority",
                DraftCondition::attribute("priority").is(first_priority),
                "it has the highest priority",
                "much of the business is hurt and cannot wait",
            ),
        ],
    }
}
