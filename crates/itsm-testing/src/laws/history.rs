//! Laws of history: what was recorded is the record.

use super::{FAR, NEAR, tested, uphold};
use crate::moment::just_before;
use crate::specimen::{RecordOf, Specimen, brief};
use crate::walk::{Taken, Verdict, Walk, Watch, ensure};
use itsm_core::aggregate::{Aggregate, History, ReplayError, replay};
use itsm_core::recorded::Recorded;

/// Replay equals live: at every step, the history so far folds into the very record.
pub fn replay_equals_live<S: Specimen>() {
    uphold::<S>("replay equals live", FAR, Replay(0));
}

struct Replay(usize);

impl Replay {
    fn compare<S: Specimen>(&mut self, walk: &Walk<'_, S>) -> Verdict {
        let replayed = replay::<RecordOf<S>>(&walk.history)
            .map_err(|error| format!("its own history is refused: {error}"))?;
        ensure!(
            replayed == walk.record,
            "the history folds into {}, which is not the live record",
            brief(&replayed)
        );
        self.0 = self.0.saturating_add(1);
        Ok(())
    }
}

impl<S: Specimen> Watch<S> for Replay {
    fn first(&mut self, walk: &Walk<'_, S>) -> Verdict {
        self.compare(walk)
    }

    fn step(&mut self, walk: &Walk<'_, S>, taken: &Taken<'_, S>) -> Verdict {
        if taken.outcome.is_ok() {
            self.compare(walk)
        } else {
            Ok(())
        }
    }

    fn last(&mut self) -> Verdict {
        tested(self.0, "a history")
    }
}

/// Revisions count up one by one, times never go back, and the record knows its last of both.
pub fn revisions_count_up_and_time_moves_on<S: Specimen>() {
    uphold::<S>("revisions count up and time moves on", FAR, Revisions(0));
}

struct Revisions(usize);

impl<S: Specimen> Watch<S> for Revisions {
    fn step(&mut self, walk: &Walk<'_, S>, taken: &Taken<'_, S>) -> Verdict {
        let Ok(events) = taken.outcome else {
            return Ok(());
        };
        let (mut revision, mut at) = (taken.before.revision(), taken.before.last_at());
        for event in events {
            let expected = revision.saturating_add(1);
            ensure!(
                event.revision == expected,
                "an event has revision {}, expected {expected}",
                event.revision
            );
            ensure!(
                event.at >= at && event.at == taken.cx.now,
                "an event was recorded at {}, expected {} and not before {at}",
                event.at,
                taken.cx.now
            );
            ensure!(
                event.record == taken.before.id(),
                "an event was recorded for {:?}, expected {:?}",
                event.record,
                taken.before.id()
            );
            (revision, at) = (event.revision, event.at);
            self.0 = self.0.saturating_add(1);
        }
        ensure!(
            walk.record.revision() == revision && walk.record.last_at() == at,
            "the record says revision {} at {}, expected {revision} at {at}",
            walk.record.revision(),
            walk.record.last_at()
        );
        ensure!(
            walk.record.id() == taken.before.id(),
            "the record changed its id to {:?}",
            walk.record.id()
        );
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.0, "an accepted command")
    }
}

/// Evolve is total: it takes in any event of its record in any state, and counts it.
///
/// Events outlive rules: an old history may hold what today's rules would never decide.
pub fn evolve_takes_in_every_event<S: Specimen>() {
    uphold::<S>("evolve takes in every event", NEAR, Total(0));
}

struct Total(usize);

impl<S: Specimen> Watch<S> for Total {
    fn end(&mut self, walk: &Walk<'_, S>) -> Verdict {
        for event in &walk.history {
            let mut record = walk.record.clone();
            let event = Recorded {
                revision: record.revision().saturating_add(1),
                at: record.last_at(),
                record: record.id(),
                ..event.clone()
            };
            let birth = RecordOf::<S>::born(&event).is_some();
            record.evolve(&event);
            ensure!(
                birth || record.revision() == event.revision,
                "{} was not taken in: the revision is {}, expected {}",
                brief(&event.event),
                record.revision(),
                event.revision
            );
            ensure!(
                birth || record.last_at() == event.at,
                "{} was not taken in: the last event is of {}, expected {}",
                brief(&event.event),
                record.last_at(),
                event.at
            );
            self.0 = self.0.saturating_add(1);
        }
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.0, "an event")
    }
}

/// A history with a gap, a double, a stranger's event, a second birth, no birth, or a step back in
/// time is refused, and the error names the place.
pub fn broken_histories_are_refused<S: Specimen>() {
    uphold::<S>("broken histories are refused", NEAR, Broken::default());
}

#[derive(Default)]
struct Broken {
    long: usize,
    strangers: usize,
}

fn expect<A: Aggregate>(what: &str, history: &History<A>, expected: &ReplayError) -> Verdict {
    match replay::<A>(history) {
        Err(error) if error == *expected => Ok(()),
        Err(error) => Err(format!("{what}: expected `{expected}`, got `{error}`")),
        Ok(_) => Err(format!(
            "{what}: expected `{expected}`, and it was taken in"
        )),
    }
}

impl<S: Specimen> Watch<S> for Broken {
    fn end(&mut self, walk: &Walk<'_, S>) -> Verdict {
        expect::<RecordOf<S>>("no event at all", &Vec::new(), &ReplayError::Empty)?;
        let whole = &walk.history;
        let (Some(birth), Some(last)) = (whole.first(), whole.last()) else {
            return Err("the origin has no history".into());
        };
        let end = last.revision.saturating_add(1);
        for second in [birth, &walk.stranger.history[0]] {
            let mut twice = whole.clone();
            twice.push(Recorded {
                record: birth.record,
                revision: end,
                at: last.at,
                ..second.clone()
            });
            let position = whole.len();
            expect::<RecordOf<S>>("born twice", &twice, &ReplayError::BornTwice { position })?;
        }
        for (position, event) in whole.iter().enumerate() {
            doubled::<S>(whole, position, event)?;
            if position > 0 {
                self.broken_at::<S>(walk, position, event)?;
            }
        }
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.long, "a history of three events")?;
        tested(self.strangers, "two records with different ids")
    }
}

fn doubled<S: Specimen>(
    whole: &History<RecordOf<S>>,
    position: usize,
    event: &Recorded<<RecordOf<S> as Aggregate>::Id, <RecordOf<S> as Aggregate>::Event>,
) -> Verdict {
    let position = position.saturating_add(1);
    let mut history = whole.clone();
    history.insert(position, event.clone());
    let (expected, got) = (event.revision.saturating_add(1), event.revision);
    expect::<RecordOf<S>>(
        "an event twice",
        &history,
        &ReplayError::Double {
            position,
            expected,
            got,
        },
    )
}

impl Broken {
    fn broken_at<S: Specimen>(
        &mut self,
        walk: &Walk<'_, S>,
        position: usize,
        event: &Recorded<<RecordOf<S> as Aggregate>::Id, <RecordOf<S> as Aggregate>::Event>,
    ) -> Verdict {
        let whole = &walk.history;
        let change = |change: &dyn Fn(&mut Recorded<_, _>)| {
            let mut history = whole.clone();
            change(&mut history[position]);
            history
        };
        let revision = event.revision;
        let skipped = change(&|it| it.revision = revision.saturating_add(1));
        expect::<RecordOf<S>>(
            "a revision skipped",
            &skipped,
            &ReplayError::Gap {
                position,
                expected: revision,
                got: revision.saturating_add(1),
            },
        )?;
        let previous = whole[position.saturating_sub(1)].at;
        if let Some(at) = just_before(previous) {
            let backwards = ReplayError::Backwards {
                position,
                at,
                previous,
            };
            expect::<RecordOf<S>>("a step back in time", &change(&|it| it.at = at), &backwards)?;
        }
        let stranger = walk.stranger.record.id();
        if stranger != event.record {
            let foreign = change(&|it| it.record = stranger);
            expect::<RecordOf<S>>(
                "a stranger's event",
                &foreign,
                &ReplayError::Foreign { position },
            )?;
            self.strangers = self.strangers.saturating_add(1);
        }
        if position.saturating_add(1) < whole.len() {
            let mut holed = whole.clone();
            holed.remove(position);
            expect::<RecordOf<S>>(
                "an event missing",
                &holed,
                &ReplayError::Gap {
                    position,
                    expected: revision,
                    got: revision.saturating_add(1),
                },
            )?;
            self.long = self.long.saturating_add(1);
        }
        let orphan = vec![Recorded {
            revision: 1,
            ..event.clone()
        }];
        expect::<RecordOf<S>>("no birth", &orphan, &ReplayError::NoBirth)
    }
}
