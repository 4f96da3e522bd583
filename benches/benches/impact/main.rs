//! Impact: who goes down with an item, in an estate of a million?
//!
//! Beside a twin that walks rows of numbers and knows nothing else, and beside the search that
//! comes with petgraph.

mod twin;

use criterion::Criterion;
use itsm::configuration::graph::DependencyGraph;
use itsm::configuration::impact::Workspace;
use itsm::configuration::scenario::Scenario;
use itsm::configuration::snapshot::{Snapshot, View};
use itsm_benches::dice::Dice;
use itsm_benches::estate::Estate;
use itsm_benches::measure::{beside, beside_peer, is_measuring, run, size, timed};
use petgraph::graph::{Graph, NodeIndex};
use petgraph::visit::Bfs;
use std::hint::black_box;
use std::time::{Duration, Instant};
use twin::{CountingWalk, Walk};

/// Items to fail, one at a time.
fn roots(estate: &Estate, count: usize) -> Vec<u32> {
    let mut dice = Dice::new(5);
    let item = |dice: &mut Dice| u32::try_from(dice.below(estate.items)).expect("small");
    (0..count).map(|_| item(&mut dice)).collect()
}

fn down_with(snapshot: &Snapshot, workspace: &mut Workspace, scenario: &Scenario) -> usize {
    let impact = snapshot.impact(scenario, workspace);
    impact.expect("known items").down_count()
}

fn scenarios(roots: &[u32]) -> Vec<Scenario> {
    let one = |root: &u32| Scenario::failing([Estate::id(*root)]);
    roots.iter().map(one).collect()
}

/// One failed item, beside the walk and beside petgraph.
fn one_failed(criterion: &mut Criterion, name: &str, items: usize) {
    let estate = Estate::plain(items);
    let graph = told("load", items, || estate.graph());
    let snapshot = told("compile", items, || Snapshot::of(&graph, View::live()));
    let roots = roots(&estate, size(500, 20));
    let number = twin::renumber(&estate);
    let mut walk = Walk::new(&estate, &number);
    let starts: Vec<u32> = roots.iter().map(|it| number[*it as usize]).collect();
    let scenarios = scenarios(&roots);
    let mut workspace = Workspace::new();
    let mut reached = 0;
    let mut most = 0;
    for (scenario, start) in scenarios.iter().zip(&starts) {
        let down = down_with(&snapshot, &mut workspace, scenario);
        assert_eq!(down, walk.walk(*start).len());
        reached += down;
        most = most.max(down);
    }
    println!(
        "{name}: {} relationships; {} items down with one of {} on average, {most} at most; rows take {} MB, the twin's {} MB",
        estate.needs.len(),
        reached / roots.len(),
        roots.len(),
        snapshot.row_bytes() / 1_000_000,
        walk.bytes() / 1_000_000,
    );
    let mut ours = timed(|| {
        let each = black_box(&scenarios).iter();
        each.map(|it| down_with(&snapshot, &mut workspace, it))
            .sum::<usize>()
    });
    beside(
        criterion,
        &format!("impact_{name}"),
        1.15,
        reached,
        &mut ours,
        timed(|| {
            let each = black_box(&starts).iter();
            each.map(|it| walk.walk(*it).len()).sum::<usize>()
        }),
    );

    let mut peer: Graph<(), ()> = Graph::with_capacity(items, estate.needs.len());
    for _ in 0..items {
        peer.add_node(());
    }
    for (dependant, provider) in &estate.needs {
        peer.add_edge(
            NodeIndex::new(*provider as usize),
            NodeIndex::new(*dependant as usize),
            (),
        );
    }
    let search = |root: &u32| {
        let mut bfs = Bfs::new(&peer, NodeIndex::new(*root as usize));
        let mut down = 0_usize;
        while bfs.next(&peer).is_some() {
            down += 1;
        }
        down
    };
    assert_eq!(reached, roots.iter().map(search).sum::<usize>());
    beside_peer(
        &format!("impact_{name}_beside_petgraph"),
        0.25,
        reached,
        &mut ours,
        timed(|| black_box(&roots).iter().map(search).sum::<usize>()),
    );
    edited(criterion, name, &estate, graph, snapshot.clone(), reached);
}

/// An edit, the snapshot that follows it, and a question; beside the question alone.
fn edited(
    criterion: &mut Criterion,
    name: &str,
    estate: &Estate,
    mut graph: DependencyGraph,
    mut snapshot: Snapshot,
    elements: usize,
) {
    let elements = 2 * elements;
    let still = snapshot.clone();
    let roots = roots(estate, size(500, 20));
    let scenarios = scenarios(&roots);
    let mut dice = Dice::new(77);
    let edits: Vec<_> = roots
        .iter()
        .map(|_| Estate::relationship(estate.needs[dice.below(estate.needs.len())]))
        .collect();
    let (mut here, mut there) = (Workspace::new(), Workspace::new());
    let mut takes = Duration::ZERO;
    let mut made = 0_u32;
    beside(
        criterion,
        &format!("impact_{name}_after_an_edit"),
        1.2,
        elements,
        || {
            // Each relationship goes and comes back, so that the estate stays what it was.
            let mut took = Duration::ZERO;
            for (edit, scenario) in edits.iter().zip(&scenarios) {
                for step in [false, true] {
                    let edit = if step {
                        graph.relate(edit.clone()).expect("it was gone")
                    } else {
                        graph.unrelate(edit).expect("it is there")
                    };
                    let start = Instant::now();
                    snapshot.follow(&graph, &edit);
                    takes += start.elapsed();
                    black_box(down_with(&snapshot, &mut here, scenario));
                    took += start.elapsed();
                    made += 1;
                }
            }
            took
        },
        timed(|| {
            let each = black_box(&scenarios).iter().flat_map(|it| [it, it]);
            each.map(|it| down_with(&still, &mut there, it))
                .sum::<usize>()
        }),
    );
    println!(
        "follow {name}: {:?} for an edit on average",
        takes / made.max(1)
    );
    for scenario in &scenarios {
        assert_eq!(
            down_with(&snapshot, &mut here, scenario),
            down_with(&still, &mut there, scenario)
        );
    }
}

/// Failures in an estate with groups, beside counters.
fn redundant(criterion: &mut Criterion, name: &str, items: usize) {
    let estate = Estate::redundant(items);
    let graph = told("load", items, || estate.graph());
    let snapshot = told("compile", items, || Snapshot::of(&graph, View::live()));
    let number = twin::renumber(&estate);
    let mut walk = CountingWalk::new(&estate, &number);
    let together: Vec<Vec<u32>> = roots(&estate, size(2_000, 40))
        .chunks(4)
        .map(<[u32]>::to_vec)
        .collect();
    let starts: Vec<Vec<u32>> = together
        .iter()
        .map(|all| all.iter().map(|it| number[*it as usize]).collect())
        .collect();
    let scenarios: Vec<Scenario> = together
        .iter()
        .map(|all| Scenario::failing(all.iter().map(|it| Estate::id(*it))))
        .collect();
    let mut workspace = Workspace::new();
    let mut reached = 0;
    for (scenario, start) in scenarios.iter().zip(&starts) {
        let down = down_with(&snapshot, &mut workspace, scenario);
        assert_eq!(down, walk.walk(start).len());
        reached += down;
    }
    println!(
        "{name}: {} groups; {} items down with four of {} on average",
        estate.groups.len(),
        reached / scenarios.len(),
        items,
    );
    beside(
        criterion,
        &format!("impact_{name}"),
        1.3,
        reached,
        timed(|| {
            let each = black_box(&scenarios).iter();
            each.map(|it| down_with(&snapshot, &mut workspace, it))
                .sum::<usize>()
        }),
        timed(|| {
            let each = black_box(&starts).iter();
            each.map(|it| walk.walk(it).len()).sum::<usize>()
        }),
    );
}

/// How long something takes, at best of some times.
fn told<T>(what: &str, items: usize, mut make: impl FnMut() -> T) -> T {
    let mut fastest = Duration::MAX;
    let times = if is_measuring() && items >= 100_000 {
        5
    } else {
        1
    };
    for _ in 1..times {
        let start = Instant::now();
        let result = black_box(make());
        fastest = fastest.min(start.elapsed());
        drop(result);
    }
    let start = Instant::now();
    let result = make();
    fastest = fastest.min(start.elapsed());
    println!("{what} {items} items: {} ms", fastest.as_millis());
    result
}

fn bench(criterion: &mut Criterion) {
    for (items, name) in [(10_000, "10k"), (100_000, "100k"), (1_000_000, "1m")] {
        let items = size(items, 1_000);
        one_failed(criterion, name, items);
        redundant(criterion, &format!("redundant_{name}"), items);
    }
}

fn main() {
    run(bench);
}
