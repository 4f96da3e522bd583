//! One order of what many tell.

use crate::{draft, samples};
use itsm_core::time::Seconds;
use itsm_problem::chronology::{Chronology, DraftChronology, TimelineEntry};
use proptest::prelude::*;
use serde_json::json;

fn entry(minute: u32, kind: &str, footing: &str, text: &str) -> TimelineEntry {
    draft(json!({
        "at": format!("2026-03-02T09:{minute:02}:00Z"), "kind": kind, "source": "log",
        "footing": footing, "text": text, "about": [],
    }))
}

fn sample() -> Chronology {
    Chronology::try_from(draft::<DraftChronology>(samples::chronology())).unwrap()
}

#[test]
fn gap_is_longer_than_the_threshold_and_not_as_long() {
    let told = Chronology::merge([
        entry(0, "observation", "evidence", "a"),
        entry(10, "observation", "evidence", "b"),
        entry(21, "observation", "evidence", "c"),
    ])
    .unwrap();
    let gaps = told.gaps(Seconds::minutes(10));
    assert_eq!(gaps.len(), 1);
    assert_eq!(
        (gaps[0].from.text.as_str(), gaps[0].length),
        ("b", Seconds::minutes(11))
    );
    assert_eq!(told.gaps(Seconds::minutes(11)), []);
}

#[test]
fn first_deviation_is_told_with_and_without_hearsay() {
    let told = sample();
    assert_eq!(
        told.first_deviation().unwrap().source,
        crate::code("call_centre")
    );
    let evident = told.first_deviation_in_evidence().unwrap();
    assert_eq!(evident.text, "No space left on device");
}

#[test]
fn lead_is_from_the_last_change_before_the_first_deviation() {
    let told = Chronology::merge([
        entry(0, "change", "evidence", "first"),
        entry(5, "change", "evidence", "last before"),
        entry(9, "deviation", "evidence", "it"),
        entry(10, "change", "evidence", "after"),
    ])
    .unwrap();
    let lead = told.lead().unwrap();
    assert_eq!(
        (lead.change.text.as_str(), lead.length),
        ("last before", Seconds::minutes(4))
    );
    // A change of the very instant comes before what it may have caused.
    let at_once = Chronology::merge([
        entry(9, "deviation", "evidence", "it"),
        entry(9, "change", "evidence", "at once"),
    ])
    .unwrap();
    assert_eq!(at_once.lead().unwrap().length, Seconds(0));
    let none = Chronology::merge([
        entry(9, "deviation", "evidence", "it"),
        entry(10, "change", "evidence", "after"),
    ]);
    assert_eq!(none.unwrap().lead(), None);
}

#[test]
fn cause_is_the_last_change_with_its_item_and_no_evidence() {
    let causes = sample().causes();
    assert_eq!(causes.len(), 1);
    assert_eq!(causes[0].statement, "Level raised to debug");
    assert_eq!(causes[0].ci.unwrap().to_string(), samples::NODE);
    assert!(causes[0].evidence.is_empty());
}

#[test]
fn what_is_told_twice_in_the_same_words_is_told_once() {
    let once = entry(1, "action", "evidence", "a");
    let told = Chronology::merge([once.clone(), entry(1, "action", "hearsay", "a"), once]).unwrap();
    assert_eq!(told.entries().len(), 2);
}

fn entries() -> impl Strategy<Value = Vec<TimelineEntry>> {
    let kind = prop::sample::select(vec![
        "change",
        "deviation",
        "observation",
        "action",
        "restoration",
    ]);
    let footing = prop::sample::select(vec!["evidence", "hearsay"]);
    let one = (0_u32..5, kind, footing, "[ab]")
        .prop_map(|(minute, kind, footing, text)| entry(minute, kind, footing, &text));
    prop::collection::vec(one, 1..12)
}

proptest! {
    #[test]
    fn order_does_not_depend_on_who_tells_first(
        (given, shuffled) in entries().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
    ) {
        let told = Chronology::merge(given).unwrap();
        prop_assert_eq!(&told, &Chronology::merge(shuffled).unwrap());
        prop_assert!(told.entries().is_sorted_by_key(|it| it.at));
        // Merging what is merged adds nothing.
        prop_assert_eq!(&told, &Chronology::merge(told.entries().to_vec()).unwrap());
        if let (Some(lead), Some(first)) = (told.lead(), told.first_deviation()) {
            prop_assert!(lead.change.at <= first.at);
        }
    }
}
