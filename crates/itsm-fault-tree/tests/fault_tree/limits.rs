//! How much an answer may cost, and what can be told even so.

use crate::{analyze, tree};
use itsm_fault_tree::{
    AnalysisLimits, DraftFaultTree, FaultTree, FaultTreeBuilder, FaultTreeError,
};

/// Two of many, where every pair of neighbors shares an event: no modules, no small diagram.
fn grid(size: u32) -> FaultTree<u32> {
    let mut builder = FaultTreeBuilder::new();
    let mut rows = Vec::new();
    for row in 0..size {
        let cells: Vec<_> = (0..size)
            .map(|it| builder.event(row * size + it, 0.01))
            .collect();
        rows.push(builder.and(cells));
    }
    for column in 0..size {
        let cells: Vec<_> = (0..size)
            .map(|it| builder.event(it * size + column, 0.01))
            .collect();
        rows.push(builder.and(cells));
    }
    let alone = builder.event(u32::MAX, 0.001);
    let all = builder.or(rows);
    let top = builder.or([all, alone]);
    builder.build(top).unwrap()
}

#[test]
fn tree_that_is_too_large_says_how_far_it_came() {
    let tree = grid(16);
    let error = tree.analyze(AnalysisLimits::nodes(20_000)).unwrap_err();
    let FaultTreeError::TooLarge {
        limit,
        gates_done,
        gates,
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!((limit, gates), (20_000, 33));
    assert!(gates_done > 0 && gates_done < gates, "{gates_done}");
    assert_eq!(error.rule(), "fault_tree.too_large");
    assert_eq!(tree.single_points_of_failure(), [&u32::MAX]);
    assert_eq!(tree.small_cut_sets(10).unwrap(), [[&u32::MAX]]);
}

#[test]
fn small_limit_is_enough_for_a_small_tree_and_none_for_none() {
    let tree = grid(2);
    assert_eq!(
        tree.analyze(AnalysisLimits::nodes(100))
            .unwrap()
            .cut_set_counts(),
        Ok(vec![0, 1, 4])
    );
    assert!(tree.analyze(AnalysisLimits::nodes(0)).is_err());
}

#[test]
fn more_cut_sets_than_asked_for_are_a_typed_error() {
    let tree = grid(4);
    let analysis = analyze(&tree);
    assert_eq!(analysis.cut_sets(4, 9).unwrap().len(), 9);
    let too_many = |limit| Err(FaultTreeError::TooManyCutSets { limit });
    assert_eq!(analysis.cut_sets(4, 8), too_many(8));
    assert_eq!(analysis.cut_sets(1, 0), too_many(0));
    assert_eq!(
        grid(2).small_cut_sets(3).unwrap_err().rule(),
        "fault_tree.too_many_cut_sets"
    );
}

#[test]
fn few_small_sets_are_listed_among_ten_thousand_million() {
    let mut draft = DraftFaultTree::new("top").event("alone", None);
    for group in 0..10 {
        let members: Vec<_> = (0..10).map(|it| format!("e{group}{it}")).collect();
        for member in &members {
            draft = draft.event(member, None);
        }
        draft = draft.or(format!("group {group}"), members);
    }
    let groups = (0..10).map(|it| format!("group {it}"));
    let tree = tree(draft.and("all", groups).or("top", ["alone", "all"]));
    let analysis = analyze(&tree);
    assert_eq!(analysis.cut_set_count(), Ok(10_000_000_001));
    assert_eq!(analysis.cut_sets(9, 1).unwrap(), [["alone"]]);
}

/// A cut set takes one of two from each of many pairs.
fn pairs(number: u32) -> FaultTree<u32> {
    let mut builder = FaultTreeBuilder::new();
    let mut groups = Vec::new();
    for group in 0..number {
        let pair = [2 * group, 2 * group + 1].map(|it| builder.event(it, 0.5));
        groups.push(builder.or(pair));
    }
    let top = builder.and(groups);
    builder.build(top).unwrap()
}

#[test]
fn count_that_does_not_fit_is_a_typed_error_and_the_probability_is_told() {
    assert_eq!(analyze(&pairs(127)).cut_set_count(), Ok(1 << 127));
    let too_many = pairs(128);
    let analysis = analyze(&too_many);
    let overflow = analysis.cut_set_count().unwrap_err();
    assert_eq!(overflow.rule(), "fault_tree.count_overflow");
    assert_eq!(overflow, FaultTreeError::CountOverflow);
    crate::assert_near(analysis.probability().unwrap(), 0.75_f64.powi(128));
}

#[test]
fn event_without_probability_leaves_the_sets_and_takes_the_numbers() {
    let tree = tree(
        DraftFaultTree::new("top")
            .or("top", ["a", "b"])
            .event("a", None)
            .event("b", 0.5),
    );
    let analysis = analyze(&tree);
    assert_eq!(analysis.probability(), None);
    assert_eq!(analysis.rare_event_bound(), None);
    assert_eq!(analysis.min_cut_upper_bound(), None);
    assert_eq!(analysis.importance(), None);
    assert_eq!(analysis.probable_cut_sets(0.1, 10), Ok(None));
    assert_eq!(analysis.without_probability(), ["a"]);
    assert_eq!(analysis.cut_set_counts(), Ok(vec![0, 2]));
    assert_eq!(analysis.structural_importance()[0].1, 0.5);
}
