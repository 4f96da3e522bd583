//! The report as text, for somebody who runs a service desk.

use super::layout::{LISTED, Page, Table, grouped, percent, wrapped};
use super::quality::Findings;
use super::report::Report;
use super::service_level_text;
use super::statistics::Hours;
use std::io::{self, Write};

/// The widest matrix that is shown; a list takes its place.
const MATRIX: usize = 100;

/// Writes the report as text.
///
/// # Errors
/// The writer fails.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::default();
    headline(report, &mut page);
    states(report, &mut page);
    transitions(report, &mut page);
    priorities(report, &mut page);
    handling(report, &mut page);
    times(report, &mut page);
    sla(report, &mut page);
    service_level_text::write(report, &mut page);
    links(report, &mut page);
    conformance(report, &mut page);
    quality(report, &mut page);
    notes(report, &mut page);
    for line in page.0 {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn headline(report: &Report, page: &mut Page) {
    let title = format!("Replay of {}", report.log.name);
    page.0.push(title.clone());
    page.0.push("=".repeat(title.chars().count()));
    let day = |at: &Option<String>| {
        at.as_deref()
            .map_or("?", |it| it.get(..10).unwrap_or(it))
            .to_owned()
    };
    let mut text = format!(
        "{} cases, {} events",
        grouped(report.cases),
        grouped(report.events)
    );
    if report.log.first_event.is_some() {
        let (first, last) = (day(&report.log.first_event), day(&report.log.last_event));
        text = format!("{text}, from {first} to {last}");
    }
    page.0.push(String::new());
    page.0.push(text);
    page.0
        .push(format!("read with the map \"{}\"", report.log.map));
}

fn states(report: &Report, page: &mut Page) {
    page.section("States");
    let head = [
        "state",
        "in the lifecycle",
        "events",
        "cases begin",
        "cases end",
    ];
    let mut table = Table::new(&head).left(1);
    for state in &report.states {
        let target = state
            .target
            .as_ref()
            .map_or_else(|| "undeclared".into(), ToString::to_string);
        let numbers = [state.events, state.first, state.last].map(number);
        table.row([state.name.clone(), target].into_iter().chain(numbers));
    }
    page.table(&table);
}

fn transitions(report: &Report, page: &mut Page) {
    page.section("From one event of a case to the next");
    let (pairs, changes) = (report.pairs(), report.changes());
    page.text(&format!(
        "{} pairs of events; {} of them change the state.",
        grouped(pairs),
        grouped(changes)
    ));
    let matrix = matrix(report);
    if matrix.width() <= MATRIX {
        return page.table(&matrix);
    }
    let mut table = Table::new(&["from", "to", "pairs"]).left(1);
    for (&(from, to), &pairs) in &report.transitions {
        let names = [from, to].map(|it| report.states[it].name.clone());
        table.row(names.into_iter().chain([grouped(pairs)]));
    }
    page.table(&table);
}

fn matrix(report: &Report) -> Table {
    let n = report.states.len();
    let places: Vec<String> = (1..=n).map(|it| format!("to {it}")).collect();
    let head = ["from"]
        .into_iter()
        .chain(places.iter().map(String::as_str));
    let mut table = Table::new(&head.collect::<Vec<_>>());
    for (i, state) in report.states.iter().enumerate() {
        let name = format!("{:>2} {}", i + 1, state.name);
        let cells = (0..n).map(|to| number(report.transitions.get(&(i, to)).copied().unwrap_or(0)));
        table.row([name].into_iter().chain(cells));
    }
    table
}

fn priorities(report: &Report, page: &mut Page) {
    let Some(priority) = &report.priority else {
        return;
    };
    page.section("Priorities as they were given");
    let mut table = Table::new(&["impact", "urgency", "priority", "events"])
        .left(1)
        .left(2);
    for ((impact, urgency), cell) in &priority.cells {
        let most = cell.values().max();
        for (given, &events) in cell {
            let odd = if Some(&events) == most {
                ""
            } else {
                "  differs from most"
            };
            table.row([
                impact.clone(),
                urgency.clone(),
                format!("{given}{odd}"),
                grouped(events),
            ]);
        }
    }
    page.table(&table);
    page.text(&match priority.contradictions {
        0 => "Impact and urgency decide the priority without exception.".into(),
        n => format!(
            "{} events have another priority than most of the same impact and urgency.",
            grouped(n)
        ),
    });
}

fn handling(report: &Report, page: &mut Page) {
    page.section("Reopened and reassigned");
    let reopened = &report.reopened;
    let mut table = Table::new(&["", "cases", "of all"]);
    let mut row = |what: &str, cases: Option<u64>| {
        if let Some(cases) = cases {
            table.row([what.into(), grouped(cases), percent(cases, report.cases)]);
        }
    };
    row("reopened, by the tool's own counter", reopened.by_counter);
    row(
        "reopened, seen as resolved and then open",
        Some(reopened.by_transition),
    );
    row("closed and then open again", Some(reopened.from_closed));
    row("reassigned, by the tool's own counter", report.reassigned);
    row("assigned to more than one group", report.group_changed);
    page.table(&table);
    page.text(&format!(
        "Resolved and then open happened {} times in all.",
        grouped(reopened.events)
    ));
    if reopened
        .by_counter
        .is_some_and(|it| it != reopened.by_transition)
    {
        page.text("The tool's counter and its states disagree about what was reopened.");
    }
}

fn times(report: &Report, page: &mut Page) {
    let rows = [
        ("opened to resolved", &report.time_to_resolve),
        ("resolved to closed", &report.time_to_close),
    ];
    if rows.iter().all(|(_, hours)| hours.is_none()) {
        return;
    }
    page.section("How long it took, in hours");
    let mut table = Table::new(&["", "cases", "median", "75 of 100", "90 of 100"]);
    let mut negative = 0;
    for (what, hours) in rows {
        let Some(Hours {
            n,
            median,
            p75,
            p90,
            negative: before,
        }) = hours
        else {
            continue;
        };
        negative += before;
        let shown =
            [median, p75, p90].map(|it| it.map_or_else(|| "–".into(), |it| format!("{it:.2}")));
        table.row([what.into(), grouped(*n)].into_iter().chain(shown));
    }
    page.table(&table);
    if negative > 0 {
        page.text(&format!(
            "{} spans that end before they begin are left out.",
            grouped(negative)
        ));
    }
}

fn sla(report: &Report, page: &mut Page) {
    let Some(sla) = &report.source_sla else {
        return;
    };
    page.section("Service-level targets, by the tool's own account");
    let mut table = Table::new(&["priority", "met", "of cases", "of all"]);
    let by_priority = sla.by_priority.iter().flatten();
    for (priority, of) in by_priority {
        table.row([
            priority.clone(),
            grouped(of.met),
            grouped(of.total),
            percent(of.met, of.total),
        ]);
    }
    table.row([
        "all".into(),
        grouped(sla.met),
        grouped(sla.total),
        percent(sla.met, sla.total),
    ]);
    page.table(&table);
}

fn links(report: &Report, page: &mut Page) {
    let Some(links) = &report.links else { return };
    page.section("Cases that link to another record");
    let mut table = Table::new(&["link", "cases", "of all"]);
    for (name, cases) in &links.0 {
        table.row([
            name.replace('_', " "),
            grouped(*cases),
            percent(*cases, report.cases),
        ]);
    }
    page.table(&table);
}

fn conformance(report: &Report, page: &mut Page) {
    let verdicts = &report.conformance;
    page.section("What the incident lifecycle says");
    let changes = report.changes();
    let refused: u64 = verdicts.refused.iter().map(|it| it.count).sum();
    let mut table = Table::new(&["", "changes of state", "of all"]);
    let rows = [
        ("accepted", verdicts.accepted),
        ("refused", refused),
        (
            "from or to a state that the map does not know",
            verdicts.undeclared,
        ),
    ];
    for (what, n) in rows {
        table.row([what.into(), grouped(n), percent(n, changes)]);
    }
    page.table(&table);
    for rule in &verdicts.refused {
        page.0.push(String::new());
        let changes = if rule.count == 1 { "change" } else { "changes" };
        page.text(&format!(
            "{} {changes} refused by {}:",
            grouped(rule.count),
            rule.rule
        ));
        page.0.extend(wrapped("    ", &rule.about));
    }
    if !verdicts.notes.is_empty() {
        page.0.push(String::new());
        for note in &verdicts.notes {
            page.item(note);
        }
    }
}

fn quality(report: &Report, page: &mut Page) {
    let quality = &report.quality;
    page.section("Quality of the data");
    let mut kinds = vec![
        ("rows rejected", &quality.rejected),
        ("events in an undeclared state", &quality.undeclared_states),
        (
            "events recorded before the one above them in the case",
            &quality.backwards_time,
        ),
        (
            "events whose counter runs backwards",
            &quality.backwards_counter,
        ),
        ("cells that cannot be read", &quality.unreadable_cells),
    ];
    if let Some(clocks) = &quality.clocks {
        kinds.push((
            "events that the clocks did not take, out of order",
            &clocks.backwards,
        ));
        kinds.push((
            "events that the clocks did not take, no calendar has an answer",
            &clocks.no_answer,
        ));
    }
    let mut table = Table::new(&["", "how many"]);
    for (what, findings) in &kinds {
        table.row([(*what).into(), grouped(findings.count)]);
    }
    if let Some(clocks) = &quality.clocks {
        table.row([
            "events that the clocks did not take, in an undeclared state".into(),
            grouped(clocks.undeclared_states),
        ]);
    }
    table.row([
        "events at the same time as the one above them in the case".into(),
        grouped(quality.same_time),
    ]);
    table.row([
        "events at a local time that happened twice or never".into(),
        grouped(quality.ambiguous_times),
    ]);
    page.table(&table);
    for (what, findings) in kinds {
        list(what, findings, page);
    }
}

fn list(what: &str, findings: &Findings, page: &mut Page) {
    if findings.count == 0 {
        return;
    }
    page.0.push(String::new());
    page.text(&format!("{what}:"));
    for finding in findings.first.iter().take(LISTED) {
        let case = match finding.case.as_str() {
            "" => String::new(),
            case => format!(" ({case})"),
        };
        page.item(&format!("line {}{case}: {}", finding.line, finding.what));
    }
    let listed = findings.first.len().min(LISTED) as u64;
    if findings.count > listed {
        page.item(&format!("and {} more", grouped(findings.count - listed)));
    }
}

fn notes(report: &Report, page: &mut Page) {
    if !report.omitted.is_empty() {
        page.section("Left out");
        for note in &report.omitted {
            page.item(note);
        }
    }
    page.section("How to read this");
    for note in &report.assumptions {
        page.item(note);
    }
}

fn number(n: u64) -> String {
    if n == 0 { "·".into() } else { grouped(n) }
}
