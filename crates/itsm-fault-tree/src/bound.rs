//! The min-cut upper bound, over more cut sets than can be listed.

use crate::analysis::{Analysis, Outcome, last, sums};
use crate::cut_sets::{product, weight};
use crate::diagram::Diagram;
use crate::lightest::lightest;
use alloc::vec::Vec;

/// Beyond this sum of logarithms, the bound is 1 as far as a floating-point number can tell.
const CERTAIN: f64 = 40.0;
/// How many sets above one half it takes to get there.
const LIKELY_SETS: usize = 60;

impl<E> Analysis<'_, E> {
    /// One less the product over all minimal cut sets of one less their probability: an **upper
    /// bound** of the probability of the top event (J. D. Esary and F. Proschan, 1963), as if cut
    /// sets failed independently of each other. It lies between the exact probability and the
    /// [rare-event bound](Self::rare_event_bound), and never above 1.
    ///
    /// `None` if the probability of an event that makes a difference is not known.
    #[doc(alias = "esary_proschan")]
    pub fn min_cut_upper_bound(&self) -> Option<f64> {
        Some(match &self.outcome {
            Outcome::Constant(failed) => f64::from(u8::from(*failed)),
            Outcome::Diagrams(diagrams) => min_cut(diagrams, &self.known()?),
        })
    }
}

/// The product cannot be carried up a diagram, but its logarithm is a series whose terms can:
/// −ln(1 − p) = p + p²/2 + p³/3 + …, and the sum over all sets of pᵐ is that of the cut sets with
/// the m-th powers of all probabilities. Where p is above one half, the series is slow: those sets
/// are few, or the bound is 1, so they are taken one by one.
fn min_cut(diagrams: &[Diagram], events: &[f64]) -> f64 {
    let weights: Vec<f64> = events.iter().map(|it| weight(*it)).collect();
    let Ok(likely) = lightest(diagrams, &weights, core::f64::consts::LN_2, LIKELY_SETS) else {
        return 1.0;
    };
    let likely: Vec<f64> = likely.iter().map(|(_, set)| product(events, set)).collect();
    let mut total: f64 = likely.iter().map(|p| -libm::log1p(-*p)).sum();
    let (mut powers, mut likely_powers) = (events.to_vec(), likely.clone());
    for m in 1_u16..200 {
        let of_all = last(&sums(diagrams, &powers));
        let term = (of_all - likely_powers.iter().sum::<f64>()).max(0.0) / f64::from(m);
        total += term;
        if total > CERTAIN || term <= total * 1e-17 {
            break;
        }
        for (power, p) in powers.iter_mut().zip(events) {
            *power *= p;
        }
        for (power, p) in likely_powers.iter_mut().zip(&likely) {
            *power *= p;
        }
    }
    -libm::expm1(-total)
}
