//! Service maps: a part of the graph as a picture, with who suffers in color.
//!
//! A map is made of the items that are to be shown; [`ServiceMap::to_svg`] draws it,
//! [`ServiceMap::to_dot`] and [`ServiceMap::to_mermaid`] write it for other tools to draw. All of
//! them are texts: nothing is read or written.

use crate::graph::{DependencyGraph, Requirement};
use crate::impact::Impact;
use crate::redundancy::{Group, GroupRule, Member};
use crate::relationship::Strength;
use crate::scenario::Status;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;
use itsm_core::id::CiId;

/// Something on a map: an item, or a redundancy group of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    /// What is written on it.
    pub(crate) label: String,
    pub(crate) status: Status,
    pub(crate) is_group: bool,
    /// Whether the scenario names it.
    pub(crate) is_given: bool,
}

/// Who needs whom on a map.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    /// The place of the one that depends.
    pub(crate) from: usize,
    /// The place of the one it depends on.
    pub(crate) to: usize,
    pub(crate) is_soft: bool,
    /// What is written on it.
    pub(crate) label: String,
}

/// What colors a group: those after it first, since groups within it come later.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Gauge {
    place: usize,
    fails_at: u32,
    feels_loss: bool,
    /// The places of its members, and what each weighs.
    members: Vec<(usize, u32)>,
}

/// A part of the dependency graph, ready to be drawn: whoever depends to the left, whoever carries
/// to the right.
///
/// ```
/// # use itsm_configuration::graph::DependencyGraph;
/// # use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
/// # use itsm_core::{id::CiId, text::{Code, Label}};
/// use itsm_configuration::service_map::ServiceMap;
/// # let depends_on = Code::new("depends_on")?;
/// # let reads = RelationshipType { forward: Label::new("depends on")?, inverse: Label::new("used by")?, flow: Flow::ToSource, strength: Strength::Hard, containment: false };
/// # let mut graph = DependencyGraph::new([(depends_on.clone(), reads)]);
/// # let [shop, database] = [1, 2].map(CiId::from_key);
/// # for ci in [shop, database] { let _ = graph.add(ci)?; }
/// # let _ = graph.relate(Relationship::new(depends_on, shop, database))?;
///
/// let name = |ci| if ci == shop { "Shop".into() } else { "Database".into() };
/// let map = ServiceMap::of(&graph, [shop, database], name);
/// assert!(map.to_mermaid().contains("n1[\"Shop\"] -->|depends on| n0[\"Database\"]"));
/// assert!(map.to_svg().starts_with("<svg"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceMap {
    pub(crate) spots: Vec<Spot>,
    pub(crate) lines: Vec<Line>,
    /// Where the items are.
    places: BTreeMap<CiId, usize>,
    gauges: Vec<Gauge>,
    title: Option<String>,
}

impl ServiceMap {
    /// A map of these items and of what they need of each other, each with the name that is to be
    /// written on it. Items that are not in the graph are left out.
    pub fn of(
        graph: &DependencyGraph,
        cis: impl IntoIterator<Item = CiId>,
        name: impl Fn(CiId) -> String,
    ) -> Self {
        let mut named: Vec<(String, CiId)> = cis
            .into_iter()
            .filter(|ci| graph.contains(*ci))
            .map(|ci| (name(ci), ci))
            .collect();
        // By name, so that the picture of an estate does not depend on its ids.
        named.sort();
        named.dedup();
        let mut map = Self {
            spots: Vec::new(),
            lines: Vec::new(),
            places: BTreeMap::new(),
            gauges: Vec::new(),
            title: None,
        };
        for (label, ci) in &named {
            map.places.insert(*ci, map.spots.len());
            map.put(label.clone(), false);
        }
        for (_, ci) in &named {
            let Some(&from) = map.places.get(ci) else {
                continue;
            };
            for requirement in graph.requirements(*ci) {
                match requirement {
                    Requirement::One {
                        relationship,
                        provider,
                        strength,
                    } => {
                        let kind = graph.type_of(&relationship.kind);
                        let label = kind.map_or("", |it| {
                            let from_source = relationship.source == *ci;
                            if from_source {
                                &it.forward
                            } else {
                                &it.inverse
                            }
                            .as_str()
                        });
                        if let Some(&to) = map.places.get(&provider) {
                            map.tie(from, to, strength, label);
                        }
                    }
                    Requirement::Group(group) => {
                        let shown = group
                            .group
                            .cis()
                            .iter()
                            .any(|it| map.places.contains_key(it));
                        if shown {
                            let place = map.put_group(&group.group, group.feels_loss);
                            map.tie(from, place, group.strength, group.name.as_str());
                        }
                    }
                }
            }
        }
        map.lines.sort();
        map.lines.dedup();
        map
    }

    /// The same map with a line of text above it.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// The same map, colored by who suffers.
    #[must_use]
    pub fn colored(mut self, impact: &Impact<'_>) -> Self {
        for (ci, status) in impact.affected() {
            let place = self.places.get(&ci);
            if let Some(spot) = place.and_then(|it| self.spots.get_mut(*it)) {
                spot.status = status;
            }
        }
        for gauge in self.gauges.iter().rev() {
            let status = gauge.read(&self.spots);
            if let Some(spot) = self.spots.get_mut(gauge.place) {
                spot.status = status;
            }
        }
        let scenario = &impact.scenario;
        for ci in scenario.failed().chain(scenario.degraded()) {
            let place = self.places.get(&ci);
            if let Some(spot) = place.and_then(|it| self.spots.get_mut(*it)) {
                spot.is_given = true;
            }
        }
        self
    }

    /// How many items are on it.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether nothing is on it.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The map as a drawing. Items of equal distance from what nobody depends on stand above each
    /// other; what suffers is marked by color, by sign and by word.
    pub fn to_svg(&self) -> String {
        crate::svg::draw(self, self.title.as_deref())
    }

    /// The map in the language of Graphviz.
    pub fn to_dot(&self) -> String {
        let mut text = String::from("digraph service_map {\n  rankdir=LR;\n  node [shape=box];\n");
        if let Some(title) = &self.title {
            let _ = writeln!(text, "  label={};", quoted(title));
        }
        for (place, spot) in self.spots.iter().enumerate() {
            let shape = if spot.is_group { ", shape=ellipse" } else { "" };
            let color = match spot.status {
                Status::Up => "",
                Status::Degraded => ", style=filled, fillcolor=\"#fff1cc\", color=\"#9a5b00\"",
                Status::Down => ", style=filled, fillcolor=\"#fde0dd\", color=\"#b3261e\"",
            };
            let label = quoted(&spot.label);
            let _ = writeln!(text, "  n{place} [label={label}{shape}{color}];");
        }
        for line in &self.lines {
            let style = if line.is_soft { ", style=dashed" } else { "" };
            let label = quoted(&line.label);
            let _ = writeln!(
                text,
                "  n{} -> n{} [label={label}{style}];",
                line.from, line.to
            );
        }
        text.push_str("}\n");
        text
    }

    /// The map in the language of Mermaid, as many readers of Markdown draw it.
    pub fn to_mermaid(&self) -> String {
        let mut text = String::new();
        if let Some(title) = &self.title {
            let _ = writeln!(text, "---\ntitle: {}\n---", quoted(title));
        }
        text.push_str("flowchart LR\n");
        let mut written = Vec::new();
        written.resize(self.spots.len(), false);
        let mut spot = |place: usize| {
            let first = written
                .get_mut(place)
                .is_some_and(|it| !core::mem::replace(it, true));
            match self.spots.get(place).filter(|_| first) {
                Some(it) if it.is_group => format!("n{place}([{}])", entities(&it.label)),
                Some(it) => format!("n{place}[{}]", entities(&it.label)),
                None => format!("n{place}"),
            }
        };
        for line in &self.lines {
            let arrow = if line.is_soft { "-.->" } else { "-->" };
            let (from, to) = (spot(line.from), spot(line.to));
            let label = match line.label.as_str() {
                "" => String::new(),
                label => format!("|{}|", plain(label)),
            };
            let _ = writeln!(text, "  {from} {arrow}{label} {to}");
        }
        for place in 0..self.spots.len() {
            let it = spot(place);
            if it != format!("n{place}") {
                let _ = writeln!(text, "  {it}");
            }
        }
        for (name, status) in [("down", Status::Down), ("degraded", Status::Degraded)] {
            let all = self.spots.iter().enumerate();
            let all: Vec<String> = all
                .filter(|(_, it)| it.status == status)
                .map(|(place, _)| format!("n{place}"))
                .collect();
            if !all.is_empty() {
                let colors = match status {
                    Status::Down => "fill:#fde0dd,stroke:#b3261e,color:#000",
                    _ => "fill:#fff1cc,stroke:#9a5b00,color:#000",
                };
                let _ = writeln!(text, "  classDef {name} {colors}");
                let _ = writeln!(text, "  class {} {name}", all.join(","));
            }
        }
        text
    }

    fn put(&mut self, label: String, is_group: bool) -> usize {
        self.spots.push(Spot {
            label,
            status: Status::Up,
            is_group,
            is_given: false,
        });
        self.spots.len().saturating_sub(1)
    }

    fn tie(&mut self, from: usize, to: usize, strength: Strength, label: &str) {
        self.lines.push(Line {
            from,
            to,
            is_soft: strength == Strength::Soft,
            label: label.to_string(),
        });
    }

    /// Puts a group and the groups within it on the map, and tells where; how deep is bounded by
    /// [`MAX_DEPTH`](crate::redundancy::MAX_DEPTH).
    fn put_group(&mut self, group: &Group, feels_loss: bool) -> usize {
        let count = group.members().len();
        let text = match group.rule() {
            GroupRule::AtLeast(needed) => format!("{needed} of {count}"),
            GroupRule::Influence(threshold) => format!("fails at {threshold}"),
        };
        let place = self.put(text, true);
        let gauge = self.gauges.len();
        self.gauges.push(Gauge {
            place,
            fails_at: group.fails_at(),
            feels_loss,
            members: Vec::new(),
        });
        for (member, weight) in group.members() {
            let label = match group.rule() {
                GroupRule::AtLeast(_) => String::new(),
                GroupRule::Influence(_) => weight.to_string(),
            };
            let to = match member {
                Member::Ci(ci) => self.places.get(ci).copied(),
                Member::Group(inner) => Some(self.put_group(inner, feels_loss)),
            };
            if let Some(to) = to {
                self.tie(place, to, Strength::Hard, &label);
                if let Some(gauge) = self.gauges.get_mut(gauge) {
                    gauge.members.push((to, weight));
                }
            }
        }
        place
    }
}

impl Gauge {
    /// How the group does, as far as its members are on the map.
    fn read(&self, spots: &[Spot]) -> Status {
        let lost = |worst: Status| {
            let members = self.members.iter();
            let lost = members
                .filter(|(place, _)| spots.get(*place).is_some_and(|spot| spot.status >= worst));
            lost.fold(0_u32, |sum, (_, weight)| sum.saturating_add(*weight))
        };
        if lost(Status::Down) >= self.fails_at {
            Status::Down
        } else if lost(Status::Degraded) >= self.fails_at
            || (self.feels_loss && lost(Status::Down) > 0)
        {
            Status::Degraded
        } else {
            Status::Up
        }
    }
}

/// A text of Graphviz.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text of Mermaid, in quotes, with what has a meaning there written out.
fn entities(text: &str) -> String {
    format!("\"{}\"", text.replace('#', "#35;").replace('"', "#quot;"))
}

/// A text of Mermaid between bars.
fn plain(text: &str) -> String {
    text.replace('|', "/").replace('"', "'")
}
