//! What was found, as text and as JSON.

use super::model::{Finding, Model};
use itsm::change::conflict::{Conflict, ConflictNames as _};
use itsm::change::planned::PlannedChange;
use itsm::change::slots::FreeSlot;
use itsm::core::time::Instant;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The words of a day and a time.
fn told(at: Instant) -> String {
    at.format("%a %-d %b %H:%M").to_string()
}

fn window(planned: &PlannedChange) -> String {
    let draft = planned.draft();
    match (draft.start, draft.end) {
        (Some(start), Some(end)) => range(start, end),
        (Some(start), None) => format!("from {}, end not known", told(start)),
        _ => "dates not known".to_owned(),
    }
}

fn range(start: Instant, end: Instant) -> String {
    let same = start.date_naive() == end.date_naive();
    let end = if same {
        end.format("%H:%M").to_string()
    } else {
        told(end)
    };
    format!("{} to {end}", told(start))
}

pub(super) fn text(model: &Model, findings: &[Finding]) -> String {
    let mut text = String::new();
    let conflicts: usize = findings.iter().map(|it| it.report.conflicts.len()).sum();
    let with = findings
        .iter()
        .filter(|it| !it.report.conflicts.is_empty())
        .count();
    let _ = writeln!(
        text,
        "{}: {} changes, {with} of them with {conflicts} conflicts, as of {} UTC\n",
        model.name,
        model.changes.len(),
        model.now.format("%a %-d %b %Y %H:%M"),
    );
    let mut free = Vec::new();
    for ((id, planned), finding) in model.changes.iter().zip(findings) {
        if finding.report.conflicts.is_empty() {
            free.push(id.as_str());
            continue;
        }
        let draft = planned.draft();
        let (title, kind) = (&draft.title, draft.change_type);
        let _ = writeln!(text, "{id}  {title} ({kind}), {}", window(planned));
        for it in &finding.report.conflicts {
            let (effect, severity) = (it.effect, it.severity);
            let reason = it.reason_with(model);
            let _ = writeln!(text, "  - {} [{severity}, {effect}]: {reason}", it.kind);
        }
        let _ = writeln!(text, "  next free: {}\n", next(finding));
    }
    if !free.is_empty() {
        let _ = writeln!(text, "Without conflict: {}", free.join(", "));
    }
    text
}

fn next(finding: &Finding) -> String {
    let Some(slots) = &finding.slots else {
        return "nobody can say, since its dates are not known".to_owned();
    };
    let Some(first) = slots.slots.first() else {
        return format!("none until {}", told(slots.searched_until));
    };
    let more = slots.slots.len() - 1;
    let later = if first.latest_start > first.start {
        format!(", or a start until {}", told(first.latest_start))
    } else {
        String::new()
    };
    let others = match more {
        0 => String::new(),
        1 => "; 1 more stretch".to_owned(),
        _ => format!("; {more} more stretches"),
    };
    let only = if slots.missing.is_empty() {
        ""
    } else {
        ", as far as is known"
    };
    format!("{}{later}{others}{only}", range(first.start, first.end))
}

fn conflict(model: &Model, it: &Conflict) -> Value {
    let others = it.others.iter().flatten().map(|it| model.change(*it));
    let lost = it.lost.iter().flatten().map(|it| model.ci(*it));
    json!({
        "kind": it.kind,
        "severity": it.severity,
        "effect": it.effect,
        "reason": it.reason_with(model),
        "others": others.collect::<Vec<_>>(),
        "schedule": it.schedule,
        "item": it.ci.map(|it| model.ci(it)),
        "related": it.related.map(|it| model.ci(it)),
        "from": it.from,
        "until": it.until,
        "lost": lost.collect::<Vec<_>>(),
        "missing": it.missing,
    })
}

/// # Errors
/// None is known; a value that cannot be written is told.
pub(super) fn json(model: &Model, findings: &[Finding]) -> Result<String, String> {
    let all = model.changes.iter().zip(findings);
    let changes = all.map(|((id, planned), finding)| {
        let slots: Option<&[FreeSlot]> = finding.slots.as_ref().map(|it| it.slots.as_slice());
        let conflicts = finding.report.conflicts.iter();
        json!({
            "id": id,
            "title": planned.draft().title,
            "start": planned.draft().start,
            "end": planned.draft().end,
            "evaluated": finding.report.is_evaluated(),
            "blocked": finding.report.blocks(),
            "conflicts": conflicts.map(|it| conflict(model, it)).collect::<Vec<_>>(),
            "next_free": slots.map(|it| it.first()),
        })
    });
    let whole = json!({
        "name": model.name,
        "checked_at": model.now,
        "changes": changes.collect::<Vec<_>>(),
    });
    let written = serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())?;
    Ok(written + "\n")
}
