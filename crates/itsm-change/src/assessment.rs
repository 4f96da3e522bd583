//! Assessment: benefit, risk, impact, effort and feasibility of a change.

use itsm_core::level::Risk;
use itsm_core::money::Money;
use itsm_core::text::Note;
use itsm_core::wire_struct;

wire_struct! {
    /// What was found when a change was assessed. What is absent was not looked at.
    ///
    /// Source: FitSM-1 PR12.3 (benefits, risks, impact, effort and technical feasibility); ISO/IEC
    /// 20000-1 8.5.1.3.
    pub struct Assessment {} optional {
        /// What it is good for.
        benefit: Note,
        /// What may go wrong.
        risk: Note,
        /// How risky it is: a level of whatever engine or person judged it.
        risk_level: Risk,
        /// Who and what is touched.
        impact: Note,
        /// How much work it is.
        effort: Note,
        /// What it costs.
        cost: Money,
        /// Whether it can be done.
        feasibility: Note,
    }
}

wire_struct! {
    /// Write down what an assessment found. What is absent stays as it was.
    pub struct Assess {
        /// What was found.
        assessment: Assessment,
    }
}
wire_struct! {
    /// It was assessed.
    pub struct Assessed {
        /// What is new.
        assessment: Assessment,
    }
}

impl Assessment {
    /// This assessment with what is given in the place of the former.
    #[must_use]
    pub fn with(&self, given: &Self) -> Self {
        let it = given.clone();
        Self {
            benefit: it.benefit.or_else(|| self.benefit.clone()),
            risk: it.risk.or_else(|| self.risk.clone()),
            risk_level: it.risk_level.or_else(|| self.risk_level.clone()),
            impact: it.impact.or_else(|| self.impact.clone()),
            effort: it.effort.or_else(|| self.effort.clone()),
            cost: it.cost.or(self.cost),
            feasibility: it.feasibility.or_else(|| self.feasibility.clone()),
        }
    }

    /// Whether every aspect is there.
    pub const fn is_complete(&self) -> bool {
        self.benefit.is_some()
            && self.risk.is_some()
            && self.risk_level.is_some()
            && self.impact.is_some()
            && self.effort.is_some()
            && self.cost.is_some()
            && self.feasibility.is_some()
    }

    /// Whether this would replace what is there by something else.
    pub(crate) fn replaces(&self, before: &Self) -> bool {
        let together = before.with(self);
        self.with(before) != together
    }
}
