//! What is remembered of each case: 32 bytes, its key, and a slot in a hash table.

use hashbrown::DefaultHashBuilder;
use hashbrown::hash_table::HashTable;
use std::hash::BuildHasher;

/// A case by its place of first appearance.
pub type CaseIndex = u32;

/// No value, in the fields of a [`CaseRecord`].
pub(crate) const NO_NUMBER: u16 = u16::MAX;
/// No duration.
pub(crate) const NO_DURATION: i32 = i32::MIN;
/// No counter.
pub(crate) const NO_COUNTER: u32 = u32::MAX;

/// Facts about a case, one bit each.
pub(crate) mod flag {
    pub(crate) const REOPENED_BY_COUNTER: u8 = 1;
    pub(crate) const REOPENED_BY_TRANSITION: u8 = 1 << 1;
    pub(crate) const REOPENED_FROM_CLOSED: u8 = 1 << 2;
    pub(crate) const REASSIGNED: u8 = 1 << 3;
    pub(crate) const GROUP_CHANGED: u8 = 1 << 4;
    pub(crate) const SLA_MET: u8 = 1 << 5;
    pub(crate) const SLA_MISSED: u8 = 1 << 6;
}

/// What the report needs of a case, and nothing else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CaseRecord {
    key_at: u32,
    /// Seconds since the first event of the log; saturates 68 years away, and serves only to
    /// see whether time runs backwards.
    pub(crate) last_at: i32,
    pub(crate) last_counter: u32,
    /// Seconds from opened to resolved, of the last row.
    pub(crate) resolved_after: i32,
    /// Seconds from resolved to closed, of the last row.
    pub(crate) closed_after: i32,
    pub(crate) state: u16,
    pub(crate) group: u16,
    pub(crate) priority: u16,
    pub(crate) flags: u8,
    pub(crate) links: u8,
}

const _: () = assert!(
    size_of::<CaseRecord>() == 28,
    "the budget is 64 bytes with key and slot"
);

/// All cases. Grows in chunks, so that it never holds an old and a new copy of itself.
#[derive(Debug)]
pub(crate) struct CaseTable {
    hasher: DefaultHashBuilder,
    index: HashTable<CaseIndex>,
    records: Vec<Vec<CaseRecord>>,
    keys: Keys,
    last: CaseIndex,
}

const CHUNK: usize = 1024;

impl CaseTable {
    /// The longest key of a case, in bytes.
    pub(crate) const MAX_KEY: usize = 255;

    pub(crate) fn new() -> Self {
        Self {
            hasher: DefaultHashBuilder::default(),
            index: HashTable::new(),
            records: Vec::new(),
            keys: Keys::default(),
            last: CaseIndex::MAX,
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self.records.split_last() {
            Some((last, full)) => full.len() * CHUNK + last.len(),
            None => 0,
        }
    }

    /// The case of this key, if it was met before.
    pub(crate) fn find(&mut self, key: &[u8]) -> Option<CaseIndex> {
        // Most logs list a case's events together.
        if self
            .record(self.last)
            .is_some_and(|it| self.keys.get(it.key_at) == key)
        {
            return Some(self.last);
        }
        let hash = self.hasher.hash_one(key);
        let same = |&it: &CaseIndex| self.key(it) == key;
        let found = self.index.find(hash, same).copied()?;
        self.last = found;
        Some(found)
    }

    /// Takes in a new case; none if the table is full, at four thousand million bytes of keys.
    pub(crate) fn insert(&mut self, key: &[u8]) -> Option<CaseIndex> {
        let case = CaseIndex::try_from(self.len()).ok()?;
        let record = CaseRecord {
            key_at: self.keys.push(key)?,
            last_at: i32::MIN,
            last_counter: NO_COUNTER,
            resolved_after: NO_DURATION,
            closed_after: NO_DURATION,
            state: NO_NUMBER,
            group: NO_NUMBER,
            priority: NO_NUMBER,
            flags: 0,
            links: 0,
        };
        if self.records.last().is_none_or(|chunk| chunk.len() == CHUNK) {
            self.records.push(Vec::with_capacity(CHUNK));
        }
        self.records.last_mut()?.push(record);
        let (records, keys, hasher) = (&self.records, &self.keys, &self.hasher);
        let rehash =
            |&it: &CaseIndex| hasher.hash_one(keys.get(at(records, it).map_or(0, |it| it.key_at)));
        self.index
            .insert_unique(self.hasher.hash_one(key), case, rehash);
        self.last = case;
        Some(case)
    }

    pub(crate) fn record(&self, case: CaseIndex) -> Option<&CaseRecord> {
        at(&self.records, case)
    }

    pub(crate) fn record_mut(&mut self, case: CaseIndex) -> Option<&mut CaseRecord> {
        let case = case as usize;
        self.records.get_mut(case / CHUNK)?.get_mut(case % CHUNK)
    }

    pub(crate) fn key(&self, case: CaseIndex) -> &[u8] {
        self.record(case).map_or(&[], |it| self.keys.get(it.key_at))
    }

    /// Every record, and nothing else: keys and index have done their work.
    pub(crate) fn into_records(self) -> Vec<Vec<CaseRecord>> {
        self.records
    }
}

fn at(records: &[Vec<CaseRecord>], case: CaseIndex) -> Option<&CaseRecord> {
    let case = case as usize;
    records.get(case / CHUNK)?.get(case % CHUNK)
}

/// Keys, each behind a byte that tells its length, in blocks.
#[derive(Debug, Default)]
struct Keys {
    blocks: Vec<Vec<u8>>,
}

const BLOCK: usize = 1 << 14;

impl Keys {
    fn push(&mut self, key: &[u8]) -> Option<u32> {
        let length = u8::try_from(key.len()).ok()?;
        let fits = |block: &Vec<u8>| block.len() + key.len() < BLOCK;
        if !self.blocks.last().is_some_and(fits) {
            self.blocks.push(Vec::with_capacity(BLOCK));
        }
        let number = self.blocks.len() - 1;
        let block = self.blocks.last_mut()?;
        let place = u32::try_from(number * BLOCK + block.len()).ok()?;
        block.push(length);
        block.extend_from_slice(key);
        Some(place)
    }

    fn get(&self, place: u32) -> &[u8] {
        let place = place as usize;
        let block = &self.blocks[place / BLOCK][place % BLOCK..];
        let (length, rest) = block.split_first().unwrap_or((&0, &[]));
        &rest[..usize::from(*length)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_again_and_no_other() {
        let mut table = CaseTable::new();
        let key = |n: u32| format!("CASE-{n}-{}", "x".repeat(n as usize % 250)).into_bytes();
        let key = |n: u32| {
            key(n)
                .into_iter()
                .take(CaseTable::MAX_KEY)
                .collect::<Vec<_>>()
        };
        for n in 0..5000 {
            assert_eq!(table.find(&key(n)), None);
            assert_eq!(table.insert(&key(n)), Some(n));
        }
        for n in (0..5000).rev() {
            assert_eq!(table.find(&key(n)), Some(n));
            assert_eq!(table.key(n), key(n));
        }
        assert_eq!(table.len(), 5000);
        assert_eq!(table.insert(&[b'x'; 256]), None, "longer than a key may be");
    }
}
