//! An incident and the items that it is about.

use crate::desk::{at, day};
use itsm::configuration::authority::Authority;
use itsm::configuration::business::SuggestionRule;
use itsm::configuration::command::{Move, Relate, Retire};
use itsm::configuration::estate::Estate;
use itsm::configuration::impact::Workspace;
use itsm::configuration::policy::ConfigurationPolicy;
use itsm::configuration::profile::CiProfile;
use itsm::configuration::scenario::Status;
use itsm::configuration::snapshot::{Snapshot, View};
use itsm::configuration::state::LifecycleStage;
use itsm::configuration::{Ci, RecordedCiEvent};
use itsm::coordination::estate::{EstateFacts, check_items, suggest_impact};
use itsm::core::actor::{Actor, Role};
use itsm::core::context::Context;
use itsm::core::id::{ChangeId, CiId, PersonId, ServiceId};
use itsm::core::text::{Code, Label, Title};
use itsm::incident::policy::IncidentPolicy;

/// A shop of the highest criticality on a database, and a wiki that nobody has weighed on it too.
struct Office {
    policy: ConfigurationPolicy,
    estate: Estate,
    items: Vec<Ci>,
}

impl Office {
    fn new() -> Self {
        let mut office = Self {
            policy: ConfigurationPolicy::default(),
            estate: Estate::new(),
            items: Vec::new(),
        };
        let highest = office.policy.criticalities().iter().next().unwrap().clone();
        let item =
            |class, name| CiProfile::new(Code::new(class).unwrap(), Title::new(name).unwrap());
        let shop = item("service", "Web shop").service(ServiceId::from_key(1));
        office.register(1, shop.criticality(highest));
        office.register(2, item("service", "Wiki").service(ServiceId::from_key(2)));
        office.register(3, item("database", "orders"));
        for service in [0, 1] {
            let facts = office.estate.target_facts(ci(3), &office.policy).unwrap();
            let relate = Relate::new(Code::new("depends_on").unwrap(), ci(3), facts, change());
            office.tell(service, relate);
        }
        office
    }

    fn register(&mut self, key: u64, profile: CiProfile) {
        let max = Actor::person(PersonId::from_key(1)).with(Role::CONFIGURATION_MANAGER);
        let cx = Context::new(at("2026-03-02T09:00:00Z"), &max, &self.policy);
        let (item, born) = Ci::register(ci(key), profile, change(), &cx).unwrap();
        self.estate.evolve(&born).unwrap();
        self.items.push(item);
    }

    fn tell(&mut self, item: usize, command: impl Into<itsm::configuration::command::CiCommand>) {
        let max = Actor::person(PersonId::from_key(1)).with(Role::CONFIGURATION_MANAGER);
        let cx = Context::new(day(3, "09:00"), &max, &self.policy);
        let events: Vec<RecordedCiEvent> = self.items[item].execute(command, &cx).unwrap();
        for event in events {
            self.estate.evolve(&event).unwrap();
        }
    }
}

fn ci(key: u64) -> CiId {
    CiId::from_key(key)
}

fn change() -> Authority {
    Authority::from(ChangeId::from_key(1))
}

#[test]
fn incident_is_not_about_what_is_retired() {
    let mut office = Office::new();
    office.register(
        4,
        CiProfile::new(Code::new("server").unwrap(), Title::new("old").unwrap()),
    );
    assert_eq!(check_items(&office.estate, [ci(4), ci(3)]), Ok(()));
    for (stage, status) in [
        (LifecycleStage::Deploy, "Build"),
        (LifecycleStage::Operational, "In use"),
        (LifecycleStage::EndOfOperation, "Out of use"),
    ] {
        office.tell(3, Move::new(stage, Label::new(status).unwrap(), change()));
    }
    let nobody = office.estate.dependants(ci(4), &office.policy);
    office.tell(
        3,
        Retire::new(Label::new("Retired").unwrap(), nobody, change()),
    );
    let refused = check_items(&office.estate, [ci(4), ci(3), ci(4), ci(99)]).unwrap_err();
    assert_eq!(refused.rule(), "link.item.retired");
    assert_eq!(
        refused.to_string(),
        "an incident is not about what is retired: `old` (link.item.retired)"
    );
}

#[test]
fn impact_is_suggested_from_the_services_that_would_be_down() {
    let office = Office::new();
    let incidents = IncidentPolicy::default();
    let snapshot = Snapshot::of(&office.estate.graph(&office.policy), View::whole());
    let rule = |level, criticality, users| SuggestionRule {
        level,
        status: Status::Down,
        criticality,
        users,
    };
    let rules = [
        rule(0, Some(0), None),
        rule(1, None, Some(100)),
        rule(2, None, None),
    ];
    let users = |service| (service == ServiceId::from_key(2)).then_some(40);
    let facts = EstateFacts::new(&office.estate, &office.policy, users);
    let mut workspace = Workspace::new();
    let mut ask = |cis: &[CiId]| {
        suggest_impact(
            cis.iter().copied(),
            &snapshot,
            &facts,
            &rules,
            &incidents,
            &mut workspace,
        )
    };
    let highest = incidents.matrix().impacts().iter().next().unwrap();
    let database = ask(&[ci(3), ci(99)]);
    assert_eq!(database.impact.as_ref(), Some(highest));
    assert_eq!(database.because.unwrap().services, [ci(1)]);
    assert_eq!(database.unknown, [ci(99)]);
    // The wiki alone is nobody's first concern: forty people are fewer than a hundred.
    let wiki = ask(&[ci(2)]);
    assert_eq!(
        wiki.impact.as_ref(),
        incidents.matrix().impacts().iter().nth(2)
    );
    assert_eq!(ask(&[]).impact, None);
}
