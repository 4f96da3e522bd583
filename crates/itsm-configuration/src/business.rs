//! The business view of an impact: which services are hit, how badly, and how many people use them.
//!
//! What a host knows of its services comes in by a narrow trait, and what it does not know is told
//! as not known. What people add or set aside by hand is kept apart from what is computed, so that
//! it survives the next computation.

use crate::impact::Impact;
use crate::scenario::Status;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cmp::Reverse;
use itsm_core::id::{CiId, ServiceId};
use itsm_core::plain_enum;
use itsm_core::text::Label;

mod suggestion;
pub use suggestion::{Suggestion, SuggestionRule};

/// What is known of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ServiceFacts {
    /// The service that the item stands for.
    pub service: ServiceId,
    /// How critical it is to the business: the place on the host's scale, the most critical at 0.
    pub criticality: u16,
    /// How many people use it; `None` if that is not known.
    pub users: Option<u64>,
}

/// What an item is to the business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// A component: whoever uses a service does not see it.
    Component,
    /// A service.
    Service(ServiceFacts),
}

/// All that a business view asks of its host.
pub trait BusinessFacts {
    /// What the item is to the business; `None` if that is not known.
    fn standing(&self, ci: CiId) -> Option<Standing>;
}

impl BusinessFacts for BTreeMap<CiId, Standing> {
    fn standing(&self, ci: CiId) -> Option<Standing> {
        self.get(&ci).copied()
    }
}

plain_enum! {
    /// The lists of a business view.
    pub enum List {
        /// The items that something has happened to.
        #[doc(alias = "affected CIs")]
        Touched = "touched",
        /// The services that suffer in consequence.
        #[doc(alias = "impacted services")]
        Services = "services",
    }
}

/// What somebody has said of an item on a list, whatever is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
enum Word {
    Included { status: Status, reason: Label },
    SetAside { reason: Label },
}

/// What people have added to the lists, and what they have set aside. It is given anew to each
/// computation, and no computation changes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ByHand {
    words: BTreeMap<(List, CiId), Word>,
}

impl ByHand {
    /// Nothing.
    pub const fn new() -> Self {
        Self {
            words: BTreeMap::new(),
        }
    }

    /// The same, with the item on the list, for this reason; it does at least so badly. What was
    /// said of it on this list before is forgotten.
    #[must_use]
    pub fn include(mut self, list: List, ci: CiId, status: Status, reason: Label) -> Self {
        let word = Word::Included { status, reason };
        self.words.insert((list, ci), word);
        self
    }

    /// The same, with the item not on the list, for this reason. What was said of it on this list
    /// before is forgotten.
    #[must_use]
    pub fn set_aside(mut self, list: List, ci: CiId, reason: Label) -> Self {
        self.words.insert((list, ci), Word::SetAside { reason });
        self
    }

    /// The same, with the item on the list only if it is computed.
    #[must_use]
    pub fn forget(mut self, list: List, ci: CiId) -> Self {
        self.words.remove(&(list, ci));
        self
    }
}

/// An item on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Entry {
    /// The item.
    pub ci: CiId,
    /// How it does: the worse of what is computed and what was said by hand.
    pub status: Status,
    /// How it does by the computation; `None` if that does not name it.
    pub computed: Option<Status>,
    /// Why it was included by hand; `None` if it was not.
    pub by_hand: Option<Label>,
    /// What is known of it as a service; `None` if nothing is.
    pub service: Option<ServiceFacts>,
}

/// An item that was set aside by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct SetAside {
    /// From which list.
    pub list: List,
    /// The item.
    pub ci: CiId,
    /// Why.
    pub reason: Label,
    /// How it does by the computation; `None` if that does not name it, so that there is nothing
    /// to set aside any more.
    pub computed: Option<Status>,
}

/// How many people are hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Users {
    /// Those of services that are down. Whoever uses several counts with each.
    pub down: u64,
    /// Those of services that are degraded.
    pub degraded: u64,
    /// Of how many services it is not known how many people use them.
    pub unknown: usize,
}

/// What an impact is to the business.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BusinessImpact {
    /// What something has happened to: the items that the scenario names, and those included by
    /// hand. In the order of the ids.
    #[doc(alias = "affected CIs")]
    pub touched: Vec<Entry>,
    /// The services that suffer, touched or not: the most critical first, of these the worst off,
    /// then by their ids. Those of which nothing is known, because they were included by hand, come
    /// last.
    #[doc(alias = "impacted services")]
    pub services: Vec<Entry>,
    /// What was set aside by hand, list by list, in the order of the ids.
    pub set_aside: Vec<SetAside>,
    /// How many people are hit, by the services on the list.
    pub users: Users,
    /// The items that suffer of which it is not known whether they are services, in the order of
    /// the ids.
    pub unknown: Vec<CiId>,
}

impl Impact<'_> {
    /// What the impact is to the business.
    ///
    /// ```
    /// # use itsm_configuration::graph::DependencyGraph;
    /// # use itsm_configuration::impact::Workspace;
    /// # use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
    /// # use itsm_configuration::scenario::{Scenario, Status};
    /// # use itsm_configuration::snapshot::{Snapshot, View};
    /// # use itsm_core::{id::{CiId, ServiceId}, text::{Code, Label}};
    /// # use std::collections::BTreeMap;
    /// use itsm_configuration::business::{ByHand, List, ServiceFacts, Standing};
    /// # let needs = Code::new("depends_on")?;
    /// # let kind = RelationshipType { forward: Label::new("depends on")?, inverse: Label::new("used by")?, flow: Flow::ToSource, strength: Strength::Hard, containment: false };
    /// # let mut graph = DependencyGraph::new([(needs.clone(), kind)]);
    /// # let [shop, database, kiosk] = [1, 2, 3].map(CiId::from_key);
    /// # for ci in [shop, database, kiosk] { let _ = graph.add(ci)?; }
    /// # let _ = graph.relate(Relationship::new(needs.clone(), shop, database))?;
    /// let facts = BTreeMap::from([
    ///     (shop, Standing::Service(ServiceFacts {
    ///         service: ServiceId::from_key(1), criticality: 0, users: Some(1_200),
    ///     })),
    ///     (database, Standing::Component),
    /// ]);
    /// let kiosk_too = ByHand::new()
    ///     .include(List::Services, kiosk, Status::Degraded, Label::new("reported by phone")?);
    ///
    /// let snapshot = Snapshot::of(&graph, View::live());
    /// let mut workspace = Workspace::new();
    /// let impact = snapshot.impact(&Scenario::failing([database]), &mut workspace)?;
    /// let business = impact.business(&facts, &kiosk_too);
    /// assert_eq!(business.touched[0].ci, database);
    /// assert_eq!(business.services[0].ci, shop);
    /// assert_eq!(business.services[1].ci, kiosk);
    /// assert_eq!((business.users.down, business.users.unknown), (1_200, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn business(&self, facts: &impl BusinessFacts, by_hand: &ByHand) -> BusinessImpact {
        let affected: BTreeMap<CiId, Status> = self.affected().into_iter().collect();
        let mut lists: BTreeMap<(List, CiId), Entry> = BTreeMap::new();
        let mut unknown = Vec::new();
        let entry = |ci: CiId, status: Status| Entry {
            ci,
            status,
            computed: Some(status),
            by_hand: None,
            service: service(facts, ci),
        };
        for ci in self.scenario.failed().chain(self.scenario.degraded()) {
            if let Some(status) = affected.get(&ci) {
                lists.insert((List::Touched, ci), entry(ci, *status));
            }
        }
        for (&ci, &status) in &affected {
            match facts.standing(ci) {
                None => unknown.push(ci),
                Some(Standing::Component) => {}
                Some(Standing::Service(_)) => {
                    lists.insert((List::Services, ci), entry(ci, status));
                }
            }
        }
        let mut set_aside = Vec::new();
        for (&(list, ci), word) in &by_hand.words {
            let found = lists.remove(&(list, ci));
            let computed = found.and_then(|it| it.computed);
            match word {
                Word::SetAside { reason } => set_aside.push(SetAside {
                    list,
                    ci,
                    reason: reason.clone(),
                    computed,
                }),
                Word::Included { status, reason } => {
                    let entry = Entry {
                        ci,
                        status: computed.map_or(*status, |it| it.max(*status)),
                        computed,
                        by_hand: Some(reason.clone()),
                        service: service(facts, ci),
                    };
                    lists.insert((list, ci), entry);
                }
            }
        }
        let (mut touched, mut services) = (Vec::new(), Vec::new());
        for ((list, _), entry) in lists {
            match list {
                List::Touched => touched.push(entry),
                List::Services => services.push(entry),
            }
        }
        services.sort_by_key(|it| {
            let criticality = it.service.map(|facts| facts.criticality);
            (
                criticality.is_none(),
                criticality,
                Reverse(it.status),
                it.ci,
            )
        });
        let users = count_users(&services);
        BusinessImpact {
            touched,
            services,
            set_aside,
            users,
            unknown,
        }
    }
}

fn service(facts: &impl BusinessFacts, ci: CiId) -> Option<ServiceFacts> {
    match facts.standing(ci) {
        Some(Standing::Service(facts)) => Some(facts),
        _ => None,
    }
}

fn count_users<'a>(services: impl IntoIterator<Item = &'a Entry>) -> Users {
    let mut users = Users::default();
    for entry in services {
        let count = entry.service.and_then(|facts| facts.users);
        let sum = match entry.status {
            Status::Down => &mut users.down,
            Status::Degraded => &mut users.degraded,
            Status::Up => continue,
        };
        match count {
            Some(count) => *sum = sum.saturating_add(count),
            None => users.unknown = users.unknown.saturating_add(1),
        }
    }
    users
}
