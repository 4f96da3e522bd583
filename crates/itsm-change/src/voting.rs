//! Voting: who may answer in which panel, and what an answer brings.

use crate::approval::{
    Answer, ApprovalRule, AskedPanel, CastVote, RecordApproval, RecordedVote, VoteCast,
};
use crate::authorization::{Authorization, VoteRefused};
use crate::change::Change;
use crate::command::ChangeCommandKind as Kind;
use crate::content::Fingerprint;
use crate::course::Course;
use crate::decide::{Cx, Decision};
use crate::delegation::Delegations;
use crate::error::{ChangeError, Law};
use crate::event::ChangeEvent;
use crate::panel::{Panel, Seats};
use crate::refuse::{No, not_ahead};
use crate::state::ChangeStage;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::id::PersonId;
use itsm_core::text::{Code, Note};
use itsm_core::time::Instant;

/// Those who are asked, and how far that has come; `course` is `None` after the decision.
struct Asked<'a> {
    rule: &'a ApprovalRule,
    of: Authorization,
    course: Option<Course>,
}

/// An answer that somebody wants to give.
struct Given<'a> {
    by: PersonId,
    /// The roles in which it can be given.
    roles: Vec<&'a Role>,
    panel: Option<&'a Code>,
    member: Option<PersonId>,
    delegations: Option<&'a Delegations>,
    content: Option<Fingerprint>,
    answer: Answer,
    at: Instant,
    comment: Option<&'a Note>,
}

impl Asked<'_> {
    /// The panels in which an answer can be written down: those that are asked, and those that were.
    fn panels(&self) -> impl Iterator<Item = (&Panel, &AskedPanel)> {
        let stages = self.of.stages().iter().enumerate();
        let reached =
            stages.filter(|(i, _)| self.course.as_ref().is_none_or(|it| *i <= it.stage()));
        let panels = reached.flat_map(|(_, it)| &it.panels);
        let people = panels.filter_map(|it| Some((it, self.rule.panel(it.id())?)));
        people.filter(|(it, asked)| {
            it.seats() != Seats::Vacant && (asked.is_named() || asked.roles().is_some())
        })
    }

    fn is_past(&self, panel: &Code) -> bool {
        let course = self.course.as_ref();
        course.is_none_or(|it| it.is_past(&self.of, panel))
    }

    /// Every role that could answer somewhere.
    fn roles(&self) -> Vec<String> {
        let roles = self.rule.panels().filter_map(AskedPanel::roles).flatten();
        let roles: BTreeSet<String> = roles.map(ToString::to_string).collect();
        roles.into_iter().collect()
    }
}

impl Change {
    /// Those who may answer now, or could have.
    fn asked<'a>(&self, kind: Kind, cx: &Cx<'a>) -> Result<Asked<'a>, ChangeError> {
        let rule = self
            .model(cx.policy)
            .and_then(|it| Self::approval_rule(it, cx.policy));
        let asked = self.stage() == ChangeStage::Authorize || self.decided;
        match (rule, self.authorization(cx.policy)) {
            (Some(rule), Some(of)) if asked && self.asks_people(cx.policy) => {
                let course = self.course(cx.policy);
                Ok(Asked { rule, of, course })
            }
            _ => self.no(Law::VoteNotAsked, kind, cx.policy).err(),
        }
    }

    fn bars(&self, asked: &AskedPanel, panel: &Panel, voter: PersonId) -> bool {
        asked.separate && (panel.bars(voter) || self.barred().any(|it| it == voter))
    }

    pub(crate) fn gate_of_voting(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), ChangeError> {
        let all = self.asked(kind, cx)?;
        let no = |law| self.no(law, kind, cx.policy);
        if all.panels().next().is_none() {
            return no(Law::VoteNotConvened).err();
        }
        if kind == Kind::RecordApproval {
            return Ok(());
        }
        let Some(voter) = cx.actor.person_id() else {
            return no(Law::VoteWithoutRole).param("roles", all.roles()).err();
        };
        // Who is asked by name may let anybody stand in.
        let may = |asked: &AskedPanel| {
            let held = asked.roles().map(|it| it.iter().any(|it| cx.actor.has(it)));
            held.unwrap_or(true)
        };
        let mut seats = all.panels().filter(|(_, asked)| may(asked)).peekable();
        if seats.peek().is_none() {
            return no(Law::VoteWithoutRole).param("roles", all.roles()).err();
        }
        if seats.all(|(panel, asked)| self.bars(asked, panel, voter)) {
            return no(Law::VoteOnOwn).text("person", &voter).err();
        }
        Ok(())
    }

    pub(crate) fn cast_vote(&self, it: &CastVote, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decision {
        let all = self.asked(Kind::CastVote, cx)?;
        let Some(by) = cx.actor.person_id() else {
            return no(Law::VoteWithoutRole).param("roles", all.roles()).err();
        };
        let roles = all.rule.panels().filter_map(AskedPanel::roles).flatten();
        let given = Given {
            by,
            roles: roles.filter(|it| cx.actor.has(it)).collect(),
            panel: it.panel.as_ref(),
            member: it.member,
            delegations: it.delegations.as_ref(),
            content: it.content,
            answer: it.answer,
            at: cx.occurred.unwrap_or(cx.now),
            comment: it.comment.as_ref(),
        };
        self.take_answer(&given, &all, cx, no)
    }

    pub(crate) fn record_approval(
        &self,
        it: &RecordApproval,
        cx: &Cx<'_>,
        no: impl Fn(Law) -> No,
    ) -> Decision {
        let all = self.asked(Kind::RecordApproval, cx)?;
        not_ahead("given_at", Some(it.given_at), cx.now, &no)?;
        let given = Given {
            by: it.approver,
            roles: it.role.iter().collect(),
            panel: it.panel.as_ref(),
            member: it.member,
            delegations: it.delegations.as_ref(),
            content: None,
            answer: it.answer,
            at: it.given_at,
            comment: Some(&it.how),
        };
        self.take_answer(&given, &all, cx, no)
    }

    fn take_answer(
        &self,
        given: &Given<'_>,
        all: &Asked<'_>,
        cx: &Cx<'_>,
        no: impl Fn(Law) -> No,
    ) -> Decision {
        let content = self.content(cx.policy);
        let Some(seen) = content else {
            return no(Law::VoteNotAsked).err();
        };
        if let Some(other) = given.content.filter(|it| *it != seen) {
            return no(Law::VoteContentChanged)
                .text("expected", &seen)
                .text("got", &other)
                .err();
        }
        let (panel, asked) = self.panel_for(given, all, &no)?;
        let member = given.member.unwrap_or(given.by);
        let role = asked.roles().and_then(|it| {
            let held = given.roles.iter().copied();
            held.filter(|role| it.contains(role)).min()
        });
        if asked.roles().is_some() && (role.is_none() || member != given.by) {
            return no(Law::VoteWithoutRole).param("roles", all.roles()).err();
        }
        if self.bars(asked, panel, given.by) {
            return no(Law::VoteOnOwn).text("person", &given.by).err();
        }
        let nobody = Delegations::default();
        let vote = all.of.vote(
            panel.id(),
            (member, given.by),
            given.answer,
            (given.at, cx.now),
            given.delegations.unwrap_or(&nobody),
        );
        let vote = match vote {
            Ok(vote) => vote,
            Err(VoteRefused::NoDelegation { member, by }) => {
                return no(Law::VoteNoDelegation)
                    .text("member", &member)
                    .text("person", &by)
                    .err();
            }
            Err(VoteRefused::Barred(person)) => {
                return no(Law::VoteOnOwn).text("person", &person).err();
            }
            Err(_) => {
                return no(Law::VoteWithoutSeat)
                    .text("person", &member)
                    .text("panel", panel.id())
                    .err();
            }
        };
        let over = match &all.course {
            Some(course) => self
                .stage_ends_at(&all.of, course)
                .is_some_and(|it| it < cx.now),
            None => true,
        };
        let late = over || all.is_past(panel.id());
        let way = (vote.way.len() > 1).then_some(vote.way);
        let vote = RecordedVote {
            content: Some(seen),
            role: role.cloned(),
            way,
            comment: given.comment.cloned(),
            ..RecordedVote::new(
                given.by,
                panel.id().clone(),
                given.answer,
                given.at,
                cx.now,
                self.round,
                late,
            )
        };
        Ok(self.take_vote(vote, &all.of, cx))
    }

    /// The panel in which an answer is given: the one that is named, or the first in which it can be
    /// given, before all one that is asked and in which it was not given yet.
    fn panel_for<'a>(
        &self,
        given: &Given<'_>,
        all: &'a Asked<'_>,
        no: impl Fn(Law) -> No,
    ) -> Result<(&'a Panel, &'a AskedPanel), ChangeError> {
        let member = given.member.unwrap_or(given.by);
        if let Some(id) = given.panel {
            if all.rule.panel(id).is_none() {
                return no(Law::VotePanelUnknown).text("panel", id).err();
            }
            let found = all.panels().find(|(it, _)| it.id() == id);
            return match found {
                Some(found) => Ok(found),
                None => no(Law::VotePanelNotAsked).text("panel", id).err(),
            };
        }
        let fits = |(panel, asked): &(&Panel, &AskedPanel)| {
            let role = |it: &BTreeSet<Role>| given.roles.iter().any(|role| it.contains(*role));
            asked.roles().is_none_or(role)
                && panel.asks(member)
                && !self.bars(asked, panel, given.by)
        };
        let answered = |panel: &Panel| {
            let mut votes = self.standing_votes();
            votes.any(|it| it.panel == *panel.id() && it.member() == member)
        };
        let order = |(panel, _): &(&Panel, &AskedPanel)| (all.is_past(panel.id()), answered(panel));
        let best = all.panels().filter(fits).min_by_key(order);
        let first = || {
            all.panels()
                .min_by_key(|(panel, _)| all.is_past(panel.id()))
        };
        match best.or_else(first) {
            Some(found) => Ok(found),
            None => no(Law::VoteNotConvened).err(),
        }
    }

    fn take_vote(&self, vote: RecordedVote, of: &Authorization, cx: &Cx<'_>) -> Vec<ChangeEvent> {
        let decision = if vote.late {
            None
        } else {
            let course = self.walk(of, self.standing_votes().chain([&vote]));
            self.decision(&course, vote.comment.as_ref(), cx.policy)
        };
        let mut events = vec![VoteCast::new(vote).into()];
        events.extend(decision);
        events
    }
}
