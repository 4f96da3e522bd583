//! What happens in the bundled web shop, told case by case.

use super::reason::Teller;
use super::shop::{Shop, id, needs};
use itsm::configuration::impact::{Impact, Workspace};
use itsm::configuration::scenario::{Scenario, Status};
use itsm::configuration::snapshot::{Snapshot, View};
use itsm::core::id::CiId;
use std::error::Error;
use std::io::{self, Write};

type Told = Result<(), Box<dyn Error>>;

/// Tells it.
pub(super) fn tell(shop: Shop, out: &mut dyn Write) -> io::Result<()> {
    let snapshot = Snapshot::of(&shop.graph, View::live());
    let mut story = Story {
        shop,
        snapshot,
        workspace: Workspace::new(),
        out,
    };
    story.tell().map_err(|error| match error.downcast() {
        Ok(io) => *io,
        Err(other) => io::Error::other(other.to_string()),
    })
}

struct Story<'a> {
    shop: Shop,
    snapshot: Snapshot,
    workspace: Workspace,
    out: &'a mut dyn Write,
}

impl Story<'_> {
    fn tell(&mut self) -> Told {
        writeln!(
            self.out,
            "A web shop of {} items: load balancers and app servers on three hosts, a database of \
             three nodes,\nshared storage, and two power feeds.",
            self.snapshot.len()
        )?;
        self.losses()?;
        self.common_cause()?;
        self.maintenance()?;
        self.repairs()
    }

    fn losses(&mut self) -> Told {
        self.chapter("One app server of three fails")?;
        let scenario = Scenario::failing([id("app server 2")]);
        self.case(&scenario, Some("online shop"))?;
        self.chapter("A power feed fails")?;
        self.case(&Scenario::failing([id("power feed 1")]), None)?;
        Ok(())
    }

    fn common_cause(&mut self) -> Told {
        self.chapter("A storage shelf fails, with two of three database nodes on it")?;
        let scenario = Scenario::failing([id("storage shelf A")]);
        let before = self.case(&scenario, Some("online shop"))?;
        let away = self
            .shop
            .graph
            .unrelate(&needs("database node 2", "storage shelf A")?)?;
        let here = self
            .shop
            .graph
            .relate(needs("database node 2", "storage shelf C")?)?;
        self.snapshot.follow(&self.shop.graph, &away.and(here));
        self.changed(
            "And if database node 2 stood on storage shelf C",
            &scenario,
            &before,
        )
    }

    fn maintenance(&mut self) -> Told {
        self.chapter("App server 3 is in maintenance, and host 2 fails")?;
        let scenario = Scenario::failing([id("host 2")]).in_maintenance([id("app server 3")]);
        let before = self.case(&scenario, Some("online shop"))?;
        let scenario = Scenario::failing([id("host 2")]);
        self.changed("And without the maintenance", &scenario, &before)
    }

    fn repairs(&mut self) -> Told {
        self.chapter(
            "Host 1 and both of storage shelves A and B have failed: what to repair first?",
        )?;
        let failed = ["host 1", "storage shelf A", "storage shelf B"];
        let scenario = Scenario::failing(failed.map(id));
        let before = self.case(&scenario, None)?;
        for name in failed {
            let then = scenario.clone().repairing([id(name)]);
            self.changed(&format!("With {name} back"), &then, &before)?;
        }
        Ok(())
    }

    fn chapter(&mut self, title: &str) -> io::Result<()> {
        writeln!(self.out, "\n{title}")
    }

    /// Tells who suffers, and why one of them does.
    fn case(
        &mut self,
        scenario: &Scenario,
        why: Option<&str>,
    ) -> Result<Vec<(CiId, Status)>, Box<dyn Error>> {
        let impact = self.snapshot.impact(scenario, &mut self.workspace)?;
        for (title, status) in [("down", Status::Down), ("degraded", Status::Degraded)] {
            let names = named(&self.shop, &impact, status);
            if !names.is_empty() {
                writeln!(self.out, "{}", wrapped(&format!("  {title:<9} "), &names))?;
            }
        }
        if impact.consequences().is_empty() {
            writeln!(self.out, "  nothing else suffers")?;
        }
        if let Some(name) = why {
            writeln!(self.out, "  why the {name}:")?;
            for step in impact.reasons(&self.shop.graph).why(id(name)) {
                writeln!(self.out, "    {}", self.shop.step(&step))?;
            }
        }
        Ok(impact.affected())
    }

    /// Tells what another scenario changes.
    fn changed(&mut self, title: &str, scenario: &Scenario, before: &[(CiId, Status)]) -> Told {
        let impact = self.snapshot.impact(scenario, &mut self.workspace)?;
        writeln!(self.out, "  {title}:")?;
        let changed = impact.since(before);
        for (from, to) in [
            (Status::Up, Status::Down),
            (Status::Up, Status::Degraded),
            (Status::Degraded, Status::Down),
            (Status::Down, Status::Degraded),
            (Status::Degraded, Status::Up),
            (Status::Down, Status::Up),
        ] {
            let these = changed.iter().filter(|it| (it.1, it.2) == (from, to));
            let names: Vec<&str> = these.map(|it| self.shop.name(it.0)).collect();
            if !names.is_empty() {
                writeln!(
                    self.out,
                    "{}",
                    wrapped(&format!("    {from} → {to}: "), &names)
                )?;
            }
        }
        if changed.is_empty() {
            writeln!(self.out, "    nothing changes")?;
        }
        Ok(())
    }
}

/// Puts names behind a heading, in lines that fit a terminal.
fn wrapped(heading: &str, names: &[&str]) -> String {
    const WIDTH: usize = 100;
    let indent = heading.chars().count();
    let (mut text, mut width) = (heading.to_owned(), indent);
    for (n, name) in names.iter().enumerate() {
        let comma = if n + 1 < names.len() { "," } else { "" };
        let more = name.chars().count() + comma.len();
        if n > 0 && width + 1 + more > WIDTH {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', indent));
            width = indent;
        } else if n > 0 {
            text.push(' ');
            width += 1;
        }
        text.push_str(name);
        text.push_str(comma);
        width += more;
    }
    text
}

fn named<'a>(shop: &'a Shop, impact: &Impact<'_>, status: Status) -> Vec<&'a str> {
    let all = impact.affected().into_iter();
    let these = all.filter(|(_, it)| *it == status);
    these.map(|(ci, _)| shop.name(ci)).collect()
}
