//! Random estates: cycles, parallel relationships, nested groups, items out of service.

use itsm_configuration::graph::DependencyGraph;
use itsm_configuration::redundancy::{Group, Member, RedundancyGroup};
use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
use itsm_core::id::CiId;
use itsm_core::text::{Code, Label};
use proptest::prelude::*;

pub(crate) const ITEMS: u64 = 9;

pub(crate) fn ci(key: u64) -> CiId {
    CiId::from_key(key)
}

pub(crate) fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

/// One type for each flow and strength, named after both.
pub(crate) fn types() -> Vec<(Code, RelationshipType)> {
    let mut types = Vec::new();
    for &flow in Flow::ALL {
        for &strength in Strength::ALL {
            let it = RelationshipType {
                forward: Label::new("has to do with").unwrap(),
                inverse: Label::new("has to do with").unwrap(),
                flow,
                strength,
                containment: false,
            };
            types.push((code(&format!("{flow}.{strength}")), it));
        }
    }
    types
}

/// What can be done to a graph.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Add(u64),
    Remove(u64),
    InService(u64, bool),
    Relate(Relationship),
    Unrelate(Relationship),
    SetGroup(u64, RedundancyGroup),
    RemoveGroup(u64, Code),
}

impl Change {
    /// Makes the change if it can be made.
    pub(crate) fn make(
        &self,
        graph: &mut DependencyGraph,
    ) -> Option<itsm_configuration::graph::Edit> {
        match self.clone() {
            Self::Add(key) => graph.add(ci(key)),
            Self::Remove(key) => graph.remove(ci(key)),
            Self::InService(key, it) => graph.set_in_service(ci(key), it),
            Self::Relate(it) => graph.relate(it),
            Self::Unrelate(it) => graph.unrelate(&it),
            Self::SetGroup(key, group) => graph.set_group(ci(key), group),
            Self::RemoveGroup(key, name) => graph.remove_group(ci(key), &name),
        }
        .ok()
    }
}

fn item() -> impl Strategy<Value = u64> {
    1..=ITEMS
}

pub(crate) fn relationship() -> impl Strategy<Value = Relationship> {
    let kinds: Vec<Code> = types().into_iter().map(|(code, _)| code).collect();
    // Most carry trouble from the target to the source, as in real estates.
    let kind = prop_oneof![
        4 => Just(code("to_source.hard")),
        1 => proptest::sample::select(kinds),
    ];
    (
        item(),
        kind,
        item(),
        proptest::option::weighted(0.1, Just("port 2")),
    )
        .prop_map(|(source, kind, target, qualifier)| {
            let it = Relationship::new(kind, ci(source), ci(target));
            match qualifier {
                Some(text) => it.qualifier(Label::new(text).unwrap()),
                None => it,
            }
        })
}

pub(crate) fn group() -> impl Strategy<Value = Group> {
    let leaf = item().prop_map(|key| Member::Ci(ci(key)));
    let member = leaf.prop_recursive(3, 12, 4, |inner| of(inner).prop_map(Member::Group));
    of(member)
}

fn of(member: impl Strategy<Value = Member>) -> impl Strategy<Value = Group> {
    let members = proptest::collection::vec((member, 1_u32..=40), 1..=4);
    (members, any::<bool>(), any::<proptest::sample::Index>()).prop_map(
        |(mut members, counts, at)| {
            members.sort();
            members.dedup_by(|a, b| a.0 == b.0);
            if counts {
                let needed = u32::try_from(at.index(members.len()) + 1).unwrap();
                Group::at_least(needed, members.into_iter().map(|(it, _)| it)).unwrap()
            } else {
                let total: u32 = members.iter().map(|(_, weight)| weight).sum();
                let threshold = u32::try_from(at.index(total as usize) + 1).unwrap();
                Group::influence(threshold, members).unwrap()
            }
        },
    )
}

fn redundancy() -> impl Strategy<Value = RedundancyGroup> {
    (group(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(group, soft, feels, first)| {
            let name = code(if first { "first" } else { "second" });
            let mut it = RedundancyGroup::new(name, group);
            if soft {
                it = it.strength(Strength::Soft);
            }
            if feels {
                it = it.feeling_loss();
            }
            it
        },
    )
}

pub(crate) fn change() -> impl Strategy<Value = Change> {
    let name = proptest::sample::select(vec![code("first"), code("second")]);
    prop_oneof![
        1 => item().prop_map(Change::Add),
        1 => item().prop_map(Change::Remove),
        1 => (item(), any::<bool>()).prop_map(|(key, it)| Change::InService(key, it)),
        8 => relationship().prop_map(Change::Relate),
        2 => relationship().prop_map(Change::Unrelate),
        4 => (item(), redundancy()).prop_map(|(key, it)| Change::SetGroup(key, it)),
        1 => (item(), name).prop_map(|(key, it)| Change::RemoveGroup(key, it)),
    ]
}

/// A graph of all items, and what was done to it.
pub(crate) fn changes() -> impl Strategy<Value = Vec<Change>> {
    proptest::collection::vec(change(), 0..40)
}

pub(crate) fn all_items() -> DependencyGraph {
    let mut graph = DependencyGraph::new(types());
    for key in 1..=ITEMS {
        let _ = graph.add(ci(key)).unwrap();
    }
    graph
}

pub(crate) fn graph() -> impl Strategy<Value = DependencyGraph> {
    changes().prop_map(|changes| {
        let mut graph = all_items();
        for change in changes {
            let _ = change.make(&mut graph);
        }
        graph
    })
}
