//! Real networks, which are not part of this repository, and the number of articulation points
//! that each states.
//!
//! `ITSM_DATA` names the folder that holds `topologyzoo/topologyzoo.json.gz` (the Internet Topology
//! Zoo, CC BY 4.0). Unset, the test is told by name as ignored; set but unreadable, it fails.

use flate2::read::GzDecoder;
use itsm::configuration::graph::DependencyGraph;
use itsm::configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
use itsm::configuration::snapshot::View;
use itsm::core::id::CiId;
use itsm::core::text::{Code, Label};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let data = std::env::var_os("ITSM_DATA").map(PathBuf::from);
    let ignored = data.is_none();
    let trial = Trial::test(
        "networks_have_as_many_articulation_points_as_they_state",
        move || {
            let data = data.ok_or("ITSM_DATA is not set: expected a folder")?;
            every_network(&data)
        },
    );
    libtest_mimic::run(&args, vec![trial.with_ignored_flag(ignored)]).exit_code()
}

#[derive(Deserialize)]
struct Network {
    name: String,
    nodes: u64,
    /// `None` for the one network that states none.
    articulation_points: Option<usize>,
    /// Some stand in it twice, and some lead from a node to itself.
    edge_list: Vec<(u64, u64)>,
}

fn every_network(data: &Path) -> Result<(), Failed> {
    let file = File::open(data.join("topologyzoo/topologyzoo.json.gz"))?;
    let networks: Vec<Network> = serde_json::from_reader(GzDecoder::new(file))?;
    let (mut stated, mut points, mut items) = (0, 0, 0);
    for network in &networks {
        let graph = graph(network)?;
        items += graph.len();
        let found = graph.articulation(&View::live()).points.len();
        if let Some(expected) = network.articulation_points {
            stated += 1;
            points += found;
            if found != expected {
                let name = &network.name;
                return Err(format!("{name} has {found} points and states {expected}").into());
            }
        }
    }
    let got = (networks.len(), stated, items);
    if got != (276, 275, 10_952) {
        return Err(format!("other networks than the known ones: {got:?}").into());
    }
    if points == 0 {
        return Err("no network has any point".into());
    }
    Ok(())
}

fn graph(network: &Network) -> Result<DependencyGraph, Failed> {
    let link = Code::new("connects_to")?;
    let kind = RelationshipType {
        forward: Label::new("connects to")?,
        inverse: Label::new("connected by")?,
        flow: Flow::Both,
        strength: Strength::Hard,
        containment: false,
    };
    let mut graph = DependencyGraph::new([(link.clone(), kind)]);
    for node in 0..network.nodes {
        let _ = graph.add(CiId::from_key(node))?;
    }
    for (place, (from, to)) in network.edge_list.iter().enumerate() {
        let (from, to) = (CiId::from_key(*from), CiId::from_key(*to));
        let cable = Label::new(format!("cable {place}"))?;
        let it = Relationship::new(link.clone(), from, to).qualifier(cable);
        let _ = graph.relate(it)?;
    }
    Ok(graph)
}
