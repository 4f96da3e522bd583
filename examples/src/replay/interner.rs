//! Small numbers for texts that repeat.

use hashbrown::DefaultHashBuilder;
use hashbrown::hash_table::HashTable;
use std::hash::BuildHasher;

/// Gives each distinct text a number, up to a limit; what comes later shares one number.
///
/// The limit keeps a column that is not what the map says it is (a free text, say) from taking
/// memory for every row.
#[derive(Debug)]
pub(crate) struct Interner {
    hasher: DefaultHashBuilder,
    table: HashTable<u16>,
    texts: Vec<Box<[u8]>>,
    limit: u16,
    last: u16,
}

impl Interner {
    pub(crate) fn new(limit: u16) -> Self {
        Self {
            hasher: DefaultHashBuilder::default(),
            table: HashTable::new(),
            texts: Vec::new(),
            limit,
            last: 0,
        }
    }

    /// The number of a text; none if it is beyond the limit.
    pub(crate) fn number(&mut self, text: &[u8]) -> Option<u16> {
        if self
            .texts
            .get(self.last as usize)
            .is_some_and(|it| **it == *text)
        {
            return Some(self.last);
        }
        let hash = self.hasher.hash_one(text);
        let texts = &self.texts;
        let found = self.table.find(hash, |&it| *texts[it as usize] == *text);
        let number = match found {
            Some(&number) => number,
            None => self.add(hash, text)?,
        };
        self.last = number;
        Some(number)
    }

    fn add(&mut self, hash: u64, text: &[u8]) -> Option<u16> {
        let number = u16::try_from(self.texts.len()).ok()?;
        if number >= self.limit {
            return None;
        }
        self.texts.push(text.into());
        let (texts, hasher) = (&self.texts, &self.hasher);
        let rehash = |&it: &u16| hasher.hash_one(&*texts[it as usize]);
        self.table.insert_unique(hash, number, rehash);
        Some(number)
    }

    pub(crate) fn text(&self, number: u16) -> Option<&[u8]> {
        self.texts.get(number as usize).map(|it| &**it)
    }

    /// Whether the limit is reached, so that some texts may share a number.
    pub(crate) fn is_full(&self) -> bool {
        self.texts.len() == self.limit as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_share_a_number_and_others_do_not() {
        let mut interner = Interner::new(3);
        let numbers = ["a", "b", "a", "c", "d", "b"].map(|it| interner.number(it.as_bytes()));
        assert_eq!(numbers, [Some(0), Some(1), Some(0), Some(2), None, Some(1)]);
        assert_eq!(interner.text(1), Some(b"b".as_slice()));
        assert!(interner.is_full());
    }
}
