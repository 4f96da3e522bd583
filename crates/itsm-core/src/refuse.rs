//! Building refusals: what every practice does alike where a rule refuses.

use crate::refusal::{Param, Refusal, Rule};
use crate::time::Instant;
use alloc::string::ToString;

/// A rule of a practice where it refuses. [`rules!`](crate::rules) implements it.
pub trait Law: Copy {
    /// The practice's error.
    type Error;

    /// The rule of the catalogue.
    fn rule(self) -> &'static Rule;

    /// The error around a refusal by it.
    fn error(self, refusal: Refusal) -> Self::Error;
}

/// A refusal in the making: the same few lines at every rule.
#[derive(Debug, Clone)]
pub struct No<L> {
    law: L,
    refusal: Refusal,
}

impl<L: Law> No<L> {
    /// A command was refused, in a state that would take others.
    pub fn new(
        law: L,
        asked: &'static str,
        state: &'static str,
        allowed: impl IntoIterator<Item = &'static str>,
    ) -> Self {
        let refusal = Refusal::new(law.rule(), asked, state).allowing(allowed);
        Self { law, refusal }
    }

    /// A birth was refused: there is no record yet.
    pub fn birth(law: L, asked: &'static str) -> Self {
        Self::new(law, asked, "unborn", [])
    }

    /// With a parameter of the rule.
    #[must_use]
    pub fn param(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.refusal = self.refusal.param(name, value);
        self
    }

    /// With a parameter that is a text.
    #[must_use]
    pub fn text(self, name: &'static str, value: &impl ToString) -> Self {
        self.param(name, value.to_string().as_str())
    }

    /// With facts that are needed and were not given.
    #[must_use]
    pub fn missing(mut self, facts: impl IntoIterator<Item = &'static str>) -> Self {
        self.refusal = self.refusal.missing(facts);
        self
    }

    /// The error.
    pub fn error(self) -> L::Error {
        self.law.error(self.refusal)
    }

    /// The error, as a result.
    pub fn err<T>(self) -> Result<T, L::Error> {
        Err(self.error())
    }
}

/// That a moment does not lie ahead.
pub fn not_ahead<L: Law>(
    law: L,
    field: &'static str,
    at: Option<Instant>,
    now: Instant,
    no: impl FnOnce(L) -> No<L>,
) -> Result<(), L::Error> {
    match at {
        Some(at) if at > now => no(law)
            .param("field", field)
            .param("at", at)
            .param("now", now)
            .err(),
        _ => Ok(()),
    }
}
