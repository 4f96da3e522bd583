//! Matching: which known errors and which earlier incidents are like this incident?
//!
//! A host keeps a [`MatchIndex`] in memory and puts in what is known; each question is answered in a
//! fraction of a millisecond, with the reasons. Words count by how rare they are, by BM25; facts
//! that are shared, such as the item, add a weight that the policy states.
//!
//! Source: ITIL 4 problem management (the use of known errors by incident management); FitSM-1 PR9.5.
//!
//! ```
//! use itsm_core::id::{CiId, KnownErrorId};
//! use itsm_problem::description::Description;
//! use itsm_problem::matching::MatchIndex;
//! use itsm_problem::matching_policy::MatchingPolicy;
//!
//! let [blank, jam, mail] = [1, 2, 3].map(KnownErrorId::from_key);
//! let printer = CiId::from_key(7);
//! let mut known = MatchIndex::new(&MatchingPolicy::default());
//! known.put(blank, &Description::new("Printer gives blank pages after a toner change"));
//! known.put(jam, &Description::new("Printer jams on thick paper").ci(printer));
//! known.put(mail, &Description::new("Mail is not sent while the disk is full"));
//!
//! let incident = Description::new("blank pages from the printer again").ci(printer);
//! let found = known.find(&incident, 10);
//! let order: Vec<_> = found.iter().map(|it| it.key).collect();
//! // The same item says more than two words among so few documents.
//! assert_eq!(order, [jam, blank, mail]);
//! let words: Vec<_> = found[1].words.iter().map(|it| &*it.word).collect();
//! assert_eq!(words, ["blank", "pages", "printer"]);
//! assert_eq!(found[2].to_string(), "0.90: the 0.90");
//! ```

use crate::description::{Description, Fact, FactKind};
pub use crate::found::{FactShare, Match, Precedent, WordShare};
use crate::matching_policy::MatchingPolicy;
use crate::postings::{About, Posting, Postings};
use crate::scorer::{Bm25, Scorer};
use crate::search::{Clause, Lengths, best};
use crate::tokens;
use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;
use hashbrown::HashMap;

#[derive(Debug, Clone)]
struct Document<K> {
    key: K,
    /// The lists it stands in, in order, and how often.
    entries: Vec<(u32, u32)>,
}

/// Documents in memory, found by their words and facts.
///
/// The answers depend on what is in the index, never on the order in which it came there. A
/// document that changes is put in again.
///
/// Putting in and removing cost in proportion to the words of the document, and little more for
/// words that many have. Asking costs in proportion to how many have the rarer words of the query.
#[derive(Debug, Clone)]
pub struct MatchIndex<K, S = Bm25> {
    scorer: S,
    weights: [f64; FactKind::ALL.len()],
    words: HashMap<Arc<str>, u32>,
    facts: HashMap<Fact, u32>,
    lists: Vec<Postings>,
    free_lists: Vec<u32>,
    places: BTreeMap<K, u32>,
    documents: Vec<Option<Document<K>>>,
    lengths: Vec<u32>,
    free_places: Vec<u32>,
    /// The words of all documents together.
    total: u64,
}

impl<K: Ord + Clone> MatchIndex<K> {
    /// An empty index, by BM25.
    pub fn new(policy: &MatchingPolicy) -> Self {
        Self::with_scorer(policy, policy.bm25())
    }
}

impl<K: Ord + Clone, S: Scorer> MatchIndex<K, S> {
    /// An empty index that weighs words by a scorer of your own, and facts by the policy.
    pub fn with_scorer(policy: &MatchingPolicy, scorer: S) -> Self {
        let mut weights = [0.0; FactKind::ALL.len()];
        for (weight, kind) in weights.iter_mut().zip(FactKind::ALL) {
            *weight = policy.weight(*kind);
        }
        Self {
            scorer,
            weights,
            words: HashMap::new(),
            facts: HashMap::new(),
            lists: Vec::new(),
            free_lists: Vec::new(),
            places: BTreeMap::new(),
            documents: Vec::new(),
            lengths: Vec::new(),
            free_places: Vec::new(),
            total: 0,
        }
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether there is a document of this key.
    pub fn contains(&self, key: &K) -> bool {
        self.places.contains_key(key)
    }

    /// Puts a document in, or puts it in the place of the one with the same key; whether there was
    /// one.
    pub fn put(&mut self, key: K, said: &Description) -> bool {
        let replaced = self.remove(&key);
        let mut lists = Vec::new();
        tokens::each(&said.text, |word| lists.push(self.list_of_word(word)));
        let length = count(lists.len());
        for fact in said.facts() {
            lists.push(self.list_of_fact(fact));
        }
        lists.sort_unstable();
        let entries: Vec<(u32, u32)> = lists
            .chunk_by(|a, b| a == b)
            .filter_map(|run| Some((*run.first()?, count(run.len()))))
            .collect();
        let place = self.free_places.pop().unwrap_or_else(|| {
            self.documents.push(None);
            self.lengths.push(0);
            count(self.documents.len()).saturating_sub(1)
        });
        for &(list, times) in &entries {
            if let Some(list) = self.lists.get_mut(list as usize) {
                list.add(Posting { place, times }, length);
            }
        }
        self.total = self.total.saturating_add(length.into());
        if let Some(slot) = self.lengths.get_mut(place as usize) {
            *slot = length;
        }
        if let Some(slot) = self.documents.get_mut(place as usize) {
            *slot = Some(Document {
                key: key.clone(),
                entries,
            });
        }
        self.places.insert(key, place);
        replaced
    }

    /// Takes a document out; whether there was one.
    pub fn remove(&mut self, key: &K) -> bool {
        let Some(place) = self.places.remove(key) else {
            return false;
        };
        let slot = self.documents.get_mut(place as usize);
        let entries = slot.and_then(Option::take).map(|it| it.entries);
        for (list, _) in entries.unwrap_or_default() {
            self.remove_from(list, place);
        }
        let length = self.lengths.get(place as usize).copied().unwrap_or(0);
        self.total = self.total.saturating_sub(length.into());
        self.free_places.push(place);
        true
    }

    /// The documents that are most like the query, at most so many, best first. Those that are
    /// equally like it come in the order of their keys; those that share nothing do not come.
    pub fn find(&self, query: &Description, most: usize) -> Vec<Match<K>> {
        if most == 0 {
            return Vec::new();
        }
        let asked = self.asked(query);
        let mut clauses: Vec<Clause<'_>> = asked.iter().map(|it| self.clause(it)).collect();
        let scale = self.scale();
        let lengths = Lengths {
            of: &self.lengths,
            scale,
        };
        let places = best(&mut clauses, &self.scorer, lengths, most);
        // Those that were found are summed up anew, all in one order.
        let clauses: Vec<Clause<'_>> = asked.iter().map(|it| self.clause(it)).collect();
        let mut found: Vec<(f64, &K, u32)> = places
            .into_iter()
            .filter_map(|place| {
                let key = &self.documents.get(place as usize)?.as_ref()?.key;
                let score = self.shares(&asked, &clauses, place).map(|(_, it)| it).sum();
                Some((score, key, place))
            })
            .collect();
        found.retain(|it| it.0 > 0.0);
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        found.truncate(most);
        let explained = found.into_iter().map(|(score, key, place)| {
            let (mut words, mut facts) = (Vec::new(), Vec::new());
            for (about, share) in self.shares(&asked, &clauses, place) {
                match about {
                    About::Word(word) => words.push(WordShare {
                        word: (**word).to_owned(),
                        share,
                    }),
                    About::Fact(fact) => facts.push(FactShare {
                        fact: fact.clone(),
                        share,
                    }),
                }
            }
            // Both sorts keep the order of what is equal: by word, and by fact.
            words.sort_by(|a, b| b.share.total_cmp(&a.share));
            facts.sort_by(|a, b| b.share.total_cmp(&a.share));
            Match {
                key: key.clone(),
                score,
                words,
                facts,
            }
        });
        explained.collect()
    }

    /// What of the query is known here: words in their order, then facts in theirs.
    fn asked(&self, query: &Description) -> Vec<Asked<'_>> {
        let mut words = Vec::new();
        tokens::each(&query.text, |word| words.extend(self.words.get(word)));
        words.sort_unstable();
        let runs = words.chunk_by(|a, b| a == b);
        let mut asked: Vec<Asked<'_>> = runs
            .filter_map(|run| self.asked_for(*run.first()?, count(run.len())))
            .collect();
        asked.sort_by(|a, b| match (&a.postings.about, &b.postings.about) {
            (About::Word(a), About::Word(b)) => a.cmp(b),
            _ => core::cmp::Ordering::Equal,
        });
        let facts = query.facts().filter_map(|it| self.facts.get(&it).copied());
        asked.extend(facts.filter_map(|it| self.asked_for(it, 1)));
        asked
    }

    fn asked_for(&self, list: u32, times: u32) -> Option<Asked<'_>> {
        let postings = self.lists.get(list as usize)?;
        Some(Asked {
            list,
            times,
            postings,
        })
    }

    fn clause<'a>(&self, asked: &Asked<'a>) -> Clause<'a> {
        let postings = asked.postings;
        match &postings.about {
            About::Fact(fact) => {
                let weight = self.weights.get(fact.kind().index()).copied();
                Clause::fact(&postings.all, weight.unwrap_or(0.0))
            }
            About::Word(_) => {
                let (documents, containing) = (count(self.len()), count(postings.all.len()));
                let weight = self.scorer.weight(documents, containing);
                let shortest = self.scale() * f64::from(postings.shortest);
                let largest = self.scorer.share(postings.most, shortest);
                Clause::word(&postings.all, weight * f64::from(asked.times), largest)
            }
        }
    }

    /// What a document gets from each part of the query that it has, in one order.
    fn shares<'a>(
        &'a self,
        asked: &'a [Asked<'a>],
        clauses: &'a [Clause<'a>],
        place: u32,
    ) -> impl Iterator<Item = (&'a About, f64)> + 'a {
        let document = self.documents.get(place as usize).and_then(Option::as_ref);
        let entries = document.map_or(&[][..], |it| &it.entries);
        let length = self.lengths.get(place as usize).copied().unwrap_or(0);
        let length = self.scale() * f64::from(length);
        asked
            .iter()
            .zip(clauses)
            .filter_map(move |(asked, clause)| {
                let at = entries.binary_search_by_key(&asked.list, |it| it.0).ok()?;
                let (_, times) = *entries.get(at)?;
                Some((
                    &asked.postings.about,
                    clause.value(&self.scorer, times, length),
                ))
            })
    }

    /// One by the mean length of all documents.
    fn scale(&self) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a mean of fewer than 2^53 words is as exact as it can be"
        )]
        let total = self.total as f64;
        if self.total == 0 {
            0.0
        } else {
            f64::from(count(self.len())) / total
        }
    }

    fn list_of_word(&mut self, word: &str) -> u32 {
        if let Some(list) = self.words.get(word) {
            return *list;
        }
        let word: Arc<str> = word.into();
        let list = self.new_list(About::Word(word.clone()));
        self.words.insert(word, list);
        list
    }

    fn list_of_fact(&mut self, fact: Fact) -> u32 {
        if let Some(list) = self.facts.get(&fact) {
            return *list;
        }
        let list = self.new_list(About::Fact(fact.clone()));
        self.facts.insert(fact, list);
        list
    }

    fn new_list(&mut self, about: About) -> u32 {
        let list = Postings::new(about);
        if let Some(number) = self.free_lists.pop() {
            if let Some(slot) = self.lists.get_mut(number as usize) {
                *slot = list;
            }
            return number;
        }
        self.lists.push(list);
        count(self.lists.len()).saturating_sub(1)
    }

    /// Takes a document out of a list, and forgets a word that nobody has any more.
    fn remove_from(&mut self, number: u32, place: u32) {
        let Some(list) = self.lists.get_mut(number as usize) else {
            return;
        };
        list.remove(place);
        if !list.all.is_empty() {
            return;
        }
        match &list.about {
            About::Fact(fact) => self.facts.remove(fact),
            About::Word(word) => self.words.remove(&**word),
        };
        self.free_lists.push(number);
    }
}

/// A part of a query that some document has.
#[derive(Debug)]
struct Asked<'a> {
    list: u32,
    times: u32,
    postings: &'a Postings,
}

/// How many there are; more than four thousand million do not fit into memory.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
