//! From ids to numbers, so that what belongs to an id lies at a place.

use alloc::vec::Vec;
use hashbrown::HashTable;
use uuid::Uuid;

/// The ids by their numbers, and the way back. A number is never given twice, nor taken away.
///
/// The order of the table shows nowhere: it is asked for one id at a time.
#[derive(Debug, Clone)]
pub(crate) struct Numbering<K> {
    ids: Vec<K>,
    /// With the ids beside the numbers, so that a question touches one place and not two.
    numbers: HashTable<(K, u32)>,
}

impl<K> Default for Numbering<K> {
    fn default() -> Self {
        Self {
            ids: Vec::new(),
            numbers: HashTable::new(),
        }
    }
}

/// Ids are spread well already, or count up: two multiplications, the same in every run.
fn hash(id: Uuid) -> u64 {
    let (high, low) = id.as_u64_pair();
    let mixed = (high.rotate_left(23) ^ low).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^ (mixed >> 32)
}

impl<K: Copy + Eq + Into<Uuid>> Numbering<K> {
    pub(crate) fn with_capacity(ids: usize) -> Self {
        Self {
            ids: Vec::with_capacity(ids),
            numbers: HashTable::with_capacity(ids),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    #[inline]
    pub(crate) fn number(&self, id: K) -> Option<u32> {
        let found = self.numbers.find(hash(id.into()), |it| it.0 == id);
        found.map(|it| it.1)
    }

    /// By number.
    pub(crate) fn ids(&self) -> impl Iterator<Item = K> {
        self.ids.iter().copied()
    }

    pub(crate) fn id(&self, number: u32) -> Option<K> {
        self.ids.get(number as usize).copied()
    }

    /// The number of an id, which gets the next one if it has none.
    pub(crate) fn number_or_next(&mut self, id: K) -> u32 {
        let Self { ids, numbers } = self;
        let rehash = |it: &(K, u32)| hash(it.0.into());
        match numbers.entry(hash(id.into()), |it| it.0 == id, rehash) {
            hashbrown::hash_table::Entry::Occupied(found) => found.get().1,
            hashbrown::hash_table::Entry::Vacant(place) => {
                let number = u32::try_from(ids.len()).unwrap_or(u32::MAX);
                place.insert((id, number));
                ids.push(id);
                number
            }
        }
    }
}
