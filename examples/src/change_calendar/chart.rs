//! The schedule in a terminal: a row for each change, a column for some hours.

use super::model::{Finding, Model};
use itsm::change::windows::{LaidWindows, WindowKind};
use itsm::core::time::Instant;
use std::fmt::Write as _;

const COLUMNS: usize = 84;
const NAMES: usize = 34;

/// Draws the changes of the file, those that begin first first.
pub(super) fn chart(model: &Model, laid: &LaidWindows<'_>, findings: &[Finding]) -> String {
    let (from, until) = model.range();
    let seconds = until.signed_duration_since(from).num_seconds().max(1);
    let columns = i64::try_from(COLUMNS).unwrap_or(1);
    let per_column = (seconds / columns).max(1);
    let column = |at: Instant| {
        let passed = at.signed_duration_since(from).num_seconds();
        usize::try_from(passed.max(0) / per_column)
            .unwrap_or(0)
            .min(COLUMNS - 1)
    };
    let mut text = String::new();
    let mut days = vec![' '; COLUMNS + 8];
    let mut at = from;
    let mut next_free = 0;
    while at < until {
        let place = column(at);
        if place >= next_free {
            let label = at.format("|%-d %b").to_string();
            next_free = place + label.chars().count() + 1;
            for (slot, c) in days[place..].iter_mut().zip(label.chars()) {
                *slot = c;
            }
        }
        at += itsm::core::time::chrono::TimeDelta::days(1);
    }
    let days: String = days.into_iter().collect();
    let _ = writeln!(text, "{:NAMES$} {}", "", days.trim_end());
    for (name, kind, spans) in laid.drawn(from, until) {
        let mark = if kind == WindowKind::Freeze { 'x' } else { '-' };
        let mut row = vec![' '; COLUMNS];
        for (start, end) in spans {
            let last = column(end - itsm::core::time::chrono::TimeDelta::nanoseconds(1));
            row[column(start)..=last].fill(mark);
        }
        line(&mut text, name, &row);
    }
    let mut rows: Vec<_> = model.changes.iter().zip(findings).collect();
    rows.retain(|((_, it), _)| it.counts());
    rows.sort_by_key(|((_, it), _)| (it.draft().start.is_none(), it.draft().start));
    for ((id, planned), finding) in rows {
        let mut row = vec![' '; COLUMNS];
        let clashes = !finding.report.conflicts.is_empty();
        if let Some((start, end)) = planned.window() {
            let last = column(end - itsm::core::time::chrono::TimeDelta::nanoseconds(1));
            row[column(start)..=last].fill(if clashes { '#' } else { '=' });
        } else {
            row[0] = '?';
        }
        line(&mut text, &format!("{id} {}", planned.draft().title), &row);
    }
    text.push_str("\n= planned   # in conflict   ? dates not known   - maintenance window   x freeze (times in UTC)\n");
    text
}

fn line(text: &mut String, name: &str, row: &[char]) {
    let mut name: String = name.to_owned();
    if name.chars().count() > NAMES {
        name = name.chars().take(NAMES - 1).collect();
        name.push('…');
    }
    let row: String = row.iter().collect();
    let _ = writeln!(text, "{name:NAMES$} {}", row.trim_end());
}
