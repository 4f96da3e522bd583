//! `docs/incident-lifecycle.md`, made from the table that decides.

use itsm::incident::command::IncidentCommandKind as Command;
use itsm::incident::lifecycle::{LIFECYCLE, to_mermaid};
use itsm::incident::state::IncidentStage as Stage;
use std::fmt::Write as _;

const HEAD: &str = "# The lifecycle of an incident

<!-- Made from code by a test: change the code, then run `UPDATE_GOLDEN=1 cargo test -p itsm --test pages`. -->

The lifecycle is code, so that the compiler sees it: `itsm_incident::lifecycle::LIFECYCLE`. A policy may forbid an edge or
ask more of it; it cannot add one. Two roads lead in: `Incident::register` begins at `new`, and `Incident::adopt` takes over
a record from another tool in whatever state it has there.

Commands that stay where they are, are left out of the diagram; the table has them all.
";

const fn about(stage: Stage) -> &'static str {
    // A state without words here does not compile.
    match stage {
        Stage::New => "Registered; nobody works on it yet.",
        Stage::InProgress => "Somebody works on it.",
        Stage::OnHold => "It waits for somebody or something else, for a reason, since an instant.",
        Stage::Resolved => {
            "Service is restored, says whoever worked on it. The requester may still object: \
             it can be reopened while the window lasts."
        }
        Stage::Closed => {
            "Confirmed, or not objected to in time. What comes back is a new incident that follows it up."
        }
        Stage::Canceled => "Withdrawn: it should not be handled as an incident.",
    }
}

fn page() -> String {
    let mut page = format!("{HEAD}\n```mermaid\n{}```\n", to_mermaid());
    page.push_str("\n## The states\n\n| State | Open | What it means |\n|---|---|---|\n");
    for stage in Stage::ALL.iter().copied() {
        let open = if stage.is_open() { "yes" } else { "no" };
        let _ = writeln!(page, "| `{stage}` | {open} | {} |", about(stage));
    }
    page.push_str(
        "\n## Every command in every state\n\n\
         A dot means: forbidden, refused by `incident.lifecycle.forbidden`. Where several states are \
         named, what the command carries or what it answers decides.\n\n| Command |",
    );
    for stage in Stage::ALL {
        let _ = write!(page, " {stage} |");
    }
    page.push_str("\n|---|");
    page.push_str(&"---|".repeat(Stage::ALL.len()));
    page.push('\n');
    for command in Command::ALL.iter().copied() {
        let _ = write!(page, "| `{command}` |");
        for from in Stage::ALL.iter().copied() {
            let _ = write!(page, " {} |", cell(from, command));
        }
        page.push('\n');
    }
    page
}

fn cell(from: Stage, command: Command) -> String {
    let targets: Vec<&str> = LIFECYCLE
        .targets(from, command)
        .into_iter()
        .map(|to| if to == from { "stays" } else { to.as_str() })
        .collect();
    if targets.is_empty() {
        "·".to_owned()
    } else {
        targets.join(", ")
    }
}

#[test]
fn lifecycle_page_is_what_the_code_says() {
    crate::golden("docs/incident-lifecycle.md", &page());
}

#[test]
fn cells_say_where_a_command_leads() {
    assert_eq!(cell(Stage::Closed, Command::Reopen), "·");
    assert_eq!(cell(Stage::Resolved, Command::Reopen), "in_progress");
    assert_eq!(cell(Stage::New, Command::Assign), "stays");
    assert_eq!(
        cell(Stage::OnHold, Command::RecordRequesterReply),
        "in_progress, stays"
    );
}
