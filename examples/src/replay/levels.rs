//! Impact, urgency and priority as the log names them.

use super::case_table::NO_NUMBER;
use super::interner::Interner;
use super::map::{LevelKey, Map};
use super::quality::shown;
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// How many labels of an ordinal are told apart.
const LABELS: u16 = 256;

/// The labels of one ordinal.
#[derive(Debug)]
pub(crate) struct Levels {
    key: LevelKey,
    labels: Interner,
}

impl Levels {
    fn new(map: &Map) -> Self {
        Self {
            key: map.level_key,
            labels: Interner::new(LABELS),
        }
    }

    pub(crate) fn number(&mut self, label: &[u8]) -> u16 {
        self.labels.number(label).unwrap_or(NO_NUMBER)
    }

    /// What names the level in the report.
    pub(crate) fn key(&self, number: u16) -> String {
        let Some(label) = self.labels.text(number) else {
            return "(other)".into();
        };
        shown(self.key.of(label))
    }
}

/// Which priority stands beside which impact and urgency.
#[derive(Debug)]
pub(crate) struct Priorities {
    impact: Levels,
    urgency: Levels,
    pub(crate) priority: Levels,
    cells: HashMap<(u16, u16, u16), u64>,
}

/// By impact and urgency, how often each priority was seen.
pub(crate) type Cells = BTreeMap<(String, String), BTreeMap<String, u64>>;

impl Priorities {
    pub(crate) fn new(map: &Map) -> Self {
        Self {
            impact: Levels::new(map),
            urgency: Levels::new(map),
            priority: Levels::new(map),
            cells: HashMap::new(),
        }
    }

    pub(crate) fn count(&mut self, impact: &[u8], urgency: &[u8], priority: u16) {
        let cell = (
            self.impact.number(impact),
            self.urgency.number(urgency),
            priority,
        );
        *self.cells.entry(cell).or_default() += 1;
    }

    pub(crate) fn cells(&self) -> Cells {
        let mut cells = Cells::new();
        for (&(impact, urgency, priority), n) in &self.cells {
            let cell = (self.impact.key(impact), self.urgency.key(urgency));
            let priorities = cells.entry(cell).or_default();
            *priorities.entry(self.priority.key(priority)).or_default() += n;
        }
        cells
    }
}

/// Events whose priority is not the one that most events of the same impact and urgency have.
pub(crate) fn contradictions(cells: &Cells) -> u64 {
    let odd = |priorities: &BTreeMap<String, u64>| {
        priorities.values().sum::<u64>() - priorities.values().max().unwrap_or(&0)
    };
    cells.values().map(odd).sum()
}
