//! Approval: who was asked, what they answered, and what follows.
//!
//! An answer belongs to a round. A round begins when approval is asked for, and ends when it was
//! given or refused, when somebody takes the request back, or when what was to be approved is
//! edited: an approval is one of what was seen, not of whatever stands there now. Answers that come
//! after the decision are kept, and decide nothing.

use crate::change::Change;
use crate::command::ChangeCommandKind as Kind;
use crate::decide::{Cx, Decision};
use crate::error::{ChangeError, Law};
use crate::event::ChangeEvent;
use crate::kind::ChangeType;
use crate::model::ChangeModel;
pub use crate::panel::Answer;
use crate::policy::ChangePolicy;
use crate::refuse::{No, not_ahead};
use crate::state::ChangeStage;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::id::PersonId;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What a policy lets follow when a change is rejected.
    pub enum OnRejection {
        /// It is given up.
        Cancel = "cancel",
        /// It goes back to where it began, to be reworked.
        Rework = "rework",
    }
}

plain_enum! {
    /// How the approval of a change stands.
    pub enum ApprovalStanding {
        /// Nobody is asked in the state in which it is.
        NotAsked = "not_asked",
        /// Some are asked and have not all answered.
        Requested = "requested",
        /// It rests: until it goes on, nobody needs to answer.
        NotRequired = "not_required",
        /// It was given, or needed nobody.
        Approved = "approved",
    }
}

wire_struct! {
    /// Who authorizes the changes of a model. A board is one authority among others: a role may be
    /// that of a peer, of a manager, or of a board.
    ///
    /// Source: FitSM-1 PR12.4 (the level of approval follows defined criteria); ITIL 4 change
    /// enablement (change authority).
    #[doc(alias = "CAB")]
    #[doc(alias = "ECAB")]
    pub struct ApprovalRule {
        /// The roles of those who may answer.
        roles: BTreeSet<Role>,
        /// How many have to approve. None: it is authorized as soon as it is asked for.
        at_least: u32,
        /// Whether those who ask for a change or make it are barred from authorizing it.
        #[doc(alias = "segregation of duties")]
        separate: bool,
    }
}

wire_struct! {
    /// Answer, as somebody who was asked.
    pub struct CastVote {
        /// What.
        answer: Answer,
    } optional {
        /// What there is to say.
        comment: Note,
    }
}
wire_struct! {
    /// Write down what somebody answered in another way, such as by telephone.
    #[doc(alias = "verbal approval")]
    pub struct RecordApproval {
        /// Who answered.
        approver: PersonId,
        /// In which role.
        role: Role,
        /// What.
        answer: Answer,
        /// When. When it was written down, the event says.
        given_at: Instant,
        /// How: by telephone, in a meeting.
        how: Note,
    }
}
wire_struct! {
    /// Somebody answered.
    pub struct VoteCast {
        /// What.
        vote: RecordedVote,
    }
}
wire_struct! {
    /// Approval is asked for.
    pub struct AuthorizationRequested {}
}
wire_struct! {
    /// It was authorized.
    pub struct Authorized {
        /// Where it goes.
        to: ChangeStage,
    }
}
wire_struct! {
    /// It was rejected.
    pub struct Rejected {
        /// Where it goes.
        to: ChangeStage,
    } optional {
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// What had been approved is not what stands there now: approval is asked for again.
    pub struct ApprovalsInvalidated {
        /// Where it had stood.
        from: ChangeStage,
    }
}

wire_struct! {
    /// An answer, as the record keeps it.
    pub struct RecordedVote {
        /// Who answered.
        voter: PersonId,
        /// In which role.
        role: Role,
        /// What.
        answer: Answer,
        /// When.
        given_at: Instant,
        /// When it was written down: later, if it was given by word of mouth.
        recorded_at: Instant,
        /// In which round of asking.
        round: u32,
        /// Whether it came after the decision, and decides nothing.
        late: bool,
    } optional {
        /// What there is to say, or how it was given.
        comment: Note,
    }
}

/// What the answers of a round come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Approved,
    Pending,
    Rejected,
}

impl ApprovalRule {
    /// Whether somebody has to answer.
    pub const fn asks_people(&self) -> bool {
        self.at_least > 0
    }

    /// What the answers of a round come to. The last answer of each counts, and one rejection
    /// rejects.
    pub(crate) fn verdict<'a>(&self, votes: impl Iterator<Item = &'a RecordedVote>) -> Verdict {
        let last: BTreeMap<PersonId, Answer> = votes.map(|it| (it.voter, it.answer)).collect();
        if last.values().any(|it| *it == Answer::Reject) {
            return Verdict::Rejected;
        }
        let approvals = last.values().filter(|it| **it == Answer::Approve).count();
        if u32::try_from(approvals).is_ok_and(|it| it >= self.at_least) {
            return Verdict::Approved;
        }
        Verdict::Pending
    }
}

impl Change {
    /// Every answer that was ever given, in the order in which they were written down.
    pub fn votes(&self) -> &[RecordedVote] {
        &self.votes
    }

    /// The answers that count now.
    pub fn standing_votes(&self) -> impl Iterator<Item = &RecordedVote> {
        let round = self.round;
        self.votes
            .iter()
            .filter(move |it| it.round == round && !it.late)
    }

    /// How its approval stands.
    pub fn approval(&self) -> ApprovalStanding {
        match self.stage() {
            ChangeStage::Authorize if self.is_held() => ApprovalStanding::NotRequired,
            ChangeStage::Authorize => ApprovalStanding::Requested,
            ChangeStage::New | ChangeStage::Assess => ApprovalStanding::NotAsked,
            _ if self.authorized => ApprovalStanding::Approved,
            _ => ApprovalStanding::NotAsked,
        }
    }

    /// Those who may not authorize it: whoever asks for it or makes it.
    pub fn barred(&self) -> impl Iterator<Item = PersonId> {
        let profile = &self.profile;
        [profile.requester, profile.assignee].into_iter().flatten()
    }

    pub(crate) fn approval_rule<'a>(
        model: &ChangeModel,
        policy: &'a ChangePolicy,
    ) -> Option<&'a ApprovalRule> {
        model.approval.as_ref().and_then(|it| policy.approval(it))
    }

    /// The rule by which those are asked who may answer now, or could have.
    fn asked<'a>(&self, kind: Kind, cx: &Cx<'a>) -> Result<&'a ApprovalRule, ChangeError> {
        let rule = self
            .model(cx.policy)
            .and_then(|it| Self::approval_rule(it, cx.policy));
        let asked = self.stage() == ChangeStage::Authorize || self.decided;
        match rule {
            Some(rule) if asked && rule.asks_people() => Ok(rule),
            _ => self.no(Law::VoteNotAsked, kind, cx.policy).err(),
        }
    }

    fn bars(&self, rule: &ApprovalRule, voter: PersonId) -> bool {
        rule.separate && self.barred().any(|it| it == voter)
    }

    /// Whether somebody has approved it who may then not make it.
    pub(crate) fn has_approved(&self, person: PersonId, policy: &ChangePolicy) -> bool {
        let model = self.model(policy);
        let rule = model.and_then(|it| Self::approval_rule(it, policy));
        let approved = |it: &RecordedVote| it.voter == person && it.answer == Answer::Approve;
        rule.is_some_and(|it| it.separate) && self.standing_votes().any(approved)
    }

    pub(crate) fn gate_of_voting(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), ChangeError> {
        let rule = self.asked(kind, cx)?;
        if kind == Kind::RecordApproval {
            return Ok(());
        }
        let no = |law| self.no(law, kind, cx.policy);
        let held = rule.roles.iter().find(|it| cx.actor.has(it));
        let (Some(voter), Some(_)) = (cx.actor.person_id(), held) else {
            let roles: Vec<String> = rule.roles.iter().map(ToString::to_string).collect();
            return no(Law::VoteWithoutRole).param("roles", roles).err();
        };
        if self.bars(rule, voter) {
            return no(Law::VoteOnOwn).text("person", &voter).err();
        }
        Ok(())
    }

    pub(crate) fn cast_vote(&self, it: &CastVote, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decision {
        let rule = self.asked(Kind::CastVote, cx)?;
        let held = rule.roles.iter().find(|it| cx.actor.has(it));
        let (Some(voter), Some(held)) = (cx.actor.person_id(), held) else {
            return no(Law::VoteNotAsked).err();
        };
        let given_at = cx.occurred.unwrap_or(cx.now);
        let vote = self.vote(voter, held, it.answer, given_at, cx);
        let vote = RecordedVote {
            comment: it.comment.clone(),
            ..vote
        };
        Ok(self.take_vote(vote, rule, cx))
    }

    pub(crate) fn record_approval(
        &self,
        it: &RecordApproval,
        cx: &Cx<'_>,
        no: impl Fn(Law) -> No,
    ) -> Decision {
        let rule = self.asked(Kind::RecordApproval, cx)?;
        not_ahead("given_at", Some(it.given_at), cx.now, &no)?;
        if !rule.roles.contains(&it.role) {
            let roles: Vec<String> = rule.roles.iter().map(ToString::to_string).collect();
            return no(Law::VoteWithoutRole).param("roles", roles).err();
        }
        if self.bars(rule, it.approver) {
            return no(Law::VoteOnOwn).text("person", &it.approver).err();
        }
        let vote = self.vote(it.approver, &it.role, it.answer, it.given_at, cx);
        Ok(self.take_vote(vote.comment(it.how.clone()), rule, cx))
    }

    fn vote(
        &self,
        voter: PersonId,
        role: &Role,
        answer: Answer,
        given_at: Instant,
        cx: &Cx<'_>,
    ) -> RecordedVote {
        let late = self.stage() != ChangeStage::Authorize;
        RecordedVote::new(
            voter,
            role.clone(),
            answer,
            given_at,
            cx.now,
            self.round,
            late,
        )
    }

    fn take_vote(&self, vote: RecordedVote, rule: &ApprovalRule, cx: &Cx<'_>) -> Vec<ChangeEvent> {
        let verdict = if vote.late {
            Verdict::Pending
        } else {
            rule.verdict(self.standing_votes().chain([&vote]))
        };
        let reason = vote.comment.clone();
        let mut events = vec![VoteCast::new(vote).into()];
        match verdict {
            Verdict::Approved => events.extend(self.authorized_event(cx.policy)),
            Verdict::Pending => {}
            Verdict::Rejected => {
                let to = self.after_rejection(cx.policy);
                events.push(Rejected { to, reason }.into());
            }
        }
        events
    }

    /// Where it goes when it is rejected. What was made already cannot be unmade by a rejection: it
    /// is reviewed.
    fn after_rejection(&self, policy: &ChangePolicy) -> ChangeStage {
        if self.profile.kind == ChangeType::Unauthorized {
            return ChangeStage::Review;
        }
        match policy.on_rejection() {
            OnRejection::Cancel => ChangeStage::Canceled,
            OnRejection::Rework => ChangeStage::New,
        }
    }

    fn authorized_event(&self, policy: &ChangePolicy) -> Option<ChangeEvent> {
        let model = self.model(policy)?;
        Some(Authorized::new(model.after(ChangeStage::Authorize)).into())
    }

    /// What follows when it comes to be authorized: nobody is asked, if the rule needs nobody.
    pub(crate) fn on_asking(model: &ChangeModel, policy: &ChangePolicy) -> Option<ChangeEvent> {
        let rule = Self::approval_rule(model, policy)?;
        let to = model.after(ChangeStage::Authorize);
        (!rule.asks_people()).then(|| Authorized::new(to).into())
    }

    /// What an edit of what is approved brings: the answers that were given are void.
    pub(crate) fn with_invalidation(
        &self,
        edit: ChangeEvent,
        policy: &ChangePolicy,
    ) -> Vec<ChangeEvent> {
        let rule = self
            .model(policy)
            .and_then(|it| Self::approval_rule(it, policy));
        let asks = rule.is_some_and(ApprovalRule::asks_people);
        let void = match self.stage() {
            ChangeStage::Authorize => self.standing_votes().next().is_some(),
            ChangeStage::Scheduled => true,
            _ => false,
        };
        let mut events = vec![edit];
        if asks && void {
            events.push(ApprovalsInvalidated::new(self.stage()).into());
        }
        events
    }

    /// A new round of asking begins.
    pub(crate) fn begin_round(&mut self, at: Instant) {
        self.round = self.round.saturating_add(1);
        self.asked_at = Some(at);
        self.authorized = false;
        self.decided = false;
    }
}
