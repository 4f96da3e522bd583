//! Laws of the lifecycle: the published table and the decisions say the same.

use super::{MIDDLE, NEAR, tested, uphold};
use crate::specimen::{KindOf, RecordOf, Specimen, StageOf, agent, brief};
use crate::walk::{Taken, Verdict, Walk, Watch, ensure};
use itsm_core::aggregate::Aggregate;
use itsm_core::refusal::Refused;

/// What the table allows is possible: for every state and command that it allows, a generated
/// witness is accepted, and every state is reached.
pub fn every_allowed_cell_has_a_witness<S: Specimen>() {
    uphold::<S>(
        "every allowed cell has a witness",
        NEAR,
        Allowed::<S>(Vec::new()),
    );
}

type Cell<S> = (StageOf<S>, KindOf<S>);

struct Allowed<S: Specimen>(Vec<Cell<S>>);

impl<S: Specimen> Watch<S> for Allowed<S> {
    fn rest(&mut self, walk: &Walk<'_, S>) -> Verdict {
        let stage = walk.record.stage();
        for kind in walk.world.kinds.iter().copied() {
            if !S::table_allows(stage, kind) {
                continue;
            }
            // A command that takes over another policy is possible under that one only.
            let policies = &walk.world.policies;
            let others = walk
                .alone()
                .flat_map(|cx| policies.iter().map(move |policy| (cx.with(policy), true)));
            let own = walk.circumstances().map(|cx| (cx, cx.approver.is_some()));
            for (cx, last_resort) in own.chain(others) {
                // Approvers and other policies matter only until the cell is covered.
                if last_resort && self.0.contains(&(stage, kind)) {
                    continue;
                }
                let Some(witness) = S::witness_for(&walk.record, kind, &cx) else {
                    continue;
                };
                if let Err(error) = walk.record.decide(&witness, &cx) {
                    return Err(format!(
                        "{stage:?} × {kind:?}: the witness {} by {} was refused: {error}",
                        brief(&witness),
                        agent(cx.actor.agent())
                    ));
                }
                if !self.0.contains(&(stage, kind)) {
                    self.0.push((stage, kind));
                }
            }
        }
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        let mut missing = Vec::new();
        for stage in S::stages() {
            for kind in S::kinds() {
                if S::table_allows(stage, kind) && !self.0.contains(&(stage, kind)) {
                    missing.push(format!("{stage:?} × {kind:?}"));
                }
            }
        }
        ensure!(
            missing.is_empty(),
            "the table allows what never found a witness: {}",
            missing.join(", ")
        );
        Ok(())
    }
}

/// What the table forbids is refused: for every state and command that it forbids, every generated
/// case is refused, whoever asks, and by the lifecycle rule.
pub fn every_forbidden_cell_is_refused_by_the_lifecycle<S: Specimen>() {
    uphold::<S>(
        "every forbidden cell is refused by the lifecycle",
        NEAR,
        Forbidden::<S>(Vec::new()),
    );
}

struct Forbidden<S: Specimen>(Vec<Cell<S>>);

impl<S: Specimen> Watch<S> for Forbidden<S> {
    fn rest(&mut self, walk: &Walk<'_, S>) -> Verdict {
        let stage = walk.record.stage();
        for cx in walk.alone() {
            let witnesses = walk
                .world
                .kinds
                .iter()
                .filter_map(|kind| S::witness_for(&walk.record, *kind, &cx));
            for command in witnesses.chain(walk.deck.iter().cloned()) {
                let kind = RecordOf::<S>::kind(&command);
                if S::table_allows(stage, kind) {
                    continue;
                }
                let answer = walk.record.decide(&command, &cx);
                let rule = answer.as_ref().map_err(Refused::rule);
                ensure!(
                    rule == Err(S::LIFECYCLE_RULE),
                    "{stage:?} × {kind:?}: {} by {} was answered {}, expected a refusal by `{}`",
                    brief(&command),
                    agent(cx.actor.agent()),
                    brief(&answer),
                    S::LIFECYCLE_RULE
                );
                if !self.0.contains(&(stage, kind)) {
                    self.0.push((stage, kind));
                }
            }
        }
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        let mut missing = Vec::new();
        for stage in S::stages() {
            for kind in S::kinds() {
                if !S::table_allows(stage, kind) && !self.0.contains(&(stage, kind)) {
                    missing.push(format!("{stage:?} × {kind:?}"));
                }
            }
        }
        ensure!(
            missing.is_empty(),
            "the table forbids what was never put to the test: {}",
            missing.join(", ")
        );
        Ok(())
    }
}

/// An accepted command leads where the table says.
pub fn accepted_command_leads_where_the_table_says<S: Specimen>() {
    uphold::<S>(
        "an accepted command leads where the table says",
        MIDDLE,
        Leads(0),
    );
}

struct Leads(usize);

impl<S: Specimen> Watch<S> for Leads {
    fn step(&mut self, walk: &Walk<'_, S>, taken: &Taken<'_, S>) -> Verdict {
        if taken.outcome.is_ok() {
            let (from, to) = (taken.before.stage(), walk.record.stage());
            let kind = RecordOf::<S>::kind(taken.command);
            ensure!(
                S::table_leads(from, kind, to),
                "{kind:?} led from {from:?} to {to:?}, which the table does not know"
            );
            self.0 = self.0.saturating_add(1);
        }
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.0, "an accepted command")
    }
}
