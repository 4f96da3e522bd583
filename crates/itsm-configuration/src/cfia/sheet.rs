//! The matrix as text: a Markdown table, and comma-separated values.

use super::{Cell, Cfia, Totals};
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::time::Duration;
use itsm_core::id::CiId;
use itsm_core::text::Label;

/// How an item is brought back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Recovery {
    /// By which procedure; `None` if it is not known that there is one.
    pub procedure: Option<Label>,
    /// How long that takes; `None` if it is not known.
    pub time: Option<Duration>,
    /// On whom it depends: a person, a team, a supplier; `None` if that is not known.
    pub depends_on: Option<Label>,
}

/// What the matrix as text asks of its host.
pub trait CfiaFacts {
    /// What people call the item; `None`: its id is written.
    fn name(&self, ci: CiId) -> Option<String>;

    /// How the item is brought back; `None` if nothing is known of it.
    fn recovery(&self, ci: CiId) -> Option<Recovery>;
}

/// Nothing is known: items are written by their ids.
impl CfiaFacts for () {
    fn name(&self, _: CiId) -> Option<String> {
        None
    }

    fn recovery(&self, _: CiId) -> Option<Recovery> {
        None
    }
}

/// The head of the columns after those of the services.
const AFTER: [&str; 6] = [
    "X",
    "B",
    "A",
    "Recovery procedure",
    "Recovery time",
    "Depends on",
];

impl Cfia {
    /// The matrix as a Markdown table: a row for each item, with the letters, how many services
    /// have which, and how the item is brought back; then for each service how many items have
    /// which letter.
    ///
    /// ```
    /// # use itsm_configuration::graph::DependencyGraph;
    /// # use itsm_configuration::snapshot::View;
    /// # use itsm_core::id::CiId;
    /// # let mut graph = DependencyGraph::new([]);
    /// # let shop = CiId::from_key(1);
    /// # let _ = graph.add(shop)?;
    /// let matrix = graph.cfia(&View::live(), [shop], [])?;
    /// // Nobody gave names, so that ids are written.
    /// assert!(matrix.markdown(&()).starts_with(&format!("| Item | {shop} |")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn markdown(&self, facts: &impl CfiaFacts) -> String {
        let mut text = String::new();
        for (at, line) in self.lines(facts).into_iter().enumerate() {
            let columns = line.len();
            text.push('|');
            for field in line {
                let field = field.replace('\\', "\\\\").replace('|', "\\|");
                text.push(' ');
                text.push_str(&one_line(&field));
                text.push_str(" |");
            }
            text.push('\n');
            if at == 0 {
                text.push('|');
                text.push_str(&"---|".repeat(columns));
                text.push('\n');
            }
        }
        text
    }

    /// The matrix as comma-separated values (RFC 4180, with line feeds), in the same rows and
    /// columns.
    ///
    /// ```
    /// # use itsm_configuration::graph::DependencyGraph;
    /// # use itsm_configuration::snapshot::View;
    /// # let graph = DependencyGraph::new([]);
    /// let matrix = graph.cfia(&View::live(), [], [])?;
    /// assert!(matrix.csv(&()).starts_with("Item,X,B,A,Recovery procedure,"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn csv(&self, facts: &impl CfiaFacts) -> String {
        let mut text = String::new();
        for line in self.lines(facts) {
            let fields: Vec<String> = line.iter().map(|it| quoted(it)).collect();
            text.push_str(&fields.join(","));
            text.push('\n');
        }
        text
    }

    fn lines(&self, facts: &impl CfiaFacts) -> Vec<Vec<String>> {
        let name = |ci: CiId| facts.name(ci).unwrap_or_else(|| ci.to_string());
        let mut head = Vec::from(["Item".to_owned()]);
        head.extend(self.services.iter().map(|it| name(*it)));
        head.extend(AFTER.map(ToOwned::to_owned));
        let mut lines = Vec::from([head]);
        for row in &self.rows {
            let mut line = Vec::from([name(row.ci)]);
            line.extend(row.cells.iter().map(|it| it.letter().to_owned()));
            let totals = row.totals();
            line.extend(["X", "B", "A"].map(|it| count(totals, it).to_string()));
            let recovery = facts.recovery(row.ci).unwrap_or_default();
            line.push(
                recovery
                    .procedure
                    .map(|it| it.to_string())
                    .unwrap_or_default(),
            );
            line.push(recovery.time.map(minutes).unwrap_or_default());
            line.push(
                recovery
                    .depends_on
                    .map(|it| it.to_string())
                    .unwrap_or_default(),
            );
            lines.push(line);
        }
        let exposure = self.exposure();
        for letter in ["X", "B", "A"] {
            let mut line = Vec::from([format!("Items with {letter}")]);
            line.extend(exposure.iter().map(|it| count(*it, letter).to_string()));
            line.extend(AFTER.map(|_| String::new()));
            lines.push(line);
        }
        lines
    }
}

/// How many cells have a letter.
fn count(totals: Totals, letter: &str) -> usize {
    Cell::ALL
        .iter()
        .filter(|cell| cell.letter() == letter)
        .map(|cell| match cell {
            Cell::Untouched => 0,
            Cell::Immediate => totals.immediate,
            Cell::Degrades => totals.degrades,
            Cell::Delayed => totals.delayed,
            Cell::Stops => totals.stops,
        })
        .fold(0, usize::saturating_add)
}

/// Whole minutes; a part of one counts as one.
fn minutes(time: Duration) -> String {
    let whole = time.as_secs().div_ceil(60);
    let rest = u64::from(time.subsec_nanos() > 0 && time.as_secs() % 60 == 0);
    format!("{} min", whole.saturating_add(rest))
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}
