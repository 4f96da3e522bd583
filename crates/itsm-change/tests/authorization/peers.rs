//! How other tools go wrong, each named after what goes wrong.

use crate::{answers, draft, majority, minutes, nine, panel, share, stages, vote};
use itsm_change::panel::{Answer, Panel, Standing};
use itsm_change::quorum::{Quorum, Rounding};

/// Sums of quotients in floating point come to 99.999… per cent, and a panel in which all have
/// approved is refused.
#[test]
fn unanimous_approval_is_not_lost_to_the_digits_of_a_percentage() {
    for n in 1..=60 {
        let all = Quorum::Share {
            numerator: 100,
            denominator: 100,
            rounding: Rounding::Exact,
        };
        let panel = panel("board", all, n);
        let yes = |n: u64| answers(&"A".repeat(usize::try_from(n).unwrap()));
        assert_eq!(panel.standing(&yes(n)), Standing::Approved, "{n}");
        // One short of it is open, and neither approved nor refused.
        assert_eq!(panel.standing(&yes(n - 1)), Standing::Open, "{n}");
    }
}

/// Every share that is reached exactly is reached, for all panels of up to sixty.
#[test]
fn share_that_is_reached_exactly_is_reached() {
    for n in 1..=60_u32 {
        for yes in 1..=n {
            assert_eq!(share(yes, n).needed(n), yes);
        }
    }
}

/// A step of nobody, of which so many per cent have to accept, is refused before anybody sees it.
#[test]
fn panel_of_nobody_is_an_error_and_no_refusal() {
    let faults = Panel::try_from(draft("board", share(1, 2), 0)).unwrap_err();
    assert_eq!(faults.iter().next().unwrap().rule, "approval.panel.nobody");
}

/// With nothing required, an early acceptance makes every later refusal void. Here that is what
/// "whoever is first" says; whoever wants to hear a refusal asks for more than one.
#[test]
fn early_acceptance_decides_only_where_the_first_answer_is_to_decide() {
    let of = stages([vec![panel("board", Quorum::First {}, 3)]]);
    let votes = [
        vote(&of, "board", 1, Answer::Approve, 1),
        vote(&of, "board", 2, Answer::Reject, 2),
    ];
    assert_eq!(
        of.course(nine(), &votes, minutes(9)).standing(),
        Standing::Approved
    );
    let of = stages([vec![panel("board", Quorum::AtLeast { count: 2 }, 3)]]);
    assert_eq!(
        of.course(nine(), &votes, minutes(9)).standing(),
        Standing::Rejected
    );
}

/// It waits for answers that can no longer help.
#[test]
fn approval_that_has_become_impossible_is_seen_at_once() {
    let panel = majority("board", share(3, 4), 4);
    assert_eq!(panel.standing(&answers("R...")), Standing::Open);
    assert_eq!(panel.standing(&answers("RR..")), Standing::Rejected);
    assert!(!panel.could_approve(&answers("RR..")));
}

/// The state is not worked out anew when somebody changes an answer.
#[test]
fn changed_answer_changes_what_all_come_to() {
    let panel = majority("board", share(1, 2), 2);
    let mut given = answers("R");
    assert_eq!(panel.standing(&given), Standing::Open);
    given.extend(answers("A"));
    assert_eq!(panel.standing(&given), Standing::Approved);
}

/// Steps are worked out side by side, so that the second is asked while the first is undecided.
#[test]
fn second_stage_does_not_count_before_the_first_has_approved() {
    let of = stages([
        vec![panel("owner", Quorum::First {}, 1)],
        vec![panel("board", Quorum::First {}, 2)],
    ]);
    let board_first = [vote(&of, "board", 2, Answer::Approve, 1)];
    let course = of.course(nine(), &board_first, minutes(9));
    assert_eq!((course.standing(), course.stage()), (Standing::Open, 0));
    let refused = [
        vote(&of, "board", 2, Answer::Reject, 1),
        vote(&of, "owner", 1, Answer::Approve, 2),
    ];
    let course = of.course(nine(), &refused, minutes(9));
    assert_eq!((course.standing(), course.stage()), (Standing::Open, 1));
}

/// One change authority decides everything. Here each model has its own, and one may be nobody.
#[test]
fn board_is_one_authority_among_others() {
    let board = stages([vec![panel("board", share(1, 2), 6)]]);
    let peer = stages([vec![panel("peer", Quorum::First {}, 4)]]);
    let yes = |of, id| vec![vote(of, id, 1, Answer::Approve, 1)];
    assert_eq!(
        peer.course(nine(), &yes(&peer, "peer"), minutes(1))
            .standing(),
        Standing::Approved
    );
    assert_eq!(
        board
            .course(nine(), &yes(&board, "board"), minutes(1))
            .standing(),
        Standing::Open
    );
    assert_eq!(
        stages([]).course(nine(), &[], nine()).standing(),
        Standing::Approved
    );
}

/// No floating point: a tenth of ten is one, and not 0.9999….
#[test]
fn no_source_of_authorization_has_a_floating_point_number() {
    for name in ["quorum", "panel", "authorization", "course", "delegation"] {
        let path = format!("{}/src/{name}.rs", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        for word in ["f32", "f64", "as f", "sqrt", "0.5"] {
            let code = text.lines().filter(|it| !it.trim_start().starts_with("//"));
            let found = code.filter(|it| it.contains(word)).count();
            assert_eq!(found, 0, "{name}: {word}");
        }
    }
}
