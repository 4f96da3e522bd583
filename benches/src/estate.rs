//! A made-up estate: layers from sites at the bottom to services at the top, each item needing
//! about five others below it.
//!
//! A few items carry a great many and most carry a few (a power law), some circles go through
//! several layers, and the numbers of the items say nothing of where they stand.

use crate::dice::Dice;
use itsm::configuration::graph::DependencyGraph;
use itsm::configuration::redundancy::{Group, RedundancyGroup};
use itsm::configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
use itsm::core::id::CiId;
use itsm::core::text::{Code, Label};
use std::ops::Range;

/// How many of a hundred items stand in each layer, from the bottom.
const LAYERS: [usize; 8] = [2, 5, 13, 20, 25, 20, 10, 5];

/// An item that needs so many of several others.
#[derive(Debug, Clone)]
pub struct Redundant {
    /// The item.
    pub holder: u32,
    /// How many of the members it needs.
    pub needed: u32,
    /// The members, by their numbers.
    pub members: Vec<u32>,
}

/// The items, by numbers from zero, and who needs whom.
#[derive(Debug, Clone)]
pub struct Estate {
    /// How many items there are.
    pub items: usize,
    /// Who needs whom: dependant and provider.
    pub needs: Vec<(u32, u32)>,
    /// Who needs how many of whom.
    pub groups: Vec<Redundant>,
}

impl Estate {
    /// An estate of so many items, without redundancy.
    pub fn plain(items: usize) -> Self {
        Self::new(items, 0)
    }

    /// An estate of so many items, a third of which need one or two of three others beside what
    /// they cannot do without.
    pub fn redundant(items: usize) -> Self {
        Self::new(items, 33)
    }

    fn new(items: usize, with_group: usize) -> Self {
        let mut dice = Dice::new(41);
        let layers = layers(items);
        let names = shuffled(&mut dice, items);
        let mut estate = Self {
            items,
            needs: Vec::with_capacity(items * 5),
            groups: Vec::new(),
        };
        for (height, layer) in layers.iter().enumerate().skip(1) {
            for item in layer.clone() {
                let mut providers = Vec::new();
                for _ in 0..2 + dice.below(8) {
                    let below = if dice.chance(70) {
                        height - 1
                    } else {
                        dice.below(height)
                    };
                    let provider = names[skewed(&mut dice, &layers[below])];
                    if !providers.contains(&provider) {
                        providers.push(provider);
                    }
                }
                let holder = names[item];
                if providers.len() > 3 && dice.chance(with_group) {
                    estate.groups.push(Redundant {
                        holder,
                        needed: 1 + u32::from(dice.chance(30)),
                        members: providers.split_off(providers.len() - 3),
                    });
                }
                estate
                    .needs
                    .extend(providers.into_iter().map(|it| (holder, it)));
            }
        }
        // What watches over all runs on what it watches over.
        for _ in 0..2 + items / 10_000 {
            let low = layers[2].clone();
            let high = layers[6].clone();
            let (low, high) = (
                names[low.start + dice.below(low.len())],
                names[high.start + dice.below(high.len())],
            );
            estate.needs.push((low, high));
        }
        estate.needs.sort_unstable();
        estate.needs.dedup();
        estate.groups.sort_by_key(|it| it.holder);
        estate
    }

    /// The id of an item.
    pub fn id(item: u32) -> CiId {
        CiId::from_key(u64::from(item))
    }

    /// The type of all relationships.
    pub fn kind() -> Code {
        Code::new("depends_on").expect("a code")
    }

    /// A relationship: the first needs the second.
    pub fn relationship((dependant, provider): (u32, u32)) -> Relationship {
        Relationship::new(Self::kind(), Self::id(dependant), Self::id(provider))
    }

    /// The estate as a graph.
    pub fn graph(&self) -> DependencyGraph {
        let label = |text| Label::new(text).expect("a label");
        let depends_on = RelationshipType {
            forward: label("depends on"),
            inverse: label("is used by"),
            flow: Flow::ToSource,
            strength: Strength::Hard,
            containment: false,
        };
        let mut graph = DependencyGraph::new([(Self::kind(), depends_on)]);
        for item in 0..u32::try_from(self.items).expect("items have small numbers") {
            let _ = graph.add(Self::id(item)).expect("each is added once");
        }
        for pair in &self.needs {
            let _ = graph
                .relate(Self::relationship(*pair))
                .expect("each is related once");
        }
        for it in &self.groups {
            let members = it.members.iter().map(|member| Self::id(*member));
            let group = Group::at_least(it.needed, members).expect("a sound group");
            let name = Code::new("redundant").expect("a code");
            let _ = graph
                .set_group(Self::id(it.holder), RedundancyGroup::new(name, group))
                .expect("a group of others");
        }
        graph
    }
}

/// The places of the items of each layer.
fn layers(items: usize) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut layers: Vec<Range<usize>> = LAYERS
        .iter()
        .map(|percent| {
            let layer = start..start + items * percent / 100;
            start = layer.end;
            layer
        })
        .collect();
    if let Some(top) = layers.last_mut() {
        top.end = items;
    }
    layers
}

/// Numbers in random order.
fn shuffled(dice: &mut Dice, items: usize) -> Vec<u32> {
    let mut all: Vec<u32> = (0..u32::try_from(items).expect("a small number")).collect();
    for at in (1..items).rev() {
        all.swap(at, dice.below(at + 1));
    }
    all
}

/// A place in a layer: how often one is taken falls with its rank, by a power.
fn skewed(dice: &mut Dice, layer: &Range<usize>) -> usize {
    const FINE: usize = 1 << 30;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a number of items"
    )]
    let rank = {
        let share = dice.below(FINE) as f64 / FINE as f64;
        (share.powi(3) * layer.len() as f64) as usize
    };
    layer.start + rank.min(layer.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::Estate;

    #[test]
    fn estate_has_about_five_relationships_an_item_and_a_few_that_carry_many() {
        let estate = Estate::plain(10_000);
        let each = estate.needs.len() / 1_000;
        assert!((45..=60).contains(&each), "{each} tenths");
        let mut carried = vec![0_usize; estate.items];
        for (_, provider) in &estate.needs {
            carried[*provider as usize] += 1;
        }
        carried.sort_unstable();
        assert!(carried[9_999] > 50 * carried[5_000].max(1));
        assert_eq!(estate.needs, Estate::plain(10_000).needs);
    }

    #[test]
    fn redundant_estate_is_as_large_and_its_graph_holds_all_of_it() {
        let estate = Estate::redundant(1_000);
        let memberships: usize = estate.groups.iter().map(|it| it.members.len()).sum();
        let all = estate.needs.len() + memberships;
        assert!((4_000..=6_000).contains(&all), "{all}");
        let graph = estate.graph();
        assert_eq!(graph.len(), 1_000);
        assert_eq!(graph.relationship_count(), estate.needs.len());
    }
}
