//! The wire format and the pages of analyses are promises, pinned by golden files.

use crate::samples;
use itsm_core::free_text::{FreeText, REDACTED};
use itsm_core::time::Seconds;
use itsm_problem::blame::BlameWords;
use itsm_problem::cause_analysis::CauseAnalysis;
use itsm_problem::fault_tree_figures::{FaultTreeFigures, FigureLimits};
use itsm_problem::pain_value::{IncidentFactors, PainValue};
use std::fs;
use std::path::PathBuf;

/// The text of a golden file, after it was compared with what is written today.
/// `UPDATE_GOLDEN=1` writes it anew.
pub(crate) fn golden(name: &str, written: &str) -> String {
    let path: PathBuf = [
        env!("CARGO_MANIFEST_DIR"),
        "tests",
        "golden",
        "analyses",
        name,
    ]
    .iter()
    .collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| it == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, written).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    assert_eq!(kept, written, "{name}; UPDATE_GOLDEN=1 writes it anew");
    kept
}

fn json(value: &impl serde::Serialize) -> String {
    format!("{}\n", serde_json::to_string_pretty(value).unwrap())
}

#[test]
fn analyses_are_written_and_read_as_promised() {
    let all = samples::all();
    let kept = golden("analyses.json", &json(&all));
    let read: Vec<CauseAnalysis> = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, all);
    let pain = PainValue::of(IncidentFactors::new(
        3_u64,
        Seconds(60),
        2_u16,
        4_u16,
        1_u32,
    ))
    .unwrap();
    let kept = golden("pain_value.json", &json(&pain));
    assert_eq!(serde_json::from_str::<PainValue>(&kept).unwrap(), pain);
}

#[test]
fn causes_and_pages_are_as_promised() {
    let (mut causes, mut pages) = (Vec::new(), String::new());
    for it in samples::all() {
        let found = it.causes().unwrap();
        assert!(
            found
                .iter()
                .all(|cause| cause.found_by == Some(it.method()))
        );
        causes.extend(found);
        pages.push_str(&it.to_markdown().unwrap());
        pages.push('\n');
    }
    golden("causes.json", &json(&causes));
    golden("pages.md", &pages);
    for it in samples::all() {
        if let CauseAnalysis::FaultTree(it) = it {
            let figures = it.work_out(&FigureLimits::default()).unwrap();
            let kept = golden("figures.json", &json(&figures));
            let read: FaultTreeFigures = serde_json::from_str(&kept).unwrap();
            // Numbers with many digits may be read as their neighbors.
            assert_eq!(read.probability, figures.probability);
            assert_eq!(read.cut_sets, figures.cut_sets);
        }
    }
}

#[test]
fn words_of_blame_that_ship_are_a_promise() {
    golden("blame_words.json", &json(&BlameWords::english()));
}

#[test]
fn unknown_fields_are_refused_within_every_method() {
    for it in samples::all() {
        let mut value = serde_json::to_value(&it).unwrap();
        value["no_such_field"] = 0.into();
        let error = serde_json::from_value::<CauseAnalysis>(value).unwrap_err();
        assert!(error.to_string().contains("no_such_field"), "{error}");
    }
}

#[test]
fn redacted_analysis_keeps_its_shape_and_is_read_again() {
    for it in samples::all() {
        let mut redacted = it.clone();
        let many = redacted.redact();
        assert!(
            many > 0 || matches!(it, CauseAnalysis::Cfia(_)),
            "{:?}",
            it.method()
        );
        assert_eq!(redacted.redact(), 0);
        let text = serde_json::to_string(&redacted).unwrap();
        assert_eq!(text.matches(REDACTED).count(), many);
        let read: CauseAnalysis = serde_json::from_str(&text).unwrap();
        assert_eq!(read, redacted);
        assert_eq!(read.causes().unwrap().len(), it.causes().unwrap().len());
    }
}
