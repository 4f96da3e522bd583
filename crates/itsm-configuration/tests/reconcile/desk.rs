//! What the tests have in common: an estate, its rules, and short words for long ones.

use itsm_configuration::authority::Authority;
use itsm_configuration::command::CiCommand;
use itsm_configuration::datum::Datum;
use itsm_configuration::draft::DraftConfigurationPolicy;
use itsm_configuration::draft_identification::{DraftEntry, DraftIdentificationPolicy};
use itsm_configuration::estate::Estate;
use itsm_configuration::identification::IdentificationPolicy;
use itsm_configuration::outcome::{Outcome, PlannedDatum};
use itsm_configuration::payload::{End, ObservedItem, Payload};
use itsm_configuration::plan::Plan;
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::profile::{AssetFacts, CiProfile};
use itsm_configuration::reconcile::Reconciler;
use itsm_configuration::reports::Reports;
use itsm_configuration::state::{LifecycleStage, Standing};
use itsm_configuration::{Adopt, Ci, IdentificationError, RecordedCiEvent};
use itsm_core::actor::Actor;
use itsm_core::context::Context;
use itsm_core::custom::AttributeDefinition;
use itsm_core::id::{ChangeId, CiId};
use itsm_core::text::{Code, Label, Title};
use itsm_core::time::{Instant, Seconds};

pub(crate) fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub(crate) fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

pub(crate) fn title(text: &str) -> Title {
    Title::new(text).unwrap()
}

pub(crate) fn ci(key: u64) -> CiId {
    CiId::from_key(key)
}

pub(crate) fn nine() -> Instant {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

pub(crate) fn cores() -> Datum {
    Datum::Attribute(code("cores"))
}

pub(crate) fn change() -> Authority {
    ChangeId::from_key(7).into()
}

pub(crate) fn entry(id: &str, by: &[&str]) -> DraftEntry {
    DraftEntry {
        id: id.into(),
        by: by.iter().copied().map(String::from).collect(),
        ..DraftEntry::default()
    }
}

/// The default policy, with a few attributes, and blades as a kind of server.
pub(crate) fn policy() -> ConfigurationPolicy {
    let mut draft = DraftConfigurationPolicy::default();
    let hardware = draft.classes.get_mut("hardware").unwrap();
    for name in ["host", "domain"] {
        let text = AttributeDefinition::Text;
        hardware.attributes.insert(name.into(), text);
    }
    let server = draft.classes.get_mut("server").unwrap();
    let number = AttributeDefinition::Integer { min: 1, max: 1_024 };
    server.attributes.insert("cores".into(), number);
    let mut blade = server.clone();
    blade.parent = Some("server".into());
    blade.attributes = [("bay".to_string(), AttributeDefinition::Text)].into();
    draft.classes.insert("blade".into(), blade);
    draft.try_into().unwrap()
}

/// Hardware by its serial number, or by its name in a domain.
pub(crate) fn draft() -> DraftIdentificationPolicy {
    let mut draft = DraftIdentificationPolicy::default();
    let hardware = draft.identification.get_mut("hardware").unwrap();
    *hardware = vec![
        entry("serial", &["asset.serial"]),
        entry("host", &["host", "domain"]),
    ];
    draft
}

pub(crate) fn item(key: &str, class: &str) -> ObservedItem {
    let number = key.bytes().fold(0, |sum, it| sum * 31 + u64::from(it));
    ObservedItem::new(code(key), code(class), ci(1_000_000 + number)).name(title(key))
}

pub(crate) fn server(key: &str, serial: &str) -> ObservedItem {
    item(key, "server").serial(label(serial))
}

pub(crate) fn within(item: ObservedItem, parent: &str) -> ObservedItem {
    item.parent(End::Item(code(parent)))
}

/// An estate that sources look at.
#[derive(Debug)]
pub(crate) struct Shop {
    pub(crate) policy: ConfigurationPolicy,
    pub(crate) draft: DraftIdentificationPolicy,
    pub(crate) actor: Actor,
    pub(crate) estate: Estate,
    pub(crate) reports: Reports,
    pub(crate) now: Instant,
}

impl Shop {
    pub(crate) fn new() -> Self {
        Self::under(policy())
    }

    pub(crate) fn under(policy: ConfigurationPolicy) -> Self {
        Self {
            policy,
            draft: draft(),
            actor: Actor::automation(code("importer")),
            estate: Estate::new(),
            reports: Reports::new(),
            now: nine(),
        }
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut DraftIdentificationPolicy)) -> Self {
        change(&mut self.draft);
        self
    }

    pub(crate) fn later(&mut self, pause: Seconds) {
        self.now = pause.after(self.now).unwrap();
    }

    pub(crate) fn rules(&self) -> IdentificationPolicy {
        IdentificationPolicy::compile(self.draft.clone(), &self.policy).unwrap()
    }

    fn take(&mut self, events: &[RecordedCiEvent]) {
        for event in events {
            self.estate.evolve(event).unwrap();
            self.reports.evolve(event);
        }
    }

    /// A record that was taken over, in a stage of its life.
    pub(crate) fn adopt(&mut self, key: u64, profile: CiProfile, stage: LifecycleStage) {
        let status = (*self.policy.statuses(&profile.class, stage).first().unwrap()).clone();
        let adopt = Adopt::new(profile, Standing::new(stage, status), self.now);
        let cx = Context::new(self.now, &self.actor, &self.policy);
        let (_, event) = Ci::adopt(ci(key), adopt, &cx).unwrap();
        self.take(&[event]);
    }

    /// A server that does its work.
    pub(crate) fn has_server(&mut self, key: u64, serial: &str) {
        let profile = CiProfile::new(code("server"), title("srv"))
            .asset(AssetFacts::new().serial(label(serial)));
        self.adopt(key, profile, LifecycleStage::Operational);
    }

    /// What somebody does to a record.
    pub(crate) fn execute(&mut self, key: u64, command: impl Into<CiCommand>) {
        let cx = Context::new(self.now, &self.actor, &self.policy);
        let mut item = self.estate.item(ci(key)).unwrap().clone();
        let events = item.execute(command, &cx).unwrap();
        self.take(&events);
    }

    pub(crate) fn payload(&self, source: &str, items: Vec<ObservedItem>) -> Payload {
        Payload::new(code(source), self.now, items)
    }

    pub(crate) fn try_plan(&self, payload: &Payload) -> Result<Plan, IdentificationError> {
        let cx = Context::new(self.now, &self.actor, &self.policy);
        let rules = self.rules();
        Reconciler::new(&self.estate, &rules, &cx)?.plan(payload, &self.reports)
    }

    pub(crate) fn plan(&self, source: &str, items: Vec<ObservedItem>) -> Plan {
        self.try_plan(&self.payload(source, items)).unwrap()
    }

    /// Carries a plan out, and keeps what was told.
    pub(crate) fn apply(&mut self, plan: &Plan) -> Vec<RecordedCiEvent> {
        let cx = Context::new(self.now, &self.actor, &self.policy);
        let events = plan.apply(&mut self.estate, &cx).unwrap();
        for event in &events {
            self.reports.evolve(event);
        }
        self.reports.take(&plan.told);
        events
    }

    /// What a source has seen, taken in.
    pub(crate) fn sees(&mut self, source: &str, items: Vec<ObservedItem>) -> Plan {
        let plan = self.plan(source, items);
        self.apply(&plan);
        plan
    }

    pub(crate) fn item(&self, key: CiId) -> &Ci {
        self.estate.item(key).unwrap()
    }
}

/// What was decided on an item.
pub(crate) fn outcome<'a>(plan: &'a Plan, key: &str) -> &'a Outcome {
    &plan.item(&code(key)).unwrap().outcome
}

/// What was decided on a datum of an item.
pub(crate) fn datum<'a>(plan: &'a Plan, key: &str, datum: &Datum) -> &'a PlannedDatum {
    &plan.item(&code(key)).unwrap().data[datum]
}

/// The rule by which an item is in error.
pub(crate) fn failed(plan: &Plan, key: &str) -> &'static str {
    match outcome(plan, key) {
        Outcome::Failed(error) => error.rule(),
        other => panic!("{other:?}"),
    }
}
