//! Building refusals: the same few lines at every rule.

use crate::ci::Ci;
use crate::command::CiCommandKind;
use crate::error::{CiError, Law};
use crate::lifecycle::LIFECYCLE;
use crate::policy::ConfigurationPolicy;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::custom::AttributeValue;
use itsm_core::level::Criticality;
use itsm_core::refuse;
use itsm_core::text::{Code, Title};
use itsm_core::time::Instant;

/// A refusal in the making.
pub(crate) type No = itsm_core::refuse::No<Law>;

impl Ci {
    /// A command was refused: by which rule, in which stage, and what the lifecycle and the policy
    /// would take instead.
    pub(crate) fn no(&self, law: Law, asked: CiCommandKind, policy: &ConfigurationPolicy) -> No {
        let stage = self.stage();
        let takes = LIFECYCLE
            .commands(stage)
            .into_iter()
            .filter(|command| self.is_kept() && !policy.forbids(stage, *command))
            .map(CiCommandKind::as_str);
        No::new(law, asked.as_str(), stage.as_str(), takes)
    }
}

/// That a moment does not lie ahead.
pub(crate) fn not_ahead(
    field: &'static str,
    at: Option<Instant>,
    now: Instant,
    no: impl FnOnce(Law) -> No,
) -> Result<(), CiError> {
    refuse::not_ahead(Law::MomentAhead, field, at, now, no)
}

/// That items can be of a class.
pub(crate) fn check_class(
    class: &Code,
    policy: &ConfigurationPolicy,
    no: impl FnOnce(Law) -> No,
) -> Result<(), CiError> {
    match policy.classes().get(class) {
        None => no(Law::ClassUnknown).text("class", class).err(),
        Some(it) if it.is_abstract() => no(Law::ClassAbstract).text("class", class).err(),
        Some(_) => Ok(()),
    }
}

/// That an item of a class may be called so.
pub(crate) fn check_name(
    class: &Code,
    name: &Title,
    policy: &ConfigurationPolicy,
    no: impl FnOnce(Law) -> No,
) -> Result<(), CiError> {
    match policy.classes().naming(class) {
        Some(pattern) if !pattern.admits(name.as_str()) => no(Law::NameNotAdmitted)
            .text("name", name)
            .text("pattern", pattern)
            .err(),
        _ => Ok(()),
    }
}

/// That a level is on the scale of the policy.
pub(crate) fn check_criticality(
    criticality: &Criticality,
    policy: &ConfigurationPolicy,
    no: impl FnOnce(Law) -> No,
) -> Result<(), CiError> {
    if policy.criticalities().contains(criticality) {
        return Ok(());
    }
    let expected: Vec<String> = policy.criticalities().labels();
    no(Law::CriticalityUnknown)
        .text("got", criticality)
        .param("expected", expected)
        .err()
}

/// That a class has an attribute, which takes the value.
pub(crate) fn check_attribute(
    class: &Code,
    name: &Code,
    value: Option<&AttributeValue>,
    policy: &ConfigurationPolicy,
    no: impl FnOnce(Law) -> No,
) -> Result<(), CiError> {
    let Some(definition) = policy.classes().attribute(class, name) else {
        return no(Law::AttributeUnknown)
            .text("attribute", name)
            .text("class", class)
            .err();
    };
    match value {
        Some(value) if !definition.admits(value) => no(Law::AttributeNotAdmitted)
            .text("attribute", name)
            .param("expected", definition.expected().as_str())
            .text("got", value)
            .err(),
        _ => Ok(()),
    }
}
