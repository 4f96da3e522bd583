//! Analyses with every field that they can have.

use crate::draft;
use itsm_problem::cause_analysis::CauseAnalysis;
use itsm_problem::cfia::{CfiaSheet, DraftCfiaSheet};
use itsm_problem::chronology::{Chronology, DraftChronology};
use itsm_problem::fault_tree_analysis::{DraftFaultTreeAnalysis, FaultTreeAnalysis};
use itsm_problem::five_whys::{DraftFiveWhys, FiveWhys};
use itsm_problem::hypothesis::{DraftHypotheses, Hypotheses};
use itsm_problem::ishikawa::{DraftIshikawa, Ishikawa};
use itsm_problem::kepner_tregoe::{DraftKepnerTregoe, KepnerTregoe};
use itsm_problem::pareto::{DraftPareto, Pareto};
use serde_json::{Value, json};

pub(crate) const NODE: &str = "63696974-656d-8000-8000-000000000002";
pub(crate) const CHANGE: &str = "6368616e-6765-8000-8000-000000000001";
pub(crate) const PERSONS: [&str; 2] = [
    "70657273-6f6e-8000-8000-000000000001",
    "70657273-6f6e-8000-8000-000000000002",
];

pub(crate) fn five_whys() -> Value {
    json!({
        "effect": "No orders for 48 minutes",
        "answers": [
            {
                "id": "no_limit", "why": "Why could it fill?", "because": "The log has no volume of its own",
                "evidence": ["Build description, version 14"], "after": "full", "contribution": "occurrence",
                "dimension": "information_and_technology", "ci": NODE, "actionable": true,
            },
            { "id": "full", "why": "Why no orders?", "because": "The disk was full", "evidence": ["100 % at 09:11"] },
            {
                "id": "mailbox", "why": "Why for 48 minutes?", "because": "Human error: the alarm was overlooked",
                "evidence": [], "contribution": "duration",
            },
        ],
    })
}

pub(crate) fn ishikawa() -> Value {
    json!({
        "effect": "No orders for 48 minutes",
        "categories": [
            { "id": "people", "name": "People", "dimension": "organizations_and_people" },
            { "id": "tools", "name": "Tools" },
        ],
        "causes": [
            { "id": "expert", "on": "on_call", "statement": "One person alone can free the disk", "evidence": [], "votes": [PERSONS[0]] },
            { "id": "on_call", "on": "people", "statement": "Nobody is on call", "evidence": [], "votes": [], "contribution": "duration" },
            {
                "id": "disk", "on": "tools", "statement": "Log & data share one <disk>", "evidence": ["Build description"],
                "votes": PERSONS, "contribution": "occurrence", "dimension": "information_and_technology",
                "ci": NODE, "actionable": true,
            },
        ],
    })
}

pub(crate) fn kepner_tregoe() -> Value {
    let contrast = |aspect: &str, is: &str, is_not: &str| json!({ "aspect": aspect, "distinctions": [], "changes": [], "is": is, "is_not": is_not });
    let mut object = contrast("what_object", "Node A", "Node B");
    object["distinctions"] = json!(["Node A writes"]);
    object["changes"] =
        json!([{ "what": "Level raised", "at": "2026-03-02T08:30:00Z", "change": CHANGE }]);
    let test = |aspect: &str, fit: Value| json!({ "aspect": aspect, "fit": fit });
    json!({
        "object": "Node A of the shop",
        "deviation": "its disk fills up",
        "contrasts": [
            object,
            contrast("where_place", "Porto", "Braga"),
            contrast("when_first", "2 March", "Any Monday before"),
            contrast("extent_how_many", "One node", "The other nine"),
        ],
        "causes": [
            {
                "id": "offers", "statement": "The offers bring too many orders",
                "tests": [
                    test("what_object", json!("explains_both")),
                    test("where_place", json!("cannot_explain")),
                    test("when_first", json!("explains_both")),
                    test("extent_how_many", json!("explains_both")),
                ],
            },
            {
                "id": "debug", "statement": "The debug level writes too much",
                "tests": [
                    test("what_object", json!({ "only_if": "node B logs less" })),
                    test("where_place", json!("explains_both")),
                    test("when_first", json!("explains_both")),
                    test("extent_how_many", json!("explains_both")),
                ],
                "contribution": "occurrence", "dimension": "information_and_technology", "ci": NODE, "actionable": true,
            },
            {
                "id": "rotation", "statement": "The rotation of logs has stopped",
                "tests": [
                    test("what_object", json!({ "only_if": "it stopped on node A alone" })),
                    test("where_place", json!("explains_both")),
                    test("when_first", json!({ "only_if": "it stopped that morning" })),
                    test("extent_how_many", json!("explains_both")),
                ],
            },
        ],
        "checks": [{ "cause": "debug", "how": "Raised and lowered on a copy", "is_true": true }],
    })
}

pub(crate) fn pareto() -> Value {
    json!({
        "title": "What kept the shop from taking orders",
        "measure": "downtime",
        "items": [
            { "name": "Payment", "value": 5400, "weight": 2 },
            { "name": "Disk full", "value": 14820, "weight": 3, "contribution": "occurrence", "dimension": "information_and_technology", "ci": NODE },
            { "name": "Network", "value": 1260 },
        ],
        "other": 1500,
        "cut": { "numerator": 3, "denominator": 4 },
    })
}

pub(crate) fn fault_tree() -> Value {
    json!({
        "title": "No orders",
        "description": "Of a day.",
        "top": "down",
        "gates": [
            { "name": "down", "statement": "No orders", "kind": "or", "inputs": ["power", "nodes"] },
            { "name": "nodes", "statement": "Two of three nodes out", "kind": "at_least", "k": 2, "inputs": ["a", "b", "c"] },
        ],
        "events": [
            { "name": "power", "statement": "Power out", "probability": 0.125 },
            {
                "name": "a", "statement": "Node A breaks", "probability": 0.5, "evidence": ["It is hot"], "contribution": "impact",
                "dimension": "information_and_technology", "ci": NODE, "actionable": true,
            },
            { "name": "b", "statement": "Node B breaks", "probability": 0.25 },
            { "name": "c", "statement": "Node C breaks", "probability": 0.25 },
        ],
    })
}

pub(crate) fn chronology() -> Value {
    json!({
        "entries": [
            {
                "at": "2026-03-02T08:30:00Z", "kind": "change", "source": "change_log", "footing": "evidence",
                "text": "Level raised to debug", "about": [{ "change": CHANGE }, { "ci": NODE }],
            },
            {
                "at": "2026-03-02T09:05:00Z", "kind": "deviation", "source": "call_centre", "footing": "hearsay",
                "text": "A caller says that the basket is slow", "about": [],
            },
            {
                "at": "2026-03-02T09:12:04Z", "kind": "deviation", "source": "database_log", "footing": "evidence",
                "text": "No space left on device", "about": [{ "ci": NODE }],
            },
            {
                "at": "2026-03-02T10:00:00Z", "kind": "restoration", "source": "monitoring", "footing": "evidence",
                "text": "Orders are taken again", "about": [],
            },
        ],
    })
}

pub(crate) fn hypotheses() -> Value {
    json!({
        "hypotheses": [
            {
                "id": "debug", "statement": "The debug level fills the disk", "predicts": ["The log grows from 08:30 on"],
                "status": "confirmed", "test": "Sizes by minute", "result": "2.3 GB a minute",
                "contribution": "occurrence", "dimension": "information_and_technology", "ci": NODE, "actionable": true,
            },
            { "id": "night", "statement": "The night shift has no instruction", "predicts": ["None is in the handbook"], "status": "open" },
        ],
    })
}

pub(crate) fn cfia() -> Value {
    json!({
        "services": [{ "name": "Shop", "ci": "63696974-656d-8000-8000-000000000001" }, { "name": "Mail" }],
        "items": [
            {
                "name": "Node A", "cells": ["X", "B"], "ci": NODE, "recovery_procedure": "Fail over by hand",
                "recovery_time": 2700, "depends_on": "One specialist",
            },
            { "name": "Node B", "cells": ["A", ""] },
        ],
    })
}

/// One analysis by each method.
pub(crate) fn all() -> Vec<CauseAnalysis> {
    vec![
        FiveWhys::try_from(draft::<DraftFiveWhys>(five_whys()))
            .unwrap()
            .into(),
        Ishikawa::try_from(draft::<DraftIshikawa>(ishikawa()))
            .unwrap()
            .into(),
        KepnerTregoe::try_from(draft::<DraftKepnerTregoe>(kepner_tregoe()))
            .unwrap()
            .into(),
        Pareto::try_from(draft::<DraftPareto>(pareto()))
            .unwrap()
            .into(),
        FaultTreeAnalysis::try_from(draft::<DraftFaultTreeAnalysis>(fault_tree()))
            .unwrap()
            .into(),
        Chronology::try_from(draft::<DraftChronology>(chronology()))
            .unwrap()
            .into(),
        Hypotheses::try_from(draft::<DraftHypotheses>(hypotheses()))
            .unwrap()
            .into(),
        CfiaSheet::try_from(draft::<DraftCfiaSheet>(cfia()))
            .unwrap()
            .into(),
    ]
}
