//! What a state of the tool is in the lifecycle of an incident.

use super::reader::{Faults, Located, Section, as_table};
use std::fmt;

/// A state of the lifecycle, as a map names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Registered, nobody works on it yet.
    New,
    /// Somebody works on it.
    InProgress,
    /// Work waits, for this reason (a code such as `awaiting_caller`).
    OnHold(String),
    /// Service is restored.
    Resolved,
    /// Done with for good.
    Closed,
    /// Never was an incident, or is no longer wanted.
    Canceled,
}

impl Target {
    /// The name of each state in a map.
    pub const NAMES: [&'static str; 6] = [
        "new",
        "in_progress",
        "on_hold",
        "resolved",
        "closed",
        "canceled",
    ];

    /// The hold reasons that the lifecycle gives a meaning of its own.
    pub const KNOWN_REASONS: [&'static str; 4] = [
        "awaiting_caller",
        "awaiting_change",
        "awaiting_problem",
        "awaiting_vendor",
    ];

    /// Its name in a map.
    pub fn name(&self) -> &'static str {
        Self::NAMES[match self {
            Self::New => 0,
            Self::InProgress => 1,
            Self::OnHold(_) => 2,
            Self::Resolved => 3,
            Self::Closed => 4,
            Self::Canceled => 5,
        }]
    }

    /// Whether somebody may still have to work on it.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::New | Self::InProgress | Self::OnHold(_))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New => "new",
            Self::InProgress => "in progress",
            Self::OnHold(reason) => return write!(f, "on hold, {}", reason.replace('_', " ")),
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::Canceled => "canceled",
        })
    }
}

/// One line of the map: cells that fit it are this state.
#[derive(Debug)]
struct Rule {
    /// One pattern for each state column; none fits any cell.
    from: Vec<Option<String>>,
    state: usize,
}

/// The states that a map declares.
#[derive(Debug, Default)]
pub struct StateMap {
    /// Each declared state by the tool's name for it, in the order of the map.
    pub states: Vec<(String, Target)>,
    rules: Vec<Rule>,
    width: usize,
}

impl StateMap {
    /// The state that these cells tell, as a place in [`states`](Self::states).
    pub fn find(&self, cells: &[&[u8]]) -> Option<usize> {
        let fits = |rule: &&Rule| {
            let mut pairs = rule.from.iter().zip(cells);
            pairs.all(|(from, cell)| from.as_ref().is_none_or(|it| it.as_bytes() == *cell))
        };
        self.rules.iter().find(fits).map(|rule| rule.state)
    }

    /// The reasons for waiting that the map names.
    pub fn hold_reasons(&self) -> impl Iterator<Item = &str> {
        self.states.iter().filter_map(|(_, target)| match target {
            Target::OnHold(reason) => Some(reason.as_str()),
            _ => None,
        })
    }

    pub(super) fn read(
        &mut self,
        section: &mut Section<'_, '_>,
        width: usize,
        faults: &mut Faults<'_>,
    ) {
        self.width = width;
        let Some(found) = section.take("map", faults) else {
            faults.missing(
                "state.map",
                "missing: what each state of the tool is in the lifecycle",
            );
            return;
        };
        let Some(rules) = found.value.as_array().filter(|rules| !rules.is_empty()) else {
            faults.at(
                &found,
                "expected a list of `{ from, to }` with at least one entry".into(),
            );
            return;
        };
        for (i, rule) in rules.iter().enumerate() {
            let rule = Located {
                value: rule.get_ref(),
                path: format!("{}[{i}]", found.path),
                line: faults.line(rule.span().start),
            };
            if let Some(table) = as_table(&rule, faults) {
                self.read_rule(&rule.with(()), table, faults);
            }
        }
    }

    fn read_rule(
        &mut self,
        place: &Located<()>,
        mut table: Section<'_, '_>,
        faults: &mut Faults<'_>,
    ) {
        let before = faults.list.len();
        let from = table.texts("from", faults);
        let to = table.text("to", faults);
        let reason = table.text("reason", faults);
        table.end(&["from", "to", "reason"], faults);
        if from.is_none() && faults.list.len() == before {
            faults.at(
                place,
                "`from` is missing: the cells that tell this state".into(),
            );
        }
        if to.is_none() && faults.list.len() == before {
            faults.at(place, "`to` is missing: a state of the lifecycle".into());
        }
        let target = to.and_then(|to| target(&to, reason.as_ref(), faults));
        let (Some(from), Some(target)) = (from, target) else {
            return;
        };
        let cells: Vec<&str> = from.value.iter().map(|it| it.value).collect();
        if cells.len() != self.width {
            let (got, width) = (cells.len(), self.width);
            let message = format!("expected one cell for each of {width} state columns, got {got}");
            faults.at(&from, message);
            return;
        }
        self.add(&from.with(cells), target, faults);
    }

    fn add(&mut self, from: &Located<Vec<&str>>, target: Target, faults: &mut Faults<'_>) {
        let patterns: Vec<Option<String>> = from
            .value
            .iter()
            .map(|&cell| (cell != "*").then(|| cell.to_owned()))
            .collect();
        let covers = |rule: &Rule| {
            let mut pairs = rule.from.iter().zip(&patterns);
            pairs.all(|(above, here)| above.is_none() || above == here)
        };
        if self.rules.iter().any(covers) {
            faults.at(
                from,
                "never reached: an entry above fits the same cells".into(),
            );
            return;
        }
        let name = name(patterns.iter().flatten().map(String::as_str));
        let state = match self.states.iter().position(|(it, _)| *it == name) {
            Some(state) if self.states[state].1 == target => state,
            Some(state) => {
                let other = &self.states[state].1;
                faults.at(from, format!("`{name}` is both {other} and {target}"));
                return;
            }
            None => {
                self.states.push((name, target));
                self.states.len() - 1
            }
        };
        self.rules.push(Rule {
            from: patterns,
            state,
        });
    }
}

/// The name of a state that is told by several cells.
pub(crate) fn name<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let shown: Vec<&str> = cells
        .map(|cell| if cell.is_empty() { "(empty)" } else { cell })
        .collect();
    if shown.is_empty() {
        return "(any)".into();
    }
    shown.join(" / ")
}

fn target(
    to: &Located<&str>,
    reason: Option<&Located<&str>>,
    faults: &mut Faults<'_>,
) -> Option<Target> {
    let target = match to.value {
        "new" => Target::New,
        "in_progress" => Target::InProgress,
        "resolved" => Target::Resolved,
        "closed" => Target::Closed,
        "canceled" => Target::Canceled,
        "on_hold" => {
            let Some(reason) = reason else {
                let known = Target::KNOWN_REASONS.join("`, `");
                faults.at(
                    to,
                    format!("a hold has a `reason`: `{known}` or a code of your own"),
                );
                return None;
            };
            if !is_code(reason.value) {
                let got = reason.value;
                faults.at(reason, format!("`{got}` is not a code: expected lower-case letters, digits and `_`, beginning with a letter"));
                return None;
            }
            return Some(Target::OnHold(reason.value.into()));
        }
        other => {
            let names = Target::NAMES.join("`, `");
            faults.at(
                to,
                format!("`{other}` is not a state of the lifecycle; expected one of `{names}`"),
            );
            return None;
        }
    };
    if let Some(reason) = reason {
        faults.at(
            reason,
            format!("only a hold has a reason, and `to` is `{}`", to.value),
        );
    }
    Some(target)
}

fn is_code(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
