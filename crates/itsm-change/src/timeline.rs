//! Windows of time in order, and which of them overlap with another.
//!
//! A tree of sorted leaves. Each branch knows when the first window below it begins and when the
//! last of them ends, so that a question passes over whatever is over before or begins after. To
//! add, to take out and to ask cost a way from the root to a leaf, and a step for each answer.

use alloc::vec::Vec;

/// How many windows a leaf holds, and how many branches a fork.
const FULL: usize = 64;
/// How many are laid into each when all are known beforehand, so that there is room for more.
const LAID: usize = 48;

/// How many windows of a leaf are looked at one after the other.
const FEW: usize = 16;

/// A window from a nanosecond up to and without another, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) slot: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Leaf(Vec<Entry>),
    Fork(Vec<Branch>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Branch {
    first: Entry,
    last_end: i64,
    node: Node,
}

/// Windows in the order of their beginnings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Timeline {
    root: Node,
    /// No window is longer: what began longer ago than this is over. Windows that were taken out may
    /// have been.
    longest: i64,
}

impl Default for Timeline {
    fn default() -> Self {
        Self {
            root: Node::Leaf(Vec::new()),
            longest: 0,
        }
    }
}

impl Timeline {
    /// Of windows that are in order already.
    pub(crate) fn of(sorted: &[Entry]) -> Self {
        let lengths = sorted.iter().map(|it| it.end.saturating_sub(it.start));
        let longest = lengths.max().unwrap_or(0);
        if sorted.len() <= FULL {
            let root = Node::Leaf(sorted.to_vec());
            return Self { root, longest };
        }
        let leaves = sorted.chunks(LAID).map(|it| Node::Leaf(it.to_vec()));
        let mut level: Vec<Branch> = leaves.filter_map(Branch::of).collect();
        while level.len() > FULL {
            let mut above = Vec::new();
            while !level.is_empty() {
                let rest = level.split_off(LAID.min(level.len()));
                above.extend(Branch::of(Node::Fork(level)));
                level = rest;
            }
            level = above;
        }
        let root = Node::Fork(level);
        Self { root, longest }
    }

    pub(crate) fn insert(&mut self, entry: Entry) {
        self.longest = self.longest.max(entry.end.saturating_sub(entry.start));
        if let Some(other) = self.root.insert(entry) {
            let old = core::mem::replace(&mut self.root, Node::Leaf(Vec::new()));
            let both = Branch::of(old).into_iter().chain([other]).collect();
            self.root = Node::Fork(both);
        }
    }

    /// Takes a window out, if it is there.
    pub(crate) fn remove(&mut self, entry: Entry) {
        self.root.remove(entry);
        while let Node::Fork(branches) = &mut self.root {
            match (branches.len(), branches.pop()) {
                (1, Some(only)) => self.root = only.node,
                (0, _) | (_, None) => self.root = Node::Leaf(Vec::new()),
                (_, Some(last)) => {
                    branches.push(last);
                    return;
                }
            }
        }
    }

    /// Shows every window, in order.
    #[inline]
    pub(crate) fn each(&self, see: &mut impl FnMut(Entry)) {
        self.root.each(see);
    }

    /// Shows every window that overlaps with this one, in order.
    #[inline]
    pub(crate) fn overlapping(&self, start: i64, end: i64, see: &mut impl FnMut(Entry)) {
        let since = start.saturating_sub(self.longest);
        self.root.overlapping((since, start), end, see);
    }
}

impl Branch {
    fn of(node: Node) -> Option<Self> {
        Some(Self {
            first: node.first()?,
            last_end: node.last_end(),
            node,
        })
    }
}

impl Node {
    fn first(&self) -> Option<Entry> {
        match self {
            Self::Leaf(entries) => entries.first().copied(),
            Self::Fork(branches) => branches.first().map(|it| it.first),
        }
    }

    fn last_end(&self) -> i64 {
        let last = match self {
            Self::Leaf(entries) => entries.iter().map(|it| it.end).max(),
            Self::Fork(branches) => branches.iter().map(|it| it.last_end).max(),
        };
        last.unwrap_or(i64::MIN)
    }

    /// Puts a window in its place. What no longer fits comes back, as a branch after this one.
    fn insert(&mut self, entry: Entry) -> Option<Branch> {
        match self {
            Self::Leaf(entries) => {
                let place = entries.partition_point(|it| *it < entry);
                entries.insert(place, entry);
                (entries.len() > FULL)
                    .then(|| Self::Leaf(entries.split_off(FULL / 2)))
                    .and_then(Branch::of)
            }
            Self::Fork(branches) => {
                let place = way(branches, entry);
                let branch = branches.get_mut(place)?;
                branch.first = branch.first.min(entry);
                branch.last_end = branch.last_end.max(entry.end);
                if let Some(next) = branch.node.insert(entry) {
                    branch.last_end = branch.node.last_end();
                    branches.insert(place.saturating_add(1), next);
                }
                (branches.len() > FULL)
                    .then(|| Self::Fork(branches.split_off(FULL / 2)))
                    .and_then(Branch::of)
            }
        }
    }

    fn remove(&mut self, entry: Entry) {
        match self {
            Self::Leaf(entries) => {
                if let Ok(place) = entries.binary_search(&entry) {
                    entries.remove(place);
                }
            }
            Self::Fork(branches) => {
                let place = way(branches, entry);
                let Some(branch) = branches.get_mut(place) else {
                    return;
                };
                branch.node.remove(entry);
                match branch.node.first() {
                    Some(first) => {
                        branch.first = first;
                        branch.last_end = branch.node.last_end();
                    }
                    None => {
                        branches.remove(place);
                    }
                }
            }
        }
    }

    fn each(&self, see: &mut impl FnMut(Entry)) {
        match self {
            Self::Leaf(entries) => entries.iter().for_each(|it| see(*it)),
            Self::Fork(branches) => branches.iter().for_each(|it| it.node.each(see)),
        }
    }

    /// What began before `since` is over at `start`.
    fn overlapping(&self, (since, start): (i64, i64), end: i64, see: &mut impl FnMut(Entry)) {
        match self {
            Self::Leaf(entries) => {
                // A few are looked at sooner than a beginning is found.
                let over = match entries.len() {
                    0..FEW => 0,
                    _ => entries.partition_point(|it| it.start < since),
                };
                let rest = entries.get(over..).unwrap_or_default();
                for it in rest.iter().take_while(|it| it.start < end) {
                    if it.end > start {
                        see(*it);
                    }
                }
            }
            Self::Fork(branches) => {
                // The last one that begins before may hold what begins after.
                let over = branches.partition_point(|it| it.first.start < since);
                let rest = branches.get(over.saturating_sub(1)..).unwrap_or_default();
                for it in rest.iter().take_while(|it| it.first.start < end) {
                    if it.last_end > start {
                        it.node.overlapping((since, start), end, see);
                    }
                }
            }
        }
    }
}

/// The branch in which a window belongs.
fn way(branches: &[Branch], entry: Entry) -> usize {
    let after = branches.partition_point(|it| it.first <= entry);
    after.saturating_sub(1)
}
