//! Rules about those who authorize.

use crate::desk::{Case, nine, note, person, sam, sam_on_the_board};
use itsm_change::approval::Answer;
use itsm_change::command::{CastVote, RecordApproval};
use itsm_core::actor::Role;
use itsm_testing::proof::{Says as _, list};
use itsm_testing::proofs;

proofs! {
    change_vote_not_asked: "change.vote.not_asked" => Case::new().refuses(CastVote::new(Answer::Approve));
    change_vote_own: "change.vote.own" =>
        Case::asked()
            .by(sam_on_the_board())
            .refuses(CastVote::new(Answer::Approve))
            .saying("person", person(2).to_string().as_str());
    change_vote_no_role: "change.vote.no_role" =>
        Case::asked()
            .by(sam())
            .refuses(CastVote::new(Answer::Approve))
            .saying("roles", list(["change_authority", "change_manager"]));
}

#[test]
fn whoever_asks_for_a_change_does_not_approve_it_by_telephone_either() {
    let said = |who| {
        let how = note("By telephone.");
        RecordApproval::new(
            person(who),
            Role::CHANGE_MANAGER,
            Answer::Approve,
            nine(),
            how,
        )
    };
    assert_eq!(Case::asked().refuses(said(9)).rule, "change.vote.own");
    let mut other = said(5);
    other.role = Role::SPECIALIST;
    assert_eq!(Case::asked().refuses(other).rule, "change.vote.no_role");
}
