//! The clocks of every case, moved by the rows of the log.

use super::case_table::CaseIndex;
use super::map::ServiceLevel;
use super::quality::NotClocked;
use super::words::Words;
use itsm::core::time::Instant;
use itsm::service_level::clocks::Clocks;
use itsm::service_level::error::ClockError;

/// The clocks of every case.
#[derive(Debug)]
pub(crate) struct Ledger<'m> {
    pub(crate) rules: &'m ServiceLevel,
    cases: Vec<Entry>,
    pub(crate) rows: NotClocked,
}

/// The clocks of one case.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) clocks: Clocks,
    /// Whether an event of the case could not be taken: its clocks went on without it.
    pub(crate) has_errors: bool,
}

impl<'m> Ledger<'m> {
    pub(crate) fn new(rules: &'m ServiceLevel) -> Self {
        Self {
            rules,
            cases: Vec::new(),
            rows: NotClocked::default(),
        }
    }

    /// Takes in an event of a case; without words if the map does not know its state.
    pub(crate) fn observe(
        &mut self,
        case: CaseIndex,
        at: i64,
        words: Option<&Words<'_>>,
        line: u64,
        key: &[u8],
    ) {
        let place = case as usize;
        while self.cases.len() <= place {
            self.cases.push(Entry {
                clocks: self.rules.keeper.begin(),
                has_errors: false,
            });
        }
        let Some(entry) = self.cases.get_mut(place) else {
            return;
        };
        let Some(words) = words else {
            self.rows.undeclared_states += 1;
            return;
        };
        let Some(at) = Instant::from_timestamp(at, 0) else {
            entry.has_errors = true;
            let why = || "out of the range of any calendar".into();
            self.rows.no_answer.add(line, key, why);
            return;
        };
        if let Err(error) = self.rules.keeper.observe(&mut entry.clocks, at, words) {
            entry.has_errors = true;
            let (findings, what) = match &error {
                ClockError::Backwards { last, .. } => {
                    let what = format!("the clocks of the case stand at {last} already");
                    (&mut self.rows.backwards, what)
                }
                _ => (&mut self.rows.no_answer, error.to_string()),
            };
            findings.add(line, key, || what);
        }
    }

    /// The clocks of every case, in the order of the cases, at the end of the log.
    pub(crate) fn into_entries(self, end: Instant) -> Vec<Entry> {
        let mut cases = self.cases;
        for entry in &mut cases {
            entry.clocks.advance(end);
        }
        cases
    }
}
