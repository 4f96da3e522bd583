//! How the audit tells the kinds of disagreement apart.

use crate::audit::{Audit, AuditError, Disagreement, Finding, FindingKind, Subject};
use crate::ci::Ci;
use crate::done::{Done, Expected};
use crate::estate::Estate;
use crate::fact::{FactPath, FactValue};
use crate::inventory::{ChangeDone, Observation, Thing};
use crate::policy::ConfigurationPolicy;
use crate::relationship::Relationship;
use crate::state::LifecycleStage;
use crate::verification::Discrepancy;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::ToString;
use alloc::vec::Vec;
use itsm_core::id::{ChangeId, CiId};
use itsm_core::text::{Code, Label};

/// What a stage says of whether the item is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    There,
    Perhaps,
    Gone,
}

const fn presence(stage: LifecycleStage) -> Presence {
    use LifecycleStage::{
        Defective, Deploy, Design, EndOfLife, EndOfOperation, Ideation, Inventory, Missing,
        Operational, Purchase,
    };
    match stage {
        Ideation | Purchase | Design => Presence::Perhaps,
        Inventory | Deploy | Operational | EndOfOperation | Defective => Presence::There,
        Missing | EndOfLife => Presence::Gone,
    }
}

/// Everything that is needed to judge.
pub(crate) struct Judge<'a> {
    estate: &'a Estate,
    policy: &'a ConfigurationPolicy,
    observation: &'a Observation,
    done: Done<'a>,
    recorded: &'a BTreeMap<CiId, BTreeSet<ChangeId>>,
    things: BTreeMap<CiId, &'a Thing>,
    findings: BTreeSet<Finding>,
    /// The changes that findings speak of, under the item that they are about.
    explained: BTreeSet<(CiId, ChangeId)>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(
        estate: &'a Estate,
        policy: &'a ConfigurationPolicy,
        observation: &'a Observation,
        done: &'a [ChangeDone],
        recorded: &'a BTreeMap<CiId, BTreeSet<ChangeId>>,
    ) -> Result<Self, AuditError> {
        let mut named: BTreeMap<CiId, (&Label, &Thing)> = BTreeMap::new();
        for (name, thing) in &observation.things {
            let Some(ci) = thing.ci else { continue };
            if let Some((one, _)) = named.insert(ci, (name, thing)) {
                return Err(AuditError::SeenTwice {
                    ci,
                    one: one.clone(),
                    other: name.clone(),
                });
            }
        }
        Ok(Self {
            estate,
            policy,
            observation,
            done: Done::by(observation.at, done),
            recorded,
            things: named.into_iter().map(|(ci, (_, it))| (ci, it)).collect(),
            findings: BTreeSet::new(),
            explained: BTreeSet::new(),
        })
    }

    pub(crate) fn audit(mut self) -> Audit {
        let at = self.observation.at;
        let (mut compared, mut gone_on) = (BTreeSet::new(), BTreeSet::new());
        let estate = self.estate;
        for ci in estate.items() {
            let thing = self.things.get(&ci.id()).copied();
            let covered = self.observation.scope.covers(ci, self.policy);
            let looked_for = covered && presence(ci.stage()) == Presence::There;
            if ci.modified_at() > at {
                if looked_for || thing.is_some() {
                    gone_on.insert(ci.id());
                }
                continue;
            }
            if looked_for || thing.is_some() {
                compared.insert(ci.id());
                self.marked(ci);
            }
            match thing {
                Some(thing) => self.seen(ci, thing),
                None if looked_for => self.not_seen(ci),
                None => self.untouched_by_eyes(ci),
            }
            self.untold(ci);
        }
        self.relationships(&gone_on);
        self.without_record();
        Audit {
            at,
            source: self.observation.source.clone(),
            findings: self.findings.into_iter().collect(),
            compared,
            gone_on,
        }
    }

    fn add(&mut self, ci: CiId, kind: FindingKind, what: Disagreement, change: Option<ChangeId>) {
        self.explained.extend(change.map(|it| (ci, it)));
        self.findings.insert(Finding {
            subject: Subject::Ci(ci),
            kind,
            what,
            change,
        });
    }

    fn knows(&self, ci: CiId, change: ChangeId) -> bool {
        self.recorded
            .get(&ci)
            .is_some_and(|it| it.contains(&change))
    }

    /// The first change that touched the item, nobody knows how, and that its history does not know.
    fn untold_change(&self, ci: CiId) -> Option<ChangeId> {
        self.done.untold(ci).find(|it| !self.knows(ci, *it))
    }

    /// What an observer saw and the record does not say, if no change says it.
    fn unexplained(&self, ci: &Ci, otherwise: FindingKind) -> (FindingKind, Option<ChangeId>) {
        if let Some(change) = self.untold_change(ci.id()) {
            return (FindingKind::ChangeNotRecorded, Some(change));
        }
        let was_right = ci
            .verification()
            .is_some_and(|it| it.discrepancies.is_empty() && it.at >= ci.modified_at());
        let kind = if was_right {
            FindingKind::UnauthorizedChange
        } else {
            otherwise
        };
        (kind, None)
    }

    /// Judges one thing that the record says, that may have been seen, and that a change may have
    /// done. `what` says it, given what is so.
    fn judge<V: Copy + PartialEq>(
        &mut self,
        ci: &Ci,
        recorded: V,
        seen: Option<V>,
        expected: Option<Expected<V>>,
        otherwise: FindingKind,
        what: impl Fn(V) -> Disagreement,
    ) {
        if let Some(it) = expected.filter(|it| it.value != recorded) {
            let undone = seen == Some(recorded);
            let done = seen == Some(it.value);
            if done || !(undone || self.knows(ci.id(), it.change)) {
                let kind = FindingKind::ChangeNotRecorded;
                self.add(ci.id(), kind, what(it.value), Some(it.change));
            }
        }
        let explained = |seen| expected.is_some_and(|it| it.value == seen);
        if let Some(seen) = seen.filter(|it| *it != recorded && !explained(*it)) {
            let (kind, change) = self.unexplained(ci, otherwise);
            self.add(ci.id(), kind, what(seen), change);
        }
    }

    fn seen(&mut self, ci: &Ci, thing: &Thing) {
        let seen = thing.seen();
        if presence(ci.stage()) == Presence::Gone && !seen.contains_key(&FactPath::Stage) {
            let (kind, change) = match self.done.fact(ci.id(), &FactPath::Stage) {
                Some(it) if it.value != ci.fact(&FactPath::Stage).as_ref() => {
                    (FindingKind::ChangeNotRecorded, Some(it.change))
                }
                _ => self.unexplained(ci, FindingKind::WrongAttribute),
            };
            let what = Disagreement::Presence {
                recorded: false,
                actual: true,
            };
            self.add(ci.id(), kind, what, change);
        }
        self.facts(ci, &seen);
    }

    fn not_seen(&mut self, ci: &Ci) {
        let id = ci.id();
        let ended = self.done.fact(id, &FactPath::Stage);
        let ended = ended.filter(|it| it.value.is_some_and(says_gone));
        if let Some(it) = ended {
            // That it is not there is what a change wanted.
            let what = Disagreement::Fact {
                path: FactPath::Stage,
                recorded: ci.fact(&FactPath::Stage),
                actual: it.value.cloned(),
            };
            self.add(id, FindingKind::ChangeNotRecorded, what, Some(it.change));
        } else {
            let what = Disagreement::Presence {
                recorded: true,
                actual: false,
            };
            self.add(id, FindingKind::Missing, what, None);
        }
    }

    /// Nobody looked: what changes have done is known all the same.
    fn untouched_by_eyes(&mut self, ci: &Ci) {
        self.facts(ci, &BTreeMap::new());
    }

    fn facts(&mut self, ci: &Ci, seen: &BTreeMap<&FactPath, Option<&FactValue>>) {
        let id = ci.id();
        let done = self.done.paths(id);
        let paths: BTreeSet<FactPath> = done.chain(seen.keys().copied()).cloned().collect();
        for path in &paths {
            if !self.has(ci, path) {
                continue;
            }
            let recorded = ci.fact(path);
            let recorded = recorded.as_ref();
            let found = seen.get(path).copied();
            let found = found.map(|it| {
                if self.agrees(ci, path, it) {
                    recorded
                } else {
                    it
                }
            });
            let expected = self.done.fact(id, path);
            self.judge(
                ci,
                recorded,
                found,
                expected,
                FindingKind::WrongAttribute,
                |it| Disagreement::Fact {
                    path: path.clone(),
                    recorded: recorded.cloned(),
                    actual: it.cloned(),
                },
            );
        }
    }

    /// Whether its class has such a fact at all.
    fn has(&self, ci: &Ci, path: &FactPath) -> bool {
        match path {
            FactPath::Attribute(name) => {
                let classes = self.policy.classes();
                classes.attribute(ci.class(), name).is_some() || ci.attribute(name).is_some()
            }
            _ => true,
        }
    }

    /// Whether what was seen is what is recorded, though less exact: some hardware is a server.
    fn agrees(&self, ci: &Ci, path: &FactPath, seen: Option<&FactValue>) -> bool {
        let (FactPath::Class, Some(FactValue::Text(class))) = (path, seen) else {
            return false;
        };
        Code::new(class).is_ok_and(|it| self.policy.classes().is_a(ci.class(), &it))
    }

    /// A modification on nobody's authority is told once: who then finds the record right lifts it.
    fn marked(&mut self, ci: &Ci) {
        let Some(since) = ci.modifications().marked_since else {
            return;
        };
        let told = ci.verification().is_some_and(|it| {
            it.at >= since && it.discrepancies.contains(&Discrepancy::UnauthorizedChange)
        });
        if !told && !self.done.has_touched(ci.id()) {
            let what = Disagreement::Marked { since };
            self.add(ci.id(), FindingKind::UnauthorizedChange, what, None);
        }
    }

    /// A change did something, and nothing that was found is of it.
    fn untold(&mut self, ci: &Ci) {
        let Some(change) = self.untold_change(ci.id()) else {
            return;
        };
        if !self.explained.contains(&(ci.id(), change)) {
            let kind = FindingKind::ChangeNotRecorded;
            self.add(ci.id(), kind, Disagreement::Untold, Some(change));
        }
    }

    fn relationships(&mut self, gone_on: &BTreeSet<CiId>) {
        let (estate, observation) = (self.estate, self.observation);
        let empty = BTreeSet::new();
        let found = observation.relationships.as_ref().unwrap_or(&empty);
        let types = observation.relationship_types.as_ref();
        let covered = |kind: &Code| types.is_some_and(|it| it.contains(kind));
        let own = self.things.keys().filter_map(|ci| estate.item(*ci));
        let own = own.filter(|it| it.is_kept()).flat_map(Ci::relationships);
        let all: BTreeSet<Relationship> = own
            .filter(|it| covered(&it.kind))
            .chain(found)
            .chain(self.done.relationships())
            .cloned()
            .collect();
        for relationship in all {
            let Some(ci) = estate.item(relationship.source).filter(|it| it.is_kept()) else {
                continue;
            };
            if gone_on.contains(&ci.id()) || ci.modified_at() > observation.at {
                continue;
            }
            // Where an end was not found, nobody could have found the relationship.
            let looked_at = covered(&relationship.kind)
                && self.things.contains_key(&ci.id())
                && !self.is_missed(relationship.target);
            let seen = found.contains(&relationship);
            let seen = (seen || looked_at).then_some(seen);
            let recorded = ci.relationships.contains(&relationship);
            let expected = self.done.relationship(&relationship);
            self.judge(
                ci,
                recorded,
                seen,
                expected,
                FindingKind::WrongRelationship,
                |actual| Disagreement::Relationship {
                    relationship: relationship.clone(),
                    recorded,
                    actual,
                },
            );
        }
    }

    fn is_missed(&self, ci: CiId) -> bool {
        let item = self.estate.item(ci).filter(|it| it.is_kept());
        let in_scope = item.is_some_and(|it| self.observation.scope.covers(it, self.policy));
        in_scope && !self.things.contains_key(&ci)
    }

    /// Things without a record, and records that changes should have made.
    fn without_record(&mut self) {
        let estate = self.estate;
        let what = Disagreement::Presence {
            recorded: false,
            actual: true,
        };
        let mut made = BTreeSet::new();
        let touched: Vec<(CiId, ChangeId)> = self.done.touched().collect();
        for (ci, change) in touched {
            if estate.item(ci).is_none() {
                made.insert(ci);
                let kind = FindingKind::ChangeNotRecorded;
                self.add(ci, kind, what.clone(), Some(change));
            }
        }
        for (name, thing) in &self.observation.things {
            let subject = match thing.ci {
                Some(ci) if made.contains(&ci) || estate.item(ci).is_some_and(Ci::is_kept) => {
                    continue;
                }
                Some(ci) => Subject::Ci(ci),
                None => Subject::Thing(name.clone()),
            };
            self.findings.insert(Finding {
                subject,
                kind: FindingKind::Unregistered,
                what: what.clone(),
                change: None,
            });
        }
    }
}

fn says_gone(stage: &FactValue) -> bool {
    let stage = stage.to_string().parse::<LifecycleStage>();
    stage.is_ok_and(|it| presence(it) == Presence::Gone)
}
