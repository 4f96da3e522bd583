//! The plain meaning of a panel: what approves is written down, and whether something can still be
//! approved is found by trying every way in which the silent could answer.

use itsm_change::panel::{Abstention, Answer, DraftPanel, Member, Rejection, Standing};
use itsm_change::quorum::{Quorum, Rounding};
use itsm_core::id::PersonId;
use std::collections::BTreeMap;

type Answers = BTreeMap<PersonId, Answer>;

fn passes(draft: &DraftPanel, answers: &Answers) -> bool {
    let asked: Vec<&Member> = draft
        .members
        .iter()
        .filter(|it| !draft.barred.contains(&it.person))
        .collect();
    let who = |answer: Answer| -> Vec<&&Member> {
        asked
            .iter()
            .filter(|it| answers.get(&it.person) == Some(&answer))
            .collect()
    };
    let approve = who(Answer::Approve);
    let aside = match draft.abstention {
        Abstention::Counts => 0,
        Abstention::StepsAside => who(Answer::Abstain).len(),
    };
    let (yes, of) = (approve.len() as i128, (asked.len() - aside) as i128);
    let enough = match draft.quorum {
        Quorum::First {} => true,
        Quorum::All {} => yes == of,
        Quorum::AtLeast { count } => yes >= i128::from(count),
        // yes / of >= n / d
        Quorum::Share {
            numerator,
            denominator,
            rounding: Rounding::Exact,
        } => yes * i128::from(denominator) >= of * i128::from(numerator),
        // yes >= floor(of * n / d + 1/2), that is: yes + 1/2 > of * n / d
        Quorum::Share {
            numerator,
            denominator,
            rounding: Rounding::HalfUp,
        } => (2 * yes + 1) * i128::from(denominator) > 2 * of * i128::from(numerator),
        Quorum::Weight { at_least } => {
            let weight: u64 = approve.iter().map(|it| u64::from(it.weight)).sum();
            weight >= at_least
        }
        _ => false,
    };
    let mandatory = asked
        .iter()
        .filter(|it| it.mandatory)
        .all(|it| answers.get(&it.person) == Some(&Answer::Approve));
    let vetoed = draft.rejection == Rejection::Veto && !who(Answer::Reject).is_empty();
    yes >= 1 && enough && mandatory && !vetoed
}

/// Every way in which the silent could answer, or stay silent.
fn completions(
    draft: &DraftPanel,
    answers: &Answers,
    visit: &mut dyn FnMut(&Answers) -> bool,
) -> bool {
    let silent = draft
        .members
        .iter()
        .map(|it| it.person)
        .find(|it| !draft.barred.contains(it) && !answers.contains_key(it));
    let Some(silent) = silent else {
        return visit(answers);
    };
    [Answer::Approve, Answer::Abstain, Answer::Reject]
        .into_iter()
        .any(|answer| {
            let mut more = answers.clone();
            more.insert(silent, answer);
            completions(draft, &more, visit)
        })
}

/// The same where nobody differs from the others: it is enough to say how many give each answer.
fn completions_by_number(
    draft: &DraftPanel,
    answers: &Answers,
    visit: &mut dyn FnMut(&Answers) -> bool,
) -> bool {
    let silent: Vec<PersonId> = draft
        .members
        .iter()
        .map(|it| it.person)
        .filter(|it| !answers.contains_key(it))
        .collect();
    let n = silent.len();
    (0..=n).any(|approve| {
        (0..=n - approve).any(|abstain| {
            let mut more = answers.clone();
            for (place, person) in silent.iter().enumerate() {
                let answer = if place < approve {
                    Answer::Approve
                } else if place < approve + abstain {
                    Answer::Abstain
                } else {
                    Answer::Reject
                };
                more.insert(*person, answer);
            }
            visit(&more)
        })
    })
}

pub(crate) fn standing(draft: &DraftPanel, answers: &Answers) -> Standing {
    let alike = draft.barred.is_empty()
        && draft
            .members
            .iter()
            .all(|it| it.weight == 1 && !it.mandatory);
    let mut can = |it: &Answers| passes(draft, it);
    let could = if alike {
        completions_by_number(draft, answers, &mut can)
    } else {
        completions(draft, answers, &mut can)
    };
    if passes(draft, answers) {
        Standing::Approved
    } else if could {
        Standing::Open
    } else {
        Standing::Rejected
    }
}
