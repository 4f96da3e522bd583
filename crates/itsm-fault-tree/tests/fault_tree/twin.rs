//! Against the truth table: every set of events, one after the other.

use crate::generate::{Plan, plans};
use crate::{analyze, assert_near};
use proptest::prelude::*;

/// What the truth table says.
struct Table {
    events: usize,
    top: Vec<bool>,
    /// Minimal cut sets as sets of bits.
    minimal: Vec<u32>,
}

impl Table {
    fn of(plan: &Plan) -> Self {
        let events = plan.probabilities.len();
        let top: Vec<bool> = (0..1_u32 << events)
            .map(|mask| *plan.failed(mask).last().unwrap())
            .collect();
        let is_minimal = |mask: &u32| {
            let spare =
                |event: usize| mask >> event & 1 == 1 && top[(mask & !(1_u32 << event)) as usize];
            top[*mask as usize] && !(0..events).any(spare)
        };
        let minimal = (0..1_u32 << events).filter(is_minimal).collect();
        Self {
            events,
            top,
            minimal,
        }
    }

    fn probability(&self, p: &[f64]) -> f64 {
        let of = |mask: usize| -> f64 {
            let one =
                |(event, p): (usize, &f64)| if mask >> event & 1 == 1 { *p } else { 1.0 - *p };
            p.iter().enumerate().map(one).product()
        };
        let failed = (0..self.top.len()).filter(|mask| self.top[*mask]);
        failed.map(of).sum()
    }

    fn given(&self, p: &[f64], event: usize, value: f64) -> f64 {
        let mut p = p.to_vec();
        p[event] = value;
        self.probability(&p)
    }

    fn members(&self, mask: u32) -> Vec<usize> {
        (0..self.events).filter(|it| mask >> it & 1 == 1).collect()
    }

    fn weights(&self, p: &[f64]) -> Vec<f64> {
        let weight = |mask: &u32| self.members(*mask).iter().map(|it| p[*it]).product();
        self.minimal.iter().map(weight).collect()
    }

    /// In the order that is promised.
    fn sets(&self, order: usize) -> Vec<Vec<usize>> {
        let mut sets: Vec<_> = self.minimal.iter().map(|it| self.members(*it)).collect();
        sets.retain(|set| set.len() <= order);
        sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        sets
    }
}

fn owned(sets: Vec<Vec<&usize>>) -> Vec<Vec<usize>> {
    let owned = |set: Vec<&usize>| set.into_iter().copied().collect();
    sets.into_iter().map(owned).collect()
}

#[track_caller]
fn assert_ratio(got: Option<f64>, part: f64, whole: f64) {
    match got {
        None => assert_eq!((part, whole), (0.0, 0.0)),
        Some(got) if whole == 0.0 => assert_eq!(got, f64::INFINITY),
        Some(got) => assert_near(got, part / whole),
    }
}

proptest! {
    #[test]
    fn evaluation_is_that_of_the_truth_table(plan in plans(), mask in any::<u32>()) {
        let tree = plan.tree();
        let found = tree.evaluate(|event| mask >> event & 1 == 1);
        let failed = plan.failed(mask);
        prop_assert_eq!(found.top_failed(), *failed.last().unwrap());
        let gates: Vec<usize> = (0..failed.len()).filter(|it| failed[*it]).map(|it| 1_000 + it).collect();
        let told: Vec<usize> = found.failed_gates().iter().map(|it| **it).collect();
        prop_assert_eq!(told, gates);
    }

    #[test]
    fn minimal_cut_sets_are_those_of_the_truth_table(plan in plans(), order in 0..6_usize) {
        let (tree, table) = (plan.tree(), Table::of(&plan));
        let analysis = analyze(&tree);
        prop_assert_eq!(owned(analysis.cut_sets(usize::MAX, 100_000).unwrap()), table.sets(99));
        prop_assert_eq!(owned(analysis.cut_sets(order, 100_000).unwrap()), table.sets(order));
        prop_assert_eq!(analysis.cut_set_count().unwrap(), table.minimal.len() as u128);
        let mut counts: Vec<u128> = Vec::new();
        for set in table.sets(99) {
            counts.resize(set.len() + 1, 0);
            counts[set.len()] += 1;
        }
        prop_assert_eq!(analysis.cut_set_counts().unwrap(), counts);
    }

    #[test]
    fn small_cut_sets_need_no_diagram(plan in plans()) {
        let (tree, table) = (plan.tree(), Table::of(&plan));
        prop_assert_eq!(owned(tree.small_cut_sets(10_000).unwrap()), table.sets(2));
        let alone: Vec<usize> = tree.single_points_of_failure().into_iter().copied().collect();
        let singles = table.sets(1).into_iter().filter(|it| !it.is_empty());
        prop_assert_eq!(alone, singles.flatten().collect::<Vec<_>>());
    }

    #[test]
    fn probabilities_are_those_of_the_truth_table(plan in plans(), cutoff in 1e-6..0.5_f64) {
        let (tree, table) = (plan.tree(), Table::of(&plan));
        let (analysis, p) = (analyze(&tree), &plan.probabilities);
        assert_near(analysis.probability().unwrap(), table.probability(p));
        let weights = table.weights(p);
        assert_near(analysis.rare_event_bound().unwrap(), weights.iter().sum());
        let certain = weights.iter().any(|it| *it >= 1.0);
        let logs: f64 = weights.iter().map(|it| (-it).ln_1p()).sum();
        let bound = if certain { 1.0 } else { -logs.exp_m1() };
        assert_near(analysis.min_cut_upper_bound().unwrap(), bound);

        let probable = analysis.probable_cut_sets(cutoff, 100_000).unwrap().unwrap();
        let weight = |set: &Vec<usize>| set.iter().map(|it| p[*it]).product::<f64>();
        let mut expected = table.sets(99);
        expected.retain(|set| weight(set) >= cutoff);
        prop_assert_eq!(owned(probable), expected);
        let all = analysis.probable_cut_sets(0.0, 100_000).unwrap().unwrap();
        prop_assert_eq!(owned(all), table.sets(99));
    }

    #[test]
    fn bounds_are_above_what_they_bound(plan in plans()) {
        let tree = plan.tree();
        let analysis = analyze(&tree);
        let exact = analysis.probability().unwrap();
        let min_cut = analysis.min_cut_upper_bound().unwrap();
        let rare = analysis.rare_event_bound().unwrap();
        prop_assert!(exact <= min_cut * (1.0 + 1e-12), "{exact} {min_cut}");
        prop_assert!(min_cut <= rare * (1.0 + 1e-12) && min_cut <= 1.0, "{min_cut} {rare}");
    }

    #[test]
    fn importance_is_what_its_definitions_say(plan in plans()) {
        let (tree, table) = (plan.tree(), Table::of(&plan));
        let (analysis, p) = (analyze(&tree), &plan.probabilities);
        let (total, weights) = (table.probability(p), table.weights(p));
        let sum: f64 = weights.iter().sum();
        let halves = vec![0.5; p.len()];
        let structural = analysis.structural_importance();
        for (event, found) in analysis.importance().unwrap().iter().enumerate() {
            let (with, without) = (table.given(p, event, 1.0), table.given(p, event, 0.0));
            prop_assert_eq!(*found.event, event);
            let decides = with - without;
            prop_assert!((found.birnbaum - decides).abs() < 1e-12);
            match found.criticality {
                None => prop_assert_eq!(total, 0.0),
                Some(it) => prop_assert!((it - p[event] * decides / total).abs() < 1e-9),
            }
            let masks = table.minimal.iter().zip(&weights);
            let share: f64 = masks.filter(|(mask, _)| *mask >> event & 1 == 1).map(|(_, it)| it).sum();
            assert_ratio(found.fussell_vesely, share, sum);
            assert_ratio(found.achievement_worth, with, total);
            assert_ratio(found.reduction_worth, total, without);
            let decides = table.given(&halves, event, 1.0) - table.given(&halves, event, 0.0);
            prop_assert_eq!(structural[event].0, &event);
            prop_assert!((structural[event].1 - decides).abs() < 1e-12);
        }
    }

    #[test]
    fn no_answer_depends_on_the_order_in_which_a_tree_was_built(plan in plans()) {
        let (tree, other) = (plan.tree(), plan.tree_otherwise());
        let (one, two) = (analyze(&tree), analyze(&other));
        prop_assert_eq!(one.probability(), two.probability());
        prop_assert_eq!(one.rare_event_bound(), two.rare_event_bound());
        prop_assert_eq!(one.importance(), two.importance());
        prop_assert_eq!(one.node_count(), two.node_count());
    }
}
