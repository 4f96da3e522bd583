//! Risk: rules, a questionnaire and a table of impact and probability, of which the highest counts.
//!
//! Each of the three may be there or not, and each says what it has found and why. Of the rules the
//! first that matches counts and the rest are passed over. What an impact analysis has found, such
//! as how many services would go down, is a fact like any other.
//!
//! Source: FitSM-1 PR12.3; ISO/IEC 20000-1 8.5.1.2 (risk of changes); ITIL 4 change enablement.

use crate::questionnaire::{Questionnaire, ScorePart, unknown};
use crate::risk_facts::RiskDomains;
pub use crate::risk_facts::{RiskFacts, RiskWord};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use itsm_core::fault::Faults;
use itsm_core::free_text::FreeText;
use itsm_core::level::{Risk, Scale};
use itsm_core::rule_table::{Decision, DraftRuleTable, RuleTable};
use itsm_core::text::{Code, Label};
use itsm_core::wire_struct;

wire_struct! {
    /// A cell of the table of impact and probability.
    pub struct RiskCell {
        /// How bad it would be.
        impact: Label,
        /// How probable success is.
        success: Label,
        /// The risk.
        risk: Risk,
    }
}

/// The raw form of a [`RiskPolicy`]. What a file leaves out is as in the default one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftRiskPolicy {
    /// The levels, the highest risk first.
    pub levels: Vec<String>,
    /// Rules, of which the first that matches counts.
    pub rules: DraftRuleTable<Risk>,
    /// Questions; without any, nobody is asked.
    pub questionnaire: Option<Questionnaire>,
    /// A table; without cells, it says nothing.
    pub table: Vec<RiskCell>,
}

/// How risk is found. A policy that exists is valid, and never changes.
///
/// ```
/// use itsm_change::risk::{RiskFacts, RiskPolicy};
///
/// let policy = RiskPolicy::default();
/// let facts = RiskFacts::new().services_down(2_u32).reversible(false);
/// let found = policy.assess(&facts);
/// assert_eq!(found.risk.unwrap().as_str(), "High");
/// assert_eq!(found.reasons[0].to_string(), "High: the rule `no_way_back`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "DraftRiskPolicy", into = "DraftRiskPolicy")
)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(with = "DraftRiskPolicy")
)]
pub struct RiskPolicy {
    scale: Scale<Risk>,
    rules: RuleTable<RiskWord, Risk>,
    draft: Box<DraftRiskPolicy>,
}

impl From<RiskPolicy> for DraftRiskPolicy {
    fn from(it: RiskPolicy) -> Self {
        *it.draft
    }
}

impl Default for RiskPolicy {
    /// The one that ships: [`DraftRiskPolicy::default`].
    fn default() -> Self {
        let draft = DraftRiskPolicy::default();
        // Nothing is noted: a test holds that the default has no faults.
        let mut faults = Faults::new();
        Self::made(draft, &mut faults).unwrap_or_else(|draft| Self {
            scale: Scale::any(),
            rules: RuleTable::empty(),
            draft,
        })
    }
}

impl TryFrom<DraftRiskPolicy> for RiskPolicy {
    type Error = Faults;

    /// # Errors
    /// All [`Faults`] at once, each with its path.
    fn try_from(draft: DraftRiskPolicy) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let made = Self::made(draft, &mut faults);
        faults.or(made.ok())
    }
}

/// What was found, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RiskFound {
    /// The highest of what was found; nothing if nothing was.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub risk: Option<Risk>,
    /// What each engine has found, those of the highest risk first.
    pub reasons: Vec<RiskReason>,
    /// What was not known: rules that more facts might have decided, by their ids.
    pub undecided: Vec<Code>,
    /// Questions that are open, so that the questionnaire says nothing yet.
    pub open_questions: Vec<Code>,
}

/// What one engine has found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "engine", rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum RiskReason {
    /// The first rule that matches.
    Rule {
        /// Which.
        rule: Code,
        /// What it says.
        risk: Risk,
        /// Which facts it matched, in words.
        because: String,
    },
    /// The questionnaire.
    Questionnaire {
        /// The score.
        score: u64,
        /// The threshold that it has passed.
        from: u64,
        /// What that says.
        risk: Risk,
        /// What each question has added.
        parts: Vec<ScorePart>,
    },
    /// The table of impact and probability.
    Table {
        /// How bad it would be.
        impact: Label,
        /// How probable success is.
        success: Label,
        /// What the cell says.
        risk: Risk,
    },
}

// Codes, levels and numbers, and the words of the policy: nothing that anybody wrote of a change.
impl FreeText for RiskFound {}

impl RiskReason {
    /// The risk that it found.
    pub const fn risk(&self) -> &Risk {
        match self {
            Self::Rule { risk, .. }
            | Self::Questionnaire { risk, .. }
            | Self::Table { risk, .. } => risk,
        }
    }
}

impl fmt::Display for RiskReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule { rule, risk, .. } => write!(f, "{risk}: the rule `{rule}`"),
            Self::Questionnaire {
                score, from, risk, ..
            } => write!(f, "{risk}: {score} points, from {from} on"),
            Self::Table {
                impact,
                success,
                risk,
            } => write!(
                f,
                "{risk}: impact {impact}, probability of success {success}"
            ),
        }
    }
}

impl RiskPolicy {
    fn made(draft: DraftRiskPolicy, faults: &mut Faults) -> Result<Self, Box<DraftRiskPolicy>> {
        let draft = Box::new(draft);
        let Some(scale) = faults.nest("levels", Scale::<Risk>::new(&draft.levels)) else {
            return Err(draft);
        };
        let check = |risk: Risk| {
            let mut faults = Faults::new();
            if !scale.contains(&risk) {
                faults.add("", "policy.risk.level_unknown", unknown(&risk, &scale));
            }
            faults.or(Some(risk))
        };
        let rules = RuleTable::compile_with(draft.rules.clone(), &RiskDomains, check);
        let rules = faults.nest("rules", rules);
        if let Some(questionnaire) = &draft.questionnaire {
            let mut found = Faults::new();
            questionnaire.check(&scale, &mut found);
            faults.nest("questionnaire", found.or(Some(())));
        }
        let mut cells = BTreeSet::new();
        for (place, cell) in draft.table.iter().enumerate() {
            if !scale.contains(&cell.risk) {
                let path = format!("table[{place}].risk");
                faults.add(
                    path,
                    "policy.risk.level_unknown",
                    unknown(&cell.risk, &scale),
                );
            }
            if !cells.insert((&cell.impact, &cell.success)) {
                let message = format!(
                    "expected each cell once, got `{}` and `{}` again",
                    cell.impact, cell.success
                );
                faults.add(format!("table[{place}]"), "policy.risk.cell_twice", message);
            }
        }
        match rules {
            Some(rules) => Ok(Self {
                scale,
                rules,
                draft,
            }),
            None => Err(draft),
        }
    }

    /// The levels, the highest risk first.
    pub const fn scale(&self) -> &Scale<Risk> {
        &self.scale
    }

    /// Whether anything in it could ever find a risk.
    pub fn has_engine(&self) -> bool {
        let draft = &self.draft;
        !draft.rules.rules.is_empty() || draft.questionnaire.is_some() || !draft.table.is_empty()
    }

    /// The questionnaire, if people are asked.
    pub const fn questionnaire(&self) -> Option<&Questionnaire> {
        self.draft.questionnaire.as_ref()
    }

    /// The raw form it was made from.
    pub const fn draft(&self) -> &DraftRiskPolicy {
        &self.draft
    }

    /// What all engines find, of which the highest counts.
    pub fn assess(&self, facts: &RiskFacts) -> RiskFound {
        let mut reasons = Vec::new();
        let undecided = match self.rules.decide(facts) {
            Decision::Matched(it) => {
                reasons.push(RiskReason::Rule {
                    rule: it.rule.clone(),
                    risk: it.outcome.clone(),
                    because: format!("{}", it.explanation),
                });
                it.undecided
            }
            Decision::NoMatch { undecided } => undecided,
        };
        let nothing = BTreeMap::new();
        let answers = facts.answers.as_ref().unwrap_or(&nothing);
        let mut open_questions = Vec::new();
        match self.questionnaire().map(|it| it.score(answers)) {
            Some(Ok(it)) => reasons.push(RiskReason::Questionnaire {
                score: it.score,
                from: it.from,
                risk: it.risk,
                parts: it.parts,
            }),
            Some(Err(it)) => open_questions = it.open,
            None => {}
        }
        if let Some((impact, success)) = facts.impact.as_ref().zip(facts.success.as_ref()) {
            let is = |it: &&RiskCell| it.impact == *impact && it.success == *success;
            reasons.extend(
                self.draft
                    .table
                    .iter()
                    .find(is)
                    .map(|it| RiskReason::Table {
                        impact: impact.clone(),
                        success: success.clone(),
                        risk: it.risk.clone(),
                    }),
            );
        }
        // The sort keeps the order of engines that found the same.
        reasons.sort_by_key(|it| self.scale.rank(it.risk()));
        RiskFound {
            risk: reasons.first().map(|it| it.risk().clone()),
            reasons,
            undecided: undecided.into_iter().map(|it| it.rule.clone()).collect(),
            open_questions,
        }
    }
}
