//! `docs/configuration-lifecycle.md`, made from the table that decides and the policy that ships.

use itsm::configuration::command::CiCommandKind as Command;
use itsm::configuration::lifecycle::LIFECYCLE;
use itsm::configuration::policy::ConfigurationPolicy;
use itsm::configuration::state::LifecycleStage as Stage;
use itsm::core::text::Code;
use std::fmt::Write as _;

const HEAD: &str = "# The lifecycle of a configuration item

<!-- Made from code by a test: change the code, then run `UPDATE_GOLDEN=1 cargo test -p itsm --test pages`. -->

The lifecycle is code, so that the compiler sees it: `itsm_configuration::lifecycle::LIFECYCLE`. It lets an item move from
any stage to any other, with two exceptions: nothing comes back from the end of life, and only `retire` leads there, because
it asks who still depends on the item. Which of these moves a class makes, and which statuses it has in a stage, is said by
the policy. Two roads lead in: `Ci::register` begins where the policy says for the family of the class, and `Ci::adopt` takes
over an item from another tool at whatever stage of its life.
";

const fn about(stage: Stage) -> &'static str {
    // A stage without words here does not compile.
    match stage {
        Stage::Ideation => "Thought of; nothing is decided.",
        Stage::Purchase => "Ordered or being bought.",
        Stage::Inventory => "In stock.",
        Stage::Design => "Being designed.",
        Stage::Deploy => "Being built, installed or tested.",
        Stage::Operational => "Does its work. Impact counts these items alone.",
        Stage::EndOfOperation => "Out of use, and still there.",
        Stage::Defective => "Broken.",
        Stage::Missing => "Not where it should be, and nobody knows where.",
        Stage::EndOfLife => "Retired for good.",
    }
}

fn statuses(policy: &ConfigurationPolicy, class: &Code, stage: Stage) -> String {
    let statuses = policy.statuses(class, stage);
    if statuses.is_empty() {
        return "·".to_owned();
    }
    let statuses: Vec<&str> = statuses.iter().map(|it| it.as_str()).collect();
    statuses.join(", ")
}

fn page() -> String {
    let policy = ConfigurationPolicy::default();
    let [server, application] = ["server", "application"].map(|it| Code::new(it).expect("a code"));
    let mut page = HEAD.to_owned();
    page.push_str(
        "\n## The stages\n\nThe statuses are those of the default policy. A dot means: no item of this family is in that \
         stage.\n\n| Stage | What it means | Physical | Logical |\n|---|---|---|---|\n",
    );
    for stage in Stage::ALL.iter().copied() {
        let (physical, logical) = (
            statuses(&policy, &server, stage),
            statuses(&policy, &application, stage),
        );
        let _ = writeln!(
            page,
            "| `{stage}` | {} | {physical} | {logical} |",
            about(stage)
        );
    }
    let _ = write!(
        page,
        "\n## The moves of the default policy\n\nWhat is not drawn is denied. `moves.allow_all` turns that round, and a class \
         may rule out moves by `not_allowed`. The last move of each is a `retire`.\n\n\
         A physical item:\n\n```mermaid\n{}```\n\nA logical item:\n\n```mermaid\n{}```\n",
        policy.to_mermaid(&server),
        policy.to_mermaid(&application)
    );
    page.push_str(
        "\n## Every command in every stage\n\n\
         A dot means: forbidden, refused by `configuration.lifecycle.forbidden`.\n\n| Command |",
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
    match &LIFECYCLE.targets(from, command)[..] {
        [] => "·".to_owned(),
        [to] if *to == from => "stays".to_owned(),
        [to] => to.to_string(),
        _ => "any but `end_of_life`".to_owned(),
    }
}

#[test]
fn lifecycle_page_of_items_is_what_the_code_says() {
    crate::golden("docs/configuration-lifecycle.md", &page());
}

#[test]
fn cells_of_items_say_where_a_command_leads() {
    assert_eq!(cell(Stage::EndOfLife, Command::Retire), "·");
    assert_eq!(cell(Stage::Missing, Command::Retire), "end_of_life");
    assert_eq!(cell(Stage::EndOfLife, Command::Move), "stays");
    let all = LIFECYCLE.targets(Stage::Missing, Command::Move);
    assert_eq!(all.len(), Stage::ALL.len() - 1);
    assert!(!all.contains(&Stage::EndOfLife));
}
