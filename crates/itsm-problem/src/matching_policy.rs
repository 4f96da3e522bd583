//! The policy of matching: how words and facts weigh against each other.

use crate::description::FactKind;
use crate::scorer::Bm25;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use itsm_core::fault::Faults;
use itsm_core::policy::PolicyRef;

/// The raw form of a [`MatchingPolicy`]. What a file leaves out is as in the default one.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftMatchingPolicy {
    /// Which policy it is: a code.
    pub id: String,
    /// Which version of it, from 1.
    pub version: u32,
    /// k₁ of BM25, zero or more: how soon it no longer matters how often a word is said.
    pub saturation: f64,
    /// b of BM25, from 0 to 1: how far a long document has to say more.
    pub length: f64,
    /// How much a shared fact adds to the score. A weight of w is as much as a word adds that one
    /// of eʷ documents has, and that stands once in a document of mean length. One that is left
    /// out adds nothing.
    pub weights: BTreeMap<FactKind, f64>,
}

impl Default for DraftMatchingPolicy {
    /// The same item says as much as a word that one document of four hundred has; the same
    /// service, one of twenty; the same subcategory, one of seven and, with its category, one of
    /// twenty.
    fn default() -> Self {
        let bm25 = Bm25::default();
        Self {
            id: "default".into(),
            version: 1,
            saturation: bm25.saturation(),
            length: bm25.length(),
            weights: BTreeMap::from([
                (FactKind::Category, 1.0),
                (FactKind::Ci, 6.0),
                (FactKind::Service, 3.0),
                (FactKind::Subcategory, 2.0),
            ]),
        }
    }
}

/// How words and facts weigh against each other. A policy that exists is valid, and never changes.
///
/// ```
/// use itsm_problem::matching_policy::{DraftMatchingPolicy, MatchingPolicy};
///
/// let draft = DraftMatchingPolicy { length: 75.0, ..DraftMatchingPolicy::default() };
/// let faults = MatchingPolicy::try_from(draft).unwrap_err();
/// assert_eq!(
///     faults.to_string(),
///     "length: expected a number from 0 to 1, got `75` (policy.matching.length)",
/// );
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct MatchingPolicy {
    of: PolicyRef,
    draft: Box<DraftMatchingPolicy>,
}

impl Default for MatchingPolicy {
    /// The one that ships: [`DraftMatchingPolicy::default`].
    fn default() -> Self {
        let draft = DraftMatchingPolicy::default();
        // A name that is no code would be noted, and this one is.
        let of = PolicyRef::of_draft(&draft.id, draft.version, &mut Faults::new());
        Self {
            of,
            draft: Box::new(draft),
        }
    }
}

impl TryFrom<DraftMatchingPolicy> for MatchingPolicy {
    type Error = Faults;

    /// # Errors
    /// All [`Faults`] at once, each with its path.
    fn try_from(draft: DraftMatchingPolicy) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let of = PolicyRef::of_draft(&draft.id, draft.version, &mut faults);
        let sound = |it: f64| it.is_finite() && it >= 0.0;
        if !sound(draft.saturation) {
            let message = format!("expected a number from 0 on, got `{}`", draft.saturation);
            faults.add("saturation", "policy.matching.saturation", message);
        }
        if !(0.0..=1.0).contains(&draft.length) {
            let message = format!("expected a number from 0 to 1, got `{}`", draft.length);
            faults.add("length", "policy.matching.length", message);
        }
        for (kind, weight) in draft.weights.iter().filter(|(_, it)| !sound(**it)) {
            let message = format!("expected a number from 0 on, got `{weight}`");
            faults.add(format!("weights.{kind}"), "policy.matching.weight", message);
        }
        let policy = Self {
            of,
            draft: Box::new(draft),
        };
        faults.or(Some(policy))
    }
}

impl MatchingPolicy {
    /// Its name and version.
    pub const fn of(&self) -> &PolicyRef {
        &self.of
    }

    /// BM25 with its parameters.
    pub fn bm25(&self) -> Bm25 {
        Bm25::new(self.draft.saturation, self.draft.length)
    }

    /// How much a shared fact of a kind adds to the score.
    pub fn weight(&self, kind: FactKind) -> f64 {
        self.draft.weights.get(&kind).copied().unwrap_or(0.0)
    }

    /// The raw form it was made from.
    pub fn draft(&self) -> &DraftMatchingPolicy {
        &self.draft
    }
}
