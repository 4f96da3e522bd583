//! From a draft to a tree, with everything that is wrong told at once.

use crate::builder::{FaultTreeBuilder, Part};
use crate::draft::{DraftFaultTree, DraftGate};
use crate::fault::Faults;
use crate::gate::GateKind;
use crate::loops;
use crate::slice::{count, filled, put};
use crate::tree::FaultTree;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

/// What a name stands for, by its place in the draft.
#[derive(Clone, Copy)]
enum Named {
    Event(usize),
    Gate(u32),
    House(usize),
}

type Names<'a> = BTreeMap<&'a str, Named>;

impl TryFrom<DraftFaultTree> for FaultTree {
    type Error = Faults;

    fn try_from(draft: DraftFaultTree) -> Result<Self, Faults> {
        Self::try_from(&draft)
    }
}

impl TryFrom<&DraftFaultTree> for FaultTree {
    type Error = Faults;

    fn try_from(draft: &DraftFaultTree) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let names = names(draft, &mut faults);
        for (place, event) in draft.events.iter().enumerate() {
            if let Some(value) = event.probability.filter(|it| !(0.0..=1.0).contains(it)) {
                faults.add(
                    format!("events[{place}].probability"),
                    "fault_tree.event.probability",
                    format!("expected a probability from 0 to 1, got `{value}`"),
                );
            }
        }
        let mut inputs = Vec::with_capacity(draft.gates.len());
        for (place, gate) in draft.gates.iter().enumerate() {
            check_gate(gate, &format!("gates[{place}]"), &mut faults);
            inputs.push(resolve(gate, place, &names, &mut faults));
        }
        if !names.contains_key(&*draft.top) {
            let message = format!(
                "expected the name of a gate or an event, got `{}`",
                draft.top
            );
            faults.add("top", "fault_tree.top.unknown", message);
        }
        let below: Vec<Vec<u32>> = inputs.iter().map(|it| gates_among(it)).collect();
        for found in loops::find(&below) {
            report_loop(draft, &found, &mut faults);
        }
        if !faults.is_empty() {
            return faults.or(None);
        }
        build(draft, &names, &inputs, &below)
    }
}

fn names<'a>(draft: &'a DraftFaultTree, faults: &mut Faults) -> Names<'a> {
    let events = draft.events.iter().enumerate();
    let gates = (0..).zip(&draft.gates);
    let houses = draft.house_events.iter().enumerate();
    let all = events
        .map(|(i, it)| ("events", &*it.name, i, Named::Event(i)))
        .chain(gates.map(|(i, it)| ("gates", &*it.name, i as usize, Named::Gate(i))))
        .chain(houses.map(|(i, it)| ("house_events", &*it.name, i, Named::House(i))));
    let mut names = Names::new();
    for (list, name, place, named) in all {
        let path = || format!("{list}[{place}].name");
        if name.is_empty() {
            faults.add(
                path(),
                "fault_tree.name.missing",
                "expected a name, got none",
            );
        } else if names.contains_key(name) {
            let message = format!("expected a name that stands once, got `{name}` again");
            faults.add(path(), "fault_tree.name.twice", message);
        } else {
            names.insert(name, named);
        }
    }
    names
}

fn check_gate(gate: &DraftGate, path: &str, faults: &mut Faults) {
    let inputs = gate.inputs.len();
    if inputs == 0 {
        let message = format!("expected at least one input of `{}`, got none", gate.name);
        faults.add(format!("{path}.inputs"), "fault_tree.gate.empty", message);
    } else if gate.kind == GateKind::Pass && inputs > 1 {
        let message = format!("expected one input of a gate that passes on, got {inputs}");
        faults.add(format!("{path}.inputs"), "fault_tree.gate.pass", message);
    }
    let message = match (gate.kind, gate.k) {
        (GateKind::AtLeast, None) => "expected a `k` of an `at_least` gate, got none".into(),
        (GateKind::AtLeast, Some(k)) if k == 0 || (inputs > 0 && k as usize > inputs) => {
            format!("expected `k` from 1 to {inputs}, got `{k}`")
        }
        (GateKind::AtLeast, _) | (_, None) => return,
        (kind, Some(k)) => format!("expected no `k` of a gate `{kind}`, got `{k}`"),
    };
    faults.add(format!("{path}.k"), "fault_tree.gate.k", message);
}

/// What the inputs of a gate are.
fn resolve(gate: &DraftGate, place: usize, names: &Names<'_>, faults: &mut Faults) -> Vec<Named> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for (i, input) in gate.inputs.iter().enumerate() {
        let path = || format!("gates[{place}].inputs[{i}]");
        if !seen.insert(input) {
            let message = format!("expected each input once, got `{input}` again");
            faults.add(path(), "fault_tree.input.twice", message);
        }
        if let Some(named) = names.get(&**input) {
            found.push(*named);
        } else {
            let message = format!("expected the name of a gate or an event, got `{input}`");
            faults.add(path(), "fault_tree.input.unknown", message);
        }
    }
    found
}

fn gates_among(inputs: &[Named]) -> Vec<u32> {
    let gates = inputs.iter().filter_map(|it| match it {
        Named::Gate(gate) => Some(*gate),
        _ => None,
    });
    gates.collect()
}

/// How many names of a loop are told; the rest is counted.
const TOLD: usize = 12;

fn report_loop(draft: &DraftFaultTree, found: &[u32], faults: &mut Faults) {
    let name = |it: &u32| draft.gates.get(*it as usize).map_or("", |it| &*it.name);
    let Some(first) = found.first() else { return };
    // Writing to a text does not fail.
    let mut text = String::new();
    for gate in found.iter().take(TOLD) {
        let _ = write!(text, "`{}` → ", name(gate));
    }
    if found.len() > TOLD {
        let _ = write!(text, "… ({} gates) → ", found.len());
    }
    faults.add(
        format!("gates[{first}].inputs"),
        "fault_tree.gate.loop",
        format!(
            "expected gates that do not lead back to themselves, got {text}`{}`",
            name(first)
        ),
    );
}

/// A valid draft, built inputs first.
fn build(
    draft: &DraftFaultTree,
    names: &Names<'_>,
    inputs: &[Vec<Named>],
    below: &[Vec<u32>],
) -> Result<FaultTree, Faults> {
    let mut builder = FaultTreeBuilder::new();
    let mut events = Vec::with_capacity(draft.events.len());
    for event in &draft.events {
        events.push(builder.event(event.name.clone(), event.probability));
    }
    let [sound, failed] = [false, true].map(|it| builder.constant(it));
    let mut gates = filled(sound, count(&draft.gates));
    let part = |named: Named, gates: &[Part]| match named {
        Named::Event(event) => events.get(event).copied().unwrap_or(sound),
        Named::Gate(gate) => gates.get(gate as usize).copied().unwrap_or(sound),
        Named::House(house) => match draft.house_events.get(house) {
            Some(it) if it.failed => failed,
            _ => sound,
        },
    };
    for place in loops::inputs_first(below) {
        let Some(gate) = draft.gates.get(place as usize) else {
            continue;
        };
        let of = inputs.get(place as usize).map_or(&[][..], |it| it);
        let of: Vec<Part> = of.iter().map(|it| part(*it, &gates)).collect();
        let made = match gate.kind {
            GateKind::And => builder.and(of),
            GateKind::Or | GateKind::Pass => builder.or(of),
            GateKind::AtLeast => builder.at_least(gate.k.unwrap_or_default(), of),
        };
        builder.name(made, gate.name.clone());
        put(&mut gates, place, made);
    }
    let top = names.get(&*draft.top).map(|it| part(*it, &gates));
    builder.build(top.unwrap_or(sound))
}
