//! Answers, and how those of a panel divide.

use crate::panel::Member;
use alloc::vec::Vec;
use itsm_core::id::PersonId;
use itsm_core::plain_enum;
use itsm_core::text::Code;

plain_enum! {
    /// What somebody who was asked answers.
    pub enum Answer {
        /// It may be made.
        Approve = "approve",
        /// It may not.
        Reject = "reject",
        /// Neither: somebody has seen it and leaves it to the others.
        Abstain = "abstain",
    }
}

plain_enum! {
    /// What a single rejection does.
    pub enum Rejection {
        /// It rejects.
        Veto = "veto",
        /// It is one vote: the panel rejects once so many have rejected that it can no longer approve.
        Outvoted = "outvoted",
    }
}

plain_enum! {
    /// What an abstention does to the number of those who are asked.
    pub enum Abstention {
        /// Nothing: who abstains is one of those of whom so many have to approve.
        Counts = "counts",
        /// Who abstains is no longer one of them: all of the others are all.
        StepsAside = "steps_aside",
    }
}

plain_enum! {
    /// What the answers of a panel, or of a whole authorization, come to.
    pub enum Standing {
        /// It is not decided.
        Open = "open",
        /// It may be made.
        Approved = "approved",
        /// It may not.
        Rejected = "rejected",
    }
}

plain_enum! {
    /// Who has a seat in a panel.
    pub enum Seats {
        /// Those who are listed.
        Named = "named",
        /// Whoever may: the host knows who that is, for instance whoever holds a role. How many there
        /// are nobody knows, so that so many are asked for, whatever a share would be, and one who
        /// rejects rejects.
        Open = "open",
        /// Nobody yet: it is open until somebody is appointed.
        Vacant = "vacant",
    }
}

/// How the answers of a panel divide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Tally {
    /// Those who approve.
    pub approve: Side,
    /// Those who reject.
    pub reject: Side,
    /// Those who abstain.
    pub abstain: Side,
    /// Those who have not answered.
    pub silent: Side,
}

/// Some of a panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Side {
    /// How many.
    pub people: u32,
    /// What they weigh together.
    pub weight: u64,
}

/// What an open panel still needs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Missing {
    /// Which panel.
    pub panel: Code,
    /// Who has a seat in it: a vacant one waits until somebody is appointed.
    pub seats: Seats,
    /// How many more approvals, at least, if nobody else abstains.
    pub approvals: u32,
    /// How much more weight; nothing where weights are not counted.
    pub weight: u64,
    /// Whose approval nothing can replace.
    pub mandatory: Vec<PersonId>,
    /// Who has not answered; of an open panel nobody can say.
    pub silent: Vec<PersonId>,
}

impl Tally {
    /// The side of an answer, or of silence.
    pub(crate) const fn side(&mut self, answer: Option<Answer>) -> &mut Side {
        match answer {
            Some(Answer::Approve) => &mut self.approve,
            Some(Answer::Reject) => &mut self.reject,
            Some(Answer::Abstain) => &mut self.abstain,
            None => &mut self.silent,
        }
    }
}

impl Side {
    pub(crate) fn add(&mut self, member: &Member) {
        self.people = self.people.saturating_add(1);
        self.weight = self.weight.saturating_add(member.weight.into());
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            people: self.people.saturating_add(other.people),
            weight: self.weight.saturating_add(other.weight),
        }
    }
}
