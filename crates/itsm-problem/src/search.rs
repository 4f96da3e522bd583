//! The best few of many documents, without looking at all of them.
//!
//! Places are gone through in blocks. In each, what the rare words add is summed up in a small
//! table. Words that are so common that all of them together could not lift a document over the
//! worst of the best so far are only looked up for those that some rarer word has named.

use crate::postings::Posting;
use crate::scorer::Scorer;
use alloc::vec;
use alloc::vec::Vec;

/// One word or fact of a query, as it is searched for.
#[derive(Debug)]
pub(crate) struct Clause<'a> {
    /// Those that the block has not passed yet.
    postings: &'a [Posting],
    /// What it is worth, before the share; for a fact, all that it is worth.
    worth: f64,
    is_fact: bool,
    /// No document gets more from it.
    ceiling: f64,
}

/// How long documents are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lengths<'a> {
    pub(crate) of: &'a [u32],
    /// One by the mean.
    pub(crate) scale: f64,
}

impl Lengths<'_> {
    fn of(&self, place: u32) -> f64 {
        self.scale * f64::from(self.of.get(place as usize).copied().unwrap_or(0))
    }
}

impl<'a> Clause<'a> {
    pub(crate) const fn fact(postings: &'a [Posting], weight: f64) -> Self {
        Self {
            postings,
            worth: weight,
            is_fact: true,
            ceiling: weight,
        }
    }

    /// A word that is worth so much, with the largest share of it that a document may have.
    pub(crate) fn word(postings: &'a [Posting], worth: f64, largest: f64) -> Self {
        Self {
            postings,
            worth,
            is_fact: false,
            ceiling: worth * largest,
        }
    }

    pub(crate) fn value(&self, scorer: &impl Scorer, times: u32, length: f64) -> f64 {
        if self.is_fact {
            self.worth
        } else {
            self.worth * scorer.share(times, length)
        }
    }

    /// Takes off all postings before a place, in steps that double.
    fn pass(&mut self, place: u32) {
        let before = |it: &Posting| it.place < place;
        let mut step = 1_usize;
        while self.postings.get(step).is_some_and(before) {
            step = step.saturating_mul(2);
        }
        let near = self.postings.get(..step).unwrap_or(self.postings);
        let passed = near.partition_point(before);
        self.postings = self.postings.get(passed..).unwrap_or_default();
    }
}

/// How many places are gone through together.
const BLOCK: u32 = 1 << 12;

/// Sums in another order differ in their last digits, and so may a bound that is one.
const SLACK: f64 = 1.0 - 1e-9;

/// The best so far.
struct Best {
    most: usize,
    /// With some that did not make it, which are dropped from time to time.
    all: Vec<(f64, u32)>,
    full: usize,
    /// Nobody below this is among the best.
    bar: f64,
}

impl Best {
    fn add(&mut self, score: f64, place: u32) {
        self.all.push((score, place));
        if self.all.len() >= self.full {
            self.tidy();
            self.full = self.full.max(self.all.len().saturating_mul(2));
        }
    }

    /// Keeps the best and whoever is as good as the last of them.
    fn tidy(&mut self) {
        let Some(last) = self.most.checked_sub(1).filter(|it| *it < self.all.len()) else {
            return;
        };
        let (_, last, _) = self
            .all
            .select_nth_unstable_by(last, |a, b| b.0.total_cmp(&a.0));
        self.bar = last.0 * SLACK;
        let bar = self.bar;
        self.all.retain(|(score, _)| *score >= bar);
    }
}

/// The places of the best documents, and of some more: who is first among equals is for the caller
/// to say, by sums that are all taken in one order.
pub(crate) fn best(
    clauses: &mut [Clause<'_>],
    scorer: &impl Scorer,
    lengths: Lengths<'_>,
    most: usize,
) -> Vec<u32> {
    clauses.sort_by(|a, b| a.ceiling.total_cmp(&b.ceiling));
    // What the commonest words can add together, up to each of them.
    let ceilings: Vec<f64> = clauses
        .iter()
        .scan(0.0, |sum, it| {
            *sum += it.ceiling;
            Some(*sum)
        })
        .collect();
    let mut best = Best {
        most,
        all: Vec::new(),
        full: most.saturating_mul(4).max(256),
        bar: 0.0,
    };
    let mut sums = vec![0.0; BLOCK as usize];
    let mut named = vec![0_u64; BLOCK as usize / 64];
    let mut common = 0;
    loop {
        while ceilings.get(common).is_some_and(|it| *it < best.bar) {
            common = common.saturating_add(1);
        }
        let (low, high) = clauses.split_at_mut(common);
        let next = high
            .iter()
            .filter_map(|it| it.postings.first())
            .map(|it| it.place);
        let Some(next) = next.min() else { break };
        let base = next & !(BLOCK - 1);
        for clause in high {
            sum_up(clause, scorer, lengths, base, &mut sums, &mut named);
        }
        let rest = common
            .checked_sub(1)
            .and_then(|it| ceilings.get(it))
            .copied();
        for (place, mut score) in drain(&mut sums, &mut named, base) {
            if score + rest.unwrap_or(0.0) < best.bar {
                continue;
            }
            for (clause, ceiling) in low.iter_mut().zip(&ceilings).rev() {
                if score + ceiling < best.bar {
                    break;
                }
                clause.pass(place);
                let here = clause.postings.first().filter(|it| it.place == place);
                if let Some(it) = here {
                    score += clause.value(scorer, it.times, lengths.of(place));
                }
            }
            if score >= best.bar {
                best.add(score, place);
            }
        }
        best.tidy();
    }
    best.all.into_iter().map(|(_, place)| place).collect()
}

/// Adds up what one clause gives to the documents of a block, and moves behind it.
fn sum_up(
    clause: &mut Clause<'_>,
    scorer: &impl Scorer,
    lengths: Lengths<'_>,
    base: u32,
    sums: &mut [f64],
    named: &mut [u64],
) {
    let end = base.saturating_add(BLOCK);
    let mut passed = 0_usize;
    for posting in clause.postings.iter().take_while(|it| it.place < end) {
        let at = posting.place.saturating_sub(base) as usize;
        if let (Some(sum), Some(bits)) = (sums.get_mut(at), named.get_mut(at / 64)) {
            *sum += clause.value(scorer, posting.times, lengths.of(posting.place));
            *bits |= 1 << (at % 64);
        }
        passed = passed.saturating_add(1);
    }
    clause.postings = clause.postings.get(passed..).unwrap_or_default();
}

/// The documents of a block that were named, in the order of their places, with their sums; both
/// tables are empty afterwards.
fn drain<'a>(
    sums: &'a mut [f64],
    named: &'a mut [u64],
    base: u32,
) -> impl Iterator<Item = (u32, f64)> + 'a {
    let rows = sums.chunks_mut(64).zip(named).zip((base..).step_by(64));
    rows.flat_map(|((sums, named), base)| {
        let mut bits = core::mem::take(named);
        core::iter::from_fn(move || {
            let at = bits.trailing_zeros();
            let sum = sums.get_mut(at as usize).filter(|_| bits != 0)?;
            bits &= bits.wrapping_sub(1);
            Some((base.saturating_add(at), core::mem::take(sum)))
        })
    })
}
