//! Building refusals: the same few lines at every rule.

use crate::attribute::AttributeValue;
use crate::command::IncidentCommandKind;
use crate::error::{IncidentError, Law};
use crate::incident::Incident;
use crate::lifecycle::LIFECYCLE;
use crate::policy::IncidentPolicy;
use crate::profile::Category;
use crate::state::IncidentStage;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::level::{Level, Scale};
use itsm_core::refuse;
use itsm_core::text::Code;
use itsm_core::time::Instant;

/// A refusal in the making.
pub(crate) type No = itsm_core::refuse::No<Law>;

impl Incident {
    /// A birth from this record was refused: it is asked of a record that exists, and is no command
    /// of it.
    pub(crate) fn no_birth(&self, law: Law, asked: &'static str, policy: &IncidentPolicy) -> No {
        let stage = self.stage();
        No::new(law, asked, stage.as_str(), takes(stage, policy))
    }

    /// A command was refused: by which rule, in which state, and what the lifecycle and the policy
    /// would take instead.
    pub(crate) fn no(&self, law: Law, asked: IncidentCommandKind, policy: &IncidentPolicy) -> No {
        let stage = self.stage();
        No::new(law, asked.as_str(), stage.as_str(), takes(stage, policy))
    }
}

fn takes(stage: IncidentStage, policy: &IncidentPolicy) -> impl Iterator<Item = &'static str> {
    LIFECYCLE
        .commands(stage)
        .into_iter()
        .filter(move |command| !policy.forbids(stage, *command))
        .map(IncidentCommandKind::as_str)
}

/// That a level is on its scale.
pub(crate) fn on_scale<L: Level>(
    level: &L,
    scale: &Scale<L>,
    no: impl FnOnce(Law) -> No,
) -> Result<(), IncidentError> {
    if scale.contains(level) {
        return Ok(());
    }
    let expected: Vec<String> = scale.labels();
    no(Law::LevelUnknown)
        .param("scale", L::NAME)
        .param("got", level.label())
        .param("expected", expected)
        .err()
}

/// That a moment does not lie ahead.
pub(crate) fn not_ahead(
    field: &'static str,
    at: Option<Instant>,
    now: Instant,
    no: impl FnOnce(Law) -> No,
) -> Result<(), IncidentError> {
    refuse::not_ahead(Law::MomentAhead, field, at, now, no)
}

/// That a category is one of the scheme.
pub(crate) fn check_category(
    category: &Category,
    policy: &IncidentPolicy,
    no: impl FnOnce(Law) -> No,
) -> Result<(), IncidentError> {
    if policy.has_category(category) {
        return Ok(());
    }
    no(Law::CategoryUnknown)
        .param("category", category.to_string().as_str())
        .err()
}

/// That a custom attribute is one of the policy's, and takes the value.
pub(crate) fn check_attribute(
    name: &Code,
    value: Option<&AttributeValue>,
    policy: &IncidentPolicy,
    no: impl FnOnce(Law) -> No,
) -> Result<(), IncidentError> {
    let Some(definition) = policy.attributes.get(name) else {
        return no(Law::AttributeUnknown)
            .param("attribute", name.as_str())
            .err();
    };
    match value {
        Some(value) if !definition.admits(value) => no(Law::AttributeNotAdmitted)
            .param("attribute", name.as_str())
            .param("expected", definition.expected().as_str())
            .param("got", value.to_string().as_str())
            .err(),
        _ => Ok(()),
    }
}
