//! Service maps, as texts that other tools draw and as drawings.
#![allow(
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use itsm_configuration::graph::DependencyGraph;
use itsm_configuration::impact::Workspace;
use itsm_configuration::redundancy::{Group, RedundancyGroup};
use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
use itsm_configuration::scenario::Scenario;
use itsm_configuration::service_map::ServiceMap;
use itsm_configuration::snapshot::{Snapshot, View};
use itsm_core::id::CiId;
use itsm_core::text::{Code, Label};
use std::path::Path;

const NAMES: [&str; 11] = [
    "Web shop",
    "Load balancer",
    "App server 1",
    "App server 2",
    "App server 3",
    "Database",
    "DB node A",
    "DB node B",
    "Storage",
    "Mail",
    "Search index",
];

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

/// A shop whose items have the ids that `id` gives them, added in the order of these.
fn shop(id: impl Fn(usize) -> u64) -> (DependencyGraph, impl Fn(usize) -> CiId) {
    let kind = |strength| RelationshipType {
        forward: Label::new("depends on").unwrap(),
        inverse: Label::new("used by").unwrap(),
        flow: Flow::ToSource,
        strength,
        containment: false,
    };
    let (hard, soft) = (code("depends_on"), code("uses"));
    let types = [
        (hard.clone(), kind(Strength::Hard)),
        (soft.clone(), kind(Strength::Soft)),
    ];
    let mut graph = DependencyGraph::new(types);
    let ci = move |item: usize| CiId::from_key(id(item));
    let mut all: Vec<CiId> = (0..NAMES.len()).map(&ci).collect();
    all.sort_unstable();
    for ci in all {
        let _ = graph.add(ci).unwrap();
    }
    // The storage is watched by a node that stands on it: a circle.
    for (from, to) in [
        (0, 1),
        (2, 5),
        (3, 5),
        (4, 5),
        (6, 8),
        (7, 8),
        (9, 8),
        (8, 6),
    ] {
        let it = Relationship::new(hard.clone(), ci(from), ci(to));
        let _ = graph.relate(it).unwrap();
    }
    for (from, to) in [(0, 10), (0, 9)] {
        let it = Relationship::new(soft.clone(), ci(from), ci(to));
        let _ = graph.relate(it).unwrap();
    }
    let farm = Group::at_least(2, [2, 3, 4].map(&ci)).unwrap();
    let farm = RedundancyGroup::new(code("farm"), farm);
    let _ = graph.set_group(ci(1), farm).unwrap();
    let cluster = Group::influence(100, [(ci(6), 60), (ci(7), 40)]).unwrap();
    let cluster = RedundancyGroup::new(code("cluster"), cluster).feeling_loss();
    let _ = graph.set_group(ci(5), cluster).unwrap();
    (graph, ci)
}

fn map(id: impl Fn(usize) -> u64) -> ServiceMap {
    let (graph, ci) = shop(id);
    let snapshot = Snapshot::of(&graph, View::live());
    let mut workspace = Workspace::new();
    let scenario = Scenario::failing([ci(7)]);
    let impact = snapshot.impact(&scenario, &mut workspace).unwrap();
    let name = |it: CiId| {
        let item = (0..NAMES.len()).find(|item| ci(*item) == it).unwrap();
        NAMES.get(item).unwrap().to_string()
    };
    ServiceMap::of(&graph, graph.cis(), name)
        .titled("The shop, with one node of its database down")
        .colored(&impact)
}

fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        text, expected,
        "{name} has changed; look at it, then UPDATE_GOLDEN=1"
    );
}

fn in_order(item: usize) -> u64 {
    u64::try_from(item).unwrap()
}

#[test]
fn shop_is_drawn_as_it_was() {
    let map = map(in_order);
    golden("shop.svg", &map.to_svg());
    golden("shop.dot", &map.to_dot());
    golden("shop.mmd", &map.to_mermaid());
}

#[test]
fn picture_does_not_depend_on_ids() {
    let backwards = map(|item| 90_u64.saturating_sub(in_order(item)));
    assert_eq!(map(in_order).to_svg(), backwards.to_svg());
}

#[test]
fn names_cannot_break_out_of_a_picture() {
    let (graph, ci) = shop(in_order);
    let name = |it: CiId| format!("<{}> & \"x\" \\ | ]\u{7} #1", it.key().unwrap());
    let map = ServiceMap::of(&graph, [ci(0), ci(1)], name).titled("a < b");
    let svg = map.to_svg();
    let texts = svg
        .split("<text")
        .skip(1)
        .map(|it| it.split("</text>").next().unwrap());
    for text in texts {
        let inner = text.split_once('>').unwrap().1;
        assert!(!inner.contains(['<', '>', '"', '\u{7}']), "{inner}");
    }
    assert!(svg.contains("&lt;0&gt; &amp; &quot;x&quot;"));
    assert!(map.to_dot().contains(r#"label="<0> & \"x\" \\ | ]"#));
    assert!(
        map.to_mermaid()
            .contains(r#"n0["<0> & #quot;x#quot; \ | ]"#)
    );
}

#[test]
fn items_that_are_not_there_are_left_out() {
    let (graph, ci) = shop(in_order);
    let strange = CiId::from_key(99);
    let map = ServiceMap::of(&graph, [ci(0), ci(0), strange], |_| "it".into());
    assert_eq!(map.len(), 1);
    assert!(
        ServiceMap::of(&graph, [], |_| "it".into())
            .to_svg()
            .ends_with("</svg>\n")
    );
}
