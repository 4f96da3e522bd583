//! Writing: what becomes of the records, once it is known of which record each item is.

use crate::authority::Authority;
use crate::ci::Ci;
use crate::command::{
    CiCommand, Describe, MarkDuplicate, Observe, Reclassify, Relate, SetAsset, SetAttribute,
};
use crate::datum::{Datum, DatumValue, with_asset};
use crate::error::CiError;
use crate::identification::Handling;
use crate::identify::Found;
use crate::identify_error::{Law, text};
use crate::matching::{Index, Key, Rules};
use crate::outcome::{Abstention, Outcome, PlannedDatum, Verdict};
use crate::overlay::Overlay;
use crate::payload::{End, ObservedItem, Payload};
use crate::plan::Task;
use crate::precedence::{Claim, Ruling, Why};
use crate::profile::CiProfile;
use crate::reclassification::Reclassification;
use crate::reports::{Reports, Told};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::custom::AttributeValue;
use itsm_core::id::CiId;
use itsm_core::text::Code;

pub(crate) type Data = BTreeMap<Datum, PlannedDatum>;

pub(crate) struct Writing<'a, 'p> {
    pub(crate) rules: Rules<'a>,
    pub(crate) index: &'a Index,
    pub(crate) payload: &'p Payload,
    pub(crate) reports: &'a Reports,
    /// Which item of the payload has which identifying values.
    pub(crate) keys: &'a BTreeMap<Key, &'p Code>,
    pub(crate) overlay: Overlay<'a>,
    /// Identifying values that records got by the plan.
    pub(crate) taken: BTreeMap<Key, CiId>,
    /// Identifying values that a record did not get because another has them. That one keeps them,
    /// or the next plan would go on where this one ends.
    pub(crate) wanted: BTreeMap<Key, CiId>,
    pub(crate) tasks: Vec<Task>,
    pub(crate) told: Vec<Told>,
}

impl Writing<'_, '_> {
    pub(crate) fn authority(&self) -> Authority {
        Authority::discovered(self.payload.source.clone())
    }

    fn observe(&self) -> CiCommand {
        Observe::new(self.payload.source.clone()).into()
    }

    /// An item on which nothing more is decided.
    pub(crate) fn settled(&mut self, outcome: Outcome) -> Outcome {
        if let Outcome::Abstained(Abstention::Retired { ci }) = outcome {
            let observe = self.observe();
            if let Err(error) = self.overlay.execute(ci, observe) {
                return Outcome::Abstained(Abstention::RecordRefuses { ci, error });
            }
        }
        outcome
    }

    /// A new item: everything that was told is taken, and nothing is weighed.
    pub(crate) fn insert(&mut self, found: &Found<'_>) -> (Outcome, Data) {
        let item = found.item;
        let ci = item.if_new;
        let Some(profile) = profile(found) else {
            return (Outcome::Failed(Law::NameMissing.of([])), Data::new());
        };
        let authority = self.authority();
        if let Some(parent) = found.parent.filter(|it| self.overlay.item(*it).is_none()) {
            let parent = item
                .parent
                .as_ref()
                .map_or_else(|| End::Ci(parent), End::clone);
            let error = Law::ParentUnresolved.of([text("parent", &parent)]);
            return (Outcome::Failed(error), Data::new());
        }
        if let Err(error) = self.overlay.register(ci, profile, authority) {
            return (refused(&error), Data::new());
        }
        if let Some(parent) = found.parent {
            let kind = &self.rules.rules.containment;
            if let Err(error) = self.contain(parent, kind, ci) {
                self.overlay.unregister(ci);
                return (refused(&error), Data::new());
            }
        }
        let observe = self.observe();
        // Nothing refuses that an item that was just born was seen.
        let _ = self.overlay.execute(ci, observe);
        self.taken
            .extend(found.keys.iter().map(|it| (it.clone(), ci)));
        let mut data = Self::unfit(found);
        for (datum, told) in &found.data {
            let ruling = Ruling {
                winner: self.payload.source.clone(),
                why: Why::Born,
            };
            let planned = PlannedDatum {
                told: told.clone(),
                before: None,
                verdict: Verdict::Taken(ruling),
            };
            data.insert(datum.clone(), planned);
        }
        self.tell(ci, found);
        (Outcome::Inserted { ci }, data)
    }

    fn contain(&mut self, parent: CiId, kind: &Code, child: CiId) -> Result<(), CiError> {
        let Some(facts) = self.overlay.target_facts(child) else {
            return Ok(());
        };
        let relate = Relate::new(kind.clone(), child, facts, self.authority());
        self.overlay.execute(parent, relate.into())
    }

    /// What was told and cannot be said of an item of its class.
    fn unfit(found: &Found<'_>) -> Data {
        let mut all = found.item.data();
        all.retain(|datum, _| !found.data.contains_key(datum));
        let unfit = |(datum, told)| {
            let planned = PlannedDatum {
                told,
                before: None,
                verdict: Verdict::NotAdmitted,
            };
            (datum, planned)
        };
        all.into_iter().map(unfit).collect()
    }

    fn tell(&mut self, ci: CiId, found: &Found<'_>) {
        for (datum, value) in &found.data {
            self.told.push(Told {
                ci,
                datum: datum.clone(),
                source: self.payload.source.clone(),
                value: value.clone(),
                at: self.payload.observed_at,
            });
        }
    }

    /// An item that has a record: what was told is weighed, datum by datum.
    pub(crate) fn update(&mut self, found: &Found<'_>, ci: CiId, entry: Code) -> (Outcome, Data) {
        let mut data = Self::unfit(found);
        let observe = self.observe();
        let Some(item) = self.overlay.item(ci).cloned() else {
            return (Outcome::Abstained(Abstention::NothingTold), data);
        };
        if let Err(error) = self.overlay.after(&item, &observe) {
            let refuses = Abstention::RecordRefuses { ci, error };
            return (Outcome::Abstained(refuses), data);
        }
        self.reclassify(found.item, &item);
        let item = self.overlay.item(ci).cloned().unwrap_or(item);
        let weighed = self.weigh(found, &item, &mut data);
        for (datum, ruling) in self.unconfused(found.item, &item, weighed, &mut data) {
            let Some(planned) = data.get_mut(&datum) else {
                continue;
            };
            let Some(now) = self.overlay.item(ci) else {
                continue;
            };
            let command = set(now, &datum, &planned.told, self.authority());
            planned.verdict = match self.overlay.execute(ci, command) {
                Ok(()) => Verdict::Taken(ruling),
                Err(error) => Verdict::Refused(error),
            };
        }
        // That it takes an observation was seen before.
        let _ = self.overlay.execute(ci, observe);
        self.tell(ci, found);
        (Outcome::Matched { ci, entry }, data)
    }

    /// Weighs what was told, and returns what is to be written.
    fn weigh(&self, found: &Found<'_>, item: &Ci, data: &mut Data) -> Vec<(Datum, Ruling)> {
        let mut taken = Vec::new();
        for (datum, told) in &found.data {
            let before = datum.of(item);
            let claim = Claim {
                class: item.class(),
                datum,
                source: &self.payload.source,
                value: told,
                at: self.payload.observed_at,
                present: before.as_ref(),
            };
            let reports = self.reports.of(item.id(), datum);
            let classes = self.rules.policy.classes();
            let now = self.overlay.cx.now;
            let (wins, ruling) = self.rules.rules.rule_on(&claim, reports, now, classes);
            if wins && ruling.why != Why::Agrees {
                taken.push((datum.clone(), ruling.clone()));
            }
            let verdict = if wins {
                Verdict::Taken(ruling)
            } else {
                Verdict::Kept(ruling)
            };
            let planned = PlannedDatum {
                told: told.clone(),
                before,
                verdict,
            };
            data.insert(datum.clone(), planned);
        }
        taken
    }

    /// Makes a record one of the class that the source takes it for, or asks somebody.
    fn reclassify(&mut self, item: &ObservedItem, record: &Ci) {
        let (from, to) = (record.class(), &item.class);
        if from == to {
            return;
        }
        let direction = Reclassification::between(self.rules.policy.classes(), from, to);
        if self.rules.rules.handling(direction) == Handling::Automatic {
            let command: CiCommand = Reclassify::new(to.clone(), self.authority()).into();
            if let Ok(after) = self.overlay.after(record, &command) {
                let parents = self.overlay.containers(record.id());
                let [old, new] = [record, &after].map(|it| self.rules.keys_of(it, &parents));
                let confused = self.confused(Some(&item.key), record.id(), &old, &new);
                if confused.is_some() {
                    self.want(record.id(), &old, &new);
                } else if self.overlay.execute(record.id(), command).is_ok() {
                    self.taken
                        .extend(new.into_iter().map(|it| (it, record.id())));
                    return;
                }
            }
        }
        self.tasks.push(Task::Reclassify {
            item: item.key.clone(),
            ci: record.id(),
            from: from.clone(),
            to: to.clone(),
            direction,
        });
    }

    /// Marks records as duplicates of another, and returns those that took it.
    pub(crate) fn mark(&mut self, of: CiId, them: &BTreeSet<CiId>) -> BTreeSet<CiId> {
        let mut marked = BTreeSet::new();
        for ci in them {
            let mark = MarkDuplicate::new(of).into();
            if !self.is_wanted(*ci) && self.overlay.execute(*ci, mark).is_ok() {
                marked.insert(*ci);
            }
        }
        marked
    }
}

fn refused(error: &CiError) -> Outcome {
    let message = error.refusal().reason();
    Outcome::Failed(Law::Refused.of([text("rule", &error.rule()), text("message", &message)]))
}

fn set(item: &Ci, datum: &Datum, value: &DatumValue, authority: Authority) -> CiCommand {
    match (datum, value) {
        (Datum::Attribute(name), DatumValue::Value(value)) => {
            SetAttribute::new(name.clone(), authority)
                .value(value.clone())
                .into()
        }
        (_, DatumValue::Name(name)) => Describe::new(authority).name(name.clone()).into(),
        _ => SetAsset::new(authority)
            .asset(with_asset(item.asset(), datum, value))
            .into(),
    }
}

/// All that was told of a new item and is admitted for its class.
fn profile(found: &Found<'_>) -> Option<CiProfile> {
    let mut profile = CiProfile::new(found.item.class.clone(), found.item.name.clone()?);
    let mut attributes: BTreeMap<Code, AttributeValue> = BTreeMap::new();
    for (datum, value) in &found.data {
        match (datum, value) {
            (Datum::Attribute(name), DatumValue::Value(value)) => {
                attributes.insert(name.clone(), value.clone());
            }
            (Datum::Serial | Datum::Tag, _) => {
                let asset = with_asset(profile.asset.as_deref(), datum, value);
                profile.asset = Some(Box::new(asset));
            }
            _ => {}
        }
    }
    profile.attributes = Some(attributes).filter(|it| !it.is_empty());
    Some(profile)
}
