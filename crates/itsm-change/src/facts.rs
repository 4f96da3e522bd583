//! Facts: what a model demands before a change enters a state, and whether it is there.

use crate::change::Change;
use crate::command::ChangeCommandKind as Kind;
use crate::decide::Cx;
use crate::error::{ChangeError, Law};
use crate::model::Fact;
use crate::policy::ChangePolicy;
use crate::state::ChangeStage;
use alloc::vec::Vec;

impl Change {
    /// Whether it has a fact.
    pub fn has(&self, fact: Fact) -> bool {
        let (profile, plans, found) = (&self.profile, &self.plans, &self.assessment);
        match fact {
            Fact::Description => profile.description.is_some(),
            Fact::Justification => profile.justification.is_some(),
            Fact::Scope => self.cis().next().is_some() || self.services().next().is_some(),
            Fact::Benefit => found.benefit.is_some(),
            Fact::Risk => found.risk.is_some() || found.risk_level.is_some(),
            Fact::Impact => found.impact.is_some(),
            Fact::Effort => found.effort.is_some() || found.cost.is_some(),
            Fact::Feasibility => found.feasibility.is_some(),
            Fact::ImplementationPlan => plans.implementation.is_some(),
            Fact::TestPlan => plans.test.is_some(),
            Fact::CommunicationPlan => plans.communication.is_some(),
            Fact::BackOutPlan => plans.back_out.is_some(),
            Fact::Window => self.window.is_some(),
            Fact::Group => profile.group.is_some(),
            Fact::Assignee => profile.assignee.is_some(),
        }
    }

    /// The facts that are missing before it can enter a state, in order.
    pub fn missing(&self, stage: ChangeStage, policy: &ChangePolicy) -> Vec<Fact> {
        let Some(model) = self.model(policy) else {
            return Vec::new();
        };
        model.demands(stage).filter(|it| !self.has(*it)).collect()
    }

    /// That nothing is missing before it enters a state.
    pub(crate) fn gate_of_facts(
        &self,
        kind: Kind,
        stage: ChangeStage,
        cx: &Cx<'_>,
    ) -> Result<(), ChangeError> {
        let missing = self.missing(stage, cx.policy);
        if missing.is_empty() {
            return Ok(());
        }
        self.no(Law::FactsMissing, kind, cx.policy)
            .param("stage", stage.as_str())
            .missing(missing.into_iter().map(Fact::as_str))
            .err()
    }

    /// The state that follows on its way.
    pub(crate) fn next_stage(&self, policy: &ChangePolicy) -> ChangeStage {
        let model = self.model(policy);
        model.map_or(ChangeStage::Review, |it| it.after(self.stage()))
    }
}
