//! Who is like whom, and the laws of an index.

use crate::dice::Dice;
use crate::matching_oracle::{described, index_of, label, near};
use itsm_core::id::{CiId, IncidentId, KnownErrorId, ServiceId};
use itsm_problem::description::{Description, Fact, FactKind};
use itsm_problem::matching::{Match, MatchIndex, Precedent};
use itsm_problem::matching_policy::{DraftMatchingPolicy, MatchingPolicy};
use itsm_problem::scorer::{Bm25, Scorer};
use proptest::prelude::{Strategy, any, prop_oneof};
use std::collections::BTreeMap;

fn order<K: Copy>(found: &[Match<K>]) -> Vec<K> {
    found.iter().map(|it| it.key).collect()
}

#[derive(Debug, Clone)]
enum Step {
    Put(u32, u64),
    Remove(u32),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..40_u32, any::<u64>()).prop_map(|(key, seed)| Step::Put(key, seed)),
        2 => (0..40_u32).prop_map(Step::Remove),
    ];
    proptest::collection::vec(step, 0..120)
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn an_index_answers_by_what_is_in_it_however_it_came_there(steps in steps(), seed in any::<u64>()) {
        let policy = MatchingPolicy::default();
        let (mut index, mut kept) = (MatchIndex::new(&policy), BTreeMap::new());
        for step in steps {
            match step {
                Step::Put(key, seed) => {
                    let said = described(&mut Dice::new(seed), 12);
                    assert_eq!(index.put(key, &said), kept.insert(key, said).is_some());
                }
                Step::Remove(key) => assert_eq!(index.remove(&key), kept.remove(&key).is_some()),
            }
        }
        assert_eq!(index.len(), kept.len());
        assert_eq!(index.is_empty(), kept.is_empty());
        let (anew, mut backwards) = (index_of(&kept, &policy), MatchIndex::new(&policy));
        for (key, said) in kept.iter().rev() {
            backwards.put(*key, said);
        }
        let mut dice = Dice::new(seed);
        for _ in 0..4 {
            let query = described(&mut dice, 12);
            let found = index.find(&query, 5);
            assert_eq!(found, anew.find(&query, 5), "digit by digit");
            assert_eq!(found, backwards.find(&query, 5), "digit by digit");
        }
    }
}

#[test]
fn equally_good_ones_come_in_the_order_of_their_keys() {
    let policy = MatchingPolicy::default();
    let mut index = MatchIndex::new(&policy);
    let mut keys: Vec<u32> = (0..10_000).collect();
    let mut dice = Dice::new(3);
    for i in (1..keys.len()).rev() {
        keys.swap(i, dice.below(i + 1));
    }
    for key in keys {
        let said = if key % 100 == 7 {
            "printer is out"
        } else {
            "mail is out"
        };
        index.put(key, &Description::new(said));
    }
    let found = index.find(&Description::new("printer out"), 3);
    assert_eq!(order(&found), [7, 107, 207]);
    let found = index.find(&Description::new("out"), 3);
    assert_eq!(order(&found), [0, 1, 2]);
}

#[test]
fn short_document_wins_by_a_common_word_wherever_it_stands() {
    let mut index = MatchIndex::new(&MatchingPolicy::default());
    for key in 0..9_000 {
        let filler = match key {
            8_500 => 0,
            0..100 => 9,
            _ => 19,
        };
        let text = format!("common {}", "filler ".repeat(filler));
        index.put(key, &Description::new(text));
    }
    let found = index.find(&Description::new("common"), 1);
    assert_eq!(order(&found), [8_500]);
}

#[test]
fn shares_add_up_to_the_score_and_name_what_both_have() {
    let policy = MatchingPolicy::default();
    let mut index = MatchIndex::new(&policy);
    let server = CiId::from_key(1);
    index.put(
        1,
        &Description::new("Backup fails at night, backup is late").ci(server),
    );
    index.put(
        2,
        &Description::new("Backup is slow").category(label("Storage")),
    );
    index.put(3, &Description::new("Nothing to do with it"));
    let query = Description::new("backup late backup unheard")
        .ci(server)
        .subcategory(label("Storage"), label("Tape"));
    let found = index.find(&query, 10);
    assert_eq!(order(&found), [1, 2]);
    for found in &found {
        let words = found.words.iter().map(|it| it.share);
        let sum: f64 = words.chain(found.facts.iter().map(|it| it.share)).sum();
        assert!(near(sum, found.score));
    }
    let words: Vec<_> = found[0].words.iter().map(|it| &*it.word).collect();
    assert_eq!(words, ["backup", "late"], "said twice counts twice");
    assert_eq!(found[0].facts[0].fact, Fact::Ci(server));
    assert_eq!(found[1].facts[0].fact, Fact::Category(label("Storage")));
    let told = found[1].to_string();
    assert!(
        told.starts_with("2.12: category Storage 1.00, backup 1.12"),
        "{told}"
    );
}

#[test]
fn facts_alone_find_and_weigh_what_the_policy_says() {
    let draft = DraftMatchingPolicy {
        weights: BTreeMap::from([(FactKind::Ci, 2.5), (FactKind::Service, 4.0)]),
        ..DraftMatchingPolicy::default()
    };
    let policy = MatchingPolicy::try_from(draft).unwrap();
    let mut index = MatchIndex::new(&policy);
    let (item, service) = (CiId::from_key(1), ServiceId::from_key(1));
    index.put("item", &Description::new("a").ci(item));
    index.put("service", &Description::new("b").service(service));
    index.put("category", &Description::new("c").category(label("X")));
    index.put("all", &Description::default().ci(item).service(service));
    let query = Description::default()
        .ci(item)
        .service(service)
        .category(label("X"));
    let found: Vec<_> = index
        .find(&query, 9)
        .into_iter()
        .map(|it| (it.key, it.score))
        .collect();
    assert_eq!(found, [("all", 6.5), ("service", 4.0), ("item", 2.5)]);
}

#[test]
fn subcategory_says_nothing_without_its_category() {
    let mut said = Description::new("x");
    said.subcategory = Some(label("Printer"));
    assert_eq!(said.facts().count(), 0);
}

#[test]
fn words_are_found_in_any_script_with_and_without_accents() {
    let policy = MatchingPolicy::default();
    let mut index = MatchIndex::new(&policy);
    for (key, text) in [
        "Störung im Müllerschen Netz",
        "打印机无法打印",
        "Принтер не печатает",
        "ระบบล่ม",
        "プリンタが動かない",
    ]
    .into_iter()
    .enumerate()
    {
        index.put(key, &Description::new(text));
    }
    for (query, key) in [
        ("STORUNG", 0),
        ("打印机", 1),
        ("ПРИНТЕР", 2),
        ("ล่ม", 3),
        ("ﾌﾟﾘﾝﾀ", 4),
    ] {
        assert_eq!(
            order(&index.find(&Description::new(query), 5)),
            [key],
            "{query}"
        );
    }
}

#[test]
fn one_index_can_hold_known_errors_and_incidents() {
    let mut index = MatchIndex::new(&MatchingPolicy::default());
    let said = Description::new("mailbox full");
    let [incident, error] = [
        Precedent::Incident(IncidentId::from_key(1)),
        Precedent::KnownError(KnownErrorId::from_key(1)),
    ];
    index.put(incident, &said);
    index.put(error, &said);
    assert_eq!(
        order(&index.find(&said, 5)),
        [error, incident],
        "what is known comes first"
    );
}

/// Counts shared words, whatever they are.
struct Overlap;

impl Scorer for Overlap {
    fn weight(&self, _: u32, _: u32) -> f64 {
        1.0
    }

    fn share(&self, _: u32, _: f64) -> f64 {
        1.0
    }
}

#[test]
fn scorer_of_your_own_takes_the_place_of_bm25() {
    let mut index = MatchIndex::with_scorer(&MatchingPolicy::default(), Overlap);
    index.put(1, &Description::new("a b c"));
    index.put(2, &Description::new("a x y z"));
    let found = index.find(&Description::new("a b q"), 5);
    let scores: Vec<_> = found.iter().map(|it| (it.key, it.score)).collect();
    assert_eq!(scores, [(1, 2.0), (2, 1.0)]);
}

#[test]
fn bm25_moves_parameters_into_their_range() {
    let moved = Bm25::new(-1.0, 7.0);
    assert_eq!((moved.saturation(), moved.length()), (0.0, 1.0));
    assert_eq!(Bm25::new(f64::NAN, f64::INFINITY), Bm25::default());
}

#[test]
fn draft_tells_all_its_faults_at_once() {
    let draft = DraftMatchingPolicy {
        id: "No Code".into(),
        version: 0,
        saturation: f64::NAN,
        length: -0.1,
        weights: BTreeMap::from([(FactKind::Ci, -1.0), (FactKind::Service, f64::INFINITY)]),
    };
    let faults = MatchingPolicy::try_from(draft).unwrap_err();
    let told: Vec<_> = faults
        .iter()
        .map(|it| (it.path.as_str(), it.rule))
        .collect();
    assert_eq!(
        told,
        [
            ("id", "policy.id.text"),
            ("length", "policy.matching.length"),
            ("saturation", "policy.matching.saturation"),
            ("version", "policy.version.zero"),
            ("weights.ci", "policy.matching.weight"),
            ("weights.service", "policy.matching.weight"),
        ]
    );
    assert!(
        MatchingPolicy::try_from(DraftMatchingPolicy::default())
            .is_ok_and(|it| it == MatchingPolicy::default())
    );
}
