//! Authorizations as desks have them.

use crate::{answers, code, draft, minutes, nine, panel, person, share, stages, vote};
use itsm_change::authorization::{Authorization, Vote};
use itsm_change::delegation::Delegations;
use itsm_change::panel::{Abstention, Answer, Member, Panel, Rejection, Standing};
use itsm_change::quorum::Quorum;

/// A board of five of which the security officer, the third, has to approve; whoever wants the
/// change does not count.
fn board() -> Panel {
    let mut it = draft("board", share(1, 2), 5);
    it.rejection = Rejection::Outvoted;
    it.abstention = Abstention::StepsAside;
    it.members[2].mandatory = true;
    it.barred.insert(person(5));
    it.try_into().unwrap()
}

#[test]
fn nothing_passes_a_board_without_its_security_officer() {
    let board = board();
    // Two of the four who may answer.
    let missing = board.missing(&answers("AA")).unwrap();
    assert_eq!(board.standing(&answers("AA")), Standing::Open);
    assert_eq!((missing.approvals, missing.mandatory), (1, vec![person(3)]));
    assert_eq!(board.standing(&answers("AAA")), Standing::Approved);
    assert_eq!(board.standing(&answers("AAR")), Standing::Rejected);
    assert_eq!(board.standing(&answers("AA-")), Standing::Rejected);
}

#[test]
fn whoever_wants_the_change_is_not_counted_among_those_who_are_asked() {
    // One of the four has stepped aside: two of the three that are left.
    let board = board();
    assert_eq!(board.standing(&answers("-.A")), Standing::Open);
    assert_eq!(board.standing(&answers("-AA")), Standing::Approved);
    assert_eq!(board.standing(&answers("-.A.A")), Standing::Open);
}

#[test]
fn all_of_those_who_do_not_step_aside_are_all() {
    let mut it = draft("peers", Quorum::All {}, 3);
    it.abstention = Abstention::StepsAside;
    let panel = Panel::try_from(it).unwrap();
    assert_eq!(panel.standing(&answers("A-A")), Standing::Approved);
    // Nobody is left: an approval by nobody is none.
    assert_eq!(panel.standing(&answers("--.")), Standing::Open);
    assert_eq!(panel.standing(&answers("---")), Standing::Rejected);
}

#[test]
fn weights_are_added_up() {
    let mut it = draft("owners", Quorum::Weight { at_least: 100 }, 0);
    it.members = [(1, 34_u32), (2, 34), (3, 34), (4, 70)]
        .map(|(key, weight)| Member::new(person(key), weight, false))
        .to_vec();
    it.rejection = Rejection::Outvoted;
    let panel = Panel::try_from(it).unwrap();
    assert_eq!(panel.standing(&answers("A..A")), Standing::Approved);
    assert_eq!(panel.standing(&answers("...A")), Standing::Open);
    let missing = panel.missing(&answers("...A")).unwrap();
    assert_eq!((missing.weight, missing.approvals), (30, 1));
    assert_eq!(panel.standing(&answers("AAA.")), Standing::Approved);
    assert_eq!(panel.standing(&answers("RR.A")), Standing::Open);
    assert_eq!(panel.standing(&answers("...R")), Standing::Open);
    assert_eq!(panel.standing(&answers("R..R")), Standing::Rejected);
}

/// Normal change of moderate risk: a peer of the group, then the board.
fn normal() -> Authorization {
    stages([vec![panel("group", Quorum::First {}, 3)], vec![board()]])
}

#[test]
fn normal_change_is_asked_of_the_group_and_then_of_the_board() {
    let of = normal();
    let mut votes: Vec<Vote> = vec![vote(&of, "group", 2, Answer::Approve, 5)];
    let course = of.course(nine(), &votes, minutes(6));
    assert_eq!(course.stage(), 1);
    votes.push(vote(&of, "board", 1, Answer::Approve, 10));
    votes.push(vote(&of, "board", 3, Answer::Approve, 12));
    let course = of.course(nine(), &votes, minutes(60));
    assert_eq!(
        (course.standing(), course.decided_at()),
        (Standing::Approved, Some(minutes(12)))
    );
}

#[test]
fn approval_by_telephone_is_written_down_later_and_both_times_are_kept() {
    let of = normal();
    let when = (minutes(5), minutes(200));
    let who = (person(2), person(2));
    let spoken = of.vote(
        &code("group"),
        who,
        Answer::Approve,
        when,
        &Delegations::default(),
    );
    let spoken = spoken.unwrap();
    assert_eq!((spoken.given_at, spoken.recorded_at), when);
    // What nobody has written down is not known.
    let votes = [spoken];
    assert_eq!(of.course(nine(), &votes, minutes(199)).stage(), 0);
    assert_eq!(of.course(nine(), &votes, minutes(200)).stage(), 1);
}

#[test]
fn authorization_is_written_and_read_as_it_was_and_a_wrong_one_is_refused() {
    let of = normal();
    let text = serde_json::to_string(&of).unwrap();
    assert_eq!(serde_json::from_str::<Authorization>(&text).unwrap(), of);
    assert!(
        text.contains(
            r#""quorum":{"type":"share","numerator":1,"denominator":2,"rounding":"exact"}"#
        ),
        "{text}"
    );
    let wrong = text.replace(r#""denominator":2"#, r#""denominator":0"#);
    let error = serde_json::from_str::<Authorization>(&wrong).unwrap_err();
    assert!(
        error.to_string().contains("approval.quorum.share"),
        "{error}"
    );
}
