//! Steps of Kepner and Tregoe that come too early, or not at all.

use crate::{draft, samples, told};
use itsm_core::fault::Faults;
use itsm_problem::kepner_tregoe::{DraftKepnerTregoe, KepnerTregoe};
use serde_json::{Value, json};

fn analysis(json: Value) -> Result<KepnerTregoe, Faults> {
    KepnerTregoe::try_from(draft::<DraftKepnerTregoe>(json))
}

/// The sample, with something different.
fn with(change: impl FnOnce(&mut Value)) -> Faults {
    let mut json = samples::kepner_tregoe();
    change(&mut json);
    analysis(json).unwrap_err()
}

#[test]
fn nothing_is_told_apart_without_what_is_not() {
    let faults = with(|it| {
        it["causes"] = json!([]);
        it["checks"] = json!([]);
        it["contrasts"] =
            json!([{ "aspect": "what_object", "distinctions": [], "changes": [], "is": "Node A" }]);
    });
    assert_eq!(
        told(&faults),
        [("contrasts", "kepner_tregoe.is_not.missing")]
    );
    // Neither is it with causes and no description at all.
    let faults = with(|it| {
        it["checks"] = json!([]);
        it["contrasts"] = json!([]);
        it["causes"] = json!([{ "id": "a", "statement": "So", "tests": [] }]);
    });
    assert_eq!(
        told(&faults),
        [
            ("causes", "kepner_tregoe.cause.early"),
            ("contrasts", "kepner_tregoe.is_not.missing")
        ]
    );
}

#[test]
fn causes_come_after_the_description_of_all_four_groups() {
    let faults = with(|it| {
        it["contrasts"][3].as_object_mut().unwrap().remove("is_not");
        for cause in it["causes"].as_array_mut().unwrap() {
            cause["tests"].as_array_mut().unwrap().pop();
        }
    });
    assert_eq!(told(&faults), [("causes", "kepner_tregoe.cause.early")]);
    assert!(
        faults.to_string().contains("not both of `extent`"),
        "{faults}"
    );
}

#[test]
fn contrast_says_something_and_stands_once() {
    let faults = with(|it| {
        let contrasts = it["contrasts"].as_array_mut().unwrap();
        contrasts.push(
            json!({ "aspect": "what_object", "distinctions": [], "changes": [], "is": "Node A" }),
        );
        contrasts.push(json!({ "aspect": "when_since", "distinctions": [], "changes": [] }));
        contrasts.push(json!({ "aspect": "when_life_cycle", "distinctions": ["New"], "changes": [], "is": "New" }));
    });
    assert_eq!(
        told(&faults),
        [
            ("contrasts[4]", "kepner_tregoe.contrast.twice"),
            ("contrasts[5]", "kepner_tregoe.contrast.empty"),
            ("contrasts[6]", "kepner_tregoe.distinction.early"),
        ]
    );
}

#[test]
fn cause_is_tested_once_against_each_complete_contrast() {
    let faults = with(|it| {
        it["causes"][2]["id"] = json!("offers");
        let tests = it["causes"][0]["tests"].as_array_mut().unwrap();
        tests.push(json!({ "aspect": "what_object", "fit": "explains_both" }));
        tests.push(json!({ "aspect": "when_since", "fit": "explains_both" }));
    });
    assert_eq!(
        told(&faults),
        [
            ("causes[0].tests[4].aspect", "kepner_tregoe.test.twice"),
            ("causes[0].tests[5].aspect", "kepner_tregoe.test.contrast"),
            ("causes[2].id", "kepner_tregoe.cause.twice"),
        ]
    );
}

#[test]
fn true_cause_comes_after_all_tests() {
    let faults = with(|it| {
        it["causes"][2]["tests"].as_array_mut().unwrap().pop();
    });
    assert_eq!(
        told(&faults),
        [("checks[0].cause", "kepner_tregoe.check.early")]
    );
    assert!(
        faults.to_string().contains("got `rotation` with 1 left"),
        "{faults}"
    );
}

#[test]
fn true_cause_is_the_most_probable_of_those_that_are_left() {
    let faults = with(|it| it["checks"][0]["cause"] = json!("rotation"));
    assert_eq!(
        told(&faults),
        [("checks[0].cause", "kepner_tregoe.check.not_most_probable")]
    );
    // It may be, once the more probable one is shown to be wrong.
    let mut json = samples::kepner_tregoe();
    json["checks"] = json!([
        { "cause": "debug", "how": "The log did not grow", "is_true": false },
        { "cause": "rotation", "how": "The job was started again", "is_true": true },
    ]);
    assert!(analysis(json).is_ok());
}

#[test]
fn true_cause_explains_everything() {
    let faults = with(|it| it["checks"][0]["cause"] = json!("offers"));
    assert_eq!(
        told(&faults),
        [("checks[0].cause", "kepner_tregoe.check.ruled_out")]
    );
}

#[test]
fn checks_are_of_known_causes_once_and_end_with_the_true_one() {
    let faults = with(|it| {
        it["checks"] = json!([
            { "cause": "nobody", "how": "Looked", "is_true": false },
            { "cause": "rotation", "how": "Looked", "is_true": false },
            { "cause": "rotation", "how": "Looked again", "is_true": false },
            { "cause": "debug", "how": "Looked", "is_true": true },
            { "cause": "offers", "how": "Looked", "is_true": false },
        ]);
    });
    assert_eq!(
        told(&faults),
        [
            ("checks[0].cause", "kepner_tregoe.check.unknown"),
            ("checks[2].cause", "kepner_tregoe.check.twice"),
            ("checks[4].cause", "kepner_tregoe.check.after_true"),
        ]
    );
}
