//! The bundled estate: a web shop behind load balancers, on a clustered database and shared
//! storage.

use super::reason::{Teller, listed};
use itsm::configuration::explain::{Because, Step};
use itsm::configuration::graph::DependencyGraph;
use itsm::configuration::redundancy::{Group, GroupRule, RedundancyGroup};
use itsm::configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
use itsm::core::id::CiId;
use itsm::core::text::{Code, Label};
use std::error::Error;

const ITEMS: [&str; 21] = [
    "online shop",
    "order desk",
    "search",
    "load balancer 1",
    "load balancer 2",
    "app server 1",
    "app server 2",
    "app server 3",
    "orders database",
    "database node 1",
    "database node 2",
    "database node 3",
    "host 1",
    "host 2",
    "host 3",
    "storage shelf A",
    "storage shelf B",
    "storage shelf C",
    "power feed 1",
    "power feed 2",
    "monitoring",
];

/// Who cannot do without whom.
const NEEDS: [(&str, &str); 14] = [
    ("order desk", "orders database"),
    ("app server 1", "orders database"),
    ("app server 2", "orders database"),
    ("app server 3", "orders database"),
    ("load balancer 1", "host 1"),
    ("load balancer 2", "host 2"),
    ("search", "host 1"),
    ("app server 1", "host 1"),
    ("app server 2", "host 2"),
    ("app server 3", "host 3"),
    ("database node 1", "storage shelf A"),
    ("database node 2", "storage shelf A"),
    ("database node 3", "storage shelf B"),
    ("monitoring", "host 3"),
];

/// Who gets by without whom, though worse.
const USES: [(&str, &str); 1] = [("online shop", "search")];

/// What runs on two power feeds, of which one is enough.
const FED: [&str; 6] = [
    "host 1",
    "host 2",
    "host 3",
    "storage shelf A",
    "storage shelf B",
    "storage shelf C",
];

/// The estate.
pub(super) struct Shop {
    pub(super) graph: DependencyGraph,
}

/// The id of an item.
pub(super) fn id(name: &str) -> CiId {
    let place = ITEMS.iter().position(|it| *it == name);
    CiId::from_key(place.unwrap_or(ITEMS.len()) as u64)
}

/// The relationship of one item that cannot do without another.
pub(super) fn needs(one: &str, other: &str) -> Result<Relationship, Box<dyn Error>> {
    Ok(Relationship::new(Code::new("needs")?, id(one), id(other)))
}

/// Builds the estate.
pub(super) fn open() -> Result<Shop, Box<dyn Error>> {
    let of = |forward: &str, inverse: &str, strength| -> Result<_, Box<dyn Error>> {
        Ok(RelationshipType {
            forward: Label::new(forward)?,
            inverse: Label::new(inverse)?,
            flow: Flow::ToSource,
            strength,
            containment: false,
        })
    };
    let mut graph = DependencyGraph::new([
        (
            Code::new("needs")?,
            of("needs", "is needed by", Strength::Hard)?,
        ),
        (
            Code::new("uses")?,
            of("uses", "is used by", Strength::Soft)?,
        ),
    ]);
    for name in ITEMS {
        let _ = graph.add(id(name))?;
    }
    for (one, other) in NEEDS {
        let _ = graph.relate(needs(one, other)?)?;
    }
    for (one, other) in USES {
        let uses = Relationship::new(Code::new("uses")?, id(one), id(other));
        let _ = graph.relate(uses)?;
    }
    let group = |name: &str, needed, members: &[&str]| -> Result<_, Box<dyn Error>> {
        let group = Group::at_least(needed, members.iter().map(|it| id(it)))?;
        Ok(RedundancyGroup::new(Code::new(name)?, group))
    };
    let front = group("front", 1, &["load balancer 1", "load balancer 2"])?;
    let _ = graph.set_group(id("online shop"), front)?;
    let servers = ["app server 1", "app server 2", "app server 3"];
    let servers = group("app_servers", 2, &servers)?.feeling_loss();
    let _ = graph.set_group(id("online shop"), servers)?;
    let nodes = ["database node 1", "database node 2", "database node 3"];
    let quorum = group("quorum", 2, &nodes)?.feeling_loss();
    let _ = graph.set_group(id("orders database"), quorum)?;
    for name in FED {
        let power = group("power", 1, &["power feed 1", "power feed 2"])?;
        let _ = graph.set_group(id(name), power)?;
    }
    Ok(Shop { graph })
}

impl Teller for Shop {
    fn name(&self, ci: CiId) -> &str {
        let place = ci.key().and_then(|key| usize::try_from(key).ok());
        place
            .and_then(|place| ITEMS.get(place))
            .map_or("", |it| *it)
    }

    fn reason(&self, step: &Step) -> String {
        match &step.because {
            Because::Relationship {
                relationship,
                provider,
            } => {
                let kind = self.graph.type_of(&relationship.kind);
                let forward = kind.map_or("has to do with", |it| it.forward.as_str());
                format!("it {forward} {}", self.name(*provider))
            }
            Because::Group { group, lost } => {
                let names: Vec<&str> = lost.iter().map(|it| self.name(*it)).collect();
                let lost = listed(&names);
                let mut known = self.graph.groups_of(step.ci);
                match known.find(|it| it.name == *group).map(|it| &it.group) {
                    Some(it) => match it.rule() {
                        GroupRule::AtLeast(needed) => {
                            let (of, enough) = (it.members().len(), it.fails_at() as usize);
                            let away = if names.len() < enough {
                                ", while another is away"
                            } else {
                                ""
                            };
                            format!("`{group}` needs {needed} of {of}, and has lost {lost}{away}")
                        }
                        GroupRule::Influence(_) => format!("`{group}` has lost {lost}"),
                    },
                    None => format!("it has lost {lost}"),
                }
            }
            Because::Loss { group, lost } => {
                format!(
                    "`{group}` still works, with less behind it: {} is down",
                    self.name(*lost)
                )
            }
            _ => "it has failed".into(),
        }
    }
}
