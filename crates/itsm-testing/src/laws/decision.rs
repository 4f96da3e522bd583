//! Laws of decision: deciding is pure, refusing is free, accepting leaves a trace.

use super::{FAR, MIDDLE, NEAR, tested, uphold};
use crate::moment::{before, just_before};
use crate::specimen::{Specimen, agent, brief};
use crate::walk::{Taken, Verdict, Walk, Watch, ensure};
use itsm_core::aggregate::Aggregate;
use itsm_core::refusal::Refused as _;
use itsm_core::time::Seconds;

/// A refused command changes nothing: the record equals what it was.
pub fn refused_command_changes_nothing<S: Specimen>() {
    uphold::<S>("a refused command changes nothing", FAR, Refused(0));
}

struct Refused(usize);

impl<S: Specimen> Watch<S> for Refused {
    fn step(&mut self, walk: &Walk<'_, S>, taken: &Taken<'_, S>) -> Verdict {
        if taken.outcome.is_err() {
            ensure!(
                walk.record == *taken.before,
                "{} was refused, and before it the record was {}",
                brief(taken.command),
                brief(taken.before)
            );
            self.0 = self.0.saturating_add(1);
        }
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.0, "a refused command")
    }
}

/// Deciding is pure: asked twice, it answers the same, and the record stays equal.
///
/// The same goes for `allowed` and `deadlines`.
pub fn deciding_twice_gives_the_same_answer<S: Specimen>() {
    uphold::<S>("deciding twice gives the same answer", NEAR, Pure(0));
}

struct Pure(usize);

impl<S: Specimen> Watch<S> for Pure {
    fn rest(&mut self, walk: &Walk<'_, S>) -> Verdict {
        let record = walk.record.clone();
        let policy = walk.policy();
        for cx in walk.alone() {
            for command in walk.deck {
                let (first, second) = (record.decide(command, &cx), record.decide(command, &cx));
                ensure!(
                    first == second,
                    "{} was decided as {}, and asked again as {}",
                    brief(command),
                    brief(&first),
                    brief(&second)
                );
                self.0 = self.0.saturating_add(1);
            }
            ensure!(
                record.allowed(&cx) == record.allowed(&cx),
                "`allowed` answers differently when asked again"
            );
        }
        ensure!(
            record.deadlines(policy) == record.deadlines(policy),
            "`deadlines` answers differently when asked again"
        );
        ensure!(
            record == walk.record,
            "being asked changed the record to {}",
            brief(&record)
        );
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.0, "a command")
    }
}

/// Executing records what was decided, neither more nor less, with the circumstances around it.
pub fn executing_records_what_was_decided<S: Specimen>() {
    uphold::<S>("executing records what was decided", MIDDLE, Recorded(0));
}

struct Recorded(usize);

impl<S: Specimen> Watch<S> for Recorded {
    fn step(&mut self, _: &Walk<'_, S>, taken: &Taken<'_, S>) -> Verdict {
        let (cx, outcome) = (&taken.cx, taken.outcome);
        let (decided, recorded) = match (taken.before.decide(taken.command, cx), outcome) {
            (Ok(decided), Ok(recorded)) => (decided, recorded),
            (Err(decided), Err(answered)) if decided == *answered => return Ok(()),
            (decided, answered) => {
                return Err(format!(
                    "decided was {}, and executing answered {}",
                    brief(&decided),
                    brief(answered)
                ));
            }
        };
        let events: Vec<_> = recorded.iter().map(|it| it.event.clone()).collect();
        ensure!(
            events == decided,
            "decided was {}, and recorded {}",
            brief(&decided),
            brief(&events)
        );
        for event in recorded {
            ensure!(
                event.by == *cx.actor.agent()
                    && event.approved.as_ref() == cx.approver.map(itsm_core::actor::Actor::agent)
                    && event.occurred == cx.occurred
                    && event.policy == *<S::Record as Aggregate>::policy_ref(cx.policy),
                "the circumstances of {} are not those of the command",
                brief(event)
            );
            self.0 = self.0.saturating_add(1);
        }
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.0, "an accepted command")
    }
}

/// An accepted command records at least one event: nothing happens without a trace.
pub fn accepted_command_leaves_a_trace<S: Specimen>() {
    uphold::<S>("an accepted command leaves a trace", MIDDLE, Trace(0));
}

struct Trace(usize);

impl<S: Specimen> Watch<S> for Trace {
    fn step(&mut self, _: &Walk<'_, S>, taken: &Taken<'_, S>) -> Verdict {
        if let Ok(events) = taken.outcome {
            ensure!(
                !events.is_empty(),
                "{} was accepted and recorded nothing",
                brief(taken.command)
            );
            self.0 = self.0.saturating_add(1);
        }
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.0, "an accepted command")
    }
}

/// Up to two hundred random commands, whatever they carry, and nothing panics.
///
/// Along the way every question is asked of the record too: what is allowed, and what is due.
pub fn random_commands_never_panic<S: Specimen>() {
    uphold::<S>("random commands never panic", FAR, Calm(0));
}

struct Calm(usize);

impl<S: Specimen> Watch<S> for Calm {
    fn rest(&mut self, walk: &Walk<'_, S>) -> Verdict {
        let _ = walk.record.deadlines(walk.policy());
        // Each time another actor, since the runs are many and long.
        let asked: Vec<_> = walk.alone().collect();
        if let Some(place) = self.0.checked_rem(asked.len()) {
            let _ = walk.record.allowed(&asked[place]);
        }
        Ok(())
    }

    fn step(&mut self, _: &Walk<'_, S>, taken: &Taken<'_, S>) -> Verdict {
        if let Err(error) = taken.outcome {
            ensure!(
                error.to_string().contains(error.rule()),
                "the refusal `{error}` does not name its rule `{}`",
                error.rule()
            );
        }
        self.0 = self.0.saturating_add(1);
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.0, "a command")
    }
}

/// Time never runs backwards: what would be accepted now is refused before the record's last event,
/// by the clock rule, and `allowed` says so.
pub fn time_never_runs_backwards<S: Specimen>() {
    uphold::<S>("time never runs backwards", NEAR, Backwards(0));
}

struct Backwards(usize);

impl<S: Specimen> Watch<S> for Backwards {
    fn rest(&mut self, walk: &Walk<'_, S>) -> Verdict {
        let (record, last) = (&walk.record, walk.record.last_at());
        for cx in walk.alone() {
            for early in [just_before(last), before(last, Seconds::days(400))] {
                let Some(then) = early.map(|at| cx.at(at)) else {
                    continue;
                };
                for kind in &walk.world.kinds {
                    let witness = S::witness_for(record, *kind, &cx)
                        .filter(|witness| record.decide(witness, &cx).is_ok());
                    let Some(witness) = witness else { continue };
                    match record.decide(&witness, &then) {
                        Err(error) if error.rule() == S::CLOCK_RULE => {}
                        Err(error) => {
                            return Err(format!(
                                "{} at {} was refused by `{}`, expected `{}`",
                                brief(&witness),
                                then.now,
                                error.rule(),
                                S::CLOCK_RULE
                            ));
                        }
                        Ok(_) => {
                            return Err(format!(
                                "{} by {} at {} was accepted, and the last event is of {last}",
                                brief(&witness),
                                agent(cx.actor.agent()),
                                then.now
                            ));
                        }
                    }
                    self.0 = self.0.saturating_add(1);
                }
                if let Some(command) = walk.deck.iter().find(|it| record.decide(it, &then).is_ok())
                {
                    return Err(format!(
                        "{} at {} was accepted, and the last event is of {last}",
                        brief(command),
                        then.now
                    ));
                }
                let granted = record.allowed(&then);
                if let Some((kind, _)) = granted.iter().find(|(_, it)| it.is_possible()) {
                    return Err(format!(
                        "`allowed` grants {kind:?} at {}, and the last event is of {last}",
                        then.now
                    ));
                }
            }
        }
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.0, "a command that would be accepted now")
    }
}
