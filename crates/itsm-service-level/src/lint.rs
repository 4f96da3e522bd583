//! The linter: finds clocks that cannot do what their author meant, before any record meets them.

use crate::definition::{Cancel, ClockDefinition};
use crate::policy::ServicePolicy;
use alloc::vec::Vec;
use core::fmt;
use itsm_core::attribute::{Attribute, Domains};
use itsm_core::lint::{Finding, MAX_ATOMS, Verdict};
use itsm_core::text::Code;

/// Something that is odd about a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum ServiceFinding {
    /// No rule ever chooses an agreement.
    AgreementNeverChosen {
        /// The agreement.
        agreement: Code,
    },
    /// Something is odd about a clock.
    Clock {
        /// The definition.
        clock: Code,
        /// What.
        flaw: ClockFlaw,
    },
    /// Something is odd about a rule that chooses agreements.
    Selection {
        /// What.
        finding: Finding,
    },
    /// Something is odd about a rule that chooses a target.
    Target {
        /// The definition.
        clock: Code,
        /// What.
        finding: Finding,
    },
}

/// What is odd about a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum ClockFlaw {
    /// Whatever starts it also cancels it: none is ever attached.
    CanceledWhenStarted,
    /// Whatever resumes it also pauses it: once paused, it never goes on.
    NeverResumes,
    /// Nothing starts it: its start condition contradicts itself.
    NeverStarts,
    /// Nothing stops it: it can only be missed or canceled.
    NeverStops,
    /// Whatever starts it also pauses it, so it stands still all its life.
    PausedWhenStarted,
    /// What pauses it is never true while its start is, so it is canceled instead.
    PauseCancels,
    /// Whatever starts it also stops it: none is ever attached.
    StoppedWhenStarted,
    /// More distinct tests hang together than are considered, so that one question stays open.
    Undecided,
}

impl fmt::Display for ClockFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CanceledWhenStarted => "is canceled by whatever starts it: none is ever attached",
            Self::NeverResumes => "never goes on: whatever resumes it also pauses it",
            Self::NeverStarts => "never starts: its start contradicts itself",
            Self::NeverStops => "never stops: its stop contradicts itself",
            Self::PausedWhenStarted => {
                "stands still all its life: whatever starts it also pauses it"
            }
            Self::PauseCancels => {
                "is canceled instead of paused: its pause is never true while its start is"
            }
            Self::StoppedWhenStarted => "is stopped by whatever starts it: none is ever attached",
            Self::Undecided => {
                return write!(
                    f,
                    "is undecided: more than {MAX_ATOMS} distinct tests hang together"
                );
            }
        })
    }
}

impl fmt::Display for ServiceFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AgreementNeverChosen { agreement } => {
                write!(
                    f,
                    "agreement `{agreement}` is never chosen: no active rule names it"
                )
            }
            Self::Clock { clock, flaw } => write!(f, "clock `{clock}` {flaw}"),
            Self::Selection { finding } => write!(f, "selection: {finding}"),
            Self::Target { clock, finding } => write!(f, "targets of clock `{clock}`: {finding}"),
        }
    }
}

impl<A: Attribute> ServicePolicy<A> {
    /// Finds clocks that never start, never stop, or do not pause as was meant, rules that never
    /// get their turn, and agreements that nobody chooses.
    ///
    /// It does not sample: what it says is so of every record there can be under these domains.
    ///
    /// ```
    /// # mod desk { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cookbook/mod.rs")); } use desk::*; fn main() -> Result {
    /// let mut clock = resolution();
    /// clock.start = DraftCondition::attribute("state").is("closed");
    /// assert_eq!(
    ///     policy([clock]).lint(&Desk)[0].to_string(),
    ///     "clock `resolution` is stopped by whatever starts it: none is ever attached",
    /// );
    /// # Ok(()) }
    /// ```
    pub fn lint(&self, domains: &(impl Domains<A> + ?Sized)) -> Vec<ServiceFinding> {
        let mut findings = Vec::new();
        for clock in &self.clocks {
            let flaws = flaws(clock, domains).into_iter();
            findings.extend(flaws.map(|flaw| ServiceFinding::Clock {
                clock: clock.id.clone(),
                flaw,
            }));
            let targets = clock.targets.lint(domains).into_iter();
            findings.extend(targets.map(|finding| ServiceFinding::Target {
                clock: clock.id.clone(),
                finding,
            }));
        }
        let selection = self.selection.lint(domains).into_iter();
        findings.extend(selection.map(|finding| ServiceFinding::Selection { finding }));
        let active = || {
            self.selection
                .rules()
                .iter()
                .filter(|rule| rule.is_active())
        };
        for agreement in &self.agreements {
            if !active().any(|rule| rule.outcome().contains(&agreement.name)) {
                findings.push(ServiceFinding::AgreementNeverChosen {
                    agreement: agreement.name.clone(),
                });
            }
        }
        findings
    }
}

fn flaws<A: Attribute>(
    clock: &ClockDefinition<A>,
    domains: &(impl Domains<A> + ?Sized),
) -> Vec<ClockFlaw> {
    let mut flaws = Vec::new();
    if clock.start.lint(domains) == Verdict::Never {
        // A contradiction implies everything; one finding says it all.
        return alloc::vec![ClockFlaw::NeverStarts];
    }
    let mut say = |flaw, answer: Option<bool>| {
        let flaw = match answer {
            Some(true) => flaw,
            Some(false) => return,
            None => ClockFlaw::Undecided,
        };
        if !flaws.contains(&flaw) {
            flaws.push(flaw);
        }
    };
    let stop = clock.stop.lint(domains);
    say(ClockFlaw::NeverStops, Some(stop == Verdict::Never));
    say(
        ClockFlaw::StoppedWhenStarted,
        clock.start.implies(&clock.stop, domains),
    );
    if let Cancel::When(cancel) = &clock.cancel {
        say(
            ClockFlaw::CanceledWhenStarted,
            clock.start.implies(cancel, domains),
        );
    }
    if let Some(pause) = &clock.pause {
        say(
            ClockFlaw::PausedWhenStarted,
            clock.start.implies(pause, domains),
        );
        if clock.cancel == Cancel::StartNoLongerTrue {
            let together = clock.start.overlaps(pause, domains);
            say(ClockFlaw::PauseCancels, together.map(|it| !it));
        }
        if let Some(resume) = &clock.resume {
            say(ClockFlaw::NeverResumes, resume.implies(pause, domains));
        }
    }
    flaws
}
