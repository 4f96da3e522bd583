//! Laws of deadlines: time turns into commands, never too early, never lost, and only once.

use super::{MIDDLE, tested, uphold};
use crate::moment::{before, just_before, later};
use crate::simulation::same;
use crate::specimen::{CommandOf, PolicyOf, RecordOf, Specimen, brief};
use crate::walk::{Verdict, Walk, Watch, ensure};
use core::marker::PhantomData;
use itsm_core::aggregate::Aggregate;
use itsm_core::aggregate::execute;
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::time::{Instant, Seconds};

/// A deadline is never due before it began.
pub fn deadline_is_never_due_before_it_began<S: Specimen>() {
    check::<S>("a deadline is never due before it began", |_, due, _| {
        ensure!(
            due.at >= due.since,
            "{} is due at {} and counts since {}",
            brief(&due.command),
            due.at,
            due.since
        );
        Ok(())
    });
}

/// A deadline is refused early: a second and a nanosecond before its time.
pub fn deadline_is_refused_early<S: Specimen>() {
    check::<S>("a deadline is refused early", |walk, due, cx| {
        for early in [just_before(due.at), before(due.at, Seconds(1))] {
            let Some(early) = early else { continue };
            ensure!(
                walk.record.decide(&due.command, &cx.at(early)).is_err(),
                "{} is due at {} and was accepted at {early}",
                brief(&due.command),
                due.at
            );
        }
        Ok(())
    });
}

/// A deadline is accepted on time.
pub fn deadline_is_accepted_on_time<S: Specimen>() {
    check::<S>("a deadline is accepted on time", |walk, due, cx| {
        accepted(walk, due, cx.at(on_time(walk, due)))
    });
}

/// A deadline that nobody polled in time is accepted late: a second, a day, a year.
pub fn deadline_is_accepted_late<S: Specimen>() {
    check::<S>("a deadline is accepted late", |walk, due, cx| {
        for late in [Seconds(1), Seconds::days(1), Seconds::days(365)] {
            accepted(walk, due, cx.at(later(on_time(walk, due), late)))?;
        }
        Ok(())
    });
}

/// A deadline is gone once it was executed, on time or late.
pub fn deadline_is_gone_once_executed<S: Specimen>() {
    check::<S>("a deadline is gone once executed", |walk, due, cx| {
        for late in [Seconds(0), Seconds::days(1)] {
            let mut record = walk.record.clone();
            let cx = cx.at(later(on_time(walk, due), late));
            if execute(&mut record, &due.command, &cx).is_err() {
                continue;
            }
            ensure!(
                !record
                    .deadlines(cx.policy)
                    .iter()
                    .any(|it| same::<RecordOf<S>>(it, due)),
                "{} was executed at {} and is listed again",
                brief(&due.command),
                cx.now
            );
        }
        Ok(())
    });
}

type Check<S> = fn(&Walk<'_, S>, &Deadline<CommandOf<S>>, Context<'_, PolicyOf<S>>) -> Verdict;

struct Deadlines<S: Specimen> {
    check: Check<S>,
    seen: usize,
    of: PhantomData<S>,
}

fn check<S: Specimen>(law: &str, check: Check<S>) {
    let watch = Deadlines {
        check,
        seen: 0,
        of: PhantomData,
    };
    uphold::<S>(law, MIDDLE, watch);
}

impl<S: Specimen> Watch<S> for Deadlines<S> {
    fn rest(&mut self, walk: &Walk<'_, S>) -> Verdict {
        let cx = Context::new(walk.now, &walk.world.scheduler, walk.policy());
        for due in walk.record.deadlines(walk.policy()) {
            (self.check)(walk, &due, cx)?;
            self.seen = self.seen.saturating_add(1);
        }
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        if S::HAS_DEADLINES {
            tested(self.seen, "a deadline")
        } else {
            ensure!(
                self.seen == 0,
                "the specimen has no deadlines, and one was seen"
            );
            Ok(())
        }
    }
}

/// When a deadline can be executed first: at its time, or at the last event if that was later.
fn on_time<S: Specimen>(walk: &Walk<'_, S>, due: &Deadline<CommandOf<S>>) -> Instant {
    due.at.max(walk.record.last_at())
}

fn accepted<S: Specimen>(
    walk: &Walk<'_, S>,
    due: &Deadline<CommandOf<S>>,
    cx: Context<'_, PolicyOf<S>>,
) -> Verdict {
    match walk.record.decide(&due.command, &cx) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!(
            "{} is due at {} and was refused at {}: {error}",
            brief(&due.command),
            due.at,
            cx.now
        )),
    }
}
