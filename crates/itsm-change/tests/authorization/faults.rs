//! What is refused: panels that cannot approve, stages of nobody, votes of strangers.

use crate::{code, draft, minutes, panel, person, share, stages, vote};
use itsm_change::authorization::{ApprovalStage, Authorization, DraftAuthorization, VoteRefused};
use itsm_change::delegation::{Delegation, Delegations};
use itsm_change::panel::{Answer, DraftPanel, Member, Panel, Rejection, Seats};
use itsm_change::quorum::Quorum;
use itsm_core::fault::Faults;
use itsm_core::time::Seconds;

fn told(faults: &Faults) -> Vec<(String, &'static str)> {
    faults.iter().map(|it| (it.path.clone(), it.rule)).collect()
}

fn refused(draft: DraftPanel, path: &str, rule: &'static str) {
    let faults = Panel::try_from(draft).unwrap_err();
    assert_eq!(told(&faults), [(path.to_owned(), rule)]);
}

#[test]
fn panel_without_names_asks_for_what_can_be_counted() {
    let with = |seats, change: fn(&mut DraftPanel)| {
        let mut it = draft("board", Quorum::First {}, 0);
        it.rejection = Rejection::Veto;
        it.members.clear();
        it.seats = Some(seats);
        change(&mut it);
        it
    };
    assert!(Panel::try_from(with(Seats::Open, |_| ())).is_ok());
    assert!(Panel::try_from(with(Seats::Vacant, |it| it.quorum = share(1, 2))).is_ok());
    for seats in [Seats::Open, Seats::Vacant] {
        refused(
            with(seats, |it| {
                it.members.push(Member::new(person(1), 1_u32, false));
            }),
            "members",
            "approval.panel.seats",
        );
    }
    refused(
        with(Seats::Open, |it| it.quorum = share(1, 2)),
        "quorum",
        "approval.panel.open",
    );
    refused(
        with(Seats::Open, |it| it.rejection = Rejection::Outvoted),
        "rejection",
        "approval.panel.open",
    );
}

#[test]
fn panel_that_cannot_approve_is_refused() {
    let with = |change: fn(&mut DraftPanel)| {
        let mut it = draft("board", Quorum::All {}, 3);
        change(&mut it);
        it
    };
    refused(
        with(|it| it.members.clear()),
        "members",
        "approval.panel.nobody",
    );
    refused(
        with(|it| it.barred.extend([1, 2, 3].map(person))),
        "members",
        "approval.panel.nobody",
    );
    refused(
        with(|it| it.quorum = Quorum::AtLeast { count: 4 }),
        "quorum",
        "approval.quorum.unreachable",
    );
    refused(
        with(|it| it.quorum = Quorum::Weight { at_least: 4 }),
        "quorum",
        "approval.quorum.unreachable",
    );
    refused(
        with(|it| it.quorum = Quorum::AtLeast { count: 0 }),
        "quorum.count",
        "approval.quorum.nothing",
    );
    refused(
        with(|it| it.quorum = Quorum::Weight { at_least: 0 }),
        "quorum.at_least",
        "approval.quorum.nothing",
    );
    refused(
        with(|it| it.quorum = share(3, 2)),
        "quorum",
        "approval.quorum.share",
    );
    refused(
        with(|it| it.quorum = share(0, 2)),
        "quorum",
        "approval.quorum.share",
    );
    refused(
        with(|it| it.members[1].weight = 0),
        "members[1].weight",
        "approval.member.weight",
    );
    refused(
        with(|it| it.members[1].person = person(1)),
        "members[1].person",
        "approval.member.twice",
    );
    let barred = with(|it| {
        it.members[2].mandatory = true;
        it.barred.insert(person(3));
    });
    refused(barred, "members[2].mandatory", "approval.member.barred");
}

#[test]
fn all_that_is_wrong_with_an_authorization_is_told_at_once() {
    let other = panel("board", Quorum::All {}, 2);
    let draft = DraftAuthorization::new(vec![
        ApprovalStage::new(vec![]),
        ApprovalStage::new(vec![panel("board", Quorum::All {}, 3)]).within(Seconds(0)),
        ApprovalStage::new(vec![other]),
    ]);
    let faults = Authorization::try_from(draft).unwrap_err();
    let expected = [
        ("stages[0].panels", "approval.stage.nobody"),
        ("stages[1].within", "approval.stage.no_time"),
        ("stages[2].panels[0]", "approval.panel.twice"),
    ];
    assert_eq!(
        told(&faults),
        expected.map(|(path, rule)| (path.to_owned(), rule))
    );
}

#[test]
fn same_panel_twice_in_a_stage_is_asked_once() {
    let board = panel("board", Quorum::First {}, 2);
    let of = stages([vec![board.clone(), board.clone()]]);
    assert_eq!(of.stages()[0].panels, [board]);
}

#[test]
fn strangers_and_those_who_want_the_change_are_refused() {
    let mut own = draft("board", Quorum::First {}, 3);
    own.barred.insert(person(3));
    let of = stages([vec![Panel::try_from(own).unwrap()]]);
    let nobody = Delegations::default();
    let (now, later) = (minutes(1), minutes(2));
    let vote = |panel: &str, member: u64, by: u64, when, delegations: &Delegations| {
        of.vote(
            &code(panel),
            (person(member), person(by)),
            Answer::Approve,
            when,
            delegations,
        )
    };
    let refusals = [
        (
            vote("crew", 1, 1, (now, now), &nobody),
            "approval.vote.panel_unknown",
        ),
        (
            vote("board", 9, 9, (now, now), &nobody),
            "approval.vote.not_asked",
        ),
        (
            vote("board", 3, 3, (now, now), &nobody),
            "approval.vote.barred",
        ),
        (
            vote("board", 1, 3, (now, now), &nobody),
            "approval.vote.barred",
        ),
        (
            vote("board", 1, 2, (now, now), &nobody),
            "approval.vote.no_delegation",
        ),
        (
            vote("board", 1, 1, (later, now), &nobody),
            "approval.vote.recorded_before",
        ),
    ];
    for (refused, rule) in refusals {
        let error: VoteRefused = refused.unwrap_err();
        assert_eq!(error.rule(), rule);
        assert!(error.to_string().ends_with(&format!("({rule})")), "{error}");
    }
    // Nor does a way lead past somebody who is barred.
    let past = Delegations::try_from(vec![
        Delegation::new(person(1), person(3), minutes(0), minutes(9)),
        Delegation::new(person(3), person(7), minutes(0), minutes(9)),
    ]);
    let error = vote("board", 1, 7, (now, now), &past.unwrap()).unwrap_err();
    assert_eq!(error, VoteRefused::Barred(person(3)));
}

#[test]
fn delegation_is_traced_and_ends_when_it_ends() {
    let of = stages([vec![panel("board", Quorum::First {}, 2)]]);
    let all = Delegations::try_from(vec![
        Delegation::new(person(1), person(5), minutes(0), minutes(30)),
        Delegation::new(person(5), person(6), minutes(10), minutes(20)),
    ])
    .unwrap();
    let who = (person(1), person(6));
    let cast = |at: u64| {
        of.vote(
            &code("board"),
            who,
            Answer::Approve,
            (minutes(at), minutes(at)),
            &all,
        )
    };
    assert_eq!(cast(15).unwrap().way, [1, 5, 6].map(person));
    assert_eq!(cast(9).unwrap_err().rule(), "approval.vote.no_delegation");
    assert_eq!(cast(20).unwrap_err().rule(), "approval.vote.no_delegation");
    assert_eq!(vote(&of, "board", 2, Answer::Approve, 1).way, [person(2)]);
}

#[test]
fn delegations_that_lead_in_a_circle_are_refused_and_name_it() {
    let one = |from: u64, to: u64, since: u64, until: u64| {
        Delegation::new(person(from), person(to), minutes(since), minutes(until))
    };
    let rules = |all: Vec<Delegation>| -> Vec<&'static str> {
        Delegations::try_from(all)
            .map_or_else(|it| it.iter().map(|it| it.rule).collect(), |_| Vec::new())
    };
    assert_eq!(
        rules(vec![one(1, 1, 0, 9)]),
        ["approval.delegation.to_oneself"]
    );
    assert_eq!(rules(vec![one(1, 2, 9, 9)]), ["approval.delegation.order"]);
    let circle = vec![one(1, 2, 0, 9), one(2, 3, 3, 12), one(3, 1, 5, 20)];
    assert_eq!(rules(circle), ["approval.delegation.circle"]);
    // One after the other is no circle.
    assert_eq!(rules(vec![one(1, 2, 0, 9), one(2, 1, 9, 12)]), [""; 0]);
}
