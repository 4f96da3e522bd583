//! The minutes of those who authorize changes together: what was answered, and what came of it.

use crate::agenda::{Meeting, MeetingNames, called, told};
use crate::approval::{Answer, RecordedVote};
use crate::change::Change;
use crate::state::ChangeStage;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;
use itsm_core::markdown::{head, joined, plain, row};
use itsm_core::plain_enum;
use itsm_core::time::Instant;

plain_enum! {
    /// What a meeting has come to about a change.
    pub enum Resolution {
        /// It may be made.
        Authorized = "authorized",
        /// It may not.
        Rejected = "rejected",
        /// Others are still to answer.
        Open = "open",
        /// It was edited, or taken back, after the answers: they count no longer.
        Void = "void",
    }
}

/// What was answered in a meeting about one change.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Minute<'a> {
    /// The change.
    pub change: &'a Change,
    /// The answers that were written down in the meeting, in order.
    pub votes: Vec<&'a RecordedVote>,
    /// What they have come to, as things stand now.
    pub resolution: Resolution,
}

/// The minutes of a meeting that lasted until an instant: the changes about which somebody has
/// answered in it, in the order of the first answers.
///
/// Source: FitSM-1 PR12.4 (decisions on changes are recorded); ISO/IEC 20000-1 8.5.1.3.
#[doc(alias = "CAB minutes")]
pub fn minutes<'a>(
    meeting: &Meeting<'_>,
    until: Instant,
    changes: impl IntoIterator<Item = &'a Change>,
) -> Vec<Minute<'a>> {
    let within = |it: &&RecordedVote| meeting.at <= it.recorded_at && it.recorded_at <= until;
    let minute = |change: &'a Change| {
        let votes: Vec<&RecordedVote> = change.votes().iter().filter(within).collect();
        let last = *votes.last()?;
        Some(Minute {
            change,
            resolution: resolution(change, last),
            votes,
        })
    };
    let mut all: Vec<Minute<'a>> = changes.into_iter().filter_map(minute).collect();
    all.sort_by_key(|it| {
        let first = it.votes.first().map(|it| it.recorded_at);
        (first, it.change.id())
    });
    all
}

fn resolution(change: &Change, last: &RecordedVote) -> Resolution {
    if last.round != change.round {
        return Resolution::Void;
    }
    if change.authorized {
        return Resolution::Authorized;
    }
    if change.decided {
        return Resolution::Rejected;
    }
    if change.stage() == ChangeStage::Authorize {
        return Resolution::Open;
    }
    Resolution::Void
}

/// Minutes as Markdown.
pub fn to_markdown(
    minutes: &[Minute<'_>],
    meeting: &Meeting<'_>,
    names: &impl MeetingNames,
) -> String {
    let (name, at) = (plain(meeting.name), told(meeting.at));
    let mut page = format!("# {name}: minutes\n\n{at}\n");
    if minutes.is_empty() {
        page.push_str("\nNobody has answered.\n");
    }
    for it in minutes {
        let title = called(it.change);
        let _ = write!(page, "\n## {title}: {}\n\n", it.resolution);
        head(
            &mut page,
            &["Panel", "Who", "Answer", "When", "What was said"],
        );
        for vote in &it.votes {
            row(&mut page, cells(vote, names));
        }
        let missing = it.change.missing_approvals(meeting.policy);
        if !missing.is_empty() {
            let panels = missing.iter().map(|it| {
                let panel = plain(it.panel.as_str());
                format!("{panel} ({} more)", it.approvals)
            });
            let panels = joined(panels.collect::<Vec<_>>(), ", ");
            let _ = write!(page, "\nStill to answer: {panels}.\n");
        }
    }
    page
}

fn cells(vote: &RecordedVote, names: &impl MeetingNames) -> [String; 5] {
    let person = |it| plain(&names.person(it));
    let who = if vote.member() == vote.voter {
        person(vote.voter)
    } else {
        format!("{} for {}", person(vote.voter), person(vote.member()))
    };
    let answer = match vote.answer {
        Answer::Approve => "approves",
        Answer::Reject => "rejects",
        Answer::Abstain => "abstains",
    };
    let late = if vote.late { ", too late to count" } else { "" };
    let said = vote.comment.as_ref().map(|it| plain(it.as_str()));
    [
        plain(vote.panel.as_str()),
        who,
        format!("{answer}{late}"),
        told(vote.given_at),
        said.unwrap_or_default(),
    ]
}
