//! Reach: how many items lean on each, directly or through others.
//!
//! It is a first measure of how critical an item is, and an upper bound of what it can take down:
//! redundancy and soft relationships are not asked. What would truly fail tells the
//! [ranking](crate::ranking).

use crate::cycle::Components;
use crate::graph::DependencyGraph;
use crate::rows::{Layout, Rows, narrow};
use crate::snapshot::View;
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Reverse;
use itsm_core::id::CiId;

/// How many items lean on each.
///
/// ```
/// # use itsm_configuration::graph::DependencyGraph;
/// # use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
/// # use itsm_configuration::snapshot::View;
/// # use itsm_core::{id::CiId, text::{Code, Label}};
/// # let needs = Code::new("depends_on")?;
/// # let kind = RelationshipType { forward: Label::new("depends on")?, inverse: Label::new("used by")?, flow: Flow::ToSource, strength: Strength::Hard, containment: false };
/// # let mut graph = DependencyGraph::new([(needs.clone(), kind)]);
/// # let [shop, crm, database] = [1, 2, 3].map(CiId::from_key);
/// # for ci in [shop, crm, database] { let _ = graph.add(ci)?; }
/// for service in [shop, crm] {
///     let _ = graph.relate(Relationship::new(needs.clone(), service, database))?;
/// }
/// let reach = graph.reach(&View::live());
/// assert_eq!(reach.of(database), Some(2));
/// assert_eq!(reach.ranked()[0], (database, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// In the order of the ids.
    counts: Vec<(CiId, u32)>,
}

impl Reach {
    /// How many items lean on this one, itself not counted; `None` if it does not count.
    pub fn of(&self, ci: CiId) -> Option<u32> {
        let at = self.counts.binary_search_by(|(it, _)| it.cmp(&ci)).ok()?;
        self.counts.get(at).map(|(_, count)| *count)
    }

    /// Every item with how many lean on it, in the order of the ids.
    pub fn counts(&self) -> &[(CiId, u32)] {
        &self.counts
    }

    /// The same, those with most dependants first, and of as many the smaller id.
    pub fn ranked(&self) -> Vec<(CiId, u32)> {
        let mut ranked = self.counts.clone();
        ranked.sort_unstable_by_key(|&(ci, count)| (Reverse(count), ci));
        ranked
    }
}

/// How many items are followed at once.
const WIDTH: usize = 512;

/// Which of the items that are followed lean on somebody.
type Mask = [u64; WIDTH / 64];

impl DependencyGraph {
    /// How many items lean on each, all at once, along what the view follows. Redundancy groups and
    /// soft relationships tie as all others do, and whoever is in a cycle leans on everybody else
    /// in it.
    ///
    /// The cost is at most that of reading the graph once for every 512 items; of each reading only
    /// what these lean on is touched.
    pub fn reach(&self, view: &View) -> Reach {
        let layout = Layout::carrying(self, view);
        let components = Components::of(&layout.rows());
        let members = components.members();
        let within = |item: u32| components.of.get(item as usize).copied();
        // Dependants have the smaller numbers.
        let ties: Vec<(u32, u32)> = layout
            .pairs
            .iter()
            .filter_map(|&(provider, dependant)| Some((within(dependant)?, within(provider)?)))
            .filter(|(dependant, provider)| dependant != provider)
            .collect();
        let providers = Rows::of(components.count as usize, ties.into_iter());
        let reached = Sweep::new(&providers).all(&members);
        let count = |item: u32| {
            let count = within(item).and_then(|it| reached.get(it as usize).copied());
            // It is among those that it reaches.
            count.unwrap_or(0).saturating_sub(1)
        };
        let ids = layout.ids.iter().zip(0_u32..);
        let mut counts: Vec<(CiId, u32)> = ids.map(|(ci, item)| (*ci, count(item))).collect();
        counts.sort_unstable_by_key(|(ci, _)| *ci);
        Reach { counts }
    }
}

/// Follows many items at once from whoever they belong to up to everybody they lean on.
struct Sweep<'a> {
    providers: &'a Rows,
    masks: Vec<Mask>,
    /// Which masks are not empty, a bit for each.
    touched: Vec<u64>,
    reached: Vec<u32>,
}

impl<'a> Sweep<'a> {
    fn new(providers: &'a Rows) -> Self {
        let components = providers.len();
        Self {
            providers,
            masks: vec![Mask::default(); components],
            touched: vec![0; components.div_ceil(64)],
            reached: vec![0; components],
        }
    }

    /// How many items each component reaches, those in it included.
    fn all(mut self, members: &Rows) -> Vec<u32> {
        let (mut first, mut filled) = (0_u32, 0_usize);
        for component in 0..narrow(members.len()) {
            for _ in members.row(component) {
                if filled == WIDTH {
                    self.sweep(first);
                    (first, filled) = (component, 0);
                }
                self.follow(component, filled);
                filled = filled.wrapping_add(1);
            }
        }
        self.sweep(first);
        self.reached
    }

    fn follow(&mut self, component: u32, place: usize) {
        let word = self.masks.get_mut(component as usize);
        if let Some(word) = word.and_then(|it| it.get_mut(place / 64)) {
            *word |= 1 << (place % 64);
        }
        touch(&mut self.touched, component);
    }

    /// In the order of the numbers everybody is complete when it is its turn.
    fn sweep(&mut self, first: u32) {
        for place in first as usize / 64..self.touched.len() {
            while let Some(word) = self.touched.get_mut(place).filter(|it| **it != 0) {
                let bit = word.trailing_zeros();
                *word &= word.wrapping_sub(1);
                let component = narrow(place).wrapping_mul(64).wrapping_add(bit);
                let Some(mask) = self.masks.get_mut(component as usize) else {
                    continue;
                };
                let mask = core::mem::take(mask);
                if let Some(reached) = self.reached.get_mut(component as usize) {
                    let ones = mask.iter().map(|it| it.count_ones());
                    *reached = reached.wrapping_add(ones.sum());
                }
                for &provider in self.providers.row(component) {
                    if let Some(theirs) = self.masks.get_mut(provider as usize) {
                        for (theirs, ours) in theirs.iter_mut().zip(&mask) {
                            *theirs |= ours;
                        }
                    }
                    touch(&mut self.touched, provider);
                }
            }
        }
    }
}

fn touch(touched: &mut [u64], component: u32) {
    if let Some(word) = touched.get_mut(component as usize / 64) {
        *word |= 1 << (component % 64);
    }
}
