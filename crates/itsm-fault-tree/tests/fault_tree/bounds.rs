//! Bounds over more cut sets than can be listed, and numbers near nothing and near one.

use crate::{analyze, assert_near, tree};
use itsm_fault_tree::{DraftFaultTree, FaultTree, FaultTreeBuilder};

fn either(number: u32, probability: f64) -> FaultTree<u32> {
    let mut builder = FaultTreeBuilder::new();
    let events: Vec<_> = (0..number)
        .map(|it| builder.event(it, probability))
        .collect();
    let top = builder.or(events);
    builder.build(top).unwrap()
}

#[test]
fn min_cut_bound_of_alternatives_is_exact() {
    // The sets share nothing, so that the bound is what it bounds.
    for p in [1e-12, 0.01, 0.49, 0.5, 0.51, 0.9, 0.999_999] {
        for number in [1, 2, 10, 59, 60, 61, 1_000] {
            let tree = either(number, p);
            let analysis = analyze(&tree);
            let exact = analysis.probability().unwrap();
            assert_near(analysis.min_cut_upper_bound().unwrap(), exact);
        }
    }
    assert_eq!(analyze(&either(3, 1.0)).min_cut_upper_bound(), Some(1.0));
    assert_eq!(analyze(&either(3, 0.0)).min_cut_upper_bound(), Some(0.0));
}

#[test]
fn what_almost_never_happens_keeps_its_digits() {
    let mut draft = DraftFaultTree::new("top");
    let names: Vec<_> = (0..20).map(|it| format!("e{it}")).collect();
    for name in &names {
        draft = draft.event(name, 1e-12);
    }
    let tree = tree(draft.and("top", names));
    let analysis = analyze(&tree);
    assert_near(analysis.probability().unwrap() / 1e-240, 1.0);
    let first = &analysis.importance().unwrap()[0];
    assert_near(first.achievement_worth.unwrap(), 1e12);
    assert_eq!(first.reduction_worth, Some(f64::INFINITY));
}

#[test]
fn what_is_left_without_the_worst_part_keeps_its_digits() {
    let tree = tree(
        DraftFaultTree::new("top")
            .or("top", ["often", "seldom"])
            .event("often", 0.9)
            .event("seldom", 1e-15),
    );
    let analysis = analyze(&tree);
    let often = &analysis.importance().unwrap()[0];
    assert_near(often.reduction_worth.unwrap() / 9e14, 1.0);
}

#[test]
fn top_that_nothing_brings_about_has_no_ratios() {
    let tree = tree(
        DraftFaultTree::new("top")
            .and("top", ["e", "off"])
            .event("e", 0.5)
            .house_event("off", false),
    );
    let analysis = analyze(&tree);
    assert_eq!(analysis.cut_set_counts(), Ok(vec![]));
    assert_eq!(analysis.probability(), Some(0.0));
    let only = &analysis.importance().unwrap()[0];
    assert_eq!((only.birnbaum, only.criticality), (0.0, None));
    assert_eq!((only.fussell_vesely, only.achievement_worth), (None, None));
    assert_eq!(only.reduction_worth, None);
}

#[test]
fn top_that_comes_about_whatever_happens_needs_no_event() {
    let tree = tree(
        DraftFaultTree::new("top")
            .or("top", ["e", "on"])
            .event("e", 0.5)
            .house_event("on", true),
    );
    let analysis = analyze(&tree);
    assert_eq!(analysis.cut_set_counts(), Ok(vec![1]));
    assert_eq!(analysis.cut_sets(0, 1).unwrap(), [[""; 0]]);
    assert_eq!(tree.small_cut_sets(1).unwrap(), [[""; 0]]);
    assert_eq!(analysis.probability(), Some(1.0));
    assert!(tree.single_points_of_failure().is_empty());
}

#[test]
fn repeated_event_is_counted_once() {
    // Multiplying gate by gate gives 0.4375 here.
    let tree = tree(
        DraftFaultTree::new("top")
            .and("top", ["left", "right"])
            .or("left", ["power", "a"])
            .or("right", ["power", "b"])
            .event("power", 0.5)
            .event("a", 0.5)
            .event("b", 0.5),
    );
    let analysis = analyze(&tree);
    assert_eq!(analysis.probability(), Some(0.625));
    assert_eq!(
        analysis.cut_sets(9, 9).unwrap(),
        [vec!["power"], vec!["a", "b"]]
    );
}

#[test]
fn cutoff_is_exact_to_the_last_digit() {
    let tree = either(3, 0.1);
    let analysis = analyze(&tree);
    let listed = |cutoff| {
        analysis
            .probable_cut_sets(cutoff, 9)
            .unwrap()
            .unwrap()
            .len()
    };
    assert_eq!(listed(0.1), 3);
    assert_eq!(listed(f64::from_bits(0.1_f64.to_bits() + 1)), 0);
    for cutoff in [-0.1, 1.1, f64::NAN] {
        let refused = analysis.probable_cut_sets(cutoff, 9).unwrap_err();
        assert_eq!(refused.rule(), "fault_tree.probability.range");
    }
}
