//! The risk of a change: what the engines of its policy have found, kept with the facts they had.

use crate::change::Change;
use crate::command::ChangeCommandKind as Kind;
use crate::decide::{Cx, Decided};
use crate::error::{ChangeError, Law};
use crate::refuse::{No, changes};
use crate::risk::{RiskFacts, RiskFound};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::level::Risk;
use itsm_core::wire_struct;

wire_struct! {
    /// Let the engines of the policy find the risk: rules, questionnaire and table, of which the
    /// highest counts.
    ///
    /// What the record knows is taken from there: type, magnitude, model and group; and that there is
    /// a way back, if there is a plan for it and nobody says otherwise.
    pub struct AssessRisk {
        /// What else is known, such as what an impact analysis has found, and the answers to the
        /// questionnaire.
        facts: RiskFacts,
    }
}
wire_struct! {
    /// The risk was looked for.
    pub struct RiskAssessed {
        /// What was known.
        facts: RiskFacts,
        /// What was found, and why. Its level, if there is one, is the one of the assessment now.
        found: RiskFound,
    }
}

impl Change {
    /// What the engines of its policy have found last, with the facts they had.
    ///
    /// What counts is the [level of the assessment](crate::assessment::Assessment::risk_level): that
    /// is what was found, unless a person has said otherwise since.
    pub const fn risk(&self) -> Option<&RiskAssessed> {
        self.risk.as_ref()
    }

    /// The level of risk that counts.
    pub const fn risk_level(&self) -> Option<&Risk> {
        self.assessment.risk_level.as_ref()
    }

    pub(crate) fn gate_of_risk(&self, cx: &Cx<'_>) -> Result<(), ChangeError> {
        let no = |law| self.no(law, Kind::AssessRisk, cx.policy);
        if !cx.policy.risk().has_engine() {
            return no(Law::RiskNoEngine).err();
        }
        if self.only_completes() && self.risk_level().is_some() {
            return no(Law::DocumentFixed).err();
        }
        Ok(())
    }

    pub(crate) fn assess_risk(
        &self,
        it: &AssessRisk,
        cx: &Cx<'_>,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        let way_back = self.plans.back_out.is_some().then_some(true);
        let facts = RiskFacts {
            change_type: Some(self.kind()),
            magnitude: Some(self.magnitude()),
            model: Some(self.profile.model_name()),
            group: self.group(),
            reversible: it.facts.reversible.or(way_back),
            ..it.facts.clone()
        };
        let found = cx.policy.risk().assess(&facts);
        if !found.open_questions.is_empty() {
            let open = found.open_questions.iter().map(ToString::to_string);
            return no(Law::RiskOpenQuestions)
                .param("questions", open.collect::<Vec<String>>())
                .err();
        }
        changes(
            self.risk()
                .is_none_or(|it| it.facts != facts || it.found != found),
            no,
        )?;
        Ok(RiskAssessed::new(facts, found).into())
    }

    pub(crate) fn take_risk(&mut self, it: &RiskAssessed) {
        if it.found.risk.is_some() {
            self.assessment.risk_level.clone_from(&it.found.risk);
        }
        self.risk = Some(it.clone());
    }
}

/// That a level that a person gives is one of the policy's.
pub(crate) fn check_level(
    level: Option<&Risk>,
    cx: &Cx<'_>,
    no: impl Fn(Law) -> No,
) -> Result<(), ChangeError> {
    let scale = cx.policy.risk().scale();
    match level.filter(|it| !scale.contains(it)) {
        Some(level) => no(Law::RiskLevelUnknown)
            .param("expected", scale.labels())
            .text("got", level)
            .err(),
        None => Ok(()),
    }
}
