//! Laws of the wire: what is written is read again, and nothing else is.

use super::{NEAR, tested, uphold};
use crate::json::{tag_last, with_unknown_fields, with_unknown_type};
use crate::specimen::{RecordOf, Specimen, brief};
use crate::walk::{Taken, Verdict, Walk, Watch, ensure};
use crate::wire::{Form, Wire};
use core::fmt::Debug;
use itsm_core::aggregate::{History, replay};

/// Every command, event and recorded event that occurs is read as it was written, with its `type`
/// first or last, and a history that was stored and read folds into the live record.
pub fn json_keeps_everything<S: Specimen>() {
    uphold::<S>("JSON keeps everything", NEAR, Keeps::<S>(S::wire(), 0));
}

struct Keeps<S: Specimen>(Wire<S::Record>, usize);

fn kept<T: PartialEq + Debug>(form: &Form<T>, value: &T) -> Result<T, String> {
    let text = form.write(value);
    let mut read = None;
    for text in core::iter::once(text.clone()).chain(tag_last(&text)) {
        match form.read(&text) {
            Ok(again) if again == *value => read = Some(again),
            Ok(again) => {
                return Err(format!("`{text}` is read as {}", brief(&again)));
            }
            Err(error) => return Err(format!("`{text}` cannot be read: {error}")),
        }
    }
    read.ok_or_else(|| "nothing was written".into())
}

impl<S: Specimen> Keeps<S> {
    fn events(&mut self, history: &History<RecordOf<S>>) -> Verdict {
        for recorded in history {
            kept(&self.0.event, &recorded.event)?;
            kept(&self.0.recorded, recorded)?;
            self.1 = self.1.saturating_add(1);
        }
        Ok(())
    }
}

impl<S: Specimen> Watch<S> for Keeps<S> {
    fn first(&mut self, walk: &Walk<'_, S>) -> Verdict {
        for command in walk.deck {
            kept(&self.0.command, command)?;
        }
        self.events(&walk.history)
    }

    fn step(&mut self, _: &Walk<'_, S>, taken: &Taken<'_, S>) -> Verdict {
        kept(&self.0.command, taken.command)?;
        match taken.outcome {
            Ok(events) => self.events(events),
            Err(_) => Ok(()),
        }
    }

    fn end(&mut self, walk: &Walk<'_, S>) -> Verdict {
        let mut stored = Vec::new();
        for recorded in &walk.history {
            stored.push(kept(&self.0.recorded, recorded)?);
        }
        let record = replay::<RecordOf<S>>(&stored).map_err(|error| error.to_string())?;
        ensure!(
            record == walk.record,
            "the stored history folds into {}",
            brief(&record)
        );
        Ok(())
    }

    fn last(&mut self) -> Verdict {
        tested(self.1, "an event")
    }
}

/// An unknown `type` is refused, and so is an unknown field at any depth.
pub fn json_refuses_the_unknown<S: Specimen>() {
    uphold::<S>("JSON refuses the unknown", NEAR, Strict::<S>(S::wire(), 0));
}

struct Strict<S: Specimen>(Wire<S::Record>, usize);

/// The longest text that is spoiled, in bytes.
const LONG: usize = 2_000;

fn strict<T: Debug>(form: &Form<T>, open: &[&str], value: &T) -> Verdict {
    let text = form.write(value);
    // Readers do not grow careless with length, and every object of a text is spoiled twice.
    if text.len() > LONG {
        return Ok(());
    }
    for changed in with_unknown_type(&text)
        .into_iter()
        .chain(with_unknown_fields(&text, open))
    {
        if let Ok(read) = form.read(&changed) {
            return Err(format!("`{changed}` is read as {}", brief(&read)));
        }
    }
    Ok(())
}

impl<S: Specimen> Strict<S> {
    fn events(&mut self, history: &History<RecordOf<S>>) -> Verdict {
        for recorded in history {
            strict(&self.0.event, self.0.open, &recorded.event)?;
            strict(&self.0.recorded, self.0.open, recorded)?;
            self.1 = self.1.saturating_add(1);
        }
        Ok(())
    }
}

impl<S: Specimen> Watch<S> for Strict<S> {
    fn first(&mut self, walk: &Walk<'_, S>) -> Verdict {
        for command in walk.deck {
            strict(&self.0.command, self.0.open, command)?;
        }
        self.events(&walk.history)
    }

    fn step(&mut self, _: &Walk<'_, S>, taken: &Taken<'_, S>) -> Verdict {
        match taken.outcome {
            Ok(events) => self.events(events),
            Err(_) => Ok(()),
        }
    }

    fn last(&mut self) -> Verdict {
        tested(self.1, "an event")
    }
}
