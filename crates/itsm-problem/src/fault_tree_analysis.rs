//! A fault tree about a problem: which failures together bring the effect about, in words, with the
//! figures that [`itsm_fault_tree`] works out.
//!
//! Figures are exact with shared events; the two bounds are called bounds. Events are taken to fail
//! independently of each other: a common reason has to be an event of its own.
//!
//! Source: IEC 61025 (fault tree analysis); ITIL 4 problem management (problem analysis).

use crate::cause::{Contribution, Dimension};
use crate::checked::checked;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::free_text::FreeText;
use itsm_core::id::CiId;
use itsm_core::text::{Code, Note, Title};
use itsm_fault_tree::{DraftEvent, DraftFaultTree, DraftGate, FaultTree, GateKind};

/// How two or more failures come together, and what of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct TreeGate {
    /// What it is called by.
    pub name: Code,
    /// What fails here, in words.
    pub statement: Note,
    /// How it joins its inputs.
    pub kind: GateKind,
    /// How many failed inputs suffice; for `at_least` alone.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub k: Option<u32>,
    /// The names of its inputs: gates or events.
    pub inputs: Vec<Code>,
}

/// Something that fails by itself.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct TreeEvent {
    /// What it is called by.
    pub name: Code,
    /// What fails here, in words.
    pub statement: Note,
    /// The probability that it has failed, from 0 to 1, where it is known.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub probability: Option<f64>,
    /// What speaks for its having failed.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub evidence: Vec<Note>,
    /// What it contributed to; that it happened at all where nothing is said.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub contribution: Option<Contribution>,
    /// In which dimension it lies.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub dimension: Option<Dimension>,
    /// The item that it lies in.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub ci: Option<CiId>,
    /// Whether those who work on the problem can remove it.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub actionable: Option<bool>,
}

impl TreeGate {
    /// A gate that fails when its inputs do as its kind says.
    pub fn new(
        name: Code,
        statement: Note,
        kind: GateKind,
        inputs: impl IntoIterator<Item = Code>,
    ) -> Self {
        Self {
            name,
            statement,
            kind,
            k: None,
            inputs: inputs.into_iter().collect(),
        }
    }

    /// A gate that fails when at least `k` of its inputs have.
    pub fn at_least(
        name: Code,
        statement: Note,
        k: u32,
        inputs: impl IntoIterator<Item = Code>,
    ) -> Self {
        Self {
            k: Some(k),
            ..Self::new(name, statement, GateKind::AtLeast, inputs)
        }
    }
}

impl TreeEvent {
    /// An event of which nothing more is known.
    pub fn new(name: Code, statement: Note) -> Self {
        Self {
            name,
            statement,
            probability: None,
            evidence: Vec::new(),
            contribution: None,
            dimension: None,
            ci: None,
            actionable: None,
        }
    }

    /// The same with a probability.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability);
        self
    }
}

/// A fault tree in words, in its raw form. Gates and events share one space of names, and stand in
/// any order.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftFaultTreeAnalysis {
    /// What it is about.
    pub title: Title,
    /// What it takes for granted, and whatever else there is to say.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub description: Option<Note>,
    /// The name of the gate or the event that is asked about.
    pub top: Code,
    /// The gates.
    pub gates: Vec<TreeGate>,
    /// The events.
    pub events: Vec<TreeEvent>,
}

impl DraftFaultTreeAnalysis {
    /// A tree about this gate or event, with nothing in it yet.
    pub const fn new(title: Title, top: Code) -> Self {
        Self {
            title,
            description: None,
            top,
            gates: Vec::new(),
            events: Vec::new(),
        }
    }

    /// The same tree, for the arithmetic.
    pub(crate) fn bare(&self) -> DraftFaultTree {
        let name = |it: &Code| String::from(it.as_str());
        let gate = |it: &TreeGate| DraftGate {
            name: name(&it.name),
            kind: it.kind,
            k: it.k,
            inputs: it.inputs.iter().map(name).collect(),
        };
        let event = |it: &TreeEvent| DraftEvent {
            name: name(&it.name),
            probability: it.probability,
        };
        DraftFaultTree {
            gates: self.gates.iter().map(gate).collect(),
            events: self.events.iter().map(event).collect(),
            ..DraftFaultTree::new(self.top.as_str())
        }
    }

    /// The rules are those of the arithmetic, and so are the paths.
    fn check(&mut self, faults: &mut Faults) {
        if self.events.is_empty() {
            let message = "expected something that fails by itself, got nothing";
            faults.add("events", "fault_tree_analysis.empty", message);
        }
        if let Err(found) = FaultTree::try_from(self.bare()) {
            for it in &found {
                faults.add(it.path.clone(), it.rule, it.message.clone());
            }
        }
    }
}

impl FreeText for DraftFaultTreeAnalysis {
    fn redact(&mut self) -> usize {
        let gates = self.gates.iter_mut().map(|it| it.statement.redact());
        let events = self.events.iter_mut().map(|it| {
            let statement = it.statement.redact();
            statement.saturating_add(it.evidence.redact())
        });
        let parts = gates.chain(events).fold(0_usize, usize::saturating_add);
        let head = self
            .title
            .redact()
            .saturating_add(self.description.redact());
        head.saturating_add(parts)
    }
}

checked! {
    /// A fault tree in words: valid, so that it can be worked out.
    ///
    /// ```
    /// use itsm_core::text::{Code, Note, Title};
    /// use itsm_fault_tree::GateKind;
    /// use itsm_problem::fault_tree_analysis::{
    ///     DraftFaultTreeAnalysis, FaultTreeAnalysis, TreeEvent, TreeGate,
    /// };
    ///
    /// let mut draft = DraftFaultTreeAnalysis::new(Title::new("No orders")?, Code::new("no_orders")?);
    /// draft.gates.push(TreeGate::new(
    ///     Code::new("no_orders")?, Note::new("Nobody can order")?, GateKind::And,
    ///     [Code::new("full")?, Code::new("unseen")?],
    /// ));
    /// draft.events.push(TreeEvent::new(Code::new("full")?, Note::new("The disk fills up")?).probability(0.1));
    /// draft.events.push(TreeEvent::new(Code::new("unseen")?, Note::new("Nobody reads the alarm")?).probability(0.5));
    /// let tree = FaultTreeAnalysis::try_from(draft)?;
    /// let figures = tree.work_out(&Default::default())?;
    /// assert_eq!(figures.probability, Some(0.05));
    /// assert_eq!(tree.causes(&figures)[0].statement, "The disk fills up; and: Nobody reads the alarm");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "FTA")]
    pub struct FaultTreeAnalysis from DraftFaultTreeAnalysis
}
