//! Risk: how much a problem may still hurt, as an order of work beside the matrix.
//!
//! The matrix of impact and urgency is for what hurts now. A problem that hurts nobody today may be
//! the greater risk, and one with a proven workaround the smaller. The policy gives points: how
//! probable it is times how bad it would be, more for what comes often and costs much, less for
//! what people can work around; and the sum has a priority. Every part is kept, so that the answer
//! explains itself, and an answer of last year does not change with the policy.
//!
//! Source: ITIL 4 problem management (prioritization by risk).

use crate::command::ProblemCommandKind as Kind;
use crate::decide::Decided;
use crate::error::Law;
use crate::event::ProblemEvent;
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use crate::refuse::No;
use crate::workaround::WorkaroundQuality;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use itsm_core::level::{Impact, Level as _, Priority};
use itsm_core::money::Money;
use itsm_core::text::Label;
use itsm_core::time::Seconds;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// From what the priority of a problem is taken.
    pub enum PriorityBasis {
        /// From impact and urgency, by the matrix.
        Matrix = "matrix",
        /// From the assessment of its risk; from the matrix while there is none.
        Risk = "risk",
    }
}

plain_enum! {
    /// What a part of a risk comes from.
    pub enum RiskFactor {
        /// How probable it is, times how bad it would be.
        Exposure = "exposure",
        /// How often incidents come of it.
        Frequency = "frequency",
        /// What it costs.
        Cost = "cost",
        /// How well people can work around it: taken off.
        Workaround = "workaround",
    }
}

wire_struct! {
    /// A part of a risk.
    pub struct RiskPart {
        /// What it comes from.
        factor: RiskFactor,
        /// How many points; those of the workaround are taken off.
        points: u32,
    }
}

wire_struct! {
    /// An assessment of the risk, with everything that it was made of.
    pub struct RiskAssessment {
        /// How probable more damage is: a level of the policy.
        probability: Label,
        /// How many incidents came of it.
        incidents: u32,
        /// In how long a time.
        per: Seconds,
        /// How much the best workaround could be trusted.
        workaround: WorkaroundQuality,
        /// The points, one entry a factor.
        parts: Vec<RiskPart>,
        /// All points together; never less than none.
        score: u32,
        /// The priority that the policy gives for so many.
        priority: Priority,
    } optional {
        /// What it has cost, or would.
        cost: Money,
    }
}

impl fmt::Display for RiskAssessment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} points", self.priority, self.score)?;
        for part in &self.parts {
            let (sign, about) = match part.factor {
                RiskFactor::Exposure => ("", alloc::format!("probability `{}`", self.probability)),
                RiskFactor::Frequency => (
                    " + ",
                    alloc::format!("{} incidents in {}", self.incidents, self.per),
                ),
                RiskFactor::Cost => (
                    " + ",
                    self.cost
                        .map_or_else(|| "no cost given".to_string(), |it| it.to_string()),
                ),
                RiskFactor::Workaround => (" - ", alloc::format!("workaround {}", self.workaround)),
            };
            let sign = if part.factor == RiskFactor::Exposure {
                " = "
            } else {
                sign
            };
            write!(f, "{sign}{} ({about})", part.points)?;
        }
        Ok(())
    }
}

wire_struct! {
    /// Assess the risk.
    pub struct AssessRisk {
        /// How probable more damage is: a level of the policy.
        probability: Label,
        /// How many incidents came of it in the time that the policy looks at; evidence, counted by
        /// the host.
        incidents: u32,
    } optional {
        /// What it has cost, or would.
        cost: Money,
    }
}
wire_struct! {
    /// The risk was assessed.
    pub struct RiskAssessed {
        /// The assessment.
        assessment: RiskAssessment,
    }
}

/// The points of a policy, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RiskRules {
    pub(crate) probabilities: Vec<(Label, u32)>,
    pub(crate) impacts: Vec<(Label, u32)>,
    pub(crate) per: Seconds,
    /// The most first.
    pub(crate) frequencies: Vec<(u32, u32)>,
    /// The most first; all in one currency.
    pub(crate) costs: Vec<(Money, u32)>,
    pub(crate) workarounds: Vec<(WorkaroundQuality, u32)>,
    /// The most first; the last begins at zero.
    pub(crate) priorities: Vec<(u32, Priority)>,
}

fn points_of<K: PartialEq>(table: &[(K, u32)], key: &K) -> Option<u32> {
    table
        .iter()
        .find(|(it, _)| it == key)
        .map(|(_, points)| *points)
}

impl RiskRules {
    pub(crate) fn probability_labels(&self) -> Vec<String> {
        self.probabilities
            .iter()
            .map(|(label, _)| label.to_string())
            .collect()
    }
}

impl Problem {
    /// The last assessment anew, for another impact; nothing if there is none, or if the policy does
    /// not know its words any more.
    pub(crate) fn assess_again(
        &self,
        impact: &Impact,
        policy: &ProblemPolicy,
    ) -> Option<RiskAssessed> {
        let last = self.risk.as_ref()?;
        let mut again = self.clone();
        again.profile.impact = impact.clone();
        let asked = AssessRisk {
            cost: last.cost,
            ..AssessRisk::new(last.probability.clone(), last.incidents)
        };
        let no = |law| self.no(law, Kind::Prioritize, policy);
        match again.assess_risk(&asked, policy, no) {
            Ok(ProblemEvent::RiskAssessed(it)) => Some(it),
            _ => None,
        }
    }

    pub(crate) fn assess_risk(
        &self,
        it: &AssessRisk,
        policy: &ProblemPolicy,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        let rules = &policy.risk;
        let Some(probability) = points_of(&rules.probabilities, &it.probability) else {
            return no(Law::LevelUnknown)
                .param("field", "probability")
                .param("expected", rules.probability_labels())
                .text("got", &it.probability)
                .err();
        };
        let currency = rules.costs.first().map(|(it, _)| it.currency);
        let cost = match (it.cost, currency) {
            (Some(cost), Some(expected)) if cost.currency != expected => {
                return no(Law::RiskCurrency)
                    .text("expected", &expected)
                    .text("got", &cost.currency)
                    .err();
            }
            (Some(cost), _) => {
                let step = rules.costs.iter().find(|(at, _)| at.minor <= cost.minor);
                step.map_or(0, |(_, points)| *points)
            }
            (None, _) => 0,
        };
        // The policy gives points to every level of its matrix; a level of an older policy has none.
        let impact = self.profile.impact.label();
        let impact = points_of(&rules.impacts, impact).unwrap_or(0);
        let frequency = rules
            .frequencies
            .iter()
            .find(|(at_least, _)| *at_least <= it.incidents)
            .map_or(0, |(_, points)| *points);
        let quality = self.workaround_quality();
        let relief = points_of(&rules.workarounds, &quality).unwrap_or(0);
        let exposure = probability.saturating_mul(impact);
        let score = exposure
            .saturating_add(frequency)
            .saturating_add(cost)
            .saturating_sub(relief);
        let priority = rules
            .priorities
            .iter()
            .find(|(at_least, _)| *at_least <= score)
            .map_or_else(|| self.priority.clone(), |(_, priority)| priority.clone());
        let parts = vec![
            RiskPart::new(RiskFactor::Exposure, exposure),
            RiskPart::new(RiskFactor::Frequency, frequency),
            RiskPart::new(RiskFactor::Cost, cost),
            RiskPart::new(RiskFactor::Workaround, relief),
        ];
        let assessment = RiskAssessment {
            cost: it.cost,
            ..RiskAssessment::new(
                it.probability.clone(),
                it.incidents,
                rules.per,
                quality,
                parts,
                score,
                priority,
            )
        };
        Ok(RiskAssessed::new(assessment).into())
    }

    /// The last assessment of its risk.
    pub const fn risk(&self) -> Option<&RiskAssessment> {
        self.risk.as_ref()
    }

    /// The priority by which it is worked on: by the matrix, or by its risk, as the policy says.
    ///
    /// It may differ from that of its incidents: those are about restoring service.
    pub fn priority(&self, policy: &ProblemPolicy) -> &Priority {
        match (policy.priority_by(), &self.risk) {
            (PriorityBasis::Risk, Some(risk)) => &risk.priority,
            _ => &self.priority,
        }
    }

    /// The priority of its impact and urgency.
    pub const fn matrix_priority(&self) -> &Priority {
        &self.priority
    }
}
