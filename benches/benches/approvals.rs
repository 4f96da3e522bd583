//! Approvals: what the answers of ten thousand changes come to.

use criterion::Criterion;
use itsm::change::panel::{Abstention, Answer, DraftPanel, Member, Panel, Rejection, Standing};
use itsm::change::quorum::{Quorum, Rounding};
use itsm::core::id::PersonId;
use itsm::core::text::Code;
use itsm_benches::dice::Dice;
use itsm_benches::measure::{beside, run, size, timed};
use std::collections::BTreeMap;

type Answers = BTreeMap<PersonId, Answer>;

/// Three to nine people, half of whom have to approve; of one in four panels nothing passes without
/// the first.
fn panel(dice: &mut Dice) -> Panel {
    let people = 3 + dice.below(7);
    let first = dice.chance(25);
    let members = (0..people as u64)
        .map(|it| Member::new(PersonId::from_key(it), 1_u32, first && it == 0))
        .collect::<Vec<_>>();
    let half = Quorum::Share {
        numerator: 1,
        denominator: 2,
        rounding: Rounding::Exact,
    };
    let id = Code::new("board").expect("a code");
    let draft = DraftPanel::new(
        id,
        half,
        Rejection::Outvoted,
        Abstention::Counts,
        members,
        [],
    );
    Panel::try_from(draft).expect("a panel that can approve")
}

fn answers(dice: &mut Dice, panel: &Panel) -> Answers {
    let all = [
        Answer::Approve,
        Answer::Approve,
        Answer::Reject,
        Answer::Abstain,
    ];
    let people = panel.asked().map(|it| it.person);
    let mut given = Answers::new();
    for person in people {
        if dice.chance(70) {
            given.insert(person, dice.pick(&all));
        }
    }
    given
}

/// By hand, for these panels alone: no weights, no vetoes, nobody who steps aside.
fn twin(panel: &Panel, answers: &Answers) -> Standing {
    let (mut yes, mut silent, mut all, mut lacks, mut lost) = (0, 0, 0, false, false);
    for member in panel.asked() {
        all += 1;
        match answers.get(&member.person) {
            Some(Answer::Approve) => yes += 1,
            Some(_) => {
                lacks |= member.mandatory;
                lost |= member.mandatory;
            }
            None => {
                silent += 1;
                lacks |= member.mandatory;
            }
        }
    }
    if lost || (yes + silent) * 2 < all {
        Standing::Rejected
    } else if yes * 2 >= all && !lacks {
        Standing::Approved
    } else {
        Standing::Open
    }
}

fn tally(criterion: &mut Criterion) {
    let mut dice = Dice::new(9);
    let changes: Vec<(Panel, Answers)> = (0..size(10_000, 100))
        .map(|_| {
            let panel = panel(&mut dice);
            let answers = answers(&mut dice, &panel);
            (panel, answers)
        })
        .collect();
    for (panel, answers) in &changes {
        assert_eq!(panel.standing(answers), twin(panel, answers));
    }
    let count = |how: fn(&Panel, &Answers) -> Standing| {
        changes
            .iter()
            .filter(|(panel, answers)| how(panel, answers) == Standing::Approved)
            .count()
    };
    beside(
        criterion,
        "approvals",
        1.5,
        changes.len(),
        timed(|| count(Panel::standing)),
        timed(|| count(twin)),
    );
}

fn main() {
    run(tally);
}
