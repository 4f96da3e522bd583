//! Trees as deep as they may get: nothing recurses, and nothing takes the square of the depth.

use crate::{analyze, assert_near, tree};
use itsm_fault_tree::{DraftFaultTree, FaultTreeBuilder};

const DEPTH: u32 = 1_000_000;

#[test]
fn chain_of_a_million_gates_is_worked_out() {
    let mut builder = FaultTreeBuilder::new();
    let mut top = builder.event(0_u32, 1e-3);
    for n in 1..=DEPTH {
        let event = builder.event(n, 1e-7);
        top = builder.or([top, event]);
    }
    let tree = builder.build(top).unwrap();
    assert!(tree.evaluate(|event| *event == 0).top_failed());
    assert_eq!(tree.single_points_of_failure().len(), DEPTH as usize + 1);
    let analysis = analyze(&tree);
    assert_eq!(
        analysis.cut_set_counts().unwrap(),
        [0, u128::from(DEPTH) + 1]
    );
    let exact = -(f64::from(DEPTH) * (-1e-7_f64).ln_1p() + (-1e-3_f64).ln_1p()).exp_m1();
    assert_near(analysis.probability().unwrap(), exact);
    assert_eq!(analysis.importance().unwrap().len(), DEPTH as usize + 1);
}

#[test]
fn chain_that_alternates_is_worked_out() {
    let mut builder = FaultTreeBuilder::new();
    let mut top = builder.event(0_u32, 0.5);
    for n in 1..=DEPTH / 4 {
        let event = builder.event(n, 0.5);
        top = if n % 2 == 0 {
            builder.and([top, event])
        } else {
            builder.or([top, event])
        };
    }
    let tree = builder.build(top).unwrap();
    assert!(tree.evaluate(|_| true).top_failed());
    assert!(tree.single_points_of_failure().is_empty());
    assert_eq!(
        tree.small_cut_sets(10).unwrap(),
        [[&(DEPTH / 4 - 1), &(DEPTH / 4)]]
    );
    let analysis = analyze(&tree);
    assert_near(analysis.probability().unwrap(), 1.0 / 3.0);
    assert_eq!(analysis.cut_sets(3, 10).unwrap().len(), 2);
    assert!(analysis.importance().unwrap()[0].birnbaum < 1e-9);
}

#[test]
fn chain_of_drafts_is_checked_whatever_its_order() {
    let mut draft = DraftFaultTree::new("g0").event("e", 0.25);
    for n in 0..200_000 {
        draft = draft.or(format!("g{n}"), [format!("g{}", n + 1)]);
    }
    let tree = tree(draft.or("g200000", ["e"]));
    assert_eq!(analyze(&tree).probability(), Some(0.25));
    assert_eq!(tree.evaluate(|_| true).failed_gates().len(), 200_001);
}

#[test]
fn ladder_of_shared_gates_is_walked_once() {
    // Each rung is an input of the next one twice: two to the power of its length ways down.
    let mut builder = FaultTreeBuilder::new();
    let mut rung = [builder.event(0_u32, 0.5), builder.event(1, 0.5)];
    for n in 0..500 {
        let (a, b) = (builder.event(2 * n + 2, 0.5), builder.event(2 * n + 3, 0.5));
        let [one, other] = rung;
        let either = builder.or([one, other]);
        rung = [builder.and([either, a]), builder.and([either, b])];
    }
    let top = builder.or(rung);
    let tree = builder.build(top).unwrap();
    assert_eq!(
        analyze(&tree).cut_set_count(),
        Err(itsm_fault_tree::FaultTreeError::CountOverflow)
    );
}

#[test]
fn estate_on_one_grid_is_worked_out() {
    // Ten services a rack, three hosts a service of which two are needed, two feeds a rack of which
    // one is the grid that all share: nothing is a module.
    let (mut builder, mut down) = (FaultTreeBuilder::new(), Vec::new());
    let grid = builder.event(0_u32, 1e-4);
    let (racks, mut next) = (500, 0);
    let mut event = |builder: &mut FaultTreeBuilder<u32>, p| {
        next += 1;
        builder.event(next, p)
    };
    for _ in 0..racks {
        let battery = event(&mut builder, 1e-2);
        let power = builder.and([grid, battery]);
        for _ in 0..10 {
            let hosts = [(); 3].map(|()| {
                let host = event(&mut builder, 1e-3);
                builder.or([host, power])
            });
            down.push(builder.at_least(2, hosts));
        }
    }
    let top = builder.or(down);
    let tree = builder.build(top).unwrap();
    let pairs = racks + 3 * 10 * racks;
    assert_eq!(tree.small_cut_sets(1_000_000).unwrap().len(), pairs);
    let analysis = analyze(&tree);
    assert_eq!(analysis.cut_set_counts().unwrap(), [0, 0, pairs as u128]);
    // Given the grid, racks fail independently of each other.
    // At least two of three hosts up.
    let service_up: f64 = 1.0 - (3.0 * 1e-6 * (1.0 - 1e-3) + 1e-9);
    let rack_up = service_up.powi(10);
    let on_grid = rack_up.powi(500);
    let off_grid = (rack_up * (1.0 - 1e-2)).powi(500);
    let expected = 1.0 - (1e-4 * off_grid + (1.0 - 1e-4) * on_grid);
    assert_near(analysis.probability().unwrap(), expected);
}
