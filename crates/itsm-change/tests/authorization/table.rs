//! Every kind of panel, against the twin.

use crate::{draft, person, share, twin};
use itsm_change::panel::{Abstention, Answer, DraftPanel, Member, Panel, Rejection, Standing};
use itsm_change::quorum::{Quorum, Rounding};
use itsm_core::id::PersonId;
use proptest::prelude::*;
use std::collections::BTreeMap;

const ANSWERS: [Answer; 3] = [Answer::Approve, Answer::Reject, Answer::Abstain];

fn quorums(n: u32) -> Vec<Quorum> {
    let mut all = vec![Quorum::First {}, Quorum::All {}];
    all.extend((1..=n).map(|count| Quorum::AtLeast { count }));
    all.extend((1..=n).map(|it| Quorum::Weight {
        at_least: it.into(),
    }));
    for (numerator, denominator) in [
        (1, 3),
        (1, 2),
        (2, 3),
        (3, 4),
        (51, 100),
        (498, 1_000),
        (1, 1),
    ] {
        for rounding in [Rounding::Exact, Rounding::HalfUp] {
            all.push(Quorum::Share {
                numerator,
                denominator,
                rounding,
            });
        }
    }
    all
}

fn kinds(draft: &DraftPanel) -> impl Iterator<Item = DraftPanel> + '_ {
    let both = |rejection| [Abstention::Counts, Abstention::StepsAside].map(|it| (rejection, it));
    let kinds = [Rejection::Veto, Rejection::Outvoted]
        .into_iter()
        .flat_map(both);
    kinds.map(|(rejection, abstention)| {
        let mut it = draft.clone();
        (it.rejection, it.abstention) = (rejection, abstention);
        it
    })
}

/// All multisets of answers: so many of each, and the others silent.
#[test]
fn every_multiset_of_answers_of_up_to_twelve_comes_to_what_the_twin_says() {
    let mut seen = 0_u64;
    for n in 1..=12_u32 {
        for quorum in quorums(n) {
            for draft in kinds(&draft("board", quorum, n.into())) {
                let panel = Panel::try_from(draft.clone()).unwrap();
                for approve in 0..=n {
                    for reject in 0..=n - approve {
                        for abstain in 0..=n - approve - reject {
                            let given = |key: u32| match key {
                                key if key < approve => Some(Answer::Approve),
                                key if key < approve + reject => Some(Answer::Reject),
                                key if key < approve + reject + abstain => Some(Answer::Abstain),
                                _ => None,
                            };
                            let answers: BTreeMap<PersonId, Answer> = (0..n)
                                .filter_map(|key| Some((person(u64::from(key) + 1), given(key)?)))
                                .collect();
                            let expected = twin::standing(&draft, &answers);
                            let got = panel.standing(&answers);
                            assert_eq!(
                                got, expected,
                                "{quorum:?} {n}: {approve} {reject} {abstain}"
                            );
                            check_missing(&panel, &answers, got);
                            seen += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(seen > 200_000, "{seen}");
}

/// What is missing is enough, and one less is not.
fn check_missing(panel: &Panel, answers: &BTreeMap<PersonId, Answer>, standing: Standing) {
    let Some(missing) = panel.missing(answers) else {
        assert_ne!(standing, Standing::Open);
        return;
    };
    assert_eq!(standing, Standing::Open);
    let mut heaviest: Vec<&Member> = panel
        .asked()
        .filter(|it| missing.silent.contains(&it.person))
        .collect();
    heaviest.sort_by_key(|it| {
        (
            !missing.mandatory.contains(&it.person),
            u32::MAX - it.weight,
        )
    });
    let with = |n: usize| {
        let mut all = answers.clone();
        all.extend(
            heaviest
                .iter()
                .take(n)
                .map(|it| (it.person, Answer::Approve)),
        );
        panel.standing(&all)
    };
    let n = missing.approvals as usize;
    assert_eq!(with(n - 1), Standing::Open, "{missing:?}");
    if missing.mandatory.is_empty() {
        assert_eq!(with(n), Standing::Approved, "{missing:?}");
    }
}

/// All orders of all answers of up to six: whoever comes when, the set comes to the same, and what
/// was decided on the way is never undone by what is decided at the end of another way.
#[test]
fn order_of_answers_never_shows_in_what_they_come_to() {
    for n in 1..=6_u64 {
        let quorum = share(1, 2);
        for draft in kinds(&draft("board", quorum, n)) {
            let panel = Panel::try_from(draft).unwrap();
            for code in 0..3_usize.pow(u32::try_from(n).unwrap()) {
                let mut rest = code;
                let given: Vec<(PersonId, Answer)> = (1..=n)
                    .map(|key| {
                        let answer = ANSWERS[rest % 3];
                        rest /= 3;
                        (person(key), answer)
                    })
                    .collect();
                let whole = panel.standing(&given.iter().copied().collect());
                permute(&mut given.clone(), 0, &mut |order| {
                    let mut answers = BTreeMap::new();
                    for (person, answer) in order {
                        answers.insert(*person, *answer);
                    }
                    assert_eq!(panel.standing(&answers), whole);
                });
            }
        }
    }
}

fn permute<T: Copy>(all: &mut [T], from: usize, visit: &mut dyn FnMut(&[T])) {
    if from == all.len() {
        return visit(all);
    }
    for place in from..all.len() {
        all.swap(from, place);
        permute(all, from + 1, visit);
        all.swap(from, place);
    }
}

fn random_panel() -> impl Strategy<Value = (DraftPanel, BTreeMap<PersonId, Answer>)> {
    let member = (
        1..6_u32,
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.15),
    );
    (
        prop::collection::vec(member, 1..8),
        0..4_usize,
        any::<prop::sample::Index>(),
        any::<u64>(),
    )
        .prop_map(|(people, kind, quorum, seed)| {
            let n = people.len();
            let mut of = draft("board", Quorum::First {}, 0);
            for (key, (weight, mandatory, barred)) in (1..).zip(people) {
                of.members.push(Member::new(person(key), weight, mandatory));
                if barred && !mandatory {
                    of.barred.insert(person(key));
                }
            }
            let all = quorums(u32::try_from(n).unwrap());
            of.quorum = *quorum.get(&all);
            of.rejection = [Rejection::Veto, Rejection::Outvoted][kind % 2];
            of.abstention = [Abstention::Counts, Abstention::StepsAside][kind / 2];
            let answer = |key: u64| match (seed >> (key * 3)) % 5 {
                0 | 1 => Some(Answer::Approve),
                2 => Some(Answer::Reject),
                3 => Some(Answer::Abstain),
                _ => None,
            };
            let given = (1..=n as u64).filter_map(|key| Some((person(key), answer(key)?)));
            (of, given.collect())
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// With weights, with members whose approval nothing can replace, and with some who are barred.
    #[test]
    fn random_panels_come_to_what_the_twin_says((draft, answers) in random_panel()) {
        if let Ok(panel) = Panel::try_from(draft.clone()) {
            prop_assert_eq!(panel.standing(&answers), twin::standing(&draft, &answers));
            check_missing(&panel, &answers, panel.standing(&answers));
        } else {
            // A panel is refused if, and only if, it could not approve whatever its members say.
            prop_assert_eq!(twin::standing(&draft, &BTreeMap::new()), Standing::Rejected);
        }
    }
}
