//! Somebody who keeps an estate: its policy, its items, and all that was recorded.

use crate::desk::{change, ci, code, max, nine, standing, title};
use itsm_configuration::authority::Authority;
use itsm_configuration::baseline::{Approval, Baseline, BaselineError};
use itsm_configuration::command::{CiCommand, Relate};
use itsm_configuration::estate::Estate;
use itsm_configuration::inventory::{Observation, Thing};
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::profile::CiProfile;
use itsm_configuration::relationship::Relationship;
use itsm_configuration::scope::Scope;
use itsm_configuration::state::{LifecycleStage, Standing};
use itsm_configuration::{Adopt, Ci, RecordedCiEvent};
use itsm_core::context::Context;
use itsm_core::id::CiId;
use itsm_core::text::Label;
use itsm_core::time::{Instant, Seconds};

pub(crate) struct Keeper {
    pub(crate) policy: ConfigurationPolicy,
    pub(crate) estate: Estate,
    pub(crate) log: Vec<RecordedCiEvent>,
    pub(crate) now: Instant,
}

impl Keeper {
    pub(crate) fn new() -> Self {
        Self::under(ConfigurationPolicy::default())
    }

    pub(crate) fn under(policy: ConfigurationPolicy) -> Self {
        Self {
            policy,
            estate: Estate::new(),
            log: Vec::new(),
            now: nine(),
        }
    }

    /// An item in use.
    pub(crate) fn has(&mut self, key: u64, class: &str, name: &str) -> CiId {
        self.has_standing(
            key,
            class,
            name,
            standing(LifecycleStage::Operational, "In use"),
        )
    }

    pub(crate) fn has_standing(
        &mut self,
        key: u64,
        class: &str,
        name: &str,
        standing: Standing,
    ) -> CiId {
        self.takes(key, CiProfile::new(code(class), title(name)), standing)
    }

    pub(crate) fn takes(&mut self, key: u64, profile: CiProfile, standing: Standing) -> CiId {
        let actor = max();
        let cx = Context::new(self.now, &actor, &self.policy);
        let adopt = Adopt::new(profile, standing, self.now);
        let (_, event) = Ci::adopt(ci(key), adopt, &cx).unwrap();
        self.estate.evolve(&event).unwrap();
        self.log.push(event);
        ci(key)
    }

    pub(crate) fn does(&mut self, ci: CiId, command: impl Into<CiCommand>) {
        let actor = max();
        let cx = Context::new(self.now, &actor, &self.policy);
        let mut item = self.estate.item(ci).unwrap().clone();
        for event in item.execute(command, &cx).unwrap() {
            self.estate.evolve(&event).unwrap();
            self.log.push(event);
        }
    }

    pub(crate) fn relates(&mut self, source: CiId, kind: &str, target: CiId) -> Relationship {
        self.relates_under(source, kind, target, change())
    }

    pub(crate) fn relates_under(
        &mut self,
        source: CiId,
        kind: &str,
        target: CiId,
        authority: Authority,
    ) -> Relationship {
        let facts = self.estate.target_facts(target, &self.policy).unwrap();
        self.does(source, Relate::new(code(kind), target, facts, authority));
        Relationship::new(code(kind), source, target)
    }

    pub(crate) fn waits(&mut self, pause: Seconds) {
        self.now = pause.after(self.now).unwrap();
    }

    /// A baseline of these items as they are now.
    pub(crate) fn baseline<const N: usize>(&self, cis: [CiId; N]) -> Baseline {
        self.baseline_of(cis).unwrap()
    }

    pub(crate) fn baseline_of<const N: usize>(
        &self,
        cis: [CiId; N],
    ) -> Result<Baseline, BaselineError> {
        let approval = Approval::new(max().agent().clone(), self.now);
        Baseline::take(title("Before"), cis, self.now, approval, &self.estate)
    }

    /// A look at everything, now, at which these things were found.
    pub(crate) fn looks<const N: usize>(&self, things: [(&str, Thing); N]) -> Observation {
        let things = things.map(|(name, it)| (Label::new(name).unwrap(), it));
        Observation::new(self.now, Scope::Everything, things)
    }
}
