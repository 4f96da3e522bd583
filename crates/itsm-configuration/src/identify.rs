//! Identifying: which record each observed item is of. Nothing is decided on what becomes of it.

use crate::datum::{Datum, DatumValue};
use crate::estate::Estate;
use crate::identification::{Entry, OnIncomplete};
use crate::identify_error::{IdentificationError, Law, list, text};
use crate::matching::{Index, Key, Rules};
use crate::outcome::{Abstention, Outcome, Tried};
use crate::payload::{End, ObservedItem, Payload};
use crate::policy::ConfigurationPolicy;
use crate::topology::Topology;
use alloc::collections::{BTreeMap, BTreeSet};

use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::text::Code;

/// What was found out of an observed item.
pub(crate) struct Found<'p> {
    pub(crate) item: &'p ObservedItem,
    /// What was told of it and is admitted for its class.
    pub(crate) data: BTreeMap<Datum, DatumValue>,
    pub(crate) tried: Vec<Tried>,
    pub(crate) keys: Vec<Key>,
    /// What contains it, if it is identified within that.
    pub(crate) parent: Option<CiId>,
    pub(crate) depth: u32,
    pub(crate) decision: Decision,
    /// The records that are of one thing, if there are several.
    pub(crate) several: Vec<CiId>,
}

pub(crate) enum Decision {
    Insert,
    Match {
        ci: CiId,
        entry: Code,
        /// The records to be marked as its duplicates.
        mark: BTreeSet<CiId>,
    },
    Settled(Outcome),
}

impl Decision {
    fn fail(error: IdentificationError) -> Self {
        Self::Settled(Outcome::Failed(error))
    }

    const fn abstain(why: Abstention) -> Self {
        Self::Settled(Outcome::Abstained(why))
    }
}

impl Found<'_> {
    /// The record that the item has, or gets.
    pub(crate) fn ci(&self) -> Option<CiId> {
        match &self.decision {
            Decision::Insert => Some(self.item.if_new),
            Decision::Match { ci, .. } => Some(*ci),
            Decision::Settled(outcome) => outcome.ci(),
        }
    }
}

pub(crate) struct Identification<'a, 'p> {
    estate: &'a Estate,
    rules: Rules<'a>,
    index: &'a Index,
    payload: &'p Payload,
    pub(crate) found: BTreeMap<&'p Code, Found<'p>>,
    /// In which order they were found.
    pub(crate) order: Vec<&'p Code>,
    /// Which item has which identifying values.
    pub(crate) keys: BTreeMap<Key, &'p Code>,
    /// Which item has a claim on which record.
    claims: BTreeMap<CiId, &'p Code>,
    new: BTreeSet<CiId>,
}

impl<'a, 'p> Identification<'a, 'p> {
    pub(crate) fn new(
        estate: &'a Estate,
        rules: Rules<'a>,
        index: &'a Index,
        payload: &'p Payload,
    ) -> Result<Self, IdentificationError> {
        let mut items = BTreeMap::new();
        let mut twice: BTreeSet<&Code> = BTreeSet::new();
        for it in &payload.items {
            if items.insert(&it.key, it).is_some() {
                twice.insert(&it.key);
            }
        }
        if let Some(key) = twice.first() {
            return Err(Law::KeyTwice.of([text("key", key)]));
        }
        let topology = Topology::new(&items, rules.policy);
        let mut all = Self {
            estate,
            rules,
            index,
            payload,
            found: BTreeMap::new(),
            order: Vec::new(),
            keys: BTreeMap::new(),
            claims: BTreeMap::new(),
            new: BTreeSet::new(),
        };
        for item in topology.order {
            let mut found = Found {
                item,
                data: BTreeMap::new(),
                tried: Vec::new(),
                keys: Vec::new(),
                parent: None,
                depth: 0,
                decision: Decision::Insert,
                several: Vec::new(),
            };
            found.decision = match topology.loops.get(&item.key) {
                Some(names) => Decision::fail(Law::Loop.of([list("items", names)])),
                None => match all.identify(&mut found) {
                    Ok(decision) | Err(decision) => decision,
                },
            };
            all.order.push(&item.key);
            all.found.insert(&item.key, found);
        }
        Ok(all)
    }

    /// The record that an end of something has.
    fn resolve(&self, end: &End) -> Option<CiId> {
        match end {
            End::Ci(ci) => self.estate.item(*ci).filter(|it| it.is_kept()).map(|_| *ci),
            End::Item(key) => self.found.get(key)?.ci(),
        }
    }

    fn identify(&mut self, found: &mut Found<'p>) -> Result<Decision, Decision> {
        let item = found.item;
        let classes = self.rules.policy.classes();
        if !classes.is_concrete(&item.class) {
            return Err(Decision::fail(Law::Class.of([text("class", &item.class)])));
        }
        if classes.is_dependent(&item.class) {
            self.within(found)?;
        }
        let Some((_, entries)) = self.rules.rules.rule(&item.class, classes) else {
            return Err(Decision::abstain(Abstention::NoRule));
        };
        found.data = admitted(item, self.rules.policy);
        let parents: BTreeSet<CiId> = found.parent.into_iter().collect();
        let value = |datum: &Datum| found.data.get(datum).cloned();
        found.keys = self.rules.keys(&item.class, &parents, value);
        self.look_up(found, entries);
        self.told_enough(found, entries)?;
        if let Some(other) = found.keys.iter().find_map(|it| self.keys.get(it)) {
            let ci = self.found.get(other).and_then(Found::ci);
            let same = ci.map(|ci| Abstention::SameAs {
                item: (*other).clone(),
                ci,
            });
            return Err(Decision::abstain(same.unwrap_or_else(|| {
                Abstention::Contested {
                    by: (*other).clone(),
                    cis: Vec::new(),
                }
            })));
        }
        for key in &found.keys {
            self.keys.insert(key.clone(), &item.key);
        }
        self.choose(found)
    }

    /// The parent of an item that is identified within it.
    fn within(&self, found: &mut Found<'p>) -> Result<(), Decision> {
        let item = found.item;
        let Some(parent) = &item.parent else {
            let class = text("class", &item.class);
            return Err(Decision::fail(Law::ParentMissing.of([class])));
        };
        let Some(ci) = self.resolve(parent) else {
            let parent = text("parent", parent);
            return Err(Decision::fail(Law::ParentUnresolved.of([parent])));
        };
        let above = match parent {
            End::Item(key) => self.found.get(key).map_or(0, |it| it.depth),
            End::Ci(ci) => self.depth(*ci),
        };
        found.parent = Some(ci);
        found.depth = above.saturating_add(1);
        Ok(())
    }

    /// How many levels of dependent classes a record is in; no more than matter.
    fn depth(&self, ci: CiId) -> u32 {
        let policy = self.rules.policy;
        let mut next = Some(ci);
        let mut depth = 0_u32;
        while let Some(item) = next.and_then(|it| self.estate.item(it)) {
            if depth > 2 || !policy.classes().is_dependent(item.class()) {
                break;
            }
            depth = depth.saturating_add(1);
            next = self.estate.containers(item.id(), policy).first().copied();
        }
        depth
    }

    /// That enough was told: whether it was does not depend on what is in the estate.
    fn told_enough(&self, found: &Found<'p>, entries: &[Entry]) -> Result<(), Decision> {
        let on_incomplete = self.rules.rules.draft().on_incomplete;
        let lacking = |data: &BTreeSet<Datum>| -> Vec<Datum> {
            let lacks = |it: &&Datum| !found.data.contains_key(*it);
            data.iter().filter(lacks).cloned().collect()
        };
        for entry in entries {
            let name = text("entry", &entry.id);
            let missing = lacking(&entry.by);
            if !missing.is_empty() {
                if on_incomplete == OnIncomplete::Fail {
                    let error = Law::Incomplete.of([name, list("missing", missing)]);
                    return Err(Decision::fail(error));
                }
                continue;
            }
            let required = lacking(&entry.required);
            if !required.is_empty() {
                let error = Law::RequiredMissing.of([name, list("missing", required)]);
                return Err(Decision::fail(error));
            }
        }
        if found.keys.is_empty() {
            return Err(Decision::abstain(Abstention::NothingTold));
        }
        Ok(())
    }

    /// Looks up the entries in their order, until one finds something.
    fn look_up(&self, found: &mut Found<'p>, entries: &[Entry]) {
        for (place, entry) in entries.iter().enumerate() {
            let lacks = |it: &&Datum| !found.data.contains_key(*it);
            let told = |it: &Datum| Some((it.clone(), found.data.get(it)?.clone()));
            let mut tried = Tried {
                entry: entry.id.clone(),
                missing: entry.by.iter().filter(lacks).cloned().collect(),
                values: BTreeMap::new(),
                found: Vec::new(),
            };
            if tried.missing.is_empty() {
                tried.values = entry.by.iter().filter_map(told).collect();
                let keys = found.keys.iter().filter(|it| it.entry() == place);
                tried.found = keys.flat_map(|it| self.index.find(it)).copied().collect();
            }
            let hit = !tried.found.is_empty();
            found.tried.push(tried);
            if hit {
                break;
            }
        }
    }

    /// What the records that were found mean.
    fn choose(&mut self, found: &mut Found<'p>) -> Result<Decision, Decision> {
        let hit = found.tried.last().filter(|it| !it.found.is_empty());
        let Some(hit) = hit else {
            return self.insert(found.item);
        };
        let retired = |ci: &CiId| {
            self.estate
                .item(*ci)
                .is_none_or(|it| it.stage().is_retired())
        };
        let living: Vec<CiId> = hit
            .found
            .iter()
            .copied()
            .filter(|it| !retired(it))
            .collect();
        let oldest = living.iter().filter_map(|it| self.estate.item(*it));
        let oldest = oldest.min_by_key(|it| (it.registered_at(), it.id()));
        let Some(ci) = oldest.map(crate::ci::Ci::id) else {
            let retired = hit.found.first().map(|ci| Abstention::Retired { ci: *ci });
            return Err(Decision::abstain(
                retired.unwrap_or(Abstention::NothingTold),
            ));
        };
        let entry = hit.entry.clone();
        if living.len() > 1 {
            found.several.clone_from(&living);
            let rules = self.rules.rules.draft().duplicates;
            let count = u64::try_from(living.len()).unwrap_or(u64::MAX);
            let limit = if rules.update_oldest {
                u64::from(rules.too_many)
            } else {
                2
            };
            if count >= limit {
                let (count, limit) = (("count", count.into()), ("limit", limit.into()));
                let error = Law::Ambiguous.of([text("entry", &entry), count, limit]);
                return Err(Decision::fail(error));
            }
        }

        self.claim(&living, found.item)?;
        let mark = living.into_iter().filter(|it| *it != ci).collect();
        Ok(Decision::Match { ci, entry, mark })
    }

    fn insert(&mut self, item: &'p ObservedItem) -> Result<Decision, Decision> {
        if !self.rules.rules.may_insert(&self.payload.source) {
            return Err(Decision::abstain(Abstention::MayNotInsert));
        }
        if item.name.is_none() {
            return Err(Decision::fail(Law::NameMissing.of([])));
        }
        if self.estate.item(item.if_new).is_some() || !self.new.insert(item.if_new) {
            let ci = text("ci", &item.if_new);
            return Err(Decision::fail(Law::IdTaken.of([ci])));
        }
        Ok(Decision::Insert)
    }

    /// Claims records for an item. Where another claims one as well, this item abstains; and so does
    /// the other, if it took the record for a duplicate: which of them is right, people see better.
    fn claim(&mut self, cis: &[CiId], item: &'p ObservedItem) -> Result<(), Decision> {
        let taken: Vec<(CiId, &'p Code)> = cis
            .iter()
            .filter_map(|ci| Some((*ci, *self.claims.get(ci)?)))
            .collect();
        for (ci, by) in &taken {
            let other = self.found.get_mut(by).map(|it| &mut it.decision);
            let Some(decision) = other else {
                continue;
            };
            if matches!(decision, Decision::Match { mark, .. } if mark.contains(ci)) {
                *decision = Decision::abstain(Abstention::Contested {
                    by: item.key.clone(),
                    cis: Vec::from([*ci]),
                });
            }
        }
        if let Some((_, by)) = taken.first() {
            return Err(Decision::abstain(Abstention::Contested {
                by: (*by).clone(),
                cis: taken.iter().map(|(ci, _)| *ci).collect(),
            }));
        }
        self.claims.extend(cis.iter().map(|ci| (*ci, &item.key)));
        Ok(())
    }
}

/// What was told of an item and can be said of one of its class.
fn admitted(item: &ObservedItem, policy: &ConfigurationPolicy) -> BTreeMap<Datum, DatumValue> {
    let mut data = item.data();
    data.retain(|datum, value| match (datum, value) {
        (Datum::Attribute(name), DatumValue::Value(value)) => {
            policy.classes().admits(&item.class, name, value)
        }
        _ => true,
    });
    data
}
