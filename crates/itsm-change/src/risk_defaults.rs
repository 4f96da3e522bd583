//! The policy of risk that ships.

use crate::questionnaire::{Choice, Question, Questionnaire, Threshold};
use crate::risk::{DraftRiskPolicy, RiskCell};
use alloc::vec;
use itsm_core::draft::DraftCondition;
use itsm_core::level::Risk;
use itsm_core::rule_table::{DraftRule, DraftRuleTable};
use itsm_core::text::{Code, Label, Title};

impl Default for DraftRiskPolicy {
    /// Three levels. What takes down services and cannot be taken back is high, what takes down a
    /// service is moderate. Four questions of up to 25 points, of which more than 25 are moderate
    /// and more than 50 high. The table of three by three.
    fn default() -> Self {
        let [high, moderate, low] =
            ["High", "Moderate", "Low"].map(|it| Risk::from(Label::trusted(it)));
        let ask = DraftCondition::attribute;
        let hurts = || ask("services_down").above(0);
        let rules = vec![
            DraftRule::new(
                "no_way_back",
                DraftCondition::all([hurts(), ask("reversible").is(false)]),
                high.clone(),
            ),
            DraftRule::new("takes_services_down", hurts(), moderate.clone()),
        ];
        let question = |id, text, answers: [(Code, &'static str, u32); 3]| {
            let choices =
                answers.map(|(id, text, score)| Choice::new(id, Title::trusted(text), score));
            Question::new(
                Code::trusted(id),
                Title::trusted(text),
                1_u32,
                choices.to_vec(),
            )
        };
        let [no, partly, yes] = ["no", "partly", "yes"].map(Code::trusted);
        let unless = |id, text| {
            let choices = [
                (yes.clone(), "Yes", 0),
                (partly.clone(), "In part", 12),
                (no.clone(), "No", 25),
            ];
            question(id, text, choices)
        };
        let questionnaire = Questionnaire::new(
            vec![
                unless(
                    "done_before",
                    "Has this been done before, here, by the same people?",
                ),
                unless("tested", "Was it tried where it can do no harm?"),
                unless("way_back", "Is there a way back that was tried?"),
                unless("alone", "Can it be made without anybody else?"),
            ],
            vec![
                Threshold::new(0_u64, low.clone()),
                Threshold::new(26_u64, moderate.clone()),
                Threshold::new(51_u64, high.clone()),
            ],
        );
        let rows = [
            ("High", [&high, &high, &moderate]),
            ("Medium", [&high, &moderate, &low]),
            ("Low", [&moderate, &low, &low]),
        ];
        let cells = rows.into_iter().flat_map(|(impact, risks)| {
            let success = ["Low", "Medium", "High"].into_iter().zip(risks);
            success.map(move |(success, risk)| {
                RiskCell::new(
                    Label::trusted(impact),
                    Label::trusted(success),
                    risk.clone(),
                )
            })
        });
        Self {
            levels: vec!["High".into(), "Moderate".into(), "Low".into()],
            rules: DraftRuleTable { rules },
            questionnaire: Some(questionnaire),
            table: cells.collect(),
        }
    }
}
