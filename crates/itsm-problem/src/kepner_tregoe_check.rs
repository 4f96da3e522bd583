//! What is wrong with an analysis by Kepner and Tregoe, above all a step that comes too early.

use crate::kepner_tregoe::{Aspect, CauseRank, Contrast, DraftKepnerTregoe, PossibleCause};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use itsm_core::fault::Faults;
use itsm_core::markdown::joined;
use itsm_core::text::Code;

impl DraftKepnerTregoe {
    pub(crate) fn check(&mut self, faults: &mut Faults) {
        self.check_description(faults);
        let known = self.check_causes(faults);
        self.check_checks(&known, faults);
        // Not before, since faults name places.
        self.contrasts.sort_by_key(|it| it.aspect);
    }

    fn check_description(&self, faults: &mut Faults) {
        let mut seen = BTreeSet::new();
        for (place, it) in self.contrasts.iter().enumerate() {
            let path = format!("contrasts[{place}]");
            if !seen.insert(it.aspect) {
                let message = format!(
                    "expected an aspect that stands once, got `{}` again",
                    it.aspect
                );
                faults.add(path.clone(), "kepner_tregoe.contrast.twice", message);
            }
            let Contrast { is, is_not, .. } = it;
            if is.is_none() && is_not.is_none() {
                let message = "expected what is or what is not, got neither";
                faults.add(path.clone(), "kepner_tregoe.contrast.empty", message);
            }
            let is_used = !(it.distinctions.is_empty() && it.changes.is_empty());
            if is_used && (is.is_none() || is_not.is_none()) {
                let message = "expected what is and what is not before distinctions and changes";
                faults.add(path, "kepner_tregoe.distinction.early", message);
            }
        }
        let is_begun = !(self.contrasts.is_empty() && self.causes.is_empty());
        if is_begun && self.contrasts.iter().all(|it| it.is_not.is_none()) {
            let message = "expected something that could be and is not, got nothing of the kind";
            faults.add("contrasts", "kepner_tregoe.is_not.missing", message);
        }
    }

    fn check_causes(&self, faults: &mut Faults) -> BTreeSet<&Code> {
        let groups = self.groups();
        let missing = groups.iter().filter(|it| !it.is_complete());
        let missing = joined(missing.map(|it| it.group.as_str()), "`, `");
        if !(missing.is_empty() || self.causes.is_empty()) {
            let message = format!(
                "expected what is and what is not of each group first, got not both of `{missing}`"
            );
            faults.add("causes", "kepner_tregoe.cause.early", message);
        }
        let mut known = BTreeSet::new();
        let complete: BTreeSet<Aspect> = self.complete().collect();
        for (place, it) in self.causes.iter().enumerate() {
            if !known.insert(&it.id) {
                let message = format!("expected a name that stands once, got `{}` again", it.id);
                faults.add(
                    format!("causes[{place}].id"),
                    "kepner_tregoe.cause.twice",
                    message,
                );
            }
            check_tests(it, place, &complete, faults);
        }
        known
    }

    /// What is shown not to be the cause is out, tested or not. What is called the true cause has
    /// to be the most probable of those that are left, with every one of them tested.
    fn check_checks(&self, known: &BTreeSet<&Code>, faults: &mut Faults) {
        let mut done = BTreeSet::new();
        let mut is_over = false;
        for (place, it) in self.checks.iter().enumerate() {
            let (path, cause) = (format!("checks[{place}].cause"), &it.cause);
            let mut say = |rule, message| faults.add(path.clone(), rule, message);
            if is_over {
                let message =
                    format!("expected no check after the true cause, got one of `{cause}`");
                say("kepner_tregoe.check.after_true", message);
            }
            if !known.contains(cause) {
                let message = format!("expected the name of a possible cause, got `{cause}`");
                say("kepner_tregoe.check.unknown", message);
            } else if !done.insert(cause) {
                let message =
                    format!("expected a cause that was not yet checked, got `{cause}` again");
                say("kepner_tregoe.check.twice", message);
            } else if it.is_true {
                if let Some((rule, message)) = self.too_early(cause) {
                    say(rule, message);
                }
            }
            is_over |= it.is_true;
        }
    }

    /// Why this is not yet to be called the true cause.
    fn too_early(&self, cause: &Code) -> Option<(&'static str, String)> {
        let is_false = |it: &Code| {
            self.checks
                .iter()
                .any(|check| check.cause == *it && !check.is_true)
        };
        let mut left = self.ranking();
        left.retain(|it| !is_false(&it.cause.id));
        let it = left.iter().find(|it| it.cause.id == *cause)?;
        let first = &left.first()?;
        if let Some(CauseRank {
            cause, untested, ..
        }) = left.iter().find(|it| it.untested > 0 && !it.is_ruled_out())
        {
            let message = format!(
                "expected every cause that is possible to be tested first, got `{}` with {untested} left",
                cause.id
            );
            return Some(("kepner_tregoe.check.early", message));
        }
        if it.is_ruled_out() {
            let message = format!("expected a cause that explains every contrast, got `{cause}`");
            return Some(("kepner_tregoe.check.ruled_out", message));
        }
        (first.place < it.place).then(|| {
            let first = &first.cause.id;
            let message = format!(
                "expected `{first}`, which is more probable, to be seen to first, got `{cause}`"
            );
            ("kepner_tregoe.check.not_most_probable", message)
        })
    }
}

fn check_tests(cause: &PossibleCause, of: usize, complete: &BTreeSet<Aspect>, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for (place, it) in cause.tests.iter().enumerate() {
        let path = format!("causes[{of}].tests[{place}].aspect");
        let aspect = it.aspect;
        if !seen.insert(aspect) {
            let message = format!("expected one test against each contrast, got `{aspect}` again");
            faults.add(path, "kepner_tregoe.test.twice", message);
        } else if !complete.contains(&aspect) {
            let message =
                format!("expected a contrast that says what is and what is not, got `{aspect}`");
            faults.add(path, "kepner_tregoe.test.contrast", message);
        }
    }
}
