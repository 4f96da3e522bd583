//! What is wrong with a draft is told at once, each fault with its place and its rule.

use itsm_fault_tree::{DraftFaultTree, DraftGate, FaultTree, FaultTreeBuilder, Faults, GateKind};

fn faults(draft: DraftFaultTree) -> Faults {
    FaultTree::try_from(draft).unwrap_err()
}

fn rules(faults: &Faults) -> Vec<(&str, &str)> {
    let told = faults.iter().map(|it| (it.path.as_str(), it.rule));
    told.collect()
}

fn gate(name: &str, kind: GateKind, k: Option<u32>, inputs: &[&str]) -> DraftGate {
    DraftGate {
        name: name.into(),
        kind,
        k,
        inputs: inputs.iter().map(|it| (*it).into()).collect(),
    }
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    let mut draft = DraftFaultTree::new("nowhere")
        .or("a", ["e", "e", "x"])
        .and("", ["e"])
        .and("e", ["e"])
        .and("empty", [""; 0])
        .at_least("none", 0, ["e"])
        .at_least("more", 3, ["e", "f"])
        .event("e", 1.5)
        .event("f", f64::NAN)
        .house_event("f", true);
    draft
        .gates
        .push(gate("k missing", GateKind::AtLeast, None, &["e"]));
    draft
        .gates
        .push(gate("k given", GateKind::Or, Some(1), &["e"]));
    draft
        .gates
        .push(gate("two", GateKind::Pass, None, &["e", "f"]));
    assert_eq!(
        rules(&faults(draft)),
        [
            ("events[0].probability", "fault_tree.event.probability"),
            ("events[1].probability", "fault_tree.event.probability"),
            ("gates[0].inputs[1]", "fault_tree.input.twice"),
            ("gates[0].inputs[2]", "fault_tree.input.unknown"),
            ("gates[1].name", "fault_tree.name.missing"),
            ("gates[2].name", "fault_tree.name.twice"),
            ("gates[3].inputs", "fault_tree.gate.empty"),
            ("gates[4].k", "fault_tree.gate.k"),
            ("gates[5].k", "fault_tree.gate.k"),
            ("gates[6].k", "fault_tree.gate.k"),
            ("gates[7].k", "fault_tree.gate.k"),
            ("gates[8].inputs", "fault_tree.gate.pass"),
            ("house_events[0].name", "fault_tree.name.twice"),
            ("top", "fault_tree.top.unknown"),
        ]
    );
}

#[test]
fn every_loop_is_named_with_its_gates() {
    let draft = DraftFaultTree::new("top")
        .or("top", ["a", "self", "e"])
        .or("c", ["a"])
        .or("a", ["b", "e"])
        .or("b", ["c", "e"])
        .and("self", ["self", "e"])
        .and("fine", ["e"])
        .event("e", None);
    let faults = faults(draft);
    let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "gates[1].inputs: expected gates that do not lead back to themselves, got `c` → `a` → `b` → `c` (fault_tree.gate.loop)",
            "gates[4].inputs: expected gates that do not lead back to themselves, got `self` → `self` (fault_tree.gate.loop)",
        ]
    );
}

#[test]
fn long_loop_is_told_in_part() {
    let mut draft = DraftFaultTree::new("g0");
    for n in 0..100_000 {
        draft = draft.or(format!("g{n}"), [format!("g{}", (n + 1) % 100_000)]);
    }
    let faults = faults(draft);
    assert_eq!(faults.len(), 1);
    let message = faults.to_string();
    assert!(
        message.contains("`g11` → … (100000 gates) → `g0`"),
        "{message}"
    );
}

#[test]
fn what_the_top_does_not_need_is_no_fault() {
    let draft = DraftFaultTree::new("top")
        .or("top", ["e"])
        .or("aside", ["f"])
        .event("e", 0.5)
        .event("f", None);
    let tree = FaultTree::try_from(draft).unwrap();
    assert_eq!((tree.event_count(), tree.gate_count()), (2, 2));
    assert_eq!(crate::analyze(&tree).probability(), Some(0.5));
    assert_eq!(crate::analyze(&tree).without_probability(), [""; 0]);
}

#[test]
fn builder_tells_its_faults_at_once() {
    let mut other = FaultTreeBuilder::new();
    let foreign = (0..20).map(|n| other.event(n, None)).last().unwrap();
    let mut builder = FaultTreeBuilder::new();
    let e = builder.event(1, 0.5);
    builder.event(1, 0.6);
    builder.event(2, -0.1);
    let one = builder.and([]);
    let two = builder.at_least(2, [e]);
    builder.or([foreign]);
    builder.name(one, 7);
    builder.name(two, 7);
    builder.name(e, 8);
    let faults = builder.build(foreign).unwrap_err();
    assert_eq!(
        rules(&faults),
        [
            ("events[0]", "fault_tree.event.twice"),
            ("events[1]", "fault_tree.event.probability"),
            ("gates[0]", "fault_tree.gate.empty"),
            ("gates[1]", "fault_tree.gate.k"),
            ("gates[1]", "fault_tree.name.twice"),
            ("gates[2]", "fault_tree.part.unknown"),
            ("parts[0]", "fault_tree.part.unknown"),
            ("top", "fault_tree.part.unknown"),
        ]
    );
}

#[test]
fn same_event_again_is_the_same_event() {
    let mut builder = FaultTreeBuilder::new();
    let (one, again) = (builder.event("e", 0.5), builder.event("e", 0.5));
    assert_eq!(one, again);
    let top = builder.and([one, again]);
    let tree = builder.build(top).unwrap();
    assert_eq!(crate::analyze(&tree).probability(), Some(0.5));
}
