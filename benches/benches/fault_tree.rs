//! Fault trees: how many minimal cut sets are there, by diagrams and by writing them all down; and
//! how long does a large one take?

use criterion::Criterion;
use itsm::fault_tree::{AnalysisLimits, FaultTree, FaultTreeBuilder};
use itsm_benches::dice::Dice;
use itsm_benches::measure::{beside, is_measuring, run, size, timed};
use itsm_examples::fault_trees::{Figures, read_path};
use std::collections::BTreeSet;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// A tree as plain numbers: events first, then gates over what comes before them; true is AND.
struct Plan {
    events: usize,
    gates: Vec<(bool, Vec<usize>)>,
}

impl Plan {
    /// Groups of redundant parts that share events with their neighbors, all of them needed by one
    /// of a few services, all of which have to fail.
    fn new(events: usize, services: usize, dice: &mut Dice) -> Self {
        let (mut gates, mut groups) = (Vec::new(), Vec::new());
        for first in (0..events).step_by(3) {
            let inputs = (0..3).map(|_| (first + dice.below(6)) % events);
            let inputs: BTreeSet<usize> = inputs.collect();
            groups.push(events + gates.len());
            gates.push((true, inputs.into_iter().collect()));
        }
        let mut tops = Vec::new();
        let each = groups.len().div_ceil(services);
        for groups in groups.chunks(each) {
            tops.push(events + gates.len());
            let mut inputs = groups.to_vec();
            inputs.push(dice.below(events));
            gates.push((false, inputs));
        }
        gates.push((true, tops));
        Self { events, gates }
    }

    fn tree(&self) -> FaultTree<usize> {
        let mut builder = FaultTreeBuilder::new();
        let mut parts: Vec<_> = (0..self.events).map(|it| builder.event(it, 0.01)).collect();
        for (is_and, inputs) in &self.gates {
            let inputs = inputs.iter().map(|it| parts[*it]).collect::<Vec<_>>();
            parts.push(if *is_and {
                builder.and(inputs)
            } else {
                builder.or(inputs)
            });
        }
        builder.build(parts[parts.len() - 1]).expect("a sound tree")
    }

    /// The twin: the cut sets of each gate, written down, each compared with each.
    fn write_down(&self) -> usize {
        let mut families: Vec<Vec<BTreeSet<usize>>> = (0..self.events)
            .map(|it| vec![BTreeSet::from([it])])
            .collect();
        for (is_and, inputs) in &self.gates {
            let mut family = if *is_and {
                vec![BTreeSet::new()]
            } else {
                Vec::new()
            };
            for input in inputs {
                if *is_and {
                    let pairs = family
                        .iter()
                        .flat_map(|one| families[*input].iter().map(move |it| one | it));
                    family = minimal(pairs.collect());
                } else {
                    family.extend(families[*input].iter().cloned());
                }
            }
            families.push(minimal(family));
        }
        families.pop().map_or(0, |it| it.len())
    }
}

fn minimal(mut family: Vec<BTreeSet<usize>>) -> Vec<BTreeSet<usize>> {
    family.sort_by_key(BTreeSet::len);
    let mut kept: Vec<BTreeSet<usize>> = Vec::new();
    for set in family {
        if !kept.iter().any(|it| it.is_subset(&set)) {
            kept.push(set);
        }
    }
    kept
}

fn count(tree: &FaultTree<usize>) -> u128 {
    let analysis = tree
        .analyze(AnalysisLimits::default())
        .expect("a small diagram");
    analysis.cut_set_count().expect("a count")
}

/// An estate: hosts in racks with two feeds each, services that need two of three hosts, and a
/// portal that needs all services.
fn estate(services: usize) -> FaultTree<usize> {
    let mut builder = FaultTreeBuilder::new();
    let mut next = 0;
    let mut event = |builder: &mut FaultTreeBuilder<usize>, p: f64| {
        next += 1;
        builder.event(next, p)
    };
    let grid = event(&mut builder, 1e-4);
    let (mut power, mut down) = (None, Vec::new());
    for service in 0..services {
        if service % 10 == 0 {
            let battery = event(&mut builder, 1e-2);
            power = Some(builder.and([grid, battery]));
        }
        let hosts: Vec<_> = (0..3)
            .map(|_| {
                let host = event(&mut builder, 1e-3);
                builder.or(power.into_iter().chain([host]))
            })
            .collect();
        let hosts = builder.at_least(2, hosts);
        let fails = event(&mut builder, 1e-6);
        down.push(builder.or([hosts, fails]));
    }
    let top = builder.or(down);
    builder.build(top).expect("a sound tree")
}

fn bench(criterion: &mut Criterion) {
    let plan = Plan::new(size(60, 24), 4, &mut Dice::new(7));
    let tree = plan.tree();
    let sets = plan.write_down();
    assert_eq!(count(&tree), sets as u128);
    if is_measuring() {
        println!(
            "fault tree: {} events, {sets} minimal cut sets",
            plan.events
        );
    }
    beside(
        criterion,
        "fault_tree_count",
        0.10,
        sets,
        timed(|| count(black_box(&tree))),
        timed(|| black_box(&plan).write_down()),
    );

    let estate = estate(size(2_000, 20));
    let began = Instant::now();
    let analysis = estate
        .analyze(AnalysisLimits::default())
        .expect("a diagram");
    let counts = analysis.cut_set_counts().expect("a count");
    let (took, nodes) = (began.elapsed(), analysis.node_count());
    println!(
        "estate: {} events, {} gates, {nodes} nodes, cut sets by size {counts:?} in {} ms",
        estate.event_count(),
        estate.gate_count(),
        took.as_millis()
    );
    if let Some(data) = std::env::var_os("ITSM_DATA").filter(|_| is_measuring()) {
        let file = Path::new(&data).join("fault_trees/models.json.gz");
        let models = read_path(&file).expect("models that can be read");
        let began = Instant::now();
        for model in &models {
            black_box(Figures::of(model, 10_000_000)).expect("a model that can be worked out");
        }
        println!(
            "{} models in {} ms, bar 20000",
            models.len(),
            began.elapsed().as_millis()
        );
    }
}

fn main() {
    run(bench);
}
