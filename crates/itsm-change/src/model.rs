//! Models: how changes of a kind are handled, thought out beforehand.
//!
//! A model says which states a change passes, which facts each of them demands, who authorizes it,
//! where its scope may still be edited, and how deeply it is reviewed. It is data of the policy; a
//! change keeps the model under which it was submitted, so that another version rewrites nothing.

use crate::kind::ChangeType;
use crate::state::ChangeStage;
use alloc::collections::{BTreeMap, BTreeSet};
use itsm_core::text::{Code, Title};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// A fact that a model can demand before a change enters a state.
    pub enum Fact {
        /// What is to be changed, in full.
        Description = "description",
        /// Why.
        Justification = "justification",
        /// At least one item or service that it touches.
        Scope = "scope",
        /// What it is good for.
        Benefit = "benefit",
        /// What may go wrong.
        Risk = "risk",
        /// Who and what is touched.
        Impact = "impact",
        /// How much work it is, or what it costs.
        Effort = "effort",
        /// Whether it can be done.
        Feasibility = "feasibility",
        /// How it is made.
        ImplementationPlan = "implementation_plan",
        /// How it is seen to work.
        TestPlan = "test_plan",
        /// Who is told what.
        CommunicationPlan = "communication_plan",
        /// How it is taken back.
        BackOutPlan = "back_out_plan",
        /// When it is to be made.
        Window = "window",
        /// Who makes it: the group.
        Group = "group",
        /// Who makes it: the person.
        Assignee = "assignee",
    }
}

plain_enum! {
    /// How deeply a change is reviewed.
    pub enum ReviewDepth {
        /// What was found, and whether it did what it should.
        Brief = "brief",
        /// And what is learned from it.
        Full = "full",
    }
}

wire_struct! {
    /// When and how changes of a model are reviewed. Emergencies, unauthorized and major changes, and
    /// those that were not successful, are reviewed whatever the model says.
    ///
    /// Source: FitSM-1 PR12.5 (post-implementation review as needed).
    pub struct ReviewRule {
        /// Whether every change of the model is.
        always: bool,
        /// How deeply.
        depth: ReviewDepth,
    }
}

wire_struct! {
    /// How changes of a kind are handled.
    ///
    /// Source: ITIL 4 change enablement (change models); FitSM-1 PR12.2.
    pub struct ChangeModel {
        /// What it is for.
        title: Title,
        /// Which version of it, from 1.
        version: u32,
        /// The type of the changes that it is for.
        kind: ChangeType,
        /// Which of `assess`, `authorize`, `scheduled` and `implement` a change passes, on its way
        /// from `new` to `review`.
        stages: BTreeSet<ChangeStage>,
        /// The facts that are there before a change enters a state. Those of `closed` may be late,
        /// and are there in the end.
        required: BTreeMap<ChangeStage, BTreeSet<Fact>>,
        /// The states, besides `new`, in which the scope may still be edited.
        scope_open: BTreeSet<ChangeStage>,
        /// How its changes are reviewed.
        review: ReviewRule,
    } optional {
        /// Who authorizes them: an approval rule of the policy. Absent: nobody is asked.
        approval: Code,
    }
}

/// The states between `new` and `review` that a model may pass, in order.
pub(crate) const ROAD: [ChangeStage; 4] = [
    ChangeStage::Assess,
    ChangeStage::Authorize,
    ChangeStage::Scheduled,
    ChangeStage::Implement,
];

impl ChangeModel {
    /// The state that follows a state on the road of this model; `review` at the end of it.
    pub fn after(&self, stage: ChangeStage) -> ChangeStage {
        let further = ROAD.into_iter().filter(|it| *it > stage);
        let mut passed = further.filter(|it| self.stages.contains(it));
        passed.next().unwrap_or(ChangeStage::Review)
    }

    /// Whether a change of this model can ever stand in a state.
    pub fn passes(&self, stage: ChangeStage) -> bool {
        !ROAD.contains(&stage) || self.stages.contains(&stage)
    }

    /// The facts that are demanded before a change enters a state.
    pub fn demands(&self, stage: ChangeStage) -> impl Iterator<Item = Fact> {
        self.required.get(&stage).into_iter().flatten().copied()
    }
}

wire_struct! {
    /// The model of a change, as it was when the change was submitted.
    pub struct ModelUse {
        /// Its name.
        name: Code,
        /// All of it.
        model: ChangeModel,
    }
}
