//! Incident models: what has happened before is handled as it was handled well before.
//!
//! A model says which incidents it is for, by a condition, and what is then to be done: steps, in
//! their order or in any, each perhaps with a role and with the time it may take. The policy has
//! the models; the record carries the steps of the one that is used, so that a later policy does
//! not change what was agreed.

use crate::command::IncidentCommandKind as Kind;
use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use crate::trigger::{Considered, TriggerFacts};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::fault::Faults;
use itsm_core::rule_table::Decision;
use itsm_core::text::{Code, Label, Note, Title};
use itsm_core::time::{Instant, Seconds};
use itsm_core::wire_struct;

wire_struct! {
    /// A step of a model.
    pub struct ModelStep {
        /// A code that is its own in the model.
        id: Code,
        /// What is to be done.
        title: Title,
    } optional {
        /// The role that does it; absent: anybody.
        role: Role,
        /// How long it may take: from the step before if they are done in order, else from when the
        /// model was taken up.
        within: Seconds,
    }
}
wire_struct! {
    /// A model for incidents of one kind. Its id and its criteria are those of the rule it stands in.
    pub struct Model {
        /// What people call it.
        title: Label,
        /// What is to be done. At least one step.
        steps: Vec<ModelStep>,
        /// Whether the steps are done in this order.
        in_order: bool,
    } optional {
        /// The role that is called upon when a step is late.
        escalate_to: Role,
    }
}
wire_struct! {
    /// Handle the incident by a model of the policy.
    #[doc(alias = "runbook")]
    #[doc(alias = "playbook")]
    pub struct ApplyModel {
        /// Which.
        model: Code,
    }
}
wire_struct! {
    /// A step of the model is done.
    pub struct CompleteStep {
        /// Which.
        step: Code,
    } optional {
        /// What came of it.
        note: Note,
    }
}
wire_struct! {
    /// It is handled by a model from now on.
    pub struct ModelApplied {
        /// Which.
        model: Code,
        /// What is to be done, as the policy of the day had it.
        steps: Vec<ModelStep>,
        /// Whether in this order.
        in_order: bool,
    } optional {
        /// The role that is called upon when a step is late.
        escalate_to: Role,
    }
}
wire_struct! {
    /// A step of the model was done.
    pub struct StepCompleted {
        /// Which.
        step: Code,
    } optional {
        /// What came of it.
        note: Note,
    }
}

/// A model in use.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ModelUse {
    /// Which.
    pub model: Code,
    /// When it was taken up.
    pub applied_at: Instant,
    /// Whether its steps are done in order.
    pub in_order: bool,
    /// The role that is called upon when a step is late.
    pub escalate_to: Option<Role>,
    /// The steps.
    pub steps: Vec<StepUse>,
}

/// A step of a model in use.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct StepUse {
    /// The step.
    pub step: ModelStep,
    /// When it was done, if it is.
    pub done_at: Option<Instant>,
}

impl ModelUse {
    pub(crate) fn of(it: &ModelApplied, at: Instant) -> Self {
        Self {
            model: it.model.clone(),
            applied_at: at,
            in_order: it.in_order,
            escalate_to: it.escalate_to.clone(),
            steps: it
                .steps
                .iter()
                .map(|step| StepUse {
                    step: step.clone(),
                    done_at: None,
                })
                .collect(),
        }
    }

    /// The steps that can be done now, each with since when: the first open one if they are done
    /// in order, else all open ones.
    pub fn next_steps(&self) -> Vec<(&ModelStep, Instant)> {
        let mut since = self.applied_at;
        let mut next = Vec::new();
        for it in &self.steps {
            match it.done_at {
                Some(at) if self.in_order => since = since.max(at),
                Some(_) => {}
                None => next.push((&it.step, since)),
            }
        }
        if self.in_order {
            next.truncate(1);
        }
        next
    }
}

/// The model whose criteria an incident meets first, with why; or the rules that nobody can decide
/// yet. Changes nothing: [`ApplyModel`] takes it up.
pub fn suggest<'p>(
    incident: &Incident,
    facts: TriggerFacts,
    policy: &'p IncidentPolicy,
) -> Decision<'p, Model> {
    policy.models.decide(&Considered { incident, facts })
}

/// That a model has steps, each with an id of its own and with time to be done in.
pub(crate) fn check(model: Model) -> Result<Model, Faults> {
    let mut faults = Faults::new();
    if model.steps.is_empty() {
        faults.add(
            "steps",
            "policy.model.no_step",
            "a model has at least one step",
        );
    }
    let mut ids = BTreeSet::new();
    for (i, step) in model.steps.iter().enumerate() {
        if !ids.insert(&step.id) {
            faults.add(
                format!("steps[{i}].id"),
                "policy.model.step_twice",
                format!("`{}` is the id of an earlier step already", step.id),
            );
        }
        if step.within == Some(Seconds(0)) {
            faults.add(
                format!("steps[{i}].within"),
                "policy.time.zero",
                "at least a second is expected, got 0",
            );
        }
    }
    faults.or(Some(model))
}

impl Incident {
    /// The model by which it is handled.
    pub fn model(&self) -> Option<&ModelUse> {
        self.annex()?.model.as_ref()
    }

    pub(crate) fn gate_of_model(
        &self,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<(), IncidentError> {
        let no = |law| self.no(law, Kind::ApplyModel, cx.policy);
        let present = self.model().map(|it| &it.model);
        let mut usable = cx.policy.models.rules().iter().filter(|it| it.is_active());
        match (
            usable.clone().next(),
            usable.any(|it| Some(it.id()) != present),
        ) {
            (None, _) => no(Law::ModelUnknown).param("model", "*").err(),
            (Some(_), false) => no(Law::NothingToChange).err(),
            (Some(_), true) => Ok(()),
        }
    }

    pub(crate) fn apply_model(
        &self,
        it: &ApplyModel,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<IncidentEvent, IncidentError> {
        let no = |law| self.no(law, Kind::ApplyModel, cx.policy);
        let rule = cx.policy.models.rule(it.model.as_str());
        let Some(rule) = rule.filter(|it| it.is_active()) else {
            return no(Law::ModelUnknown)
                .param("model", it.model.as_str())
                .err();
        };
        if self
            .model()
            .is_some_and(|present| present.model == it.model)
        {
            return no(Law::NothingToChange).err();
        }
        let model = rule.outcome();
        Ok(ModelApplied {
            model: it.model.clone(),
            steps: model.steps.clone(),
            in_order: model.in_order,
            escalate_to: model.escalate_to.clone(),
        }
        .into())
    }

    pub(crate) fn gate_of_step(
        &self,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<(), IncidentError> {
        let no = |law| self.no(law, Kind::CompleteStep, cx.policy);
        let next = self.model().map(ModelUse::next_steps).unwrap_or_default();
        let Some((first, _)) = next.first() else {
            return no(Law::ModelStepNotOpen).err();
        };
        if next.iter().any(|(step, _)| may_do(step, cx.actor)) {
            return Ok(());
        }
        no(Law::RoleMissing).param("roles", role_of(first)).err()
    }

    pub(crate) fn complete_step(
        &self,
        it: &CompleteStep,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<IncidentEvent, IncidentError> {
        let no = |law| self.no(law, Kind::CompleteStep, cx.policy);
        let Some(model) = self.model() else {
            return no(Law::ModelStepNotOpen).err();
        };
        let next = model.next_steps();
        if let Some((step, _)) = next.iter().find(|(step, _)| step.id == it.step) {
            if !may_do(step, cx.actor) {
                return no(Law::RoleMissing).param("roles", role_of(step)).err();
            }
            return Ok(StepCompleted {
                step: it.step.clone(),
                note: it.note.clone(),
            }
            .into());
        }
        let is_open = |of: &StepUse| of.step.id == it.step && of.done_at.is_none();
        match next.first() {
            Some((first, _)) if model.steps.iter().any(is_open) => no(Law::ModelStepOutOfOrder)
                .param("step", it.step.as_str())
                .param("next", first.id.as_str())
                .err(),
            _ => no(Law::ModelStepNotOpen).err(),
        }
    }

    pub(crate) fn take_step(&mut self, it: &StepCompleted, at: Instant) {
        let Some(model) = &mut self.annex_mut().model else {
            return;
        };
        let step = model.steps.iter_mut().find(|of| of.step.id == it.step);
        if let Some(step) = step {
            step.done_at.get_or_insert(at);
        }
    }
}

pub(crate) fn may_do(step: &ModelStep, actor: &Actor) -> bool {
    step.role.as_ref().is_none_or(|role| actor.has(role))
}

fn role_of(step: &ModelStep) -> Vec<alloc::string::String> {
    step.role
        .as_ref()
        .map_or_else(Vec::new, |role| vec![role.as_str().into()])
}
