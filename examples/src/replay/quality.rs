//! What is wrong with the data of a log: counted in full, the first of each kind kept with its line.

use serde::Serialize;

/// How many findings of a kind are kept; all are counted.
pub const KEPT: usize = 100;

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The line that the row begins on.
    pub line: u64,
    /// The case, if the row tells it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub case: String,
    /// What is wrong.
    pub what: String,
}

/// Findings of one kind.
#[derive(Debug, Default, Serialize)]
pub struct Findings {
    /// How many there are.
    pub count: u64,
    /// The first ones.
    pub first: Vec<Finding>,
}

impl Findings {
    /// Adds one. What is wrong is only put into words if it is kept.
    pub fn add(&mut self, line: u64, case: &[u8], what: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < KEPT {
            self.first.push(Finding {
                line,
                case: shown(case),
                what: what(),
            });
        }
    }
}

/// A cell as a report shows it: readable whatever its bytes, and short.
pub fn shown(cell: &[u8]) -> String {
    const LONGEST: usize = 60;
    let text = String::from_utf8_lossy(cell.get(..4 * LONGEST).unwrap_or(cell));
    let mut short: String = text.chars().take(LONGEST).flat_map(plain).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

/// Keeps the controls of a terminal out of a report.
fn plain(c: char) -> impl Iterator<Item = char> {
    let escaped = c.is_control().then(|| c.escape_default());
    let same = escaped.is_none().then_some(c);
    escaped.into_iter().flatten().chain(same)
}

/// What is wrong with the data of a log.
#[derive(Debug, Default, Serialize)]
pub struct Quality {
    /// Rows that could not be taken as an event.
    pub rejected: Findings,
    /// Events whose state the map does not know.
    pub undeclared_states: Findings,
    /// Events that were recorded before the event above them in the same case.
    pub backwards_time: Findings,
    /// Events whose counter is smaller than that of the event above them in the same case.
    pub backwards_counter: Findings,
    /// Cells that do not say what their column should; the event counts, the cell does not.
    pub unreadable_cells: Findings,
    /// Events recorded at the same time as the event above them in the same case.
    pub same_time: u64,
    /// Events at a local time that happened twice or never.
    pub ambiguous_times: u64,
    /// Events that the clocks of the map could not take; none if it has no clocks.
    pub clocks: Option<NotClocked>,
    /// Whether a column had more distinct values than are told apart.
    pub too_many_values: Vec<String>,
}

/// Events that the clocks of the map could not take. They count everywhere else.
#[derive(Debug, Default, Serialize)]
pub struct NotClocked {
    /// Events in a state that the map does not know.
    pub undeclared_states: u64,
    /// Events that are recorded before one that the clocks have taken of the same case.
    pub backwards: Findings,
    /// Events for which a calendar has no answer, such as those of another century.
    pub no_answer: Findings,
}
