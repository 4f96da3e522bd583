//! Pareto, against the obvious way of doing it.

use crate::{draft, label, samples};
use itsm_core::ratio::Ratio;
use itsm_core::text::Title;
use itsm_problem::pareto::{DraftPareto, Pareto, ParetoItem, ParetoMeasure};
use proptest::prelude::*;
use serde_json::json;

fn pareto(items: &[(&str, u64, Option<u32>)], other: Option<u64>, cut: Option<Ratio>) -> Pareto {
    let item = |(name, value, weight): &(&str, u64, Option<u32>)| {
        let mut item = ParetoItem::new(label(name), *value);
        item.weight = *weight;
        item
    };
    let items: Vec<ParetoItem> = items.iter().map(item).collect();
    let mut draft = DraftPareto::new(Title::new("All").unwrap(), ParetoMeasure::Count, items);
    draft.other = other;
    draft.cut = cut;
    Pareto::try_from(draft).unwrap()
}

fn vital(it: &Pareto) -> Vec<String> {
    it.vital_few().map(ToString::to_string).collect()
}

#[test]
fn cut_is_met_exactly_and_not_a_unit_below() {
    let items = [("A", 79, None), ("B", 1, None), ("C", 20, None)];
    assert_eq!(vital(&pareto(&items, None, None)), ["A", "C"]);
    let items = [("A", 80, None), ("B", 20, None)];
    assert_eq!(vital(&pareto(&items, None, None)), ["A"]);
    // Numbers that no floating point tells apart.
    let half = u64::MAX / 2;
    let items = [("A", half, None), ("B", half - 1, None)];
    let cut = Ratio::new(half + 1, half * 2 - 1);
    assert_eq!(vital(&pareto(&items, None, Some(cut))), ["A", "B"]);
    let cut = Ratio::new(half, half * 2 - 1);
    assert_eq!(vital(&pareto(&items, None, Some(cut))), ["A"]);
}

#[test]
fn count_and_pain_give_different_orders() {
    let count = [("Printing", 70, None), ("Shop", 20, None)];
    let pain = [("Printing", 70, Some(1)), ("Shop", 20, Some(30))];
    let first = |it: &Pareto| it.rows()[0].name.unwrap().to_string();
    assert_eq!(first(&pareto(&count, None, None)), "Printing");
    assert_eq!(first(&pareto(&pain, None, None)), "Shop");
}

#[test]
fn other_is_last_however_large_and_never_vital() {
    let it = pareto(&[("A", 1, None), ("B", 2, None)], Some(97), None);
    let names: Vec<_> = it
        .rows()
        .iter()
        .map(|it| it.name.map(ToString::to_string))
        .collect();
    assert_eq!(names, [Some("B".into()), Some("A".into()), None]);
    assert_eq!(
        vital(&it),
        ["B", "A"],
        "all that have a name are needed, and do not suffice"
    );
}

#[test]
fn ties_stand_by_name() {
    let it = pareto(
        &[("C", 1, None), ("A", 1, None), ("B", 1, None)],
        None,
        None,
    );
    let names: Vec<_> = it
        .rows()
        .iter()
        .map(|it| it.name.unwrap().as_str().to_owned())
        .collect();
    assert_eq!(names, ["A", "B", "C"]);
}

#[test]
fn shares_of_nothing_are_none() {
    let it = pareto(&[("A", 0, None)], None, None);
    assert_eq!(it.rows()[0].cumulative_share.rate(), None);
    assert_eq!(vital(&it), [""; 0]);
    assert!(it.to_markdown().contains("| A | 0 | – | – |"));
}

#[test]
fn causes_are_those_of_the_vital_few_that_are_causes() {
    let it = Pareto::try_from(draft::<DraftPareto>(samples::pareto())).unwrap();
    let causes = it.causes();
    assert_eq!(causes.len(), 1);
    assert_eq!(causes[0].statement, "Disk full");
    assert_eq!(
        causes[0].evidence,
        [crate::note("downtime of 44460 in 58020")]
    );
}

#[test]
fn names_are_added_up() {
    let mut draft = DraftPareto::new(Title::new("All").unwrap(), ParetoMeasure::Count, vec![]);
    for name in ["B", "A", "B"] {
        draft.add(label(name), 1);
    }
    draft.add(label("A"), u64::MAX);
    let faults = Pareto::try_from(draft).unwrap_err();
    assert_eq!(
        crate::told(&faults),
        [("items[1].value", "pareto.overflow")]
    );
}

#[test]
fn what_is_weighed_has_no_unit() {
    let weighed = Pareto::try_from(draft::<DraftPareto>(samples::pareto())).unwrap();
    assert!(
        weighed
            .to_markdown()
            .contains("| **Disk full** | 3 | 44460 |")
    );
    let mut json = samples::pareto();
    for item in json["items"].as_array_mut().unwrap() {
        item.as_object_mut().unwrap().remove("weight");
    }
    json["measure"] = json!({ "cost": "EUR" });
    let cost = Pareto::try_from(draft::<DraftPareto>(json.clone())).unwrap();
    assert!(cost.to_markdown().contains("14820 EUR (minor units)"));
    json["measure"] = json!("downtime");
    let time = Pareto::try_from(draft::<DraftPareto>(json)).unwrap();
    assert!(time.to_markdown().contains("| **Disk full** | 4 h 7 min |"));
}

proptest! {
    #[test]
    fn rows_are_those_of_naive_sorting(
        items in prop::collection::btree_map("[a-d]{1,3}", (0_u64..50, prop::option::of(0_u32..4)), 1..12),
        other in prop::option::of(0_u64..60),
        cut in 1_u64..=20,
    ) {
        let given: Vec<(&str, u64, Option<u32>)> = items.iter().rev().map(|(name, (value, weight))| (name.as_str(), *value, *weight)).collect();
        let it = pareto(&given, other, Some(Ratio::new(cut, 20)));

        // One after the other the largest that is left; of several, the first by name.
        let mut left: Vec<(String, u64)> = items.iter().map(|(name, (value, weight))| (name.clone(), value * u64::from(weight.unwrap_or(1)))).collect();
        let total: u64 = left.iter().map(|(_, it)| it).sum::<u64>() + other.unwrap_or(0);
        let mut expected = Vec::new();
        let mut so_far = 0;
        while !left.is_empty() {
            let largest = left.iter().map(|(_, it)| *it).max().unwrap();
            let place = left.iter().position(|(_, it)| *it == largest).unwrap();
            let (name, value) = left.remove(place);
            let is_vital = value > 0 && so_far * 20 < cut * total;
            so_far += value;
            expected.push((Some(name), value, so_far, is_vital));
        }
        if let Some(value) = other {
            expected.push((None, value, so_far + value, false));
        }
        let rows: Vec<_> = it.rows().iter().map(|it| {
            assert_eq!(it.share, Ratio::new(it.value, total));
            assert_eq!(it.cumulative_share.denominator, total);
            (it.name.map(ToString::to_string), it.value, it.cumulative_share.numerator, it.is_vital)
        }).collect();
        prop_assert_eq!(rows, expected);
    }
}
