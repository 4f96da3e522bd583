//! What is odd about waits, ends, and what comes after.

use crate::children::AfterLastChild;
use crate::command::{IncidentCommandKind as Kind, Resolve};
use crate::lint::{Findings, PolicyLint};
use crate::lint_reach::Reach;
use crate::major::Promotion;
use crate::policy::{AutoCloseBasis, HoldRule, IncidentPolicy};
use crate::profile::Profile;
use crate::review::ReviewOnClose;
use crate::state::IncidentStage as Stage;
use crate::task::OpenTasks;
use alloc::format;
use alloc::string::String;
use itsm_core::time::Seconds;

pub(crate) fn lint(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    for (reason, rule) in policy.hold_reasons() {
        wait(&format!("hold_reasons.{reason}"), rule, reach, findings);
    }
    closing(policy, reach, findings);
    children(policy, reach, findings);
    tasks(policy, reach, findings);
    major(policy, reach, findings);
    survey(policy, reach, findings);
    recovery(policy, reach, findings);
}

fn wait(path: &str, rule: HoldRule, reach: &Reach<'_>, findings: &mut Findings) {
    let can = |kind| reach.can_at(kind, Stage::OnHold);
    if !reach.reaches(Stage::OnHold) {
        return;
    }
    if rule.time_out.is_some() && !can(Kind::EndHold) {
        findings.add(
            PolicyLint::TimeOutNever,
            format!("{path}.time_out"),
            "`end_hold` is forbidden, so no wait ends by time",
        );
    }
    let Some(every) = rule.remind_every else {
        return;
    };
    // The wait ends before whatever is due at the same instant.
    let too_late = |length: Option<u64>| match (rule.time_out, length) {
        (Some(end), Some(length)) => can(Kind::EndHold) && length >= end.0,
        (Some(_), None) => can(Kind::EndHold),
        (None, _) => false,
    };
    let path_of_reminder = || format!("{path}.remind_every");
    if rule.resolve_after != Some(0) {
        if !can(Kind::Remind) {
            let message = "`remind` is forbidden, so nobody is reminded";
            findings.add(PolicyLint::ReminderNever, path_of_reminder(), message);
            return;
        }
        if too_late(Some(every.0)) {
            let end = rule.time_out.unwrap_or(every);
            let message = format!("the wait ends after {end}, before the first reminder");
            findings.add(PolicyLint::ReminderNever, path_of_reminder(), message);
            return;
        }
    }
    let Some(count) = rule.resolve_after else {
        return;
    };
    let silence = u64::from(count)
        .checked_add(1)
        .and_then(|times| every.0.checked_mul(times));
    let message = if !can(Kind::ResolveUnanswered) {
        "`resolve_unanswered` is forbidden, so silence resolves nothing".into()
    } else if too_late(silence) {
        let end = rule.time_out.unwrap_or(Seconds(0));
        format!("the wait ends after {end}, before so many reminders have gone out at this pace")
    } else {
        return;
    };
    findings.add(
        PolicyLint::ResolveNever,
        format!("{path}.resolve_after"),
        message,
    );
}

fn closing(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    let Some(close) = policy.auto_close else {
        return;
    };
    if !reach.reaches(Stage::Resolved) {
        return;
    }
    if !reach.can_at(Kind::CloseAutomatically, Stage::Resolved) {
        findings.add(
            PolicyLint::AutoCloseNever,
            "auto_close",
            "`close_automatically` is forbidden, so nothing closes by itself; zero says so more plainly",
        );
        return;
    }
    let basis = close.basis == AutoCloseBasis::Resolution;
    let Some(window) = policy.reopen_window.filter(|it| basis && close.after < *it) else {
        return;
    };
    if reach.can_at(Kind::Reopen, Stage::Resolved) {
        let after = close.after;
        findings.add(
            PolicyLint::ReopenCutShort,
            "reopen_window",
            format!(
                "an incident could be reopened for {window}, and closes by itself after {after}"
            ),
        );
    }
}

fn children(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    let rule = policy.after_last_child;
    let mut never = |message: &str| {
        findings.add(PolicyLint::LastChildNever, "after_last_child", message);
    };
    if rule == AfterLastChild::Leave {
    } else if !reach.can(Kind::LinkParent) {
        never("`link_parent` is forbidden, so no incident has children");
    } else if !reach.can_while_open(Kind::FollowChildren) {
        never("`follow_children` is forbidden, so no parent is resolved with its children");
    } else if rule == AfterLastChild::Close
        && reach.reaches(Stage::Resolved)
        && !reach.can_at(Kind::FollowChildren, Stage::Resolved)
    {
        never(
            "`follow_children` is forbidden where it is resolved, so no parent is closed with its children",
        );
    }
}

fn tasks(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    if !reach.can(Kind::AddTask) || reach.can(Kind::CompleteTask) || reach.can(Kind::CancelTask) {
        return;
    }
    for (path, rule) in [
        ("tasks_on_close", policy.tasks_on_close),
        ("tasks_on_cancel", policy.tasks_on_cancel),
    ] {
        if rule == OpenTasks::Refuse {
            let message =
                "nobody can complete or cancel a task, so an incident with one never ends so";
            findings.add(PolicyLint::TasksNever, path, message);
        }
    }
}

fn major(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    let becomes_major = [Kind::AcceptMajor, Kind::DeclareMajor];
    if !becomes_major.into_iter().any(|kind| reach.can(kind)) {
        return;
    }
    let resolved = reach.reaches(Stage::Resolved);
    let can_review = |stage| reach.can_at(Kind::RecordReview, stage);
    if resolved && policy.review_on_close() == ReviewOnClose::Refuse && !can_review(Stage::Resolved)
    {
        findings.add(
            PolicyLint::ReviewNever,
            "major.review_on_close",
            "no review can be recorded before closing, so no major incident is ever closed",
        );
    } else if resolved && policy.review_within().is_some() && !reach.can(Kind::RecordReview) {
        findings.add(
            PolicyLint::ReviewNever,
            "major.review_within",
            "no review can be recorded, so every one falls overdue",
        );
    }
    if policy.promotion() == Promotion::NewParent && reach.can(Kind::ProposeMajor) {
        promotion(policy, reach, findings);
    }
}

fn promotion(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    let mut never = |message: String| {
        findings.add(PolicyLint::PromotionNever, "major.promotion", message);
    };
    for kind in [Kind::DemoteMajor, Kind::LinkParent] {
        if !reach.can_while_open(kind) {
            never(format!(
                "`{kind}` is part of it and is never possible for the candidate"
            ));
        }
    }
    if !reach.can_at(Kind::DeclareMajor, Stage::New) {
        never("`declare_major` is part of it and is never possible for a new incident".into());
    }
    // The parent gets neither the number of the candidate nor its links.
    for field in ["number", "links"] {
        let place = Profile::OPTIONAL.iter().position(|it| *it == field);
        if place.is_some_and(|it| policy.registration.contains(&it)) {
            never(format!(
                "`registration` demands `{field}`, which the new parent does not have"
            ));
        }
    }
}

fn survey(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    let rules = policy.survey();
    if rules.scale == 0 || !reach.reaches(Stage::Closed) {
        return;
    }
    if rules.window == Seconds(0) {
        let message = "the time to answer is over at the instant of closing";
        findings.add(PolicyLint::SurveyNever, "survey.window", message);
    } else if !reach.can_at(Kind::AnswerSurvey, Stage::Closed) {
        let message = "nobody can answer it; zero says so more plainly";
        findings.add(PolicyLint::SurveyNever, "survey.scale", message);
    }
}

/// What a recovery of monitoring says when it resolves.
const OF_A_RECOVERY: [&str; 2] = ["notes", "restored_at"];

fn recovery(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    if !policy.alerts().recovery_resolves {
        return;
    }
    let rules = policy.rules(Kind::Resolve);
    let fields = rules.map(|it| it.fields.as_slice()).unwrap_or_default();
    let missing = fields
        .iter()
        .filter_map(|place| Resolve::OPTIONAL.get(*place))
        .find(|field| !OF_A_RECOVERY.contains(field));
    let message = match missing {
        Some(field) => format!("`resolve` demands `{field}`, which monitoring never gives"),
        None if !reach.can_while_open(Kind::Resolve) => "`resolve` is never possible".into(),
        None => return,
    };
    findings.add(
        PolicyLint::RecoveryRefused,
        "alerts.recovery_resolves",
        message,
    );
}
