//! Panels: some people who are asked, and what their answers come to.
//!
//! What a set of answers comes to depends on nothing but the set: not on the order in which they
//! came, and not on who is asked first. In time, the first decision that is reached stays; that is
//! in [`authorization`](crate::authorization).

pub use crate::ballot::{Abstention, Answer, Missing, Rejection, Seats, Side, Standing, Tally};
use crate::quorum::Quorum;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::free_text::FreeText;
use itsm_core::id::PersonId;
use itsm_core::text::Code;
use itsm_core::wire_struct;

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
    } optional {
        /// Who has a seat in it; absent: those who are listed.
        seats: Seats,
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
    /// Those who may answer, in the order of their ids.
    asked: Vec<Member>,
}

/// A tally, and how it stands with those whose approval nothing can replace.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    tally: Tally,
    /// One of them has not approved.
    lacks_mandatory: bool,
    /// One of them has answered otherwise.
    lost_mandatory: bool,
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
        let mut asked: BTreeMap<PersonId, Member> = BTreeMap::new();
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
        check_seats(&draft, &mut faults);
        let asked = asked.into_values().collect();
        let panel = Self { draft, asked };
        panel.check_reach(&mut faults);
        faults.or(Some(panel))
    }
}

impl Panel {
    /// That it can approve at all. A panel of nobody neither approves nor rejects in silence.
    fn check_reach(&self, faults: &mut Faults) {
        let named = self.seats() == Seats::Named;
        if matches!(self.draft.quorum, Quorum::Automatic { .. }) || !named || !faults.is_empty() {
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

    /// Who has a seat in it.
    pub fn seats(&self) -> Seats {
        self.draft.seats.unwrap_or(Seats::Named)
    }

    /// The raw form it was made from.
    pub const fn draft(&self) -> &DraftPanel {
        &self.draft
    }

    /// Those who are asked by name and may answer, in the order of their ids.
    pub fn asked(&self) -> impl Iterator<Item = &Member> {
        self.asked.iter()
    }

    /// Whether somebody is asked and may answer.
    pub fn asks(&self, person: PersonId) -> bool {
        if self.seats() == Seats::Open {
            return !self.bars(person);
        }
        self.asked
            .binary_search_by_key(&person, |it| it.person)
            .is_ok()
    }

    /// Whether somebody is a member and may not answer.
    pub fn bars(&self, person: PersonId) -> bool {
        self.draft.barred.contains(&person)
    }

    /// How a set of answers divides. Answers of others than those who are asked do not count.
    pub fn tally(&self, answers: &BTreeMap<PersonId, Answer>) -> Tally {
        self.count(answers).tally
    }

    fn count(&self, answers: &BTreeMap<PersonId, Answer>) -> Count {
        let mut count = Count::default();
        if self.seats() == Seats::Open {
            for (person, answer) in answers.iter().filter(|it| !self.bars(*it.0)) {
                let one = Member::new(*person, 1_u32, false);
                count.tally.side(Some(*answer)).add(&one);
            }
            return count;
        }
        let mut given = answers.iter().peekable();
        // Both are in the order of ids.
        for member in &self.asked {
            while given.next_if(|it| *it.0 < member.person).is_some() {}
            let answer = given.next_if(|it| *it.0 == member.person);
            let answer = answer.map(|it| *it.1);
            count.tally.side(answer).add(member);
            if member.mandatory && answer != Some(Answer::Approve) {
                count.lacks_mandatory = true;
                count.lost_mandatory |= answer.is_some();
            }
        }
        count
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
        let count = self.count(answers);
        if !self.could(&count) {
            return Standing::Rejected;
        }
        if self.reaches(count.tally, count.tally.approve) && !count.lacks_mandatory {
            return Standing::Approved;
        }
        Standing::Open
    }

    /// Whether it could still approve, if all who are silent do.
    pub fn could_approve(&self, answers: &BTreeMap<PersonId, Answer>) -> bool {
        if let Quorum::Automatic { approve } = self.draft.quorum {
            return approve;
        }
        self.could(&self.count(answers))
    }

    fn could(&self, count: &Count) -> bool {
        let tally = count.tally;
        let vetoed = self.draft.rejection == Rejection::Veto && tally.reject.people > 0;
        if self.seats() != Seats::Named {
            // Others may come.
            return !vetoed;
        }
        let reachable = tally.approve.and(tally.silent);
        !vetoed && !count.lost_mandatory && self.reaches(tally, reachable)
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
            seats: self.seats(),
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
        self.asked.iter().filter(silent)
    }

    /// Those who have to approve and have not.
    fn open_mandatory<'a>(
        &'a self,
        answers: &'a BTreeMap<PersonId, Answer>,
    ) -> impl Iterator<Item = &'a Member> {
        let open = |it: &&Member| it.mandatory && answers.get(&it.person) != Some(&Answer::Approve);
        self.asked.iter().filter(open)
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

/// What can be asked of a panel whose members nobody has listed.
fn check_seats(draft: &DraftPanel, faults: &mut Faults) {
    let seats = draft.seats.unwrap_or(Seats::Named);
    if seats == Seats::Named {
        return;
    }
    if !draft.members.is_empty() {
        let message = format!("expected nobody, since its seats are `{seats}`");
        faults.add("members", "approval.panel.seats", message);
    }
    let counted = matches!(draft.quorum, Quorum::First {} | Quorum::AtLeast { .. });
    if seats == Seats::Open && !counted {
        let message = "of nobody knows how many, expected `first` or `at_least`";
        faults.add("quorum", "approval.panel.open", message);
    }
    if seats == Seats::Open && draft.rejection != Rejection::Veto {
        let message = "others may always come, and nobody is outvoted: expected `veto`";
        faults.add("rejection", "approval.panel.open", message);
    }
}
