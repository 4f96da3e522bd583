//! Authorization: every kind of panel against an exhaustive twin, the decision in time, what is
//! refused, and the ways in which other tools go wrong.
#![cfg(feature = "serde")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

mod faults;
mod peers;
mod stories;
mod table;
mod time;
mod twin;

use itsm_change::authorization::{ApprovalStage, Authorization, DraftAuthorization, Vote};
use itsm_change::delegation::Delegations;
use itsm_change::panel::{Abstention, Answer, DraftPanel, Member, Panel, Rejection};
use itsm_change::quorum::{Quorum, Rounding};
use itsm_core::id::PersonId;
use itsm_core::text::Code;
use itsm_core::time::{Instant, Seconds};
use std::collections::BTreeMap;

fn person(key: u64) -> PersonId {
    PersonId::from_key(key)
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn nine() -> Instant {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn minutes(n: u64) -> Instant {
    Seconds::minutes(n).after(nine()).unwrap()
}

fn share(numerator: u32, denominator: u32) -> Quorum {
    Quorum::Share {
        numerator,
        denominator,
        rounding: Rounding::Exact,
    }
}

/// Members 1 to n, who all weigh the same.
fn draft(id: &str, quorum: Quorum, n: u64) -> DraftPanel {
    let members = (1..=n).map(|it| Member::new(person(it), 1_u32, false));
    let members: Vec<Member> = members.collect();
    DraftPanel::new(
        code(id),
        quorum,
        Rejection::Veto,
        Abstention::Counts,
        members,
        [],
    )
}

fn panel(id: &str, quorum: Quorum, n: u64) -> Panel {
    draft(id, quorum, n).try_into().unwrap()
}

/// A panel where a rejection is one vote.
fn majority(id: &str, quorum: Quorum, n: u64) -> Panel {
    let mut draft = draft(id, quorum, n);
    draft.rejection = Rejection::Outvoted;
    draft.try_into().unwrap()
}

fn stages(stages: impl IntoIterator<Item = Vec<Panel>>) -> Authorization {
    let stages: Vec<ApprovalStage> = stages.into_iter().map(ApprovalStage::new).collect();
    DraftAuthorization::new(stages).try_into().unwrap()
}

/// Answers of members 1, 2, 3, …; a dot is silence.
fn answers(text: &str) -> BTreeMap<PersonId, Answer> {
    let answer = |c| match c {
        'A' => Some(Answer::Approve),
        'R' => Some(Answer::Reject),
        '-' => Some(Answer::Abstain),
        _ => None,
    };
    let all = (1..).zip(text.chars());
    all.filter_map(|(key, c)| Some((person(key), answer(c)?)))
        .collect()
}

/// The answer of a member after so many minutes.
fn vote(of: &Authorization, panel: &str, member: u64, answer: Answer, after: u64) -> Vote {
    let who = (person(member), person(member));
    let when = (minutes(after), minutes(after));
    of.vote(&code(panel), who, answer, when, &Delegations::default())
        .unwrap()
}
