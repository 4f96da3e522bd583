//! From ids to numbers: a hash table that holds numbers alone and reads the ids where they stand.

use alloc::vec::Vec;
use core::hash::{BuildHasher as _, BuildHasherDefault, Hasher};
use hashbrown::HashTable;
use itsm_core::id::CiId;

/// A hash for ids, which are spread well already or count up: three multiplications, the same in
/// every run. No order of it shows anywhere.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct IdHasher(u64);

/// Makes them.
pub(crate) type IdHash = BuildHasherDefault<IdHasher>;

impl IdHasher {
    fn fold(&mut self, chunk: u64) {
        // Odd, and without a pattern: the golden ratio in binary.
        const FACTOR: u128 = 0x9e37_79b9_7f4a_7c15;
        let wide = u128::from(self.0.rotate_left(23) ^ chunk);
        let product = wide.wrapping_mul(FACTOR);
        #[expect(clippy::cast_possible_truncation, reason = "both halves are taken")]
        let folded = product as u64 ^ (product >> 64) as u64;
        self.0 = folded;
    }
}

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            for (slot, byte) in word.iter_mut().zip(chunk) {
                *slot = *byte;
            }
            self.fold(u64::from_be_bytes(word));
        }
    }

    // Every id is as long as every other.
    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ (mixed >> 32)
    }
}

fn hash(ci: CiId) -> u64 {
    IdHash::default().hash_one(ci)
}

/// The items by their numbers, and the numbers of those that count.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbering {
    /// By number, also of those that do not count any more.
    ids: Vec<CiId>,
    numbers: HashTable<u32>,
}

impl Numbering {
    /// Each item gets its place as its number; none is there twice.
    pub(crate) fn of(ids: Vec<CiId>) -> Self {
        let mut numbers = HashTable::with_capacity(ids.len());
        for (number, ci) in (0_u32..).zip(&ids) {
            numbers.insert_unique(hash(*ci), number, |it| rehash(&ids, *it));
        }
        Self { ids, numbers }
    }

    /// How many items count.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// How many numbers there are.
    pub(crate) fn end(&self) -> usize {
        self.ids.len()
    }

    /// By number, also those that do not count any more.
    pub(crate) fn ids(&self) -> &[CiId] {
        &self.ids
    }

    pub(crate) fn id(&self, number: u32) -> Option<CiId> {
        self.ids.get(number as usize).copied()
    }

    pub(crate) fn number(&self, ci: CiId) -> Option<u32> {
        let is_it = |it: &u32| self.id(*it) == Some(ci);
        self.numbers.find(hash(ci), is_it).copied()
    }

    /// Gives an item a new number.
    pub(crate) fn add(&mut self, ci: CiId) {
        let number = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.push(ci);
        let ids = &self.ids;
        self.numbers
            .insert_unique(hash(ci), number, |it| rehash(ids, *it));
    }

    /// Takes the number of an item away.
    pub(crate) fn remove(&mut self, ci: CiId) {
        let ids = &self.ids;
        let is_it = |it: &u32| ids.get(*it as usize) == Some(&ci);
        if let Ok(entry) = self.numbers.find_entry(hash(ci), is_it) {
            entry.remove();
        }
    }
}

fn rehash(ids: &[CiId], number: u32) -> u64 {
    ids.get(number as usize).map_or(0, |ci| hash(*ci))
}

#[cfg(test)]
mod tests {
    use super::{Numbering, hash};
    use alloc::collections::BTreeSet;
    use alloc::vec::Vec;
    use itsm_core::id::CiId;

    #[test]
    fn ids_that_count_up_fall_into_different_places() {
        let ids = || (0..100_000_u64).map(CiId::from_key);
        let low: BTreeSet<u64> = ids().map(|ci| hash(ci) & 0x1_ffff).collect();
        // Of so many balls in 131,072 boxes about 53 in a hundred boxes are hit.
        assert!(low.len() > 65_000, "{}", low.len());
        let tags: BTreeSet<u64> = ids().map(|ci| hash(ci) >> 57).collect();
        assert_eq!(tags.len(), 128);
    }

    #[test]
    fn item_that_comes_back_gets_another_number() {
        let [a, b] = [1, 2].map(CiId::from_key);
        let mut numbering = Numbering::of(Vec::from([a, b]));
        numbering.remove(a);
        assert_eq!((numbering.number(a), numbering.number(b)), (None, Some(1)));
        numbering.add(a);
        assert_eq!((numbering.number(a), numbering.len()), (Some(2), 2));
    }
}
