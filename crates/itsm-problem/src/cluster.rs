//! Text clusters: incidents that say the same in their own words, told by a signature.

use crate::tokens;
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use hashbrown::HashMap;

/// The signature of a text: its words that say most, in order. Texts with the same
/// signature are one cluster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Signature(Box<str>);

impl Signature {
    /// The words, parted by spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The words of a body of texts, and how many of the texts have each.
///
/// The signature of a text is made of its distinct [`tokens`](crate::tokens) that at least two of
/// the learned texts have, since a word that stands nowhere else joins nothing, and at most a tenth
/// of them (or two), since a word that stands everywhere says nothing. Of these it takes the few
/// that fewest of the learned texts have, and of equally rare ones those that come first by their
/// code points. It depends on the text and on what was learned, not on any other incident, on any
/// order, or on the time.
///
/// What is learned stays as it is. Who learns anew has new signatures, and begins a new detector.
///
/// ```
/// use itsm_problem::cluster::Vocabulary;
///
/// let past = [
///     "printer prints blank pages", "blank pages from the printer", "mail is not sent",
///     "the mail is late", "printer is out of paper",
/// ];
/// let vocabulary = Vocabulary::learn(past, 2);
/// let said = |text: &str| vocabulary.signature(text).map(|it| it.to_string());
/// assert_eq!(said("Blank pages, 3rd floor printer").unwrap(), "blank pages");
/// assert_eq!(said("The printer made all pages blank!").unwrap(), "blank pages");
/// assert_eq!(said("Hallway is dark"), None);
/// ```
#[derive(Debug, Clone)]
pub struct Vocabulary {
    having: HashMap<Box<str>, u32>,
    /// More than so many say nothing.
    most: u32,
    words: usize,
}

impl Vocabulary {
    /// Learns from texts, such as those of the last year's incidents; signatures have at most so
    /// many words.
    pub fn learn<T: AsRef<str>>(texts: impl IntoIterator<Item = T>, words: usize) -> Self {
        let mut having: HashMap<Box<str>, u32> = HashMap::new();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut all = 0_u32;
        for text in texts {
            all = all.saturating_add(1);
            seen.clear();
            tokens::each(text.as_ref(), |word| {
                if !seen.contains(word) {
                    seen.insert(word.to_owned());
                }
            });
            for word in &seen {
                let count = having.entry_ref(word.as_str()).or_insert(0);
                *count = count.saturating_add(1);
            }
        }
        Self {
            having,
            most: (all / 10).max(2),
            words,
        }
    }

    /// The signature of a text; `None` if it has no word of the kind that signatures are made of.
    pub fn signature(&self, text: &str) -> Option<Signature> {
        let mut known: Vec<(u32, &str)> = Vec::new();
        tokens::each(text, |word| {
            let found = self.having.get_key_value(word);
            known.extend(
                found
                    .filter(|it| (2..=self.most).contains(it.1))
                    .map(|(word, having)| (*having, &**word)),
            );
        });
        known.sort_unstable();
        known.dedup();
        known.truncate(self.words);
        let mut words: Vec<&str> = known.into_iter().map(|it| it.1).collect();
        words.sort_unstable();
        (!words.is_empty()).then(|| Signature(words.join(" ").into()))
    }
}
