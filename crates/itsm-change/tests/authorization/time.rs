//! The decision in time: the first that is reached, whatever comes after it.

use crate::{code, draft, majority, minutes, nine, panel, person, share, stages, vote};
use itsm_change::authorization::{ApprovalStage, Authorization, DraftAuthorization, Silence, Vote};
use itsm_change::panel::{Answer, Panel, Standing};
use itsm_change::quorum::Quorum;
use itsm_core::time::Seconds;
use proptest::prelude::*;

const ALL: [Answer; 3] = [Answer::Approve, Answer::Reject, Answer::Abstain];

fn desk() -> Authorization {
    stages([
        vec![
            majority("peers", share(1, 2), 4),
            panel("owner", Quorum::First {}, 1),
        ],
        vec![majority("board", share(2, 3), 5)],
    ])
}

fn some_votes() -> impl Strategy<Value = Vec<Vote>> {
    let one = (0..3_usize, 1..6_u64, 0..3_usize, 0..40_u64);
    prop::collection::vec(one, 0..25).prop_map(|all| {
        let of = desk();
        let vote = |(at, member, answer, after): (usize, u64, usize, u64)| {
            let (id, most) = [("peers", 4), ("owner", 1), ("board", 5)][at];
            vote(&of, id, member.min(most), ALL[answer], after)
        };
        all.into_iter().map(vote).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// What was decided is decided: no later answer, and no time that passes, turns it.
    #[test]
    fn decision_that_was_reached_never_flips(votes in some_votes(), cut in 0..41_u64) {
        let of = desk();
        let early = of.course(nine(), &votes, minutes(cut));
        let late = of.course(nine(), &votes, minutes(60));
        if early.standing() != Standing::Open {
            prop_assert_eq!(early.standing(), late.standing());
            prop_assert_eq!(early.decided_at(), late.decided_at());
        }
    }

    /// In which order the votes are handed in does not matter; when they were written down does.
    #[test]
    fn order_in_which_votes_are_handed_in_never_shows(votes in some_votes(), seed in any::<prop::sample::Index>()) {
        let of = desk();
        // Two answers of one member for one panel at one instant contradict each other.
        let mut votes = votes;
        votes.sort_by_key(|it| (it.panel.clone(), it.member, it.recorded_at));
        votes.dedup_by_key(|it| (it.panel.clone(), it.member, it.recorded_at));
        let mut mixed = votes.clone();
        let n = mixed.len().max(1);
        for place in 0..mixed.len() {
            mixed.swap(place, seed.index(n).wrapping_mul(place + 7) % n);
        }
        prop_assert_eq!(of.course(nine(), &votes, minutes(60)), of.course(nine(), &mixed, minutes(60)));
    }

    /// As long as it could be approved it is not rejected, and the other way round.
    #[test]
    fn what_can_still_be_approved_is_not_rejected(votes in some_votes(), cut in 0..41_u64) {
        let of = desk();
        let course = of.course(nine(), &votes, minutes(cut));
        prop_assert_eq!(of.could_approve(&course), course.standing() != Standing::Rejected);
        prop_assert_eq!(of.missing(&course).is_empty(), course.standing() != Standing::Open);
        let mut more: Vec<Vote> = votes.iter().filter(|it| it.recorded_at <= minutes(cut)).cloned().collect();
        for panel in ["peers", "owner", "board"] {
            let found = of.stages().iter().flat_map(|it| &it.panels).find(|it| *it.id() == code(panel)).unwrap();
            let silent = found.asked().map(|it| it.person).filter(|it| {
                !more.iter().any(|vote| vote.panel == code(panel) && vote.member == *it && course.inert().iter().all(|it| it != vote))
            });
            let yes: Vec<Vote> = silent.map(|it| Vote::new(code(panel), it, Answer::Approve, minutes(50), minutes(50), vec![it])).collect();
            more.extend(yes);
        }
        // The board is asked once the others have approved, so that its answers come after theirs.
        for it in more.iter_mut().filter(|it| it.panel == code("board") && it.recorded_at == minutes(50)) {
            it.recorded_at = minutes(55);
        }
        let end = of.course(nine(), &more, minutes(60));
        prop_assert_eq!(end.standing() == Standing::Approved, course.standing() != Standing::Rejected);
    }
}

#[test]
fn answer_that_comes_after_the_decision_is_kept_and_decides_nothing() {
    let of = stages([vec![panel("board", Quorum::AtLeast { count: 2 }, 4)]]);
    let votes = [
        vote(&of, "board", 1, Answer::Approve, 1),
        vote(&of, "board", 2, Answer::Approve, 2),
        vote(&of, "board", 3, Answer::Reject, 3),
    ];
    let course = of.course(nine(), &votes, minutes(9));
    assert_eq!(course.standing(), Standing::Approved);
    assert_eq!(course.decided_at(), Some(minutes(2)));
    assert_eq!(course.inert(), &votes[2..]);
}

#[test]
fn whoever_changes_an_answer_in_time_has_changed_it() {
    let of = stages([vec![majority("board", share(1, 2), 4)]]);
    let mut votes = vec![
        vote(&of, "board", 1, Answer::Reject, 1),
        vote(&of, "board", 2, Answer::Reject, 2),
        vote(&of, "board", 1, Answer::Approve, 3),
        vote(&of, "board", 3, Answer::Approve, 4),
    ];
    assert_eq!(
        of.course(nine(), &votes, minutes(9)).standing(),
        Standing::Approved
    );
    votes.truncate(3);
    assert_eq!(
        of.course(nine(), &votes, minutes(9)).standing(),
        Standing::Open
    );
}

#[test]
fn second_stage_is_asked_when_the_first_has_approved_and_not_before() {
    let of = stages([
        vec![panel("owner", Quorum::First {}, 2)],
        vec![panel("board", Quorum::All {}, 2)],
    ]);
    let early = vote(&of, "board", 1, Answer::Approve, 1);
    let votes = [early.clone(), vote(&of, "owner", 2, Answer::Approve, 2)];
    let course = of.course(nine(), &votes, minutes(5));
    assert_eq!((course.standing(), course.stage()), (Standing::Open, 1));
    assert_eq!(course.inert(), [early]);
    let missing = of.missing(&course);
    assert_eq!(
        (missing[0].panel.as_str(), missing[0].approvals),
        ("board", 2)
    );
    assert_eq!(missing[0].silent, [person(1), person(2)]);
}

#[test]
fn all_panels_of_a_stage_have_to_approve_and_one_that_rejects_decides() {
    let of = stages([vec![
        panel("security", Quorum::First {}, 1),
        majority("peers", share(1, 2), 4),
    ]]);
    let yes = [1, 2].map(|it| vote(&of, "peers", it, Answer::Approve, it));
    let course = of.course(nine(), &yes, minutes(9));
    assert_eq!(course.standing(), Standing::Open);
    let no = vote(&of, "security", 1, Answer::Reject, 5);
    let course = of.course(nine(), &[&yes[..], &[no]].concat(), minutes(9));
    assert_eq!(
        (course.standing(), course.decided_at()),
        (Standing::Rejected, Some(minutes(5)))
    );
}

/// A stage with an hour.
fn within_an_hour(silence: Option<Silence>) -> Authorization {
    let mut stage =
        ApprovalStage::new(vec![panel("board", Quorum::All {}, 2)]).within(Seconds::hours(1));
    stage.silence = silence;
    DraftAuthorization::new(vec![stage]).try_into().unwrap()
}

#[test]
fn silence_rejects_unless_it_is_said_to_approve_and_an_answer_at_the_very_end_is_in_time() {
    for (silence, expected) in [
        (None, Standing::Rejected),
        (Some(Silence::Rejects), Standing::Rejected),
        (Some(Silence::Approves), Standing::Approved),
    ] {
        let of = within_an_hour(silence);
        assert_eq!(
            of.course(nine(), &[], minutes(59)).standing(),
            Standing::Open
        );
        assert_eq!(
            of.course(nine(), &[], minutes(59)).due(&of),
            Some(minutes(60))
        );
        let over = of.course(nine(), &[], minutes(60));
        assert_eq!(
            (over.standing(), over.decided_at()),
            (expected, Some(minutes(60)))
        );
        let last = [
            vote(&of, "board", 1, Answer::Approve, 10),
            vote(&of, "board", 2, Answer::Approve, 60),
        ];
        assert_eq!(
            of.course(nine(), &last, minutes(90)).standing(),
            Standing::Approved
        );
        // One that was given in time and written down too late comes too late.
        let mut late = last.clone();
        late[1].recorded_at = minutes(61);
        assert_eq!(of.course(nine(), &late, minutes(90)).standing(), expected);
        assert_eq!(of.course(nine(), &late, minutes(90)).inert(), &late[1..]);
    }
}

#[test]
fn nobody_needs_to_be_asked() {
    assert_eq!(
        stages([]).course(nine(), &[], nine()).standing(),
        Standing::Approved
    );
    for (approve, expected) in [(true, Standing::Approved), (false, Standing::Rejected)] {
        let automatic = Panel::try_from(draft("policy", Quorum::Automatic { approve }, 0)).unwrap();
        let of = stages([vec![automatic]]);
        let course = of.course(nine(), &[], nine());
        assert_eq!(
            (course.standing(), course.decided_at()),
            (expected, Some(nine()))
        );
    }
}

#[test]
fn panel_that_has_approved_stays_so_while_others_of_its_stage_are_asked() {
    let of = stages([vec![
        panel("security", Quorum::First {}, 2),
        panel("owner", Quorum::First {}, 1),
    ]]);
    let late = vote(&of, "security", 2, Answer::Reject, 2);
    let votes = [
        vote(&of, "security", 1, Answer::Approve, 1),
        late.clone(),
        vote(&of, "owner", 1, Answer::Approve, 3),
    ];
    let course = of.course(nine(), &votes, minutes(9));
    assert_eq!(course.standing(), Standing::Approved);
    assert_eq!(course.inert(), [late]);
}
