//! `docs/change-lifecycle.md`, made from the table that decides.

use itsm::change::command::ChangeCommandKind as Command;
use itsm::change::kind::ChangeType;
use itsm::change::lifecycle::{LIFECYCLE, to_mermaid};
use itsm::change::policy::ChangePolicy;
use itsm::change::state::ChangeStage as Stage;
use std::fmt::Write as _;

const HEAD: &str = "# The lifecycle of a change

<!-- Made from code by a test: change the code, then run `UPDATE_GOLDEN=1 cargo test -p itsm --test pages`. -->

The lifecycle is code, so that the compiler sees it: `itsm_change::lifecycle::LIFECYCLE`. It is one table for the changes of every
type. The model of a change says which of the states between `new` and `review` it passes; a policy may forbid an edge or ask
more of it. Neither can add one. Two roads lead in: `Change::register` begins at `new`, and `Change::adopt` takes over a record
from another tool in whatever state it has there.

\"On hold\" is none of the states: a change that rests stands where it stood, and can be given up or released. Whoever is used to
other names gives them to the states as labels (`labels` of the policy).

Commands that stay where they are, are left out of the diagram; the table has them all.
";

const fn about(stage: Stage) -> &'static str {
    // A state without words here does not compile.
    match stage {
        Stage::New => "Registered. Its type may still be another.",
        Stage::Assess => "Benefit, risk, impact, effort and feasibility are looked at.",
        Stage::Authorize => {
            "Those who may are asked. An edit of what they approve voids what they said."
        }
        Stage::Scheduled => "Authorized; it waits for its time.",
        Stage::Implement => "It is being made.",
        Stage::Review => "It was made, or taken back; what came of it is looked at.",
        Stage::Closed => "Done with.",
        Stage::Canceled => {
            "Given up before it was made. It counts neither as a success nor as a failure."
        }
    }
}

/// The states that the changes of each type pass under the default policy.
fn roads() -> String {
    let policy = ChangePolicy::default();
    let mut table =
        String::from("\n## The roads\n\n| Type | Under the default policy |\n|---|---|\n");
    for kind in ChangeType::ALL {
        let name = kind.as_str().parse().expect("the name of a type is a code");
        let model = policy.model(&name).expect("each type has a model");
        let mut road = vec![Stage::New];
        while let Some(last) = road.last().filter(|it| **it != Stage::Review) {
            road.push(model.after(*last));
        }
        road.push(Stage::Closed);
        let road: Vec<String> = road.iter().map(|it| format!("`{it}`")).collect();
        let _ = writeln!(table, "| `{kind}` | {} |", road.join(" → "));
    }
    table
}

fn page() -> String {
    let mut page = format!("{HEAD}\n```mermaid\n{}```\n", to_mermaid());
    page.push_str("\n## The states\n\n| State | Open | What it means |\n|---|---|---|\n");
    for stage in Stage::ALL.iter().copied() {
        let open = if stage.is_open() { "yes" } else { "no" };
        let _ = writeln!(page, "| `{stage}` | {open} | {} |", about(stage));
    }
    page.push_str(&roads());
    page.push_str(
        "\n## Every command in every state\n\n\
         A dot means: forbidden, refused by `change.lifecycle.forbidden`. Where several states are \
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
fn lifecycle_page_of_changes_is_what_the_code_says() {
    crate::golden("docs/change-lifecycle.md", &page());
}

#[test]
fn cells_of_changes_say_where_a_command_leads() {
    assert_eq!(cell(Stage::New, Command::Close), "·");
    assert_eq!(cell(Stage::Review, Command::Close), "closed");
    assert_eq!(cell(Stage::New, Command::AddNote), "stays");
    assert_eq!(
        cell(Stage::Scheduled, Command::Reschedule),
        "authorize, stays"
    );
}
