//! Finding problems: one incident matched against a hundred thousand known errors, and a stream of
//! incidents watched for trends.

use criterion::Criterion;
use itsm::core::id::{CiId, IncidentId, KnownErrorId, ServiceId};
use itsm::core::text::Label;
use itsm::core::time::Instant;
use itsm::problem::description::Description;
use itsm::problem::matching::MatchIndex;
use itsm::problem::matching_policy::MatchingPolicy;
use itsm::problem::surge::SurgeTest;
use itsm::problem::tokens::tokens;
use itsm::problem::trend::TrendDetector;
use itsm::problem::trend_key::TrendKey;
use itsm::problem::trend_policy::TrendPolicy;
use itsm_benches::dice::Dice;
use itsm_benches::measure::{beside, beside_peer, run, size, timed};
use std::collections::{HashMap, VecDeque};

/// A word of which few are common and most are rare: the rank is as the square of a random number.
fn word(dice: &mut Dice, vocabulary: usize) -> String {
    let below = 1 + dice.below(vocabulary);
    let below = 1 + dice.below(below);
    format!("word{}", dice.below(below))
}

fn text(dice: &mut Dice, words: usize) -> String {
    let all: Vec<String> = (0..words).map(|_| word(dice, 30_000)).collect();
    all.join(" ")
}

/// The crate `bm25`, with our way of cutting texts into words.
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

fn matching() {
    let mut dice = Dice::new(3);
    let documents: Vec<String> = (0..size(100_000, 500))
        .map(|_| {
            let words = 12 + dice.below(30);
            text(&mut dice, words)
        })
        .collect();
    // Incidents say in part what some known error says.
    let queries: Vec<Description> = (0..size(200, 10))
        .map(|_| {
            let like = &documents[dice.below(documents.len())];
            let mut said: Vec<&str> = like.split(' ').take(6).collect();
            let own = text(&mut dice, 8);
            said.extend(own.split(' '));
            Description::new(said.join(" "))
        })
        .collect();
    let mut index = MatchIndex::new(&MatchingPolicy::default());
    for (key, said) in (0..).zip(&documents) {
        index.put(
            KnownErrorId::from_key(key),
            &Description::new(said.as_str()),
        );
    }
    let corpus: Vec<&str> = documents.iter().map(String::as_str).collect();
    let embedder =
        bm25::EmbedderBuilder::<Whole, Cut>::with_tokenizer_and_fit_to_corpus(Cut, &corpus).build();
    let mut scorer = bm25::Scorer::<u32, String>::new();
    for (key, said) in (0..).zip(&documents) {
        scorer.upsert(&key, embedder.embed(said));
    }
    let find = |query: &Description| index.find(query, 10);
    let peer = |query: &Description| {
        let mut found = scorer.matches(&embedder.embed(&query.text));
        found.truncate(10);
        found
    };
    for query in &queries {
        for (ours, peer) in find(query).iter().zip(peer(query)) {
            let off = ours.score / f64::from(peer.score) - 1.0;
            assert!(off.abs() < 1e-3, "{ours} {}", peer.score);
        }
    }
    beside_peer(
        "match_beside_bm25",
        1.0,
        queries.len(),
        timed(|| queries.iter().map(find).collect::<Vec<_>>()),
        timed(|| queries.iter().map(peer).collect::<Vec<_>>()),
    );
}

/// An incident as it comes: when, on which item, of which service and category.
type Came = (i64, u64, u64, usize);

const HOUR: i64 = 3_600_000_000;

fn stream(incidents: usize) -> Vec<Came> {
    let mut dice = Dice::new(5);
    let mut at = 0;
    let mut all = Vec::new();
    for _ in 0..incidents {
        // A million in a year.
        at += i64::try_from(dice.below(63_000_000)).expect("a minute");
        let skewed = |dice: &mut Dice, n: usize| {
            let below = 1 + dice.below(n);
            let below = 1 + dice.below(below);
            dice.below(below)
        };
        let ci = skewed(&mut dice, 20_000) as u64;
        let category = skewed(&mut dice, 30);
        all.push((at, ci, ci % 300, category));
    }
    all
}

fn ours(came: &[Came], labels: &[Label], policy: &TrendPolicy) -> usize {
    let mut detector = TrendDetector::new(policy, Instant::UNIX_EPOCH);
    let mut told = 0;
    for (n, (at, ci, service, category)) in (0..).zip(came) {
        let said = Description::new(String::new())
            .ci(CiId::from_key(*ci))
            .service(ServiceId::from_key(*service))
            .category(labels[*category].clone());
        let at = Instant::from_timestamp_micros(*at).expect("some years");
        let keys = TrendKey::of(&said, None);
        let trends = detector.observe(at, IncidentId::from_key(n), &keys);
        told += trends.expect("in order").len();
    }
    told
}

/// The same rules by hand, for these keys alone: no ids, no evidence, no lists of incidents.
#[derive(Default)]
struct Key {
    recent: VecDeque<i64>,
    windows: VecDeque<(i64, u64)>,
}

fn twin(came: &[Came]) -> usize {
    let test = SurgeTest::new(8, 1_000);
    let mut criticals: HashMap<(u32, u64), u64> = HashMap::new();
    let mut keys: HashMap<(u8, u64), Key> = HashMap::new();
    let mut told = 0;
    for &(at, ci, service, category) in came {
        for key in [(0, category as u64), (1, ci), (2, service)] {
            let length = if key.0 == 0 { HOUR } else { 24 * HOUR };
            let Key { recent, windows } = keys.entry(key).or_default();
            recent.push_back(at);
            while recent.front().is_some_and(|it| *it <= at - length) {
                recent.pop_front();
            }
            told += usize::from(recent.len() >= 5);
            let window = at / (4 * HOUR);
            match windows.back_mut().filter(|it| it.0 == window) {
                Some(it) => it.1 += 1,
                None => windows.push_back((window, 1)),
            }
            while windows.front().is_some_and(|it| it.0 < window - 8 * 42) {
                windows.pop_front();
            }
            let before = u32::try_from((window / 42).min(8)).expect("at most eight");
            if before == 0 {
                continue;
            }
            let history: u64 = (1..=i64::from(before))
                .filter_map(|it| {
                    let at = windows
                        .binary_search_by_key(&(window - it * 42), |it| it.0)
                        .ok()?;
                    Some(windows[at].1)
                })
                .sum();
            let count = windows.back().map_or(0, |it| it.1);
            let critical = *criticals
                .entry((before, history))
                .or_insert_with(|| SurgeTest::new(before, test.one_in()).critical(history));
            told += usize::from(count >= critical);
        }
    }
    told
}

fn trends(criterion: &mut Criterion) {
    let came = stream(size(1_000_000, 20_000));
    let policy = TrendPolicy::default();
    let labels: Vec<Label> = (0..30)
        .map(|it| Label::new(format!("category {it}")).expect("a label"))
        .collect();
    let told = ours(&came, &labels, &policy);
    assert_eq!(told, twin(&came));
    println!("{} incidents, {told} told", came.len());
    beside(
        criterion,
        "trends",
        2.0,
        came.len(),
        timed(|| ours(&came, &labels, &policy)),
        timed(|| twin(&came)),
    );
}

fn main() {
    matching();
    run(trends);
}
