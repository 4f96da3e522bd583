//! Models: how problems of a kind are investigated, thought out beforehand.
//!
//! Source: ITIL 4 problem management (problem models).

use crate::cause::Method;
use crate::decide::Decided;
use crate::error::Law;
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use crate::refuse::{No, changes};
use alloc::vec::Vec;
use itsm_core::text::{Code, Title};
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// A step of a model.
    pub struct ModelStep {
        /// Its name.
        step: Code,
        /// What is to be done.
        title: Title,
    }
}

wire_struct! {
    /// How problems of a kind are investigated.
    pub struct ProblemModel {
        /// What kind of problem it is for.
        title: Title,
        /// The steps, in order; each is named once.
        steps: Vec<ModelStep>,
        /// The methods that have served such problems well.
        methods: Vec<Method>,
    }
}

wire_struct! {
    /// Investigate it by a model.
    pub struct ApplyModel {
        /// A model of the policy.
        model: Code,
    }
}
wire_struct! {
    /// A step of its model is done.
    pub struct CompleteStep {
        /// Which.
        step: Code,
    }
}
wire_struct! {
    /// It is investigated by a model. Its steps are kept, whatever becomes of the policy.
    pub struct ModelApplied {
        /// Which.
        model: Code,
        /// Its steps.
        steps: Vec<ModelStep>,
    }
}
wire_struct! {
    /// A step was done.
    pub struct StepCompleted {
        /// Which.
        step: Code,
    }
}

wire_struct! {
    /// A step, as the record of a problem keeps it.
    pub struct StepUse {
        /// The step.
        step: ModelStep,
    } optional {
        /// When it was done; absent: it is not.
        done: Instant,
    }
}

wire_struct! {
    /// The model by which a problem is investigated.
    pub struct ModelUse {
        /// Its name.
        model: Code,
        /// Its steps, in order.
        steps: Vec<StepUse>,
    }
}

impl Problem {
    /// The model by which it is investigated.
    pub const fn model(&self) -> Option<&ModelUse> {
        self.model.as_ref()
    }

    pub(crate) fn open_steps(&self) -> impl Iterator<Item = &StepUse> {
        let steps = self.model.iter().flat_map(|it| &it.steps);
        steps.filter(|it| it.done.is_none())
    }

    pub(crate) fn apply_model(
        &self,
        it: &ApplyModel,
        policy: &ProblemPolicy,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        let Some(model) = policy.model(&it.model) else {
            return no(Law::ModelUnknown).text("model", &it.model).err();
        };
        changes(
            self.model.as_ref().is_none_or(|now| now.model != it.model),
            no,
        )?;
        Ok(ModelApplied::new(it.model.clone(), model.steps.clone()).into())
    }

    pub(crate) fn complete_step(&self, it: &CompleteStep, no: impl Fn(Law) -> No) -> Decided {
        if !self.open_steps().any(|open| open.step.step == it.step) {
            return no(Law::StepNotOpen).text("step", &it.step).err();
        }
        Ok(StepCompleted::new(it.step.clone()).into())
    }

    pub(crate) fn take_model(&mut self, it: &ModelApplied) {
        let steps = it.steps.iter().cloned().map(StepUse::new);
        self.model = Some(ModelUse::new(it.model.clone(), steps.collect::<Vec<_>>()));
    }

    pub(crate) fn take_step(&mut self, step: &Code, at: Instant) {
        let steps = self.model.iter_mut().flat_map(|it| &mut it.steps);
        if let Some(it) = steps.into_iter().find(|it| it.step.step == *step) {
            it.done = Some(at);
        }
    }
}
