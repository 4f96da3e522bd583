//! A fault tree in words, against the truth table.

use crate::{draft, samples};
use itsm_core::text::Code;
use itsm_fault_tree::{AnalysisLimits, FaultTreeError};
use itsm_problem::cause::Contribution;
use itsm_problem::fault_tree_analysis::{DraftFaultTreeAnalysis, FaultTreeAnalysis};
use itsm_problem::fault_tree_figures::FigureLimits;
use serde_json::json;

fn sample() -> FaultTreeAnalysis {
    FaultTreeAnalysis::try_from(draft::<DraftFaultTreeAnalysis>(samples::fault_tree())).unwrap()
}

#[test]
fn figures_are_those_of_the_truth_table() {
    let figures = sample().work_out(&FigureLimits::default()).unwrap();
    let p = [0.125, 0.5, 0.25, 0.25];
    let mut exact = 0.0;
    for mask in 0_u32..16 {
        let out = |event: u32| mask >> event & 1 == 1;
        let nodes = (1..4).filter(|it| out(*it)).count();
        if out(0) || nodes >= 2 {
            exact += (0..4)
                .map(|it| {
                    if out(it) {
                        p[it as usize]
                    } else {
                        1.0 - p[it as usize]
                    }
                })
                .product::<f64>();
        }
    }
    assert_eq!(figures.probability, Some(exact));
    // Pairs that share a node are no longer independent: the bounds are above it, in their order.
    assert_eq!(
        figures.rare_event_bound,
        Some(0.125 + 0.125 + 0.125 + 0.0625)
    );
    let between = figures.min_cut_upper_bound.unwrap();
    assert!(exact < between && between < 0.4375, "{between}");
}

#[test]
fn cut_sets_single_points_and_importance_are_told_by_name() {
    let figures = sample().work_out(&FigureLimits::default()).unwrap();
    let sets: Vec<Vec<&str>> = figures
        .cut_sets
        .iter()
        .map(|it| it.iter().map(Code::as_str).collect())
        .collect();
    assert_eq!(
        sets,
        [
            vec!["power"],
            vec!["a", "b"],
            vec!["a", "c"],
            vec!["b", "c"]
        ]
    );
    assert_eq!(figures.cut_set_counts, [0, 1, 3]);
    assert_eq!(figures.single_points_of_failure, [crate::code("power")]);
    let order: Vec<_> = figures
        .importance
        .iter()
        .map(|it| it.event.as_str())
        .collect();
    assert_eq!(order, ["power", "b", "c", "a"]);
}

#[test]
fn causes_are_the_minimal_cut_sets_in_words() {
    let tree = sample();
    let causes = tree.causes(&tree.work_out(&FigureLimits::default()).unwrap());
    let told: Vec<_> = causes
        .iter()
        .map(|it| (it.statement.as_str(), it.actionable, it.evidence.len()))
        .collect();
    assert_eq!(
        told,
        [
            ("Power out", None, 0),
            ("Node A breaks; and: Node B breaks", Some(true), 1),
            ("Node A breaks; and: Node C breaks", Some(true), 1),
            ("Node B breaks; and: Node C breaks", None, 0),
        ]
    );
    // What only one of a set says is not said of the set.
    assert!(
        causes
            .iter()
            .all(|it| it.contribution == Contribution::Occurrence && it.ci.is_none())
    );
}

#[test]
fn what_all_of_a_set_agree_on_is_said_of_it() {
    let mut json = samples::fault_tree();
    for event in json["events"].as_array_mut().unwrap() {
        event["contribution"] = json!("impact");
        event["dimension"] = json!("partners_and_suppliers");
    }
    let tree = FaultTreeAnalysis::try_from(draft::<DraftFaultTreeAnalysis>(json)).unwrap();
    let causes = tree.causes(&tree.work_out(&FigureLimits::default()).unwrap());
    assert!(
        causes
            .iter()
            .all(|it| it.contribution == Contribution::Impact && it.dimension.is_some())
    );
}

#[test]
fn without_a_probability_sets_are_told_and_figures_are_not() {
    let mut json = samples::fault_tree();
    json["events"][2]
        .as_object_mut()
        .unwrap()
        .remove("probability");
    let tree = FaultTreeAnalysis::try_from(draft::<DraftFaultTreeAnalysis>(json)).unwrap();
    let figures = tree.work_out(&FigureLimits::default()).unwrap();
    assert_eq!(figures.probability, None);
    assert_eq!(figures.importance, []);
    assert_eq!(figures.without_probability, [crate::code("b")]);
    assert_eq!(figures.cut_sets.len(), 4);
    assert!(
        tree.to_markdown(&figures)
            .contains("Without a probability: Node B breaks.")
    );
}

#[test]
fn limits_are_kept() {
    let mut limits = FigureLimits::default();
    limits.order = 1;
    let figures = sample().work_out(&limits).unwrap();
    assert_eq!(figures.cut_sets.len(), 1);
    assert!(
        sample()
            .to_markdown(&figures)
            .contains("- and 3 larger ones")
    );
    limits.order = 6;
    limits.cut_sets = 3;
    let error = sample().work_out(&limits).unwrap_err();
    assert_eq!(error, FaultTreeError::TooManyCutSets { limit: 3 });
    limits.analysis = AnalysisLimits::nodes(1);
    let error = sample().work_out(&limits).unwrap_err();
    assert_eq!(error.rule(), "fault_tree.too_large");
}
