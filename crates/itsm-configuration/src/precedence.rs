//! Precedence: of several sources that tell different things, whose word the record takes.

use crate::class::ClassTree;
use crate::datum::{Datum, DatumValue};
use crate::identification::{BetweenEquals, Dynamic, IdentificationPolicy, Ranking};
use crate::reports::Report;
use alloc::vec::Vec;
use itsm_core::plain_enum;
use itsm_core::text::Code;
use itsm_core::time::Instant;

plain_enum! {
    /// Why a word won, or lost.
    pub enum Why {
        /// The record says that already.
        Agrees = "agrees",
        /// It came with the item: nothing is weighed at a birth.
        Born = "born",
        /// A dynamic rule.
        Dynamic = "dynamic",
        /// Between sources of the same rank, what the record says stays.
        Held = "held",
        /// Between sources of the same rank, what was seen last counts.
        Newest = "newest",
        /// The same source has told something of a later time.
        Older = "older",
        /// The order of sources.
        Rank = "rank",
        /// No other source contradicts whose word is fresh.
        Unopposed = "unopposed",
    }
}

/// Whose word a record takes for a datum, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Ruling {
    /// The source whose word counts.
    pub winner: Code,
    /// Why.
    pub why: Why,
}

/// What a source tells now of a datum of an item, and what the record says.
pub(crate) struct Claim<'a> {
    pub(crate) class: &'a Code,
    pub(crate) datum: &'a Datum,
    pub(crate) source: &'a Code,
    pub(crate) value: &'a DatumValue,
    pub(crate) at: Instant,
    pub(crate) present: Option<&'a DatumValue>,
}

type Opposed<'a> = (&'a Code, &'a Report);

impl IdentificationPolicy {
    /// Whether the record takes the word of a source, given what all sources told last.
    ///
    /// Only words that are fresh count against it. First the dynamic rule, where there is one, then
    /// the order of sources, then what the rules say of equals.
    pub(crate) fn rule_on<'a>(
        &self,
        claim: &Claim<'_>,
        told: impl Iterator<Item = Opposed<'a>>,
        now: Instant,
        classes: &ClassTree,
    ) -> (bool, Ruling) {
        let wins = |why| (true, ruling(claim.source, why));
        if claim.present == Some(claim.value) {
            return wins(Why::Agrees);
        }
        let told: Vec<Opposed<'_>> = told.collect();
        let own = told.iter().find(|(source, _)| *source == claim.source);
        if own.is_some_and(|(_, it)| it.at > claim.at) {
            return (false, ruling(claim.source, Why::Older));
        }
        let stale = |source: &Code, at| self.is_stale(claim.class, source, at, now, classes);
        let others: Vec<Opposed<'_>> = told
            .into_iter()
            .filter(|(source, it)| *source != claim.source && !stale(source, it.at))
            .collect();
        let mut opposed: Vec<Opposed<'_>> = others
            .iter()
            .copied()
            .filter(|(_, it)| it.value != *claim.value)
            .collect();
        if opposed.is_empty() {
            return wins(Why::Unopposed);
        }
        let ranking = self.ranking(claim.class, claim.datum, classes);
        if let Some(dynamic) = ranking.and_then(|it| it.dynamic) {
            let votes =
                |value: &DatumValue| others.iter().filter(|it| it.1.value == *value).count();
            let mine = score(
                dynamic,
                claim.value,
                claim.at,
                votes(claim.value).saturating_add(1),
            );
            let theirs = |it: &Report| score(dynamic, &it.value, it.at, votes(&it.value));
            let best = opposed.iter().map(|(_, it)| theirs(it)).max();
            if best.is_some_and(|best| best < mine) {
                return wins(Why::Dynamic);
            }
            opposed.retain(|(_, it)| Some(theirs(it)) == best);
            if let Some(first) = opposed.first().filter(|_| best > Some(mine)) {
                let rank = |source: &Code| ranking.map_or(0, |it| it.rank(source));
                let winner = opposed.iter().min_by_key(|(source, _)| rank(source));
                return (false, ruling(winner.unwrap_or(first).0, Why::Dynamic));
            }
        }
        self.rule_by_rank(claim, opposed, ranking)
    }

    fn rule_by_rank(
        &self,
        claim: &Claim<'_>,
        mut opposed: Vec<Opposed<'_>>,
        ranking: Option<&Ranking>,
    ) -> (bool, Ruling) {
        let wins = |why| (true, ruling(claim.source, why));
        let rank = |source: &Code| ranking.map_or(0, |it| it.rank(source));
        let mine = rank(claim.source);
        opposed.retain(|(source, _)| rank(source) <= mine);
        let first = opposed.iter().min_by_key(|(source, _)| rank(source));
        let Some((first, _)) = first else {
            return wins(Why::Rank);
        };
        if rank(first) < mine {
            return (false, ruling(first, Why::Rank));
        }
        match self.draft.between_equals {
            BetweenEquals::Keep => {
                let holds = |it: &&Opposed<'_>| claim.present == Some(&it.1.value);
                match opposed.iter().find(holds) {
                    Some((holder, _)) => (false, ruling(holder, Why::Held)),
                    None => wins(Why::Unopposed),
                }
            }
            BetweenEquals::Newest => {
                // Of two that are as new as each other, what was told first stays.
                match opposed
                    .iter()
                    .filter(|(_, it)| it.at >= claim.at)
                    .max_by_key(|(_, it)| it.at)
                {
                    Some((newest, _)) => (false, ruling(newest, Why::Newest)),
                    None => wins(Why::Newest),
                }
            }
        }
    }
}

fn ruling(winner: &Code, why: Why) -> Ruling {
    Ruling {
        winner: winner.clone(),
        why,
    }
}

/// How good a value is under a dynamic rule: the largest counts.
fn score(dynamic: Dynamic, value: &DatumValue, at: Instant, votes: usize) -> (i128, Instant) {
    let number = value.number().map_or(i128::MIN, i128::from);
    let amount = match dynamic {
        Dynamic::Largest => number,
        // What is no number is never the smallest.
        Dynamic::Smallest if number == i128::MIN => number,
        Dynamic::Smallest => number.saturating_neg(),
        Dynamic::MostRecent => 0,
        Dynamic::MostReported => i128::try_from(votes).unwrap_or(i128::MAX),
    };
    match dynamic {
        Dynamic::MostRecent => (amount, at),
        _ => (amount, Instant::UNIX_EPOCH),
    }
}
