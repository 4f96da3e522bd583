//! Ratios: a numerator, a denominator, and a rate only where there is one.

/// So many of so many.
///
/// Nothing out of nothing is not zero per cent and not a hundred: it has no rate.
///
/// ```
/// use itsm_core::ratio::Ratio;
///
/// assert_eq!(Ratio::new(3, 4).rate(), Some(0.75));
/// assert_eq!(Ratio::new(0, 0).rate(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Ratio {
    /// How many have the property.
    pub numerator: u64,
    /// How many there are.
    pub denominator: u64,
}

impl Ratio {
    /// So many of so many.
    pub const fn new(numerator: u64, denominator: u64) -> Self {
        Self {
            numerator,
            denominator,
        }
    }

    /// Counts one more, which has the property or has not.
    pub const fn count(&mut self, has: bool) {
        self.denominator = self.denominator.saturating_add(1);
        if has {
            self.numerator = self.numerator.saturating_add(1);
        }
    }

    /// The rate, for display; `None` when the denominator is zero. Compare with
    /// [`at_least`](Self::at_least), which is exact.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a rate is for display; comparisons are made on integers"
    )]
    pub fn rate(self) -> Option<f64> {
        (self.denominator > 0).then(|| self.numerator as f64 / self.denominator as f64)
    }

    /// Whether the rate is at least `numerator / denominator`, exactly; `None` when either has no rate.
    pub fn at_least(self, numerator: u64, denominator: u64) -> Option<bool> {
        if self.denominator == 0 || denominator == 0 {
            return None;
        }
        let left = u128::from(self.numerator).checked_mul(u128::from(denominator))?;
        let right = u128::from(numerator).checked_mul(u128::from(self.denominator))?;
        Some(left >= right)
    }
}
