//! A suggestion of how high the impact of an incident is.

use super::{BusinessImpact, Entry, Users, count_users};
use crate::scenario::Status;
use alloc::vec::Vec;
use itsm_core::id::CiId;

/// When to suggest a level of impact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct SuggestionRule {
    /// The level: the place on the scale of the incident practice, the highest impact at 0.
    pub level: u16,
    /// Services count that do so badly, or worse.
    pub status: Status,
    /// Services count that are so critical, or more; `None`: all, also those of which nothing is
    /// known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub criticality: Option<u16>,
    /// They have so many users together, as far as these are known; `None`: it takes one service.
    #[cfg_attr(feature = "serde", serde(default))]
    pub users: Option<u64>,
}

/// A level of impact that a rule suggests. It is for somebody to take or leave.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Suggestion {
    /// The level: the place on the scale of the incident practice.
    pub level: u16,
    /// The services that it is suggested for, in the order of the list.
    pub services: Vec<CiId>,
    /// Their users.
    pub users: Users,
}

impl BusinessImpact {
    /// The highest impact that a rule suggests; `None` if no rule does. Of rules for the same level
    /// the first that applies is told.
    ///
    /// A service whose users are not known counts for none of them, so that more knowledge may
    /// raise the level and never lowers it.
    ///
    /// ```
    /// # use itsm_configuration::graph::DependencyGraph;
    /// # use itsm_configuration::impact::Workspace;
    /// # use itsm_configuration::scenario::{Scenario, Status};
    /// # use itsm_configuration::snapshot::{Snapshot, View};
    /// # use itsm_core::id::{CiId, ServiceId};
    /// # use std::collections::BTreeMap;
    /// use itsm_configuration::business::{ByHand, ServiceFacts, Standing, SuggestionRule};
    /// # let mut graph = DependencyGraph::new([]);
    /// # let shop = CiId::from_key(1);
    /// # let _ = graph.add(shop)?;
    /// # let snapshot = Snapshot::of(&graph, View::live());
    /// # let mut workspace = Workspace::new();
    /// # let impact = snapshot.impact(&Scenario::failing([shop]), &mut workspace)?;
    /// let standing = Standing::Service(ServiceFacts {
    ///     service: ServiceId::from_key(1), criticality: 1, users: Some(40),
    /// });
    /// let business = impact.business(&BTreeMap::from([(shop, standing)]), &ByHand::new());
    /// let rules = [
    ///     SuggestionRule { level: 0, status: Status::Down, criticality: Some(0), users: None },
    ///     SuggestionRule { level: 1, status: Status::Down, criticality: None, users: Some(25) },
    ///     SuggestionRule { level: 2, status: Status::Degraded, criticality: None, users: None },
    /// ];
    /// assert_eq!(business.suggestion(&rules).map(|it| it.level), Some(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn suggestion<'a>(
        &self,
        rules: impl IntoIterator<Item = &'a SuggestionRule>,
    ) -> Option<Suggestion> {
        let mut best: Option<Suggestion> = None;
        for rule in rules {
            if best.as_ref().is_some_and(|it| it.level <= rule.level) {
                continue;
            }
            let counts = |it: &&Entry| {
                let criticality = it.service.map(|facts| facts.criticality);
                let is_critical = rule
                    .criticality
                    .is_none_or(|least| criticality.is_some_and(|it| it <= least));
                it.status > Status::Up && it.status >= rule.status && is_critical
            };
            let services: Vec<&Entry> = self.services.iter().filter(counts).collect();
            let users = count_users(services.iter().copied());
            let enough = users.down.saturating_add(users.degraded) >= rule.users.unwrap_or(0);
            if !services.is_empty() && enough {
                best = Some(Suggestion {
                    level: rule.level,
                    services: services.iter().map(|it| it.ci).collect(),
                    users,
                });
            }
        }
        best
    }
}
