//! `docs/problem-lifecycle.md`, made from the table that decides.

use itsm::problem::command::ProblemCommandKind as Command;
use itsm::problem::lifecycle::{LIFECYCLE, to_mermaid};
use itsm::problem::state::ProblemStage as Stage;
use std::fmt::Write as _;

const HEAD: &str = "# The lifecycle of a problem

<!-- Made from code by a test: change the code, then run `UPDATE_GOLDEN=1 cargo test -p itsm --test pages`. -->

The lifecycle is code, so that the compiler sees it: `itsm_problem::lifecycle::LIFECYCLE`. A policy may forbid an edge or
ask more of it; it cannot add one. Two roads lead in: `Problem::register` begins at `new`, and `Problem::adopt` takes over a
record from another tool in whatever state it has there.

Whoever is used to other names gives them to the states as labels (`labels` of the policy). \"Known error\" is none of the
states: a problem that is analyzed and not resolved is one, whether or not somebody is fixing it.

Commands that stay where they are, are left out of the diagram; the table has them all.
";

const fn about(stage: Stage) -> &'static str {
    // A state without words here does not compile.
    match stage {
        Stage::New => "Registered; nobody has looked at it yet.",
        Stage::Assess => "Somebody finds out whether it is a problem, and a new one.",
        Stage::RootCauseAnalysis => "Its causes are looked for. It may stay here for ever.",
        Stage::FixInProgress => "What causes it is being removed.",
        Stage::Resolved => {
            "A fix was applied, or the risk accepted. Whether the fix works has to show: if not, it \
             goes back."
        }
        Stage::Closed => "Done with, until somebody finds that it was not.",
        Stage::Canceled => {
            "Given up: no problem, another one's duplicate, or not worth the effort."
        }
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
         A dot means: forbidden, refused by `problem.lifecycle.forbidden`. Where several states are \
         named, what the command carries, or the policy, decides.\n\n| Command |",
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
fn lifecycle_page_of_problems_is_what_the_code_says() {
    crate::golden("docs/problem-lifecycle.md", &page());
}

#[test]
fn cells_of_problems_say_where_a_command_leads() {
    assert_eq!(cell(Stage::New, Command::Resolve), "·");
    assert_eq!(
        cell(Stage::Closed, Command::Reanalyze),
        "root_cause_analysis"
    );
    assert_eq!(cell(Stage::New, Command::AddNote), "stays");
    assert_eq!(
        cell(Stage::Resolved, Command::Verify),
        "fix_in_progress, stays"
    );
}
