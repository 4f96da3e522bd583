//! Approval: who was asked, what they answered, and what follows.
//!
//! An answer belongs to a round. A round begins when approval is asked for, and ends when it was
//! given or refused, when somebody takes the request back, or when what was to be approved is
//! edited: an approval is one of what was seen, not of whatever stands there now. Answers that come
//! after the decision, or after the time that a stage has, are kept, and decide nothing.
//!
//! Who is asked, in which order and by which count, an [`ApprovalRule`] of the policy says; how
//! answers are counted is in [`authorization`](crate::authorization).

pub use crate::approval_rule::{ApprovalRule, AskedPanel, AskedStage, Who};
use crate::authorization::{Authorization, Vote};
use crate::change::Change;
use crate::content::Fingerprint;
use crate::course::Course;
use crate::delegation::Delegations;
pub use crate::panel::{Answer, Missing};
use crate::policy::ChangePolicy;
use crate::state::ChangeStage;
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::id::PersonId;
use itsm_core::text::{Code, Note};
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
    /// Answer, as somebody who was asked.
    pub struct CastVote {
        /// What.
        answer: Answer,
    } optional {
        /// In which panel; absent: the first that is asked and in which the answer can be given.
        panel: Code,
        /// For whom of the panel; absent: for oneself.
        #[doc(alias = "on behalf of")]
        member: PersonId,
        /// The delegations that the host knows, if the answer is given for somebody else.
        delegations: Delegations,
        /// What was seen: the [content](Change::content) that was shown. If it does not stand there any
        /// more, the answer is refused.
        content: Fingerprint,
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
        /// What.
        answer: Answer,
        /// When. When it was written down, the event says.
        given_at: Instant,
        /// How: by telephone, in a meeting.
        how: Note,
    } optional {
        /// In which role, if a panel asks whoever holds one.
        role: Role,
        /// In which panel; absent: the first that is asked and in which the answer can be given.
        panel: Code,
        /// For whom of the panel; absent: for the one who answered.
        member: PersonId,
        /// The delegations that the host knows, if the answer was given for somebody else.
        delegations: Delegations,
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
    } optional {
        /// What was authorized.
        content: Fingerprint,
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
        /// In which panel.
        panel: Code,
        /// What.
        answer: Answer,
        /// When.
        given_at: Instant,
        /// When it was written down: later, if it was given by word of mouth.
        recorded_at: Instant,
        /// In which round of asking.
        round: u32,
        /// Whether it came after the decision or the time of its panel, and decides nothing.
        late: bool,
    } optional {
        /// What was there to be seen when it was written down.
        content: Fingerprint,
        /// In which role, if the panel asks whoever holds one.
        role: Role,
        /// How it came to be given for somebody else: from the member of the panel to whoever
        /// answered, both included. Absent: for oneself.
        way: Vec<PersonId>,
        /// What there is to say, or how it was given.
        comment: Note,
    }
}

impl RecordedVote {
    /// For whom of the panel it was given: for whoever gave it, unless that one stood in.
    pub fn member(&self) -> PersonId {
        let way = self.way.as_ref().and_then(|it| it.first());
        way.copied().unwrap_or(self.voter)
    }

    /// Whether somebody has had a hand in it: gave it, or was stood in for.
    pub(crate) fn is_of(&self, person: PersonId) -> bool {
        self.voter == person || self.way.iter().flatten().any(|it| *it == person)
    }

    pub(crate) fn counted(&self) -> Vote {
        Vote::new(
            self.panel.clone(),
            self.member(),
            self.answer,
            self.given_at,
            self.recorded_at,
            Vec::new(),
        )
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

    /// What was authorized, if its authorization stands.
    pub const fn authorized_content(&self) -> Option<Fingerprint> {
        self.approved
    }

    /// Everybody who is asked, or would be, and in which order; `None` if its model asks for no
    /// approval.
    pub fn authorization(&self, policy: &ChangePolicy) -> Option<Authorization> {
        let rule = Self::approval_rule(self.model(policy)?, policy)?;
        if self.stage() == ChangeStage::Authorize || self.decided {
            return rule.authorization(self, &self.appointed, &self.kept_out);
        }
        rule.authorization(self, &self.appointed, &self.barred().collect())
    }

    /// How far its authorization has come; `None` unless people are asked now.
    pub fn course(&self, policy: &ChangePolicy) -> Option<Course> {
        let of = self.authorization(policy)?;
        let asked = self.stage() == ChangeStage::Authorize;
        asked.then(|| self.walk(&of, self.standing_votes()))
    }

    /// Who still has to approve, panel by panel; nobody unless people are asked now.
    ///
    /// ```
    /// # use itsm_core::{actor::{Actor, Role}, context::Context, id::{PersonId, ChangeId}, text::{Code, Title}};
    /// # use itsm_change::{Change, approval::*, command::*, draft::DraftChangePolicy, kind::*, policy::ChangePolicy, profile::*};
    /// # let ana = Actor::person(PersonId::from_key(1)).with(Role::CHANGE_AUTHORITY);
    /// let mut draft = DraftChangePolicy::default();
    /// let two = ApprovalRule::of_roles(Code::new("board")?, [Role::CHANGE_AUTHORITY], 2);
    /// draft.approvals.insert("authority".into(), two);
    /// draft.models.get_mut("normal").unwrap().required.clear();
    /// let policy = ChangePolicy::try_from(draft)?;
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
    /// # let profile = ChangeProfile::new(Title::new("A bigger queue")?, ChangeType::Normal, Magnitude::Minor);
    /// # let (mut change, _) = Change::register(ChangeId::from_key(1), profile, [], &cx)?;
    /// # change.execute(Submit::new(), &cx)?;
    /// change.execute(RequestAuthorization::new(), &cx)?;
    /// change.execute(CastVote::new(Answer::Approve), &cx)?;
    /// let missing = &change.missing_approvals(&policy)[0];
    /// assert_eq!((missing.panel.as_str(), missing.approvals), ("board", 1));
    /// assert!(change.could_be_authorized(&policy));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn missing_approvals(&self, policy: &ChangePolicy) -> Vec<Missing> {
        match (self.authorization(policy), self.course(policy)) {
            (Some(of), Some(course)) => of.missing(&course),
            _ => Vec::new(),
        }
    }

    /// Whether it is authorized, or could still be if everybody approves who has not answered.
    pub fn could_be_authorized(&self, policy: &ChangePolicy) -> bool {
        match (self.authorization(policy), self.course(policy)) {
            (Some(of), Some(course)) => of.could_approve(&course),
            (Some(_), None) => self.authorized || !self.decided,
            _ => true,
        }
    }

    /// When the time of those who are asked now is over, if their stage has an end.
    pub fn approval_ends_at(&self, policy: &ChangePolicy) -> Option<Instant> {
        let of = self.authorization(policy)?;
        let course = self.course(policy)?;
        self.stage_ends_at(&of, &course)
    }

    pub(crate) fn stage_ends_at(&self, of: &Authorization, course: &Course) -> Option<Instant> {
        let within = of.stages().get(course.stage())?.within?;
        // After a rest they have as much time as before.
        within.after(course.asked_at()?.max(self.asked_at?))
    }
}
