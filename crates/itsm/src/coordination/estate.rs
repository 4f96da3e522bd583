//! An incident meets the estate: which items it may be about, and how much of the business is hurt.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use itsm_configuration::business::{
    BusinessFacts, BusinessImpact, ByHand, ServiceFacts, Standing, Suggestion, SuggestionRule,
};
use itsm_configuration::estate::Estate;
use itsm_configuration::impact::Workspace;
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::scenario::Scenario;
use itsm_configuration::snapshot::Snapshot;
use itsm_core::id::{CiId, ServiceId};
use itsm_core::level::Impact;
use itsm_core::text::Title;
use itsm_incident::policy::IncidentPolicy;

/// Items that an incident cannot be about, because their life is over.
///
/// Source: ISO/IEC 20000-1 8.2.6; ITIL 4 service configuration management (CI lifecycle).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetiredItems {
    /// Each with its name, in the order of the ids.
    pub items: Vec<(CiId, Title)>,
}

impl RetiredItems {
    /// The stable id of the rule that refuses.
    #[expect(
        clippy::unused_self,
        reason = "it is asked of an error, as of every other"
    )]
    pub const fn rule(&self) -> &'static str {
        "link.item.retired"
    }
}

impl fmt::Display for RetiredItems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self
            .items
            .iter()
            .map(|(_, name)| alloc::format!("`{name}`"))
            .collect();
        let names = names.join(", ");
        write!(
            f,
            "an incident is not about what is retired: {names} ({})",
            self.rule()
        )
    }
}

impl core::error::Error for RetiredItems {}

/// Whether an incident may be about these items: to be asked before it is registered with them,
/// or before one is added by [`AffectCi`](itsm_incident::command::AffectCi). Of an item that the
/// estate does not have nothing is known, and nothing is refused.
///
/// # Errors
/// [`RetiredItems`] names every item whose life is over.
pub fn check_items(
    estate: &Estate,
    cis: impl IntoIterator<Item = CiId>,
) -> Result<(), RetiredItems> {
    let retired = cis.into_iter().filter_map(|ci| {
        let item = estate.item(ci)?;
        let is_over = item.stage().is_retired() || !item.is_kept();
        is_over.then(|| (ci, item.name().clone()))
    });
    let mut items: Vec<(CiId, Title)> = retired.collect();
    items.sort_unstable_by_key(|(ci, _)| *ci);
    items.dedup();
    if items.is_empty() {
        Ok(())
    } else {
        Err(RetiredItems { items })
    }
}

/// What an estate says of its items to the business: an item that stands for a service is one, as
/// critical as its record says; whatever else is on record is a component.
///
/// A service whose criticality is not on record comes after the least critical ones. How many
/// people use a service the estate does not know: the host may.
#[derive(Debug, Clone, Copy)]
pub struct EstateFacts<'a, U> {
    estate: &'a Estate,
    policy: &'a ConfigurationPolicy,
    users: U,
}

impl<'a, U: Fn(ServiceId) -> Option<u64>> EstateFacts<'a, U> {
    /// The facts of an estate under its policy, with how many people use each service.
    pub const fn new(estate: &'a Estate, policy: &'a ConfigurationPolicy, users: U) -> Self {
        Self {
            estate,
            policy,
            users,
        }
    }
}

impl<U: Fn(ServiceId) -> Option<u64>> BusinessFacts for EstateFacts<'_, U> {
    fn standing(&self, ci: CiId) -> Option<Standing> {
        let item = self.estate.item(ci)?;
        let Some(service) = item.service() else {
            return Some(Standing::Component);
        };
        let scale = self.policy.criticalities();
        let place = item
            .criticality()
            .and_then(|level| scale.iter().position(|it| it == level));
        let criticality = place.unwrap_or(scale.len());
        Some(Standing::Service(ServiceFacts {
            service,
            criticality: u16::try_from(criticality).unwrap_or(u16::MAX),
            users: (self.users)(service),
        }))
    }
}

/// What the graph says of how much of the business an incident hurts. A suggestion: the impact of
/// the incident is what a person, or the policy of the host, says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImpactSuggestion {
    /// The level, on the scale of the incident policy; `None` if no rule applies, or the scale has
    /// no such level.
    pub impact: Option<Impact>,
    /// Which rule spoke for which services.
    pub because: Option<Suggestion>,
    /// The services and items hit, whatever is suggested.
    pub business: BusinessImpact,
    /// The items that the snapshot does not have, and that nothing is known of.
    pub unknown: Vec<CiId>,
}

/// The impact to suggest for an incident about these items, if they are down: the same question to
/// the same graph that a change asks for its risk.
///
/// ```
/// # use itsm::configuration::business::SuggestionRule;
/// # use itsm::configuration::estate::Estate;
/// # use itsm::configuration::impact::Workspace;
/// # use itsm::configuration::policy::ConfigurationPolicy;
/// # use itsm::configuration::scenario::Status;
/// # use itsm::configuration::snapshot::{Snapshot, View};
/// # use itsm::core::id::CiId;
/// # use itsm::incident::policy::IncidentPolicy;
/// use itsm::coordination::estate::{EstateFacts, suggest_impact};
/// # let (estate, items, incidents) = (Estate::new(), ConfigurationPolicy::default(), IncidentPolicy::default());
/// # let snapshot = Snapshot::of(&estate.graph(&items), View::live());
///
/// let facts = EstateFacts::new(&estate, &items, |_| None);
/// let rules = [SuggestionRule { level: 0, status: Status::Down, criticality: Some(0), users: None }];
/// let nothing = suggest_impact(
///     [CiId::from_key(7)], &snapshot, &facts, &rules, &incidents, &mut Workspace::new(),
/// );
/// assert_eq!((nothing.impact, nothing.unknown), (None, vec![CiId::from_key(7)]));
/// ```
pub fn suggest_impact(
    cis: impl IntoIterator<Item = CiId>,
    snapshot: &Snapshot,
    facts: &impl BusinessFacts,
    rules: &[SuggestionRule],
    policy: &IncidentPolicy,
    workspace: &mut Workspace,
) -> ImpactSuggestion {
    let (known, mut unknown): (Vec<CiId>, Vec<CiId>) =
        cis.into_iter().partition(|ci| snapshot.contains(*ci));
    unknown.sort_unstable();
    unknown.dedup();
    let scenario = Scenario::failing(known);
    let business = match snapshot.impact(&scenario, workspace) {
        Ok(impact) => impact.business(facts, &ByHand::new()),
        // Only items that the snapshot has are asked about.
        Err(_) => BusinessImpact::default(),
    };
    let because = business.suggestion(rules);
    let scale = policy.matrix().impacts();
    let level = because.as_ref().map(|it| usize::from(it.level));
    ImpactSuggestion {
        impact: level.and_then(|it| scale.iter().nth(it)).cloned(),
        because,
        business,
        unknown,
    }
}
