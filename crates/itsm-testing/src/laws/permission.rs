//! Laws of permission: what `allowed` tells a user interface is what `decide` will answer.

use super::{NEAR, tested, uphold};
use crate::specimen::{PolicyOf, RecordOf, Specimen, agent, brief};
use crate::walk::{Verdict, Walk, Watch, ensure};
use itsm_core::aggregate::Aggregate;
use itsm_core::context::Context;
use itsm_core::refusal::{Permission, Refused};

/// `allowed` lists every kind of command exactly once, in order.
pub fn allowed_lists_every_command_once<S: Specimen>() {
    uphold::<S>("allowed lists every command once", NEAR, Lists(0));
}

struct Lists(usize);

impl<S: Specimen> Watch<S> for Lists {
    fn rest(&mut self, walk: &Walk<'_, S>) -> Verdict {
        for cx in every(walk) {
            let listed: Vec<_> = walk
                .record
                .allowed(&cx)
                .into_iter()
                .map(|it| it.0)
                .collect();
            ensure!(
                listed == walk.world.kinds,
                "listed are {listed:?}, expected {:?}",
                walk.world.kinds
            );
            self.0 = self.0.saturating_add(1);
        }
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.0, "a record")
    }
}

/// What `allowed` denies is refused: every generated instance, and by the rule that it names.
pub fn what_allowed_denies_is_refused<S: Specimen>() {
    uphold::<S>("what allowed denies is refused", NEAR, Denies(0));
}

struct Denies(usize);

impl<S: Specimen> Watch<S> for Denies {
    fn rest(&mut self, walk: &Walk<'_, S>) -> Verdict {
        for cx in every(walk) {
            for (kind, permission) in walk.record.allowed(&cx) {
                let Permission::No(refusal) = permission else {
                    continue;
                };
                let witness = S::witness_for(&walk.record, kind, &cx);
                let deck = walk
                    .deck
                    .iter()
                    .filter(|it| RecordOf::<S>::kind(it) == kind);
                for command in deck.chain(witness.as_ref()) {
                    let answer = walk.record.decide(command, &cx);
                    let rule = answer.as_ref().map_err(Refused::rule);
                    ensure!(
                        rule == Err(refusal.rule),
                        "{kind:?} is denied by `{}`, and {} by {} was answered {}",
                        refusal.rule,
                        brief(command),
                        agent(cx.actor.agent()),
                        brief(&answer)
                    );
                    self.0 = self.0.saturating_add(1);
                }
            }
        }
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.0, "a command that is denied")
    }
}

/// What `allowed` grants has a witness: an instance that is accepted.
pub fn what_allowed_grants_has_a_witness<S: Specimen>() {
    uphold::<S>("what allowed grants has a witness", NEAR, Grants(0));
}

struct Grants(usize);

impl<S: Specimen> Watch<S> for Grants {
    fn rest(&mut self, walk: &Walk<'_, S>) -> Verdict {
        for cx in every(walk) {
            for (kind, permission) in walk.record.allowed(&cx) {
                if let Permission::Needs(facts) = &permission {
                    ensure!(!facts.is_empty(), "{kind:?} needs facts and names none");
                }
                if !permission.is_possible() {
                    continue;
                }
                let by = agent(cx.actor.agent());
                let Some(witness) = S::witness_for(&walk.record, kind, &cx) else {
                    return Err(format!(
                        "{kind:?} by {by} at {} is granted ({permission:?}), and the specimen knows no witness",
                        cx.now
                    ));
                };
                if let Err(error) = walk.record.decide(&witness, &cx) {
                    return Err(format!(
                        "{kind:?} by {by} is granted, and {} was refused: {error}",
                        brief(&witness)
                    ));
                }
                self.0 = self.0.saturating_add(1);
            }
        }
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.0, "a command that is granted")
    }
}

/// Every actor, alone and with an approver, under the policy in force and under each other one.
fn every<'a, S: Specimen>(
    walk: &Walk<'a, S>,
) -> impl Iterator<Item = Context<'a, PolicyOf<S>>> + use<'a, S> {
    let policies = &walk.world.policies;
    let approver = walk.world.actors.last();
    walk.alone().flat_map(move |cx| {
        let again = approver.map(|it| cx.approved_by(it));
        core::iter::once(cx)
            .chain(again)
            .chain(policies.iter().map(move |policy| cx.with(policy)))
    })
}
