//! The agenda of those who authorize changes together: what is to be decided, what went wrong since
//! they last met, and what lies ahead.
//!
//! A board is one authority among others, and often none is needed. Where people meet, they look at
//! the same page.

use crate::change::Change;
use crate::conflict::{ConflictNames, ConflictReport, MissingFact};
use crate::kind::ChangeType;
use crate::outcome::OutcomeCode;
use crate::panel::Seats;
use crate::policy::ChangePolicy;
use crate::state::ChangeStage;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;
use itsm_core::id::{ChangeId, PersonId, ServiceId};
use itsm_core::markdown::{head, joined, plain, row};
use itsm_core::plain_enum;
use itsm_core::time::Instant;

/// What people call those who meet, beside the names of items and changes.
pub trait MeetingNames: ConflictNames {
    /// A person.
    fn person(&self, person: PersonId) -> String {
        format!("person {person}")
    }

    /// A service.
    fn service(&self, service: ServiceId) -> String {
        format!("service {service}")
    }
}

/// A meeting of those who authorize changes.
#[derive(Debug, Clone, Copy)]
pub struct Meeting<'a> {
    /// What it is called.
    pub name: &'a str,
    /// When they last met: what has happened since is looked at.
    pub since: Instant,
    /// When they meet.
    pub at: Instant,
    /// The policy of the changes.
    pub policy: &'a ChangePolicy,
    /// The conflicts of changes, as they were found last. A change without an entry was not checked.
    pub conflicts: &'a BTreeMap<ChangeId, ConflictReport>,
}

plain_enum! {
    /// Why a change that was made is looked at.
    pub enum LookAgain {
        /// It did not do what it should.
        Failed = "failed",
        /// It did what it should, and something went wrong on the way.
        WithIssues = "with_issues",
        /// It has caused an incident.
        CausedIncidents = "caused_incidents",
        /// It was made without having been authorized.
        Unauthorized = "unauthorized",
        /// It could not wait for the ordinary way.
        Emergency = "emergency",
    }
}

/// What a meeting has before it.
///
/// Source: FitSM-1 PR12.4 and PR12.5; ITIL 4 change enablement (change authority, review).
#[doc(alias = "CAB agenda")]
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Agenda<'a> {
    /// The changes whose authorization is asked for: those first that are planned first, and those
    /// without a time last.
    pub to_authorize: Vec<&'a Change>,
    /// The changes that were made since the last meeting and did not go as they should, or not the
    /// ordinary way, in the order in which they were made.
    pub to_look_at: Vec<(&'a Change, Vec<LookAgain>)>,
    /// The changes that are authorized and still to be made, in the order of their times.
    pub ahead: Vec<&'a Change>,
}

impl<'a> Agenda<'a> {
    /// The agenda of a meeting, from the records of changes in any order.
    pub fn of(meeting: &Meeting<'_>, changes: impl IntoIterator<Item = &'a Change>) -> Self {
        let mut agenda = Self {
            to_authorize: Vec::new(),
            to_look_at: Vec::new(),
            ahead: Vec::new(),
        };
        for change in changes {
            match change.stage() {
                ChangeStage::Authorize if !change.is_held() => agenda.to_authorize.push(change),
                ChangeStage::Scheduled => agenda.ahead.push(change),
                _ => {}
            }
            let why = looked_at(change, meeting.since, meeting.at);
            if !why.is_empty() {
                agenda.to_look_at.push((change, why));
            }
        }
        let planned = |it: &&Change| {
            let start = it.window().map(|it| it.start);
            (start.is_none(), start, it.id())
        };
        agenda.to_authorize.sort_by_key(planned);
        agenda.ahead.sort_by_key(planned);
        agenda
            .to_look_at
            .sort_by_key(|(it, _)| (made_at(it), it.id()));
        agenda
    }

    /// The agenda as Markdown. What people wrote stands in it as they wrote it, and means nothing
    /// else.
    pub fn to_markdown(&self, meeting: &Meeting<'_>, names: &impl MeetingNames) -> String {
        let mut page = format!("# {}\n\n{}\n", plain(meeting.name), told(meeting.at));
        page.push_str("\n## To be authorized\n\n");
        if self.to_authorize.is_empty() {
            page.push_str("Nothing.\n");
        } else {
            head(
                &mut page,
                &["Change", "Type", "Magnitude", "Risk", "Planned"],
            );
            for it in &self.to_authorize {
                let risk = it.risk_level().map(|it| plain(&it.to_string()));
                let cells = [
                    called(it),
                    it.kind().as_str().into(),
                    it.magnitude().as_str().into(),
                    risk.unwrap_or_else(|| "not known".into()),
                    planned(it),
                ];
                row(&mut page, cells);
            }
            for it in &self.to_authorize {
                page.push_str(&self::one(it, meeting, names));
            }
        }
        let _ = write!(page, "\n## Since {}\n\n", told(meeting.since));
        if self.to_look_at.is_empty() {
            page.push_str("Nothing to look at.\n");
        } else {
            head(&mut page, &["Change", "Why", "Outcome"]);
            for (it, why) in &self.to_look_at {
                let why = joined(why.iter().map(|it| it.as_str().replace('_', " ")), ", ");
                row(&mut page, [called(it), why, outcome(it)]);
            }
        }
        page.push_str("\n## Ahead\n\n");
        if self.ahead.is_empty() {
            page.push_str("Nothing.\n");
        } else {
            head(&mut page, &["Planned", "Change", "Type"]);
            for it in &self.ahead {
                row(
                    &mut page,
                    [planned(it), called(it), it.kind().as_str().into()],
                );
            }
        }
        page
    }
}

/// When it was made, or found to have been.
fn made_at(change: &Change) -> Option<Instant> {
    change.finished_at().or(match change.kind() {
        ChangeType::Unauthorized => Some(change.registered_at().0),
        _ => None,
    })
}

fn looked_at(change: &Change, since: Instant, until: Instant) -> Vec<LookAgain> {
    let Some(made) = made_at(change).filter(|it| since < *it && *it <= until) else {
        return Vec::new();
    };
    let code = change.outcome().map(|it| it.code);
    let emergency = change.kind() == ChangeType::Emergency && change.finished_at() == Some(made);
    let found = [
        (code == Some(OutcomeCode::Unsuccessful), LookAgain::Failed),
        (
            code == Some(OutcomeCode::SuccessfulWithIssues),
            LookAgain::WithIssues,
        ),
        (change.caused().next().is_some(), LookAgain::CausedIncidents),
        (
            change.kind() == ChangeType::Unauthorized,
            LookAgain::Unauthorized,
        ),
        (emergency, LookAgain::Emergency),
    ];
    let found = found.into_iter().filter(|it| it.0);
    found.map(|it| it.1).collect()
}

/// A change as people speak of it: its number, or else its id, and its title.
pub(crate) fn called(change: &Change) -> String {
    let number = change.profile().number.as_ref();
    let number = number.map_or_else(|| change.id().to_string(), ToString::to_string);
    format!("{} {}", plain(&number), plain(change.title().as_str()))
}

fn planned(change: &Change) -> String {
    match change.window() {
        Some(it) => format!("{} to {}", told(it.start), told(it.end)),
        None => "no time".into(),
    }
}

fn outcome(change: &Change) -> String {
    match change.outcome() {
        Some(it) if it.backed_out => "backed out".into(),
        Some(it) => it.code.as_str().replace('_', " "),
        None => "not known".into(),
    }
}

pub(crate) fn told(at: Instant) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// Everything about one change that somebody has to know who authorizes it.
fn one(change: &Change, meeting: &Meeting<'_>, names: &impl MeetingNames) -> String {
    let mut page = format!("\n### {}\n\n", called(change));
    let mut line = |what: &str, text: &str| {
        let _ = writeln!(page, "- {what}: {text}");
    };
    let profile = change.profile();
    if let Some(why) = &profile.justification {
        line("Why", &plain(why.as_str()));
    }
    if let Some(it) = &profile.emergency {
        let kind = it.kind.as_str().replace('_', " ");
        line(
            "Emergency",
            &format!("{kind}, {}", plain(it.criterion.as_str())),
        );
    }
    let items = change.cis().map(|it| plain(&names.ci(it)));
    let services = change.services().map(|it| plain(&names.service(it)));
    let touched: Vec<String> = services.chain(items).collect();
    let nothing = touched.is_empty();
    let touched = joined(touched, ", ");
    line(
        "Touches",
        if nothing {
            "nothing that is known"
        } else {
            &touched
        },
    );
    if let Some(it) = &change.assessment().impact {
        line("Impact", &plain(it.as_str()));
    }
    if let Some(it) = &change.assessment().risk {
        line("Risk", &plain(it.as_str()));
    }
    for reason in change.risk().iter().flat_map(|it| &it.found.reasons) {
        line("Risk found", &plain(&reason.to_string()));
    }
    let plans = change.plans();
    line(
        "Back-out plan",
        match &plans.back_out {
            None => "none",
            Some(it) if it.points.is_empty() => "yes",
            Some(_) => "yes, up to a point of no return",
        },
    );
    line(
        "Test plan",
        if plans.test.is_some() { "yes" } else { "none" },
    );
    match meeting.conflicts.get(&change.id()) {
        None => line("Conflicts", "not checked"),
        Some(it) if it.conflicts.is_empty() => line("Conflicts", "none"),
        Some(it) => {
            for conflict in it.conflicts.iter().filter(|it| it.missing.is_none()) {
                line("Conflict", &plain(&conflict.reason_with(names)));
            }
            let missing = it.conflicts.iter().filter_map(|it| it.missing);
            let mut missing: Vec<&str> = missing.map(MissingFact::as_str).collect();
            missing.dedup();
            if !missing.is_empty() {
                let missing = joined(missing, ", ").replace('_', " ");
                line("Not checked, since it is not known", &missing);
            }
        }
    }
    for missing in change.missing_approvals(meeting.policy) {
        let panel = plain(missing.panel.as_str());
        let need = if missing.seats == Seats::Vacant {
            "nobody is appointed yet".into()
        } else {
            let needed = match missing.weight {
                0 => format!("{} more", missing.approvals),
                weight => format!("{} more, of a weight of {weight}", missing.approvals),
            };
            let silent = missing.silent.iter().map(|it| {
                let name = plain(&names.person(*it));
                let must = missing.mandatory.contains(it);
                if must {
                    format!("{name} (mandatory)")
                } else {
                    name
                }
            });
            let silent = joined(silent.collect::<Vec<_>>(), ", ");
            if silent.is_empty() {
                needed
            } else {
                format!("{needed}; silent: {silent}")
            }
        };
        line("Missing", &format!("{panel}: {need}"));
    }
    page
}
