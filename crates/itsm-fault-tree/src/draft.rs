//! The raw form of a fault tree, as it stands in a file.

use crate::gate::GateKind;
use alloc::string::String;
use alloc::vec::Vec;

/// A fault tree in its raw form. Turning it into a [`FaultTree`](crate::FaultTree) reports every
/// fault at once.
///
/// Gates, events and house events share one space of names, so that an input is one thing only.
/// They stand in any order. What the top does not need is no fault: a file may hold more than one
/// question needs.
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use itsm_fault_tree::{DraftFaultTree, FaultTree};
///
/// let draft: DraftFaultTree = serde_json::from_str(r#"{
///   "top": "no power",
///   "gates": [{ "name": "no power", "kind": "and", "inputs": ["grid", "generator"] }],
///   "events": [{ "name": "grid", "probability": 0.001 }, { "name": "generator" }]
/// }"#).unwrap();
/// assert_eq!(FaultTree::try_from(draft).unwrap().event_count(), 2);
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DraftFaultTree {
    /// The name of the gate or the event that is asked about.
    pub top: String,
    /// The gates.
    #[cfg_attr(feature = "serde", serde(default))]
    pub gates: Vec<DraftGate>,
    /// The basic events: what fails by itself.
    #[cfg_attr(feature = "serde", serde(default))]
    pub events: Vec<DraftEvent>,
    /// The house events: switches that are set for a question.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub house_events: Vec<DraftHouseEvent>,
}

/// A gate in its raw form.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DraftGate {
    /// What it is called by.
    pub name: String,
    /// How it joins its inputs.
    pub kind: GateKind,
    /// How many failed inputs suffice; for `at_least` alone.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub k: Option<u32>,
    /// The names of its inputs: gates, events or house events.
    pub inputs: Vec<String>,
}

/// A basic event in its raw form: something that fails by itself, independently of all others.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DraftEvent {
    /// What it is called by.
    pub name: String,
    /// The probability that it has failed, from 0 to 1; without it, cut sets can be counted and
    /// listed, and no probability can be told.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub probability: Option<f64>,
}

/// A house event in its raw form: it has failed for certain, or certainly not. A switch that turns
/// parts of a tree on and off, such as "during maintenance".
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DraftHouseEvent {
    /// What it is called by.
    pub name: String,
    /// Whether it has failed.
    pub failed: bool,
}

impl DraftFaultTree {
    /// A tree about this gate or event, with nothing in it yet.
    pub fn new(top: impl Into<String>) -> Self {
        Self {
            top: top.into(),
            ..Self::default()
        }
    }

    /// Adds a gate that fails when all inputs have failed.
    #[must_use]
    pub fn and<I: Into<String>>(
        self,
        name: impl Into<String>,
        inputs: impl IntoIterator<Item = I>,
    ) -> Self {
        self.gate(name, GateKind::And, None, inputs)
    }

    /// Adds a gate that fails when any input has failed.
    #[must_use]
    pub fn or<I: Into<String>>(
        self,
        name: impl Into<String>,
        inputs: impl IntoIterator<Item = I>,
    ) -> Self {
        self.gate(name, GateKind::Or, None, inputs)
    }

    /// Adds a gate that fails when at least `k` inputs have failed.
    #[must_use]
    pub fn at_least<I: Into<String>>(
        self,
        name: impl Into<String>,
        k: u32,
        inputs: impl IntoIterator<Item = I>,
    ) -> Self {
        self.gate(name, GateKind::AtLeast, Some(k), inputs)
    }

    /// Adds a basic event, with its probability where it is known.
    #[must_use]
    pub fn event(mut self, name: impl Into<String>, probability: impl Into<Option<f64>>) -> Self {
        self.events.push(DraftEvent {
            name: name.into(),
            probability: probability.into(),
        });
        self
    }

    /// Adds a house event.
    #[must_use]
    pub fn house_event(mut self, name: impl Into<String>, failed: bool) -> Self {
        self.house_events.push(DraftHouseEvent {
            name: name.into(),
            failed,
        });
        self
    }

    fn gate<I: Into<String>>(
        mut self,
        name: impl Into<String>,
        kind: GateKind,
        k: Option<u32>,
        inputs: impl IntoIterator<Item = I>,
    ) -> Self {
        self.gates.push(DraftGate {
            name: name.into(),
            kind,
            k,
            inputs: inputs.into_iter().map(Into::into).collect(),
        });
        self
    }
}
