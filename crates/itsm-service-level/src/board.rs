//! The board: the clocks of many records, and whose turn is next.

use crate::clocks::Clocks;
use crate::error::ClockError;
use crate::keeper::Timekeeper;
use crate::signal::Signal;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::attribute::{Attribute, Subject};
use itsm_core::time::Instant;

/// The clocks of many records, by a key of the host's, such as the record's id.
///
/// To let time pass costs what is due, whatever the number of records: each is looked at when its
/// next instant has come, and not before.
///
/// ```
/// # mod desk { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cookbook/mod.rs")); } use desk::*; fn main() -> Result {
/// use itsm_service_level::board::Board;
///
/// let keeper = keeper([resolution()]);
/// let mut board = Board::new();
/// board.observe(&keeper, "INC1", at("2026-03-02T09:00:00Z"), &ticket("new", "P1"))?;
/// board.observe(&keeper, "INC2", at("2026-03-02T10:00:00Z"), &ticket("new", "P1"))?;
/// let said = board.advance(at("2026-03-02T13:30:00Z"));
/// let breached: Vec<_> = said.iter().filter(|(_, it)| it.to_string().ends_with("breached")).collect();
/// assert_eq!((breached.len(), breached[0].0), (1, "INC1"));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board<K> {
    records: BTreeMap<K, Clocks>,
    turns: BTreeSet<(Instant, K)>,
}

impl<K> Default for Board<K> {
    fn default() -> Self {
        Self {
            records: BTreeMap::new(),
            turns: BTreeSet::new(),
        }
    }
}

impl<K: Ord + Clone> Board<K> {
    /// An empty board.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The clocks of a record.
    pub fn get(&self, key: &K) -> Option<&Clocks> {
        self.records.get(key)
    }

    /// All records and their clocks, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &Clocks)> {
        self.records.iter()
    }

    /// Puts the clocks of a record up, in place of those that it had.
    pub fn put(&mut self, key: K, clocks: Clocks) -> Option<Clocks> {
        let old = self.take(&key);
        if let Some(next) = clocks.next() {
            self.turns.insert((next, key.clone()));
        }
        self.records.insert(key, clocks);
        old
    }

    /// Takes the clocks of a record down.
    pub fn take(&mut self, key: &K) -> Option<Clocks> {
        let clocks = self.records.remove(key)?;
        if let Some(next) = clocks.next() {
            self.turns.remove(&(next, key.clone()));
        }
        Some(clocks)
    }

    /// A record has changed; one that is new gets clocks.
    ///
    /// # Errors
    /// As [`Timekeeper::observe`]; the board is then as it was.
    pub fn observe<A: Attribute>(
        &mut self,
        keeper: &Timekeeper<A>,
        key: K,
        at: Instant,
        subject: &(impl Subject<A> + ?Sized),
    ) -> Result<Vec<Signal>, ClockError> {
        let mut clocks = match self.records.get(&key) {
            Some(clocks) => clocks.clone(),
            None => keeper.begin(),
        };
        let signals = keeper.observe(&mut clocks, at, subject)?;
        self.put(key, clocks);
        Ok(signals)
    }

    /// The next instant at which time alone will bring something about.
    pub fn next(&self) -> Option<Instant> {
        self.turns.first().map(|(at, _)| *at)
    }

    /// Lets time pass for all records: what it brought about, soonest first, and at one instant in
    /// the order of the keys.
    pub fn advance(&mut self, now: Instant) -> Vec<(K, Signal)> {
        let mut said = Vec::new();
        while let Some((_, key)) = self.turns.first().filter(|(at, _)| *at <= now).cloned() {
            self.turns.pop_first();
            let Some(clocks) = self.records.get_mut(&key) else {
                continue;
            };
            said.extend(clocks.advance(now).into_iter().map(|it| (key.clone(), it)));
            if let Some(next) = clocks.next() {
                self.turns.insert((next, key));
            }
        }
        said.sort_by(|(a, one), (b, two)| one.at.cmp(&two.at).then_with(|| a.cmp(b)));
        said
    }
}
