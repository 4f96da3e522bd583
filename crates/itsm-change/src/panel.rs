//! Panels: some people who are asked, and what their answers come to.
//!
//! What a set of answers comes to depends on nothing but the set: not on the order in which they
//! came, and not on who is asked first. In time, the first decision that is reached stays; that is
//! in [`authorization`](crate::authorization).

use crate::quorum::Quorum;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::free_text::FreeText;
use itsm_core::id::PersonId;
use itsm_core::text::Code;
use itsm_core::{plain_enum, wire_struct};

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

wire_struct! {
    /// Somebody who is asked.
    pub struct Member {
        /// Who.
        person: PersonId,
        /// How much an approval weighs, where weights are counted; from 1.
        weight: u32,
        /// Whether nothing is approved without this one.
        mandatory: bool,
    }
}

wire_struct! {
    /// A panel in its raw form. Who is asked, the host knows: the members of a group, or a board, at
    /// the time of asking.
    pub struct DraftPanel {
        /// What it is called by; the same panel in two places is asked once.
        id: Code,
        /// How many have to approve.
        quorum: Quorum,
        /// What a rejection does.
        rejection: Rejection,
        /// What an abstention does.
        abstention: Abstention,
        /// Who is asked.
        members: Vec<Member>,
        /// Who may not answer, although asked: whoever wants the change or makes it.
        #[doc(alias = "separation of duties")]
        barred: BTreeSet<PersonId>,
    }
}

/// Some people who are asked together. A panel that exists can approve.
///
/// ```
/// use itsm_change::panel::{Abstention, Answer, DraftPanel, Member, Panel, Rejection, Standing};
/// use itsm_change::quorum::{Quorum, Rounding};
/// use itsm_core::id::PersonId;
/// use itsm_core::text::Code;
/// use std::collections::BTreeMap;
///
/// let people = [1, 2, 3].map(PersonId::from_key);
/// let two_thirds = Quorum::Share { numerator: 2, denominator: 3, rounding: Rounding::Exact };
/// let draft = DraftPanel::new(
///     Code::new("board")?, two_thirds, Rejection::Outvoted, Abstention::Counts,
///     people.map(|it| Member::new(it, 1_u32, false)).to_vec(), [],
/// );
/// let panel = Panel::try_from(draft)?;
/// let mut answers = BTreeMap::from([(people[0], Answer::Approve)]);
/// assert_eq!(panel.standing(&answers), Standing::Open);
/// assert_eq!(panel.missing(&answers).unwrap().approvals, 1);
/// answers.insert(people[2], Answer::Approve);
/// assert_eq!(panel.standing(&answers), Standing::Approved); // two of three are two thirds
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "DraftPanel", into = "DraftPanel")
)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(with = "DraftPanel")
)]
pub struct Panel {
    draft: DraftPanel,
    asked: BTreeMap<PersonId, Member>,
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
    /// How many more approvals, at least, if nobody else abstains.
    pub approvals: u32,
    /// How much more weight; nothing where weights are not counted.
    pub weight: u64,
    /// Whose approval nothing can replace.
    pub mandatory: Vec<PersonId>,
    /// Who has not answered.
    pub silent: Vec<PersonId>,
}

impl Side {
    fn add(&mut self, member: &Member) {
        self.people = self.people.saturating_add(1);
        self.weight = self.weight.saturating_add(member.weight.into());
    }

    const fn and(self, other: Self) -> Self {
        Self {
            people: self.people.saturating_add(other.people),
            weight: self.weight.saturating_add(other.weight),
        }
    }
}

// Ids, codes and numbers: nothing that anybody wrote.
impl FreeText for Panel {}

impl From<Panel> for DraftPanel {
    fn from(it: Panel) -> Self {
        it.draft
    }
}

impl TryFrom<DraftPanel> for Panel {
    type Error = Faults;

    /// # Errors
    /// All [`Faults`] at once, each with its path.
    fn try_from(draft: DraftPanel) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        draft.quorum.check("quorum", &mut faults);
        let mut asked = BTreeMap::new();
        for (place, member) in draft.members.iter().enumerate() {
            let path = format!("members[{place}]");
            if member.weight == 0 {
                let message = "expected a weight of at least 1, got `0`";
                faults.add(format!("{path}.weight"), "approval.member.weight", message);
            }
            if draft.barred.contains(&member.person) {
                if member.mandatory {
                    let message = format!("`{}` has to approve, and may not", member.person);
                    faults.add(
                        format!("{path}.mandatory"),
                        "approval.member.barred",
                        message,
                    );
                }
                continue;
            }
            if asked.insert(member.person, member.clone()).is_some() {
                let message = format!("expected each person once, got `{}` again", member.person);
                faults.add(format!("{path}.person"), "approval.member.twice", message);
            }
        }
        let panel = Self { draft, asked };
        panel.check_reach(&mut faults);
        faults.or(Some(panel))
    }
}

impl Panel {
    /// That it can approve at all. A panel of nobody neither approves nor rejects in silence.
    fn check_reach(&self, faults: &mut Faults) {
        if matches!(self.draft.quorum, Quorum::Automatic { .. }) || !faults.is_empty() {
            return;
        }
        if self.asked.is_empty() {
            let message = "expected somebody who may answer, got nobody";
            faults.add("members", "approval.panel.nobody", message);
        } else if !self.could_approve(&BTreeMap::new()) {
            let all = self.tally(&BTreeMap::new()).silent;
            let message = format!(
                "cannot be reached by all of them: {} people with a weight of {}",
                all.people, all.weight
            );
            faults.add("quorum", "approval.quorum.unreachable", message);
        }
    }

    /// What it is called by.
    pub const fn id(&self) -> &Code {
        &self.draft.id
    }

    /// How many have to approve.
    pub const fn quorum(&self) -> Quorum {
        self.draft.quorum
    }

    /// The raw form it was made from.
    pub const fn draft(&self) -> &DraftPanel {
        &self.draft
    }

    /// Those who are asked and may answer, in the order of their ids.
    pub fn asked(&self) -> impl Iterator<Item = &Member> {
        self.asked.values()
    }

    /// Whether somebody is asked and may answer.
    pub fn asks(&self, person: PersonId) -> bool {
        self.asked.contains_key(&person)
    }

    /// Whether somebody is a member and may not answer.
    pub fn bars(&self, person: PersonId) -> bool {
        self.draft.barred.contains(&person)
    }

    /// How a set of answers divides. Answers of others than those who are asked do not count.
    pub fn tally(&self, answers: &BTreeMap<PersonId, Answer>) -> Tally {
        let mut tally = Tally::default();
        for (person, member) in &self.asked {
            let side = match answers.get(person) {
                Some(Answer::Approve) => &mut tally.approve,
                Some(Answer::Reject) => &mut tally.reject,
                Some(Answer::Abstain) => &mut tally.abstain,
                None => &mut tally.silent,
            };
            side.add(member);
        }
        tally
    }

    /// What a set of answers comes to, whatever the order in which they came.
    pub fn standing(&self, answers: &BTreeMap<PersonId, Answer>) -> Standing {
        if let Quorum::Automatic { approve } = self.draft.quorum {
            return if approve {
                Standing::Approved
            } else {
                Standing::Rejected
            };
        }
        let tally = self.tally(answers);
        if !self.could_approve(answers) {
            return Standing::Rejected;
        }
        if self.reaches(tally, tally.approve) && self.open_mandatory(answers).next().is_none() {
            return Standing::Approved;
        }
        Standing::Open
    }

    /// Whether it could still approve, if all who are silent do.
    pub fn could_approve(&self, answers: &BTreeMap<PersonId, Answer>) -> bool {
        if let Quorum::Automatic { approve } = self.draft.quorum {
            return approve;
        }
        let tally = self.tally(answers);
        let vetoed = self.draft.rejection == Rejection::Veto && tally.reject.people > 0;
        let lost = |it: &Member| it.mandatory && answers.contains_key(&it.person);
        let refused = self.open_mandatory(answers).any(lost);
        !vetoed && !refused && self.reaches(tally, tally.approve.and(tally.silent))
    }

    /// What it still needs; nothing if it is decided.
    pub fn missing(&self, answers: &BTreeMap<PersonId, Answer>) -> Option<Missing> {
        if self.standing(answers) != Standing::Open {
            return None;
        }
        let tally = self.tally(answers);
        let weight = match self.draft.quorum {
            Quorum::Weight { at_least } => at_least.saturating_sub(tally.approve.weight),
            _ => 0,
        };
        let mandatory: Vec<PersonId> = self.open_mandatory(answers).map(|it| it.person).collect();
        let by_heads = self
            .needed(tally)
            .saturating_sub(tally.approve.people)
            .max(u32::try_from(mandatory.len()).unwrap_or(u32::MAX));
        Some(Missing {
            panel: self.draft.id.clone(),
            approvals: by_heads.max(self.fewest_for(weight, answers)),
            weight,
            mandatory,
            silent: self.silent(answers).map(|it| it.person).collect(),
        })
    }

    /// The fewest of the silent whose weights come to so much.
    fn fewest_for(&self, weight: u64, answers: &BTreeMap<PersonId, Answer>) -> u32 {
        let mut weights: Vec<u64> = self.silent(answers).map(|it| it.weight.into()).collect();
        weights.sort_unstable();
        let (mut left, mut fewest) = (weight, 0_u32);
        while left > 0 {
            let Some(heaviest) = weights.pop() else { break };
            left = left.saturating_sub(heaviest);
            fewest = fewest.saturating_add(1);
        }
        fewest
    }

    fn silent<'a>(
        &'a self,
        answers: &'a BTreeMap<PersonId, Answer>,
    ) -> impl Iterator<Item = &'a Member> {
        let silent = |it: &&Member| !answers.contains_key(&it.person);
        self.asked.values().filter(silent)
    }

    /// Those who have to approve and have not.
    fn open_mandatory<'a>(
        &'a self,
        answers: &'a BTreeMap<PersonId, Answer>,
    ) -> impl Iterator<Item = &'a Member> {
        let open = |it: &&Member| it.mandatory && answers.get(&it.person) != Some(&Answer::Approve);
        self.asked.values().filter(open)
    }

    fn needed(&self, tally: Tally) -> u32 {
        let all = u32::try_from(self.asked.len()).unwrap_or(u32::MAX);
        let asked = match self.draft.abstention {
            Abstention::Counts => all,
            Abstention::StepsAside => all.saturating_sub(tally.abstain.people),
        };
        self.draft.quorum.needed(asked)
    }

    fn reaches(&self, tally: Tally, approving: Side) -> bool {
        match self.draft.quorum {
            Quorum::Weight { at_least } => approving.weight >= at_least,
            _ => approving.people >= self.needed(tally),
        }
    }
}
