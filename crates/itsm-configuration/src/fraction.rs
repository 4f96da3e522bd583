//! Exact fractions between nothing and the whole.

use core::cmp::Ordering;
use itsm_core::ratio::Ratio;

/// A fraction in lowest terms, such as 17/24 of a whole.
///
/// ```
/// use itsm_configuration::fraction::Fraction;
/// use itsm_core::ratio::Ratio;
///
/// // Sixty per cent of 3/4, and forty per cent of 1/3.
/// let [three, one] = [Ratio::new(3, 4), Ratio::new(1, 3)].map(|it| Fraction::of(it).unwrap());
/// let mean = Fraction::mean([(60, three), (40, one)]).unwrap();
/// assert_eq!((mean.numerator(), mean.denominator()), (7, 12));
/// assert_eq!(Fraction::of(Ratio::new(0, 0)), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Fraction {
    numerator: u128,
    denominator: u128,
}

impl Fraction {
    /// The fraction that a ratio is; `None` if it has no rate.
    pub fn of(ratio: Ratio) -> Option<Self> {
        Self::reduced(ratio.numerator.into(), ratio.denominator.into())
    }

    /// The mean of several by their weights; `None` if nothing weighs anything, or if it needs more
    /// than 128 bits to be exact.
    pub fn mean(parts: impl IntoIterator<Item = (u32, Self)>) -> Option<Self> {
        let mut sum = Self {
            numerator: 0,
            denominator: 1,
        };
        let mut total = 0_u128;
        for (weight, part) in parts {
            total = total.checked_add(weight.into())?;
            let weighted =
                Self::reduced(part.numerator.checked_mul(weight.into())?, part.denominator)?;
            let common = gcd(sum.denominator, weighted.denominator);
            let left = weighted.denominator.checked_div(common)?;
            let right = sum.denominator.checked_div(common)?;
            let numerator = sum
                .numerator
                .checked_mul(left)?
                .checked_add(weighted.numerator.checked_mul(right)?)?;
            sum = Self::reduced(numerator, sum.denominator.checked_mul(left)?)?;
        }
        let common = gcd(sum.numerator, total).max(1);
        let rest = total.checked_div(common)?;
        Self::reduced(
            sum.numerator.checked_div(common)?,
            sum.denominator.checked_mul(rest)?,
        )
    }

    fn reduced(numerator: u128, denominator: u128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let common = gcd(numerator, denominator);
        Some(Self {
            numerator: numerator.checked_div(common)?,
            denominator: denominator.checked_div(common)?,
        })
    }

    /// The numerator, in lowest terms.
    pub const fn numerator(self) -> u128 {
        self.numerator
    }

    /// The denominator, in lowest terms.
    pub const fn denominator(self) -> u128 {
        self.denominator
    }

    /// As a number, for display.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a rate is for display; comparisons are made on integers"
    )]
    pub fn rate(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// Whether it is at least so many per cent, exactly.
    pub fn is_at_least_percent(self, percent: u32) -> bool {
        // Compare n/d with p/100 by whole parts and remainders, which cannot overflow.
        self.cmp(&Self {
            numerator: percent.into(),
            denominator: 100,
        }) != Ordering::Less
    }
}

impl Ord for Fraction {
    /// By their size, exactly: as continued fractions, whole part by whole part.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (*self, *other);
        let mut turned = false;
        loop {
            let (Some(x), Some(y)) = (
                a.numerator.checked_div(a.denominator),
                b.numerator.checked_div(b.denominator),
            ) else {
                // Only one that came to its end has nothing below the line, and is then infinite.
                let order = (a.denominator == 0).cmp(&(b.denominator == 0));
                return if turned { order.reverse() } else { order };
            };
            if x != y {
                let order = x.cmp(&y);
                return if turned { order.reverse() } else { order };
            }
            let rest = |it: Self| Self {
                numerator: it.denominator,
                denominator: it.numerator.checked_rem(it.denominator).unwrap_or(0),
            };
            (a, b) = (rest(a), rest(b));
            turned = !turned;
            if a.denominator == 0 && b.denominator == 0 {
                return Ordering::Equal;
            }
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The greatest common divisor; of nothing and something, the something.
const fn gcd(mut a: u128, mut b: u128) -> u128 {
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a
}
