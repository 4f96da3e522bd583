//! Questionnaires: questions with answers that have a score, and the level of the sum.
//!
//! The score is the sum of each answer's score times the weight of its question. Of the thresholds
//! the highest that is passed gives the level.
//!
//! Source: FitSM-1 PR12.3 (changes are assessed for their risk).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::level::{Level as _, Risk, Scale};
use itsm_core::text::{Code, Title};
use itsm_core::wire_struct;

wire_struct! {
    /// An answer that can be given.
    pub struct Choice {
        /// What it is called by; its own among the answers of its question.
        id: Code,
        /// How it reads.
        text: Title,
        /// What it counts.
        score: u32,
    }
}

wire_struct! {
    /// A question.
    pub struct Question {
        /// What it is called by; its own among the questions.
        id: Code,
        /// How it reads.
        text: Title,
        /// How much its answers count; from 1.
        weight: u32,
        /// The answers that can be given.
        choices: Vec<Choice>,
    }
}

wire_struct! {
    /// From which score on a change has a level of risk.
    pub struct Threshold {
        /// From this score on.
        from: u64,
        /// It has this level.
        risk: Risk,
    }
}

wire_struct! {
    /// A questionnaire. It is checked as a part of its policy.
    pub struct Questionnaire {
        /// The questions, in the order in which they are asked.
        questions: Vec<Question>,
        /// The levels, in any order: one from 0 on, and the higher score never the smaller risk.
        thresholds: Vec<Threshold>,
    }
}

/// What an answered questionnaire comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Scored {
    /// The sum.
    pub score: u64,
    /// The threshold that was passed.
    pub from: u64,
    /// Its level.
    pub risk: Risk,
    /// What each question has added, in their order.
    pub parts: Vec<ScorePart>,
}

wire_struct! {
    /// What a question has added to a score.
    pub struct ScorePart {
        /// The question.
        question: Code,
        /// The answer.
        answer: Code,
        /// Its score times the weight of the question.
        points: u64,
    }
}

/// Why a questionnaire comes to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Unscored {
    /// Questions that were not answered, or with what cannot be answered, in their order.
    pub open: Vec<Code>,
}

impl Questionnaire {
    /// What answers come to.
    ///
    /// # Errors
    /// The questions that are not answered: a sum without them would say less than there is.
    pub fn score(&self, answers: &BTreeMap<Code, Code>) -> Result<Scored, Unscored> {
        let (mut parts, mut open) = (Vec::new(), Vec::new());
        for question in &self.questions {
            let given = answers.get(&question.id);
            let choice =
                given.and_then(|it| question.choices.iter().find(|choice| choice.id == *it));
            let Some(choice) = choice else {
                open.push(question.id.clone());
                continue;
            };
            let points = u64::from(choice.score).saturating_mul(question.weight.into());
            parts.push(ScorePart::new(
                question.id.clone(),
                choice.id.clone(),
                points,
            ));
        }
        let score = parts
            .iter()
            .fold(0_u64, |sum, it| sum.saturating_add(it.points));
        let passed = self.thresholds.iter().filter(|it| it.from <= score);
        match passed.max_by_key(|it| it.from) {
            Some(passed) if open.is_empty() => Ok(Scored {
                score,
                from: passed.from,
                risk: passed.risk.clone(),
                parts,
            }),
            _ => Err(Unscored { open }),
        }
    }

    pub(crate) fn check(&self, scale: &Scale<Risk>, faults: &mut Faults) {
        if self.questions.is_empty() {
            faults.add(
                "questions",
                "policy.risk.no_question",
                "expected a question, got none",
            );
        }
        let mut ids = BTreeSet::new();
        for (place, question) in self.questions.iter().enumerate() {
            let path = format!("questions[{place}]");
            if !ids.insert(&question.id) {
                let message = format!("expected each question once, got `{}` again", question.id);
                faults.add(format!("{path}.id"), "policy.risk.question_twice", message);
            }
            if question.weight == 0 {
                let message = "expected a weight of at least 1, got `0`";
                faults.add(format!("{path}.weight"), "policy.risk.weight", message);
            }
            if question.choices.is_empty() {
                let message = "expected an answer that can be given, got none";
                faults.add(format!("{path}.choices"), "policy.risk.no_choice", message);
            }
            let mut choices = BTreeSet::new();
            for (place, choice) in question.choices.iter().enumerate() {
                if !choices.insert(&choice.id) {
                    let path = format!("{path}.choices[{place}].id");
                    let message = format!("expected each answer once, got `{}` again", choice.id);
                    faults.add(path, "policy.risk.choice_twice", message);
                }
            }
        }
        self.check_thresholds(scale, faults);
    }

    fn check_thresholds(&self, scale: &Scale<Risk>, faults: &mut Faults) {
        let mut order: Vec<(usize, &Threshold)> = self.thresholds.iter().enumerate().collect();
        order.sort_by_key(|it| it.1.from);
        if order.first().is_none_or(|it| it.1.from > 0) {
            let message = "expected a level from 0 on, so that every score has one";
            faults.add("thresholds", "policy.risk.no_lowest", message);
        }
        for (place, it) in &order {
            if !scale.contains(&it.risk) {
                let path = format!("thresholds[{place}].risk");
                faults.add(path, "policy.risk.level_unknown", unknown(&it.risk, scale));
            }
        }
        for pair in order.windows(2) {
            let [(_, low), (place, high)] = pair else {
                continue;
            };
            if low.from == high.from {
                let path = format!("thresholds[{place}].from");
                let message = format!(
                    "expected one level from a score on, got {} again",
                    high.from
                );
                faults.add(path, "policy.risk.threshold_twice", message);
            } else if is_smaller(&high.risk, &low.risk, scale) {
                let path = format!("thresholds[{place}].risk");
                let message = format!(
                    "expected no smaller risk than `{}` from {} on, got `{}`",
                    low.risk, high.from, high.risk
                );
                faults.add(path, "policy.risk.threshold_order", message);
            }
        }
    }
}

/// Whether both are on the scale, and the first is the smaller risk.
fn is_smaller(one: &Risk, other: &Risk, scale: &Scale<Risk>) -> bool {
    let ranks = scale.rank(one).zip(scale.rank(other));
    ranks.is_some_and(|(one, other)| one > other)
}

pub(crate) fn unknown(risk: &Risk, scale: &Scale<Risk>) -> alloc::string::String {
    format!(
        "expected one of `{}`, got `{}`",
        scale.labels().join("`, `"),
        risk.label()
    )
}
