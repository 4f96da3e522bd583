//! How far an analysis by Kepner and Tregoe has come, and what it finds.

use crate::{draft, samples};
use itsm_problem::kepner_tregoe::{AspectGroup, DraftKepnerTregoe, KepnerTregoe, KepnerTregoeStep};
use serde_json::{Value, json};

fn with(change: impl FnOnce(&mut Value)) -> KepnerTregoe {
    let mut json = samples::kepner_tregoe();
    change(&mut json);
    KepnerTregoe::try_from(draft::<DraftKepnerTregoe>(json)).unwrap()
}

#[test]
fn each_step_opens_the_next() {
    let begun = |causes: Value, checks: Value| {
        with(|it| {
            it["causes"] = causes;
            it["checks"] = checks;
        })
        .next_step()
    };
    let sample = samples::kepner_tregoe();
    let defined = with(|it| {
        it["contrasts"] = json!([]);
        it["causes"] = json!([]);
        it["checks"] = json!([]);
    });
    assert_eq!(defined.next_step(), Some(KepnerTregoeStep::Describe));
    assert_eq!(
        begun(json!([]), json!([])),
        Some(KepnerTregoeStep::PossibleCauses)
    );
    let untested = json!([{ "id": "a", "statement": "So", "tests": [] }]);
    assert_eq!(begun(untested, json!([])), Some(KepnerTregoeStep::Test));
    assert_eq!(
        begun(sample["causes"].clone(), json!([])),
        Some(KepnerTregoeStep::Verify)
    );
    assert_eq!(
        begun(sample["causes"].clone(), sample["checks"].clone()),
        None
    );
}

#[test]
fn when_no_cause_is_left_others_are_thought_of() {
    let analysis = with(|it| {
        it["checks"] = json!([
            { "cause": "debug", "how": "Looked", "is_true": false },
            { "cause": "rotation", "how": "Looked", "is_true": false },
        ]);
    });
    assert_eq!(analysis.next_step(), Some(KepnerTregoeStep::PossibleCauses));
    assert_eq!(analysis.causes(), []);
    // One that came up later, and better than those that were shown wrong, is welcome.
    let analysis = with(|it| {
        it["checks"] = json!([{ "cause": "rotation", "how": "Looked", "is_true": false }]);
        let new = json!({ "id": "new", "statement": "So", "tests": [] });
        it["causes"].as_array_mut().unwrap().push(new);
    });
    assert_eq!(analysis.next_step(), Some(KepnerTregoeStep::Test));
}

#[test]
fn completeness_names_what_a_group_lacks() {
    let analysis = with(|it| {
        it["causes"] = json!([]);
        it["checks"] = json!([]);
        it["contrasts"][1].as_object_mut().unwrap().remove("is_not");
        it["contrasts"].as_array_mut().unwrap().remove(2);
    });
    let told: Vec<_> = analysis
        .completeness()
        .iter()
        .map(|it| (it.group, it.is, it.is_not))
        .collect();
    assert_eq!(
        told,
        [
            (AspectGroup::What, true, true),
            (AspectGroup::Where, true, false),
            (AspectGroup::When, false, false),
            (AspectGroup::Extent, true, true),
        ]
    );
}

#[test]
fn fewest_assumptions_come_first_and_what_is_ruled_out_last() {
    let analysis = with(|it| it["checks"] = json!([]));
    let told: Vec<_> = analysis
        .ranking()
        .iter()
        .map(|it| {
            (
                it.place,
                it.cause.id.to_string(),
                it.assumptions,
                it.is_ruled_out(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (1, "debug".into(), 1, false),
            (2, "rotation".into(), 2, false),
            (3, "offers".into(), 0, true),
        ]
    );
    // Until one is shown to be true, those that are possible are what is found, without evidence.
    let causes = analysis.causes();
    let told: Vec<_> = causes
        .iter()
        .map(|it| (it.statement.as_str(), it.evidence.len()))
        .collect();
    assert_eq!(
        told,
        [
            ("The debug level writes too much", 0),
            ("The rotation of logs has stopped", 0)
        ]
    );
}

#[test]
fn cause_that_was_hardly_tested_is_not_the_most_probable() {
    let analysis = with(|it| {
        it["checks"] = json!([]);
        // Without its tests it has no assumptions either.
        it["causes"][2]["tests"] = json!([]);
    });
    let ranking = analysis.ranking();
    let told: Vec<_> = ranking
        .iter()
        .map(|it| (it.place, it.cause.id.as_str(), it.untested))
        .collect();
    assert_eq!(
        told,
        [(1, "debug", 0), (2, "rotation", 4), (3, "offers", 0)]
    );
    assert_eq!(analysis.causes(), [], "not before all are tested");
}

#[test]
fn what_is_ruled_out_needs_no_further_test() {
    let analysis = with(|it| {
        it["checks"] = json!([]);
        it["causes"][0]["tests"].as_array_mut().unwrap().pop();
    });
    assert_eq!(analysis.next_step(), Some(KepnerTregoeStep::Verify));
    assert_eq!(analysis.causes().len(), 2);
    let analysis = with(|it| {
        it["causes"][0]["tests"].as_array_mut().unwrap().pop();
    });
    assert_eq!(analysis.next_step(), None);
}

#[test]
fn true_cause_is_the_one_that_is_found() {
    let causes = with(|_| {}).causes();
    assert_eq!(causes.len(), 1);
    assert_eq!(causes[0].statement, "The debug level writes too much");
    assert_eq!(
        causes[0].evidence,
        [crate::note("Raised and lowered on a copy")]
    );
}

#[test]
fn contrasts_stand_in_the_order_of_aspects_whatever_the_draft() {
    let turned = with(|it| it["contrasts"].as_array_mut().unwrap().reverse());
    assert_eq!(turned, with(|_| {}));
}
