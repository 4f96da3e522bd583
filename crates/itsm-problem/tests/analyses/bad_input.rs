//! What is wrong with a draft is told all at once, with its places and rules.

use crate::{draft, samples, told};
use itsm_problem::cfia::{CfiaSheet, DraftCfiaSheet};
use itsm_problem::chronology::Chronology;
use itsm_problem::fault_tree_analysis::{DraftFaultTreeAnalysis, FaultTreeAnalysis};
use itsm_problem::five_whys::{DraftFiveWhys, FiveWhys};
use itsm_problem::hypothesis::{DraftHypotheses, Hypotheses};
use itsm_problem::ishikawa::{DraftIshikawa, Ishikawa};
use itsm_problem::pareto::{DraftPareto, Pareto};
use serde_json::{Value, json};

fn whys(json: Value) -> Result<FiveWhys, itsm_core::fault::Faults> {
    FiveWhys::try_from(draft::<DraftFiveWhys>(json))
}

fn answer(id: &str, after: Option<&str>) -> Value {
    match after {
        Some(after) => {
            json!({ "id": id, "why": "Why?", "because": "So", "evidence": [], "after": after })
        }
        None => json!({ "id": id, "why": "Why?", "because": "So", "evidence": [] }),
    }
}

#[test]
fn whys_without_answers_are_refused() {
    let faults = whys(json!({ "effect": "Down", "answers": [] })).unwrap_err();
    assert_eq!(told(&faults), [("answers", "five_whys.empty")]);
}

#[test]
fn whys_that_nobody_would_read_are_refused() {
    let answers = |many: usize| {
        let all: Vec<Value> = (0..many)
            .map(|it| answer(&format!("a{it}"), None))
            .collect();
        whys(json!({ "effect": "Down", "answers": all }))
    };
    assert!(answers(1_000).is_ok());
    let faults = answers(1_001).unwrap_err();
    assert_eq!(told(&faults), [("answers", "five_whys.too_long")]);
}

#[test]
fn whys_that_lead_nowhere_are_refused_with_the_circle_told() {
    let faults = whys(json!({
        "effect": "Down",
        "answers": [
            answer("a", None), answer("a", None), answer("b", Some("nobody")),
            answer("c", Some("d")), answer("d", Some("e")), answer("e", Some("d")),
        ],
    }))
    .unwrap_err();
    assert_eq!(
        told(&faults),
        [
            ("answers[1].id", "five_whys.answer.twice"),
            ("answers[2].after", "five_whys.answer.unknown"),
            ("answers[4].after", "five_whys.answer.circle"),
        ]
    );
    assert!(
        faults.to_string().contains("got `d after e after d`"),
        "{faults}"
    );
    // An answer to itself is a circle as well.
    let itself = whys(json!({ "effect": "Down", "answers": [answer("a", Some("a"))] }));
    assert_eq!(
        told(&itself.unwrap_err()),
        [("answers[0].after", "five_whys.answer.circle")]
    );
}

#[test]
fn fishbone_with_faults_tells_them_all() {
    let cause = |id: &str, on: &str| json!({ "id": id, "on": on, "statement": "So", "evidence": [], "votes": [] });
    let fish = |categories: Value, causes: Value| {
        let json = json!({ "effect": "Down", "categories": categories, "causes": causes });
        Ishikawa::try_from(draft::<DraftIshikawa>(json))
    };
    let faults = fish(json!([]), json!([])).unwrap_err();
    assert_eq!(
        told(&faults),
        [
            ("categories", "ishikawa.category.none"),
            ("causes", "ishikawa.empty")
        ]
    );
    let people = json!([{ "id": "people", "name": "People" }, { "id": "people", "name": "Folks" }]);
    let causes = json!([
        cause("people", "people"),
        cause("b", "nobody"),
        cause("c", "d"),
        cause("d", "c"),
    ]);
    let faults = fish(people, causes).unwrap_err();
    assert_eq!(
        told(&faults),
        [
            ("categories[1].id", "ishikawa.name.twice"),
            ("causes[0].id", "ishikawa.name.twice"),
            ("causes[1].on", "ishikawa.on.unknown"),
            ("causes[2].on", "ishikawa.cause.circle"),
        ]
    );
    assert!(faults.to_string().contains("got `c on d on c`"), "{faults}");
}

#[test]
fn pareto_with_faults_tells_them_all() {
    let pareto = |json: Value| Pareto::try_from(draft::<DraftPareto>(json));
    let faults = pareto(json!({
        "title": "All", "measure": "count", "items": [], "cut": { "numerator": 5, "denominator": 4 },
    }));
    assert_eq!(
        told(&faults.unwrap_err()),
        [("cut", "pareto.cut.range"), ("items", "pareto.empty")]
    );
    for cut in [[0, 1], [0, 0], [1, 0]] {
        let [numerator, denominator] = cut;
        let cut = json!({ "numerator": numerator, "denominator": denominator });
        let items = json!([{ "name": "A", "value": 1 }]);
        let faults =
            pareto(json!({ "title": "All", "measure": "count", "items": items, "cut": cut }));
        assert_eq!(told(&faults.unwrap_err()), [("cut", "pareto.cut.range")]);
    }
    let faults = pareto(json!({
        "title": "All", "measure": "count",
        "items": [{ "name": "A", "value": 1 }, { "name": "A", "value": u64::MAX / 2, "weight": 3 }, { "name": "B", "value": 1 }],
    }));
    assert_eq!(
        told(&faults.unwrap_err()),
        [
            ("items[1].name", "pareto.item.twice"),
            ("items[1].value", "pareto.overflow")
        ]
    );
    let faults = pareto(json!({
        "title": "All", "measure": "count", "items": [{ "name": "A", "value": 1 }], "other": u64::MAX,
    }));
    assert_eq!(
        told(&faults.unwrap_err()),
        [("items[0].value", "pareto.overflow")]
    );
}

#[test]
fn fault_tree_with_faults_tells_them_by_the_rules_of_the_arithmetic() {
    let tree = |json: Value| FaultTreeAnalysis::try_from(draft::<DraftFaultTreeAnalysis>(json));
    let faults = tree(json!({ "title": "Down", "top": "down", "gates": [], "events": [] }));
    let faults = faults.unwrap_err();
    assert!(
        told(&faults).contains(&("events", "fault_tree_analysis.empty")),
        "{faults}"
    );

    let mut json = samples::fault_tree();
    json["gates"][1]["inputs"][0] = json!("down");
    json["events"][1]["probability"] = json!(1.5);
    json["events"][2]["probability"] = json!(-0.5);
    let faults = tree(json).unwrap_err();
    let rules: Vec<_> = told(&faults);
    assert!(
        rules
            .iter()
            .any(|(_, rule)| *rule == "fault_tree.gate.loop"),
        "{faults}"
    );
    let probability = "fault_tree.event.probability";
    assert!(
        rules.contains(&("events[1].probability", probability)),
        "{faults}"
    );
    assert!(
        rules.contains(&("events[2].probability", probability)),
        "{faults}"
    );
}

#[test]
fn chronology_of_nothing_is_refused() {
    let faults = Chronology::merge([]).unwrap_err();
    assert_eq!(told(&faults), [("entries", "chronology.empty")]);
}

#[test]
fn hypotheses_with_faults_tell_them_all() {
    let log = |json: Value| Hypotheses::try_from(draft::<DraftHypotheses>(json));
    let faults = log(json!({ "hypotheses": [] })).unwrap_err();
    assert_eq!(told(&faults), [("hypotheses", "hypothesis.empty")]);
    let faults = log(json!({ "hypotheses": [
        { "id": "a", "statement": "So", "predicts": [], "status": "confirmed" },
        { "id": "a", "statement": "So", "predicts": ["It"], "status": "open", "result": "It" },
    ] }));
    assert_eq!(
        told(&faults.unwrap_err()),
        [
            ("hypotheses[0].predicts", "hypothesis.prediction.missing"),
            ("hypotheses[0].result", "hypothesis.result.missing"),
            ("hypotheses[0].test", "hypothesis.test.missing"),
            ("hypotheses[1].id", "hypothesis.id.twice"),
            ("hypotheses[1].result", "hypothesis.result.early"),
        ]
    );
}

#[test]
fn matrix_with_faults_tells_them_all() {
    let sheet = |json: Value| CfiaSheet::try_from(draft::<DraftCfiaSheet>(json));
    let faults = sheet(json!({ "services": [], "items": [] })).unwrap_err();
    assert_eq!(
        told(&faults),
        [("items", "cfia.empty"), ("services", "cfia.empty")]
    );
    let faults = sheet(json!({
        "services": [{ "name": "Shop" }, { "name": "Shop" }],
        "items": [{ "name": "Node", "cells": ["X"] }, { "name": "Node", "cells": ["X", ""] }],
    }));
    assert_eq!(
        told(&faults.unwrap_err()),
        [
            ("items[0].cells", "cfia.cells.count"),
            ("items[1]", "cfia.item.twice"),
            ("services[1]", "cfia.service.twice"),
        ]
    );
}

#[test]
fn nothing_that_is_refused_is_read_either() {
    let text = r#"{"method":"five_whys","effect":"Down","answers":[]}"#;
    let error = serde_json::from_str::<itsm_problem::cause_analysis::CauseAnalysis>(text);
    assert!(error.unwrap_err().to_string().contains("five_whys.empty"));
}
