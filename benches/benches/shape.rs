//! The shape of a whole estate: what holds it together, and how many lean on whom.

use itsm::configuration::snapshot::View;
use itsm::core::id::CiId;
use itsm_benches::estate::Estate;
use itsm_benches::measure::{beside_peer, is_measuring, run, size, timed};
use petgraph::algo::articulation_points::articulation_points;
use petgraph::graph::{DiGraph, NodeIndex, UnGraph};
use petgraph::visit::Bfs;

fn main() {
    run(|_| {
        articulation();
        reach();
    });
}

/// One walk in so many is taken beside petgraph, which would need minutes for all of them.
const STRIDE: u32 = 100;

fn articulation() {
    let items = size(1_000_000, 2_000);
    let estate = Estate::plain(items);
    let graph = estate.graph();
    let peer = UnGraph::<(), (), u32>::from_edges(&estate.needs);
    let mut theirs: Vec<CiId> = articulation_points(&peer).into_iter().map(id).collect();
    theirs.sort_unstable();
    let view = View::live();
    assert_eq!(graph.articulation(&view).points, theirs);
    beside_peer(
        "articulation_beside_petgraph",
        0.25,
        items,
        timed(|| graph.articulation(&view)),
        timed(|| articulation_points(&peer)),
    );
}

fn reach() {
    let items = size(100_000, 1_000);
    let estate = Estate::plain(items);
    let graph = estate.graph();
    // From whom is needed to whoever needs it.
    let mut peer = DiGraph::<(), (), u32>::from_edges(estate.needs.iter().map(|&(a, b)| (b, a)));
    while peer.node_count() < items {
        peer.add_node(());
    }
    let walk = |from: NodeIndex| {
        let mut walk = Bfs::new(&peer, from);
        let mut count = 0_u32;
        while walk.next(&peer).is_some() {
            count += 1;
        }
        count - 1
    };
    let view = View::live();
    let reach = graph.reach(&view);
    for place in peer.node_indices().step_by(STRIDE as usize) {
        assert_eq!(reach.of(id(place)), Some(walk(place)));
    }
    let some = || -> Vec<u32> {
        let places = peer.node_indices().step_by(STRIDE as usize);
        places.map(walk).collect()
    };
    let mut peer_pass = timed(some);
    beside_peer(
        "reach_beside_petgraph",
        0.1,
        items,
        timed(|| graph.reach(&view)),
        || peer_pass() * STRIDE,
    );
    if is_measuring() {
        let sum: u64 = reach.counts().iter().map(|it| u64::from(it.1)).sum();
        println!("{} dependants an item, on the average", sum / items as u64);
    }
}

fn id(place: NodeIndex) -> CiId {
    Estate::id(u32::try_from(place.index()).expect("places are small numbers"))
}
