//! Who has a word or a fact, in the order of their places.

use crate::description::Fact;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// That a document has something, and how often.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Posting {
    pub(crate) place: u32,
    pub(crate) times: u32,
}

/// What a list is about.
#[derive(Debug, Clone)]
pub(crate) enum About {
    Fact(Fact),
    Word(Arc<str>),
}

/// Who has one word or one fact.
#[derive(Debug, Clone)]
pub(crate) struct Postings {
    pub(crate) about: About,
    pub(crate) all: Vec<Posting>,
    /// The most often that any has it, or had it since the list was empty.
    pub(crate) most: u32,
    /// The shortest that has it, or had it.
    pub(crate) shortest: u32,
}

impl Postings {
    pub(crate) const fn new(about: About) -> Self {
        Self {
            about,
            all: Vec::new(),
            most: 0,
            shortest: u32::MAX,
        }
    }

    pub(crate) fn add(&mut self, posting: Posting, length: u32) {
        self.most = self.most.max(posting.times);
        self.shortest = self.shortest.min(length);
        // Whoever comes last usually stands last.
        if self.all.last().is_none_or(|it| it.place < posting.place) {
            self.all.push(posting);
        } else if let Err(at) = self.find(posting.place) {
            self.all.insert(at, posting);
        }
    }

    pub(crate) fn remove(&mut self, place: u32) {
        if let Ok(at) = self.find(place) {
            self.all.remove(at);
        }
    }

    fn find(&self, place: u32) -> Result<usize, usize> {
        self.all.binary_search_by_key(&place, |it| it.place)
    }
}
