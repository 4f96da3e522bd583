//! What the proofs have in common: an estate with a policy, and short words for long ones.

use itsm_configuration::authority::Authority;
use itsm_configuration::command::{CiCommand, TargetFacts};
use itsm_configuration::draft::DraftConfigurationPolicy;
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::profile::CiProfile;
use itsm_configuration::state::{LifecycleStage, Standing};
use itsm_configuration::{Adopt, Ci};
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::id::{ChangeId, CiId, PersonId};
use itsm_core::refusal::Refusal;
use itsm_core::text::{Code, Label, Title};
use itsm_core::time::{Instant, Seconds};

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(crate) fn nine() -> Instant {
    at("2026-03-02T09:00:00Z")
}

pub(crate) fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub(crate) fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

pub(crate) fn title(text: &str) -> Title {
    Title::new(text).unwrap()
}

pub(crate) fn change() -> Authority {
    ChangeId::from_key(7).into()
}

pub(crate) fn ci(key: u64) -> CiId {
    CiId::from_key(key)
}

/// A configuration manager.
pub(crate) fn max() -> Actor {
    Actor::person(PersonId::from_key(1)).with(Role::CONFIGURATION_MANAGER)
}

/// Nobody in particular.
pub(crate) fn uma() -> Actor {
    Actor::person(PersonId::from_key(2))
}

pub(crate) fn profile(class: &str) -> CiProfile {
    CiProfile::new(code(class), title("srv-porto-07"))
}

pub(crate) fn standing(stage: LifecycleStage, status: &str) -> Standing {
    Standing::new(stage, label(status))
}

pub(crate) fn server() -> TargetFacts {
    TargetFacts::new(code("server"), LifecycleStage::Operational)
}

/// The policy of the proofs: the default one, changed in one place.
pub(crate) fn policy_with(
    change: impl FnOnce(&mut DraftConfigurationPolicy),
) -> ConfigurationPolicy {
    let mut draft = DraftConfigurationPolicy::default();
    change(&mut draft);
    draft.try_into().unwrap()
}

/// An item, the policy it is under, and the time it is.
pub(crate) struct Case {
    pub(crate) policy: ConfigurationPolicy,
    pub(crate) ci: Ci,
    pub(crate) now: Instant,
    pub(crate) actor: Actor,
}

impl Case {
    /// An item taken over at nine, standing there.
    pub(crate) fn under(policy: ConfigurationPolicy, class: &str, standing: Standing) -> Self {
        let adopt = Adopt::new(profile(class), standing, nine());
        Self::adopted(policy, adopt)
    }

    pub(crate) fn adopted(policy: ConfigurationPolicy, adopt: Adopt) -> Self {
        let actor = max();
        let cx = Context::new(nine(), &actor, &policy);
        let (ci, _) = Ci::adopt(ci(1), adopt, &cx).unwrap();
        Self {
            ci,
            policy,
            now: nine(),
            actor,
        }
    }

    /// A server that does its work.
    pub(crate) fn server() -> Self {
        Self::server_under(ConfigurationPolicy::default())
    }

    pub(crate) fn server_under(policy: ConfigurationPolicy) -> Self {
        let standing = standing(LifecycleStage::Operational, "In use");
        Self::under(policy, "server", standing)
    }

    /// A server at the end of its life.
    pub(crate) fn retired(policy: ConfigurationPolicy) -> Self {
        let standing = standing(LifecycleStage::EndOfLife, "Retired");
        Self::under(policy, "server", standing)
    }

    pub(crate) fn by(mut self, actor: Actor) -> Self {
        self.actor = actor;
        self
    }

    pub(crate) fn later(mut self, pause: Seconds) -> Self {
        self.now = pause.after(self.now).unwrap();
        self
    }

    pub(crate) fn after(mut self, command: impl Into<CiCommand>) -> Self {
        let cx = Context::new(self.now, &self.actor, &self.policy);
        self.ci.execute(command, &cx).unwrap();
        self
    }

    pub(crate) fn refuses(self, command: impl Into<CiCommand>) -> Refusal {
        let cx = Context::new(self.now, &self.actor, &self.policy);
        self.refuses_in(command, &cx)
    }

    /// The same in other circumstances.
    pub(crate) fn refuses_in(
        &self,
        command: impl Into<CiCommand>,
        cx: &Context<'_, ConfigurationPolicy>,
    ) -> Refusal {
        let mut ci = self.ci.clone();
        let refusal = ci.execute(command, cx).unwrap_err().refusal().clone();
        assert_eq!(ci, self.ci, "a refused command changes nothing");
        refusal
    }
}

/// A registration that is refused.
pub(crate) fn no_birth(
    policy: &ConfigurationPolicy,
    profile: CiProfile,
    authority: Authority,
) -> Refusal {
    let actor = max();
    let cx = Context::new(nine(), &actor, policy);
    let error = Ci::register(ci(1), profile, authority, &cx).unwrap_err();
    error.refusal().clone()
}

/// A takeover that is refused.
pub(crate) fn no_takeover(adopt: Adopt) -> Refusal {
    let (actor, policy) = (max(), ConfigurationPolicy::default());
    let cx = Context::new(nine(), &actor, &policy);
    let error = Ci::adopt(ci(1), adopt, &cx).unwrap_err();
    error.refusal().clone()
}
