//! Against the crate `bm25`, and against the formula written down plainly.

use crate::dice::Dice;
use itsm_core::id::{CiId, ServiceId};
use itsm_core::text::Label;
use itsm_problem::description::{Description, Fact};
use itsm_problem::matching::MatchIndex;
use itsm_problem::matching_policy::{DraftMatchingPolicy, MatchingPolicy};
use itsm_problem::tokens::tokens;
use std::collections::{BTreeMap, BTreeSet};

/// A text of words of which few are common and many are rare.
pub(crate) fn text(dice: &mut Dice, words: usize, vocabulary: usize) -> String {
    let one = |dice: &mut Dice| {
        let below = 1 + dice.below(vocabulary);
        format!("word{}", dice.below(below))
    };
    let all: Vec<String> = (0..words).map(|_| one(dice)).collect();
    all.join(" ")
}

pub(crate) fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

pub(crate) fn described(dice: &mut Dice, vocabulary: usize) -> Description {
    let words = dice.below(30);
    let mut said = Description::new(text(dice, words, vocabulary));
    for _ in 0..dice.below(3) {
        said = said.ci(CiId::from_key(dice.below(20) as u64));
    }
    if dice.below(2) == 0 {
        said = said.service(ServiceId::from_key(dice.below(4) as u64));
    }
    match dice.below(3) {
        0 => said.category(label(&format!("c{}", dice.below(3)))),
        1 => {
            let [category, sub] = [3, 4].map(|n| label(&format!("c{}", dice.below(n))));
            said.subcategory(category, sub)
        }
        _ => said,
    }
}

/// Everything scored, everything sorted.
struct Plain<'a> {
    documents: &'a BTreeMap<u32, Description>,
    cut: BTreeMap<u32, Vec<String>>,
    having: BTreeMap<String, u32>,
}

impl<'a> Plain<'a> {
    fn new(documents: &'a BTreeMap<u32, Description>) -> Self {
        let cut: BTreeMap<u32, Vec<String>> = documents
            .iter()
            .map(|(key, it)| (*key, tokens(&it.text)))
            .collect();
        let mut having = BTreeMap::new();
        for words in cut.values() {
            for word in words.iter().collect::<BTreeSet<_>>() {
                *having.entry(word.clone()).or_default() += 1;
            }
        }
        Self {
            documents,
            cut,
            having,
        }
    }

    fn find(&self, query: &Description, policy: &MatchingPolicy) -> Vec<(u32, f64)> {
        let n = self.cut.len() as f64;
        let mean = self.cut.values().map(Vec::len).sum::<usize>() as f64 / n;
        let (k1, b) = (policy.bm25().saturation(), policy.bm25().length());
        let mut scored = Vec::new();
        for (key, words) in &self.cut {
            let mut score = 0.0;
            for asked in tokens(&query.text) {
                let times = words.iter().filter(|it| **it == asked).count() as f64;
                if times == 0.0 {
                    continue;
                }
                let has = f64::from(self.having[&asked]);
                let weight = (1.0 + (n - has + 0.5) / (has + 0.5)).ln();
                let length = words.len() as f64 / mean;
                score += weight * times * (k1 + 1.0) / (times + k1 * (1.0 - b + b * length));
            }
            let facts: BTreeSet<Fact> = self.documents[key].facts().collect();
            for fact in query.facts().filter(|it| facts.contains(it)) {
                score += policy.weight(fact.kind());
            }
            if score > 0.0 {
                scored.push((*key, score));
            }
        }
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scored
    }
}

pub(crate) fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}

pub(crate) fn index_of(
    documents: &BTreeMap<u32, Description>,
    policy: &MatchingPolicy,
) -> MatchIndex<u32> {
    let mut index = MatchIndex::new(policy);
    for (key, said) in documents {
        index.put(*key, said);
    }
    index
}

#[test]
fn best_are_those_of_the_formula_written_down_plainly() {
    let mut dice = Dice::new(5);
    for (documents, vocabulary) in [(1, 5), (40, 10), (300, 200), (9_500, 60)] {
        let documents: BTreeMap<u32, Description> = (0..documents)
            .map(|key| (key, described(&mut dice, vocabulary)))
            .collect();
        let policy = MatchingPolicy::default();
        let index = index_of(&documents, &policy);
        let plain = Plain::new(&documents);
        let queries = if documents.len() > 1_000 { 3 } else { 20 };
        for _ in 0..queries {
            let query = described(&mut dice, vocabulary);
            let expected = plain.find(&query, &policy);
            let own: BTreeMap<u32, f64> = expected.iter().copied().collect();
            for most in [0, 1, 7, 60, usize::MAX] {
                let found = index.find(&query, most);
                assert_eq!(found.len(), most.min(expected.len()));
                for (place, (found, (_, score))) in found.iter().zip(&expected).enumerate() {
                    assert!(
                        near(found.score, *score),
                        "{place}: {} {score}",
                        found.score
                    );
                    // Two ways of adding up may break a tie differently.
                    let own = own[&found.key];
                    assert!(near(own, *score), "{place}: {own}, expected {score}");
                }
            }
        }
    }
}

struct Cut;

impl bm25::Tokenizer for Cut {
    fn tokenize(&self, text: &str) -> Vec<String> {
        tokens(text)
    }
}

struct Whole;

impl bm25::TokenEmbedder for Whole {
    type EmbeddingSpace = String;

    fn embed(token: &str) -> String {
        token.to_owned()
    }
}

/// The crate counts in 32 bits, so that seven digits are all it can agree on; it keeps the mean
/// length that it is given, so that it is given the one of the documents that are there. The
/// formula is the same, words that stand in a query twice count twice, and so the twelve digits of
/// the test above hold for it too.
#[test]
fn scores_are_those_of_the_crate_bm25() {
    let mut dice = Dice::new(11);
    for (saturation, length) in [(1.2, 0.75), (0.0, 0.5), (2.0, 0.0), (0.9, 1.0)] {
        let draft = DraftMatchingPolicy {
            saturation,
            length,
            ..DraftMatchingPolicy::default()
        };
        let policy = MatchingPolicy::try_from(draft).unwrap();
        let texts: Vec<String> = (0..400)
            .map(|_| {
                let words = 1 + dice.below(40);
                text(&mut dice, words, 150)
            })
            .collect();
        let corpus: Vec<&str> = texts.iter().map(String::as_str).collect();
        let embedder =
            bm25::EmbedderBuilder::<Whole, Cut>::with_tokenizer_and_fit_to_corpus(Cut, &corpus)
                .k1(saturation as f32)
                .b(length as f32)
                .build();
        let mut scorer = bm25::Scorer::<usize, String>::new();
        let mut index = MatchIndex::new(&policy);
        for (key, text) in texts.iter().enumerate() {
            scorer.upsert(&key, embedder.embed(text));
            index.put(key, &Description::new(text.as_str()));
        }
        for _ in 0..25 {
            let words = 1 + dice.below(12);
            let query = text(&mut dice, words, 150);
            let expected: BTreeMap<usize, f32> = scorer
                .matches(&embedder.embed(&query))
                .into_iter()
                .map(|it| (it.id, it.score))
                .collect();
            let found = index.find(&Description::new(query), usize::MAX);
            assert_eq!(found.len(), expected.len());
            assert!(found.is_sorted_by(|a, b| a.score >= b.score));
            for found in found {
                let expected = f64::from(expected[&found.key]);
                assert!(
                    (found.score / expected - 1.0).abs() < 2e-6,
                    "{} {expected}",
                    found.score
                );
            }
        }
    }
}
