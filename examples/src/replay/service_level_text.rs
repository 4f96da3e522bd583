//! The clocks of the map, in the report as text.

use super::layout::{LISTED, Page, Table, grouped, percent};
use super::report::{MetOf, Report, SourceSla};
use super::service_level::{ClockResult, Compared, Disagreement, Outcomes, Verdict};

pub(crate) fn write(report: &Report, page: &mut Page) {
    let Some(levels) = &report.service_levels else {
        return;
    };
    page.section("Service-level targets, by the clocks of the map");
    for (i, clock) in levels.clocks.iter().enumerate() {
        if i > 0 {
            page.0.push(String::new());
        }
        page.text(&title(clock));
        let tool = report
            .source_sla
            .as_ref()
            .filter(|_| clock.compared.is_some());
        page.table(&outcomes(clock, tool));
        remarks(clock, page);
        if let Some(compared) = &clock.compared {
            page.0.push(String::new());
            agreement(compared, page);
            disagreements(&compared.disagreements, page);
        }
    }
    if !levels.findings.is_empty() {
        page.0.push(String::new());
        page.text("What is odd about these clocks:");
        for finding in &levels.findings {
            page.item(finding);
        }
    }
}

fn title(clock: &ClockResult) -> String {
    let hours = match &clock.calendar {
        Some(calendar) => format!("in the calendar `{calendar}`"),
        None => "around the clock".into(),
    };
    let agreement = match &clock.agreement {
        Some(agreement) => format!(" by the agreement `{agreement}`"),
        None => String::new(),
    };
    let (id, measures) = (&clock.clock, &clock.measures);
    let measures = if id == measures {
        String::new()
    } else {
        format!(" measures {measures}")
    };
    format!("The clock `{id}`{measures}{agreement}, {hours}:")
}

/// One line for each priority; beside it what the tool says, if that can be compared.
fn outcomes(clock: &ClockResult, tool: Option<&SourceSla>) -> Table {
    let mut head = vec![
        "priority", "met", "missed", "of both", "active", "canceled", "no clock",
    ];
    if tool.is_some() {
        head.extend(["tool: met", "of cases", "of all"]);
    }
    let mut table = Table::new(&head);
    let mut row = |name: &str, it: &Outcomes, of: Option<MetOf>| {
        let ended = it.met + it.missed;
        let mut cells = vec![
            name.to_owned(),
            grouped(it.met),
            grouped(it.missed),
            percent(it.met, ended),
            grouped(it.active),
            grouped(it.canceled),
            grouped(it.never_attached),
        ];
        if let Some(of) = of {
            cells.extend([
                grouped(of.met),
                grouped(of.total),
                percent(of.met, of.total),
            ]);
        }
        table.row(cells);
    };
    for (priority, it) in clock.by_priority.iter().flatten() {
        let of = tool.map(|sla| {
            let by_priority = sla.by_priority.as_ref();
            let of = by_priority.and_then(|it| it.get(priority));
            of.copied().unwrap_or_default()
        });
        row(priority, it, of);
    }
    let of = tool.map(|sla| MetOf {
        met: sla.met,
        total: sla.total,
    });
    row("all", &clock.cases, of);
    table
}

fn remarks(clock: &ClockResult, page: &mut Page) {
    let remarks = [
        (
            clock.cases.active_and_late,
            "Active cases that were late already when the log ended",
        ),
        (
            clock.cases.with_errors,
            "Cases with an event that the clock did not take (see the quality of the data)",
        ),
        (
            clock.earlier_clocks,
            "Earlier clocks, not counted because a later one of the same case took their place",
        ),
    ];
    for (n, what) in remarks.into_iter().filter(|(n, _)| *n > 0) {
        page.text(&format!("{what}: {}.", grouped(n)));
    }
}

fn agreement(compared: &Compared, page: &mut Page) {
    let (both, agreed) = compared.agreed();
    page.text("Cases of which the clock and the tool both say whether the target was met:");
    let mut table = Table::new(&["", "cases", "of all"]);
    for (what, n) in [
        ("agree", agreed),
        ("  both say met", compared.both_met),
        ("  both say missed", compared.both_missed),
        ("disagree", both - agreed),
        ("  only the clock says met", compared.only_clock_met),
        ("  only the tool says met", compared.only_tool_met),
    ] {
        table.row([what.into(), grouped(n), percent(n, both)]);
    }
    page.table(&table);
    for (who, n) in [
        ("tool", compared.only_tool_judges),
        ("clock", compared.only_clock_judges),
    ] {
        if n > 0 {
            let n = grouped(n);
            page.text(&format!("Cases of which the {who} alone says so: {n}."));
        }
    }
}

fn disagreements(list: &[Disagreement], page: &mut Page) {
    if list.is_empty() {
        return;
    }
    page.0.push(String::new());
    page.text("Where they disagree:");
    let head = [
        "case",
        "priority",
        "by the clock",
        "by the tool",
        "hours counted",
        "due (UTC)",
        "ended (UTC)",
    ];
    let mut table = Table::new(&head).left(1).left(2).left(3);
    for it in list.iter().take(LISTED) {
        table.row([
            it.case.clone(),
            it.priority.clone().unwrap_or_default(),
            verdict(it.clock).into(),
            verdict(it.tool).into(),
            it.elapsed_seconds.map_or_else(|| "–".into(), hours),
            minute(it.due.as_deref()),
            minute(it.ended.as_deref()),
        ]);
    }
    page.table(&table);
    if list.len() > LISTED {
        let more = grouped((list.len() - LISTED) as u64);
        page.text(&format!("and {more} more; --json lists all of them."));
    }
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::Missed => "missed",
    }
}

/// Seconds as hours, to a hundredth, cut off: what is not late does not look late.
fn hours(seconds: u64) -> String {
    format!("{}.{:02}", grouped(seconds / 3600), seconds % 3600 / 36)
}

/// An instant of RFC 3339 to the minute, as people write it.
fn minute(at: Option<&str>) -> String {
    let text = at.and_then(|it| it.get(..16));
    text.map_or_else(|| "–".into(), |it| it.replace('T', " "))
}
