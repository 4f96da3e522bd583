//! Pictures as texts: pinned, well-formed, and safe with whatever people write.

use crate::golden::golden;
use crate::{draft, samples};
use itsm_problem::cause_analysis::CauseAnalysis;
use itsm_problem::chronology::{Chronology, DraftChronology};
use itsm_problem::ishikawa::{DraftIshikawa, Ishikawa};
use itsm_problem::pareto::{DraftPareto, Pareto};
use serde_json::{Value, json};

#[test]
fn pictures_are_as_promised() {
    for it in samples::all() {
        match it {
            CauseAnalysis::FiveWhys(it) => golden("five_whys.mmd", &it.to_mermaid()),
            CauseAnalysis::Ishikawa(it) => golden("fishbone.svg", &it.to_svg()),
            CauseAnalysis::Pareto(it) => golden("pareto.svg", &it.to_svg()),
            CauseAnalysis::FaultTree(it) => golden("fault_tree.mmd", &it.to_mermaid()),
            CauseAnalysis::Chronology(it) => golden("timeline.svg", &it.to_svg("2 March")),
            _ => continue,
        };
    }
}

/// What would break a picture, or a page, that took it as it is.
const NASTY: &str = "</text><script>alert(\"&\")</script> *bold* | `code` <br> \u{4e2d}\u{6587}";

#[test]
fn what_people_write_stays_text() {
    let nasty = |value: &mut Value| *value = json!(NASTY);
    let mut fish = samples::ishikawa();
    nasty(&mut fish["causes"][0]["statement"]);
    fish["categories"][0]["name"] = json!("<b>&");
    nasty(&mut fish["effect"]);
    let fish = Ishikawa::try_from(draft::<DraftIshikawa>(fish)).unwrap();
    let mut time = samples::chronology();
    nasty(&mut time["entries"][0]["text"]);
    let time = Chronology::try_from(draft::<DraftChronology>(time)).unwrap();
    let mut few = samples::pareto();
    nasty(&mut few["title"]);
    few["items"][0]["name"] = json!("<script> & \"co\" | *x*");
    let few = Pareto::try_from(draft::<DraftPareto>(few)).unwrap();
    for svg in [fish.to_svg(), time.to_svg(NASTY), few.to_svg()] {
        assert!(!svg.contains("<script"), "{svg}");
        well_formed(&svg);
    }
    for page in [
        fish.to_markdown(),
        time.to_markdown(itsm_core::time::Seconds(0)),
        few.to_markdown(),
    ] {
        assert!(!page.contains("<script"), "{page}");
        let in_table = page.lines().filter(|it| it.starts_with('|'));
        let columns: Vec<usize> = in_table
            .map(|it| it.replace("\\|", "").matches('|').count())
            .collect();
        assert!(columns.windows(2).all(|it| it[0] == it[1]), "{page}");
    }
}

#[test]
fn picture_is_the_same_whatever_the_order_of_the_draft() {
    let mut turned = samples::chronology();
    turned["entries"].as_array_mut().unwrap().reverse();
    let turned = Chronology::try_from(draft::<DraftChronology>(turned)).unwrap();
    let straight = Chronology::try_from(draft::<DraftChronology>(samples::chronology())).unwrap();
    assert_eq!(turned.to_svg(""), straight.to_svg(""));
}

#[test]
fn extremes_are_drawn() {
    // One instant, three thousand years, and texts without a space.
    let long = "x".repeat(5_000);
    let entry = |at: &str, text: &str| json!({ "at": at, "kind": "action", "source": "log", "footing": "evidence", "text": text, "about": [] });
    for entries in [
        json!([entry("2026-03-02T09:00:00Z", &long)]),
        json!([
            entry("0001-01-01T00:00:00Z", &long),
            entry("3000-01-01T00:00:00Z", "a")
        ]),
    ] {
        let time =
            Chronology::try_from(draft::<DraftChronology>(json!({ "entries": entries }))).unwrap();
        let svg = time.to_svg(&long);
        well_formed(&svg);
        assert!(
            svg.contains("<line class=\"tick\""),
            "an axis says where it is"
        );
        // The date stands beside the time where it is not the same for all.
        let is_one_day = !svg.contains("3000-01-01");
        assert_eq!(svg.contains(">09:00:00</text>"), is_one_day);
        assert_eq!(svg.contains(">3000-01-01 00:00</text>"), !is_one_day);
    }
    let mut fish = samples::ishikawa();
    fish["causes"][0]["statement"] = json!(long);
    let fish = Ishikawa::try_from(draft::<DraftIshikawa>(fish)).unwrap();
    let svg = fish.to_svg();
    well_formed(&svg);
    assert!(
        svg.contains(&long),
        "what is cut is there in full in the title"
    );
    for value in [0_u64, 1, u64::MAX - 1] {
        let few = json!({ "title": "All", "measure": "downtime", "items": [{ "name": "A", "value": value }] });
        well_formed(
            &Pareto::try_from(draft::<DraftPareto>(few))
                .unwrap()
                .to_svg(),
        );
    }
}

/// Every element that opens closes, in order; and no number is none.
fn well_formed(svg: &str) {
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    let mut open: Vec<&str> = Vec::new();
    for tag in svg.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{svg}");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap());
        }
    }
    assert_eq!(open, [""; 0]);
}
