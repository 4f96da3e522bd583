//! Cut sets of one and of two events, without any diagram.

use crate::cut_sets::keys;
use crate::error::FaultTreeError;
use crate::gate::Logic;
use crate::normal::{Normal, Top};
use crate::slice::{at, change, count, filled, put};
use crate::tree::FaultTree;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::mem;

impl<E> FaultTree<E> {
    /// The events each of which alone brings the top event about, in the order of their keys: the
    /// minimal cut sets of order one.
    ///
    /// It takes one walk through the tree, however large its diagram would be. If the top event
    /// comes about whatever happens, no event does it.
    #[doc(alias = "spof")]
    pub fn single_points_of_failure(&self) -> Vec<&E> {
        let normal = Normal::of(self);
        let Top::Node(top) = normal.top else {
            return Vec::new();
        };
        let mut left = users(&normal, top);
        let mut done: Vec<Vec<u32>> = (0..normal.events).map(|it| alloc::vec![it]).collect();
        for (logic, inputs) in &normal.gates {
            let mut all: Vec<u32> = Vec::new();
            let parts: Vec<Vec<u32>> = take(inputs, &mut done, &mut left);
            all.extend(parts.iter().flatten());
            all.sort_unstable();
            let enough = match logic {
                Logic::Or => 1,
                Logic::And => count(inputs),
                Logic::AtLeast(k) => *k,
            };
            let groups = all.chunk_by(|a, b| a == b);
            let groups = groups.filter(|it| it.len() >= enough as usize);
            done.push(groups.filter_map(|it| it.first().copied()).collect());
        }
        let found = done.get(top as usize).map_or(&[][..], |it| it);
        keys(self, found)
    }

    /// The minimal cut sets of one and of two events, in the order of [`Analysis::cut_sets`], which
    /// lists the same where the whole tree can be worked out.
    ///
    /// # Errors
    ///
    /// [`FaultTreeError::TooManyCutSets`] if the top or any gate below it has more than `most`.
    ///
    /// [`Analysis::cut_sets`]: crate::Analysis::cut_sets
    pub fn small_cut_sets(&self, most: usize) -> Result<Vec<Vec<&E>>, FaultTreeError> {
        let normal = Normal::of(self);
        let top = match normal.top {
            Top::Constant(true) => return Ok(alloc::vec![Vec::new()]),
            Top::Constant(false) => return Ok(Vec::new()),
            Top::Node(top) => top,
        };
        let mut left = users(&normal, top);
        let mut done: Vec<Small> = (0..normal.events).map(Small::event).collect();
        for (logic, inputs) in &normal.gates {
            let parts = take(inputs, &mut done, &mut left);
            done.push(Small::gate(*logic, parts, most)?);
        }
        let found = done.get_mut(top as usize).map(mem::take);
        let found = found.unwrap_or_default();
        let singles = found.singles.iter().map(|it| keys(self, &[*it]));
        let pairs = found.pairs.iter().map(|(a, b)| keys(self, &[*a, *b]));
        Ok(singles.chain(pairs).collect())
    }
}

/// How often each node is still asked for.
fn users(normal: &Normal, top: u32) -> Vec<u32> {
    let mut users = filled(0_u32, normal.events.saturating_add(count(&normal.gates)));
    let inputs = normal.gates.iter().flat_map(|(_, inputs)| inputs);
    for it in inputs.chain([&top]) {
        change(&mut users, *it, |it| *it = it.saturating_add(1));
    }
    users
}

/// What is known of the inputs of a gate; who asks last takes it, so that memory does not grow with
/// the depth of a tree.
fn take<T: Clone + Default>(inputs: &[u32], done: &mut [T], left: &mut [u32]) -> Vec<T> {
    let mut taken = Vec::with_capacity(inputs.len());
    for input in inputs {
        let still = at(left, *input).saturating_sub(1);
        put(left, *input, still);
        if let Some(it) = done.get_mut(*input as usize) {
            taken.push(if still == 0 {
                mem::take(it)
            } else {
                it.clone()
            });
        }
    }
    taken
}

/// The minimal cut sets of at most two events.
#[derive(Debug, Clone, Default)]
struct Small {
    /// Whether nothing at all suffices; then there are no others.
    always: bool,
    singles: BTreeSet<u32>,
    /// The smaller number first.
    pairs: BTreeSet<(u32, u32)>,
}

impl Small {
    fn event(event: u32) -> Self {
        Self {
            singles: BTreeSet::from([event]),
            ..Self::default()
        }
    }

    fn always() -> Self {
        Self {
            always: true,
            ..Self::default()
        }
    }

    fn gate(logic: Logic, parts: Vec<Self>, most: usize) -> Result<Self, FaultTreeError> {
        match logic {
            Logic::Or => {
                let mut all = Self::default();
                for part in parts {
                    all = all.or(part, most)?;
                }
                all.minimal(most)
            }
            Logic::And => {
                let mut all = Self::always();
                for part in &parts {
                    all = all.and(part, most)?;
                }
                Ok(all)
            }
            Logic::AtLeast(k) => {
                // By how many inputs so far, from none on.
                let mut so_far = filled(Self::default(), k.saturating_add(1));
                put(&mut so_far, 0, Self::always());
                for part in parts {
                    let before = so_far.clone();
                    for (it, one_less) in so_far.iter_mut().skip(1).zip(&before) {
                        let with = one_less.and(&part, most)?;
                        *it = mem::take(it).or(with, most)?.minimal(most)?;
                    }
                }
                Ok(so_far.pop().unwrap_or_default())
            }
        }
    }

    /// Both together, pairs of which one alone suffices among them.
    fn or(mut self, mut other: Self, most: usize) -> Result<Self, FaultTreeError> {
        if self.always || other.always {
            return Ok(Self::always());
        }
        if other.singles.len() > self.singles.len() {
            mem::swap(&mut other.singles, &mut self.singles);
        }
        self.singles.extend(other.singles);
        if other.pairs.len() > self.pairs.len() {
            mem::swap(&mut other.pairs, &mut self.pairs);
        }
        self.pairs.extend(other.pairs);
        if self.pairs.len() > most.saturating_mul(2) {
            return self.minimal(most);
        }
        Ok(self)
    }

    fn and(&self, other: &Self, most: usize) -> Result<Self, FaultTreeError> {
        if self.always || other.always {
            return Ok(if self.always { other } else { self }.clone());
        }
        let mut made = Self {
            singles: self.singles.intersection(&other.singles).copied().collect(),
            ..Self::default()
        };
        let alone = |it: &&u32| !made.singles.contains(it);
        for a in self.singles.iter().filter(alone) {
            for b in other.singles.iter().filter(alone) {
                made.pairs.insert((*a.min(b), *a.max(b)));
                if made.pairs.len() > most {
                    return Err(FaultTreeError::TooManyCutSets { limit: most });
                }
            }
        }
        for (one, other) in [(self, other), (other, self)] {
            let has = |it: &u32| other.singles.contains(it);
            let suffices = |it: &&(u32, u32)| has(&it.0) || has(&it.1) || other.pairs.contains(it);
            made.pairs.extend(one.pairs.iter().filter(suffices));
        }
        made.minimal(most)
    }

    /// Without the pairs of which one alone suffices.
    fn minimal(mut self, most: usize) -> Result<Self, FaultTreeError> {
        let Self { singles, pairs, .. } = &mut self;
        if !singles.is_empty() {
            pairs.retain(|(a, b)| !singles.contains(a) && !singles.contains(b));
        }
        if singles.len().saturating_add(pairs.len()) > most {
            return Err(FaultTreeError::TooManyCutSets { limit: most });
        }
        Ok(self)
    }
}
