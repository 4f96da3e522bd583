//! Percentages: an exact share of a whole, as targets are agreed.

use core::fmt;
use core::str::FromStr;
use core::time::Duration;
use itsm_core::ratio::Ratio;

const WHOLE: u32 = 1_000_000;
const DECIMALS: usize = 4;

/// A share of a whole, from 0 to 100 per cent, with up to four decimals: 99.5, 99.95, 99.9999.
///
/// It is kept as a number of parts per million, so that it is what was agreed and not the nearest
/// binary fraction, and so that comparisons are exact: 99.949999 % is below 99.95 %, however it
/// may be rounded on a screen.
///
/// As text it is a number with as few decimals as it needs. People are shown a sign behind it,
/// `99.95 %`, and reading takes the number with or without. On the wire it is the number alone, as
/// a *text*: `"99.95"`. A JSON number is refused, whole or not, because most programs would carry
/// it as a binary fraction, and because one form is easier to keep to than two.
///
/// ```
/// use core::time::Duration;
/// use itsm_core::ratio::Ratio;
/// use itsm_service_level::percentage::Percentage;
///
/// let target: Percentage = "99.95".parse()?;
/// assert_eq!(target.to_string(), "99.95 %");
/// assert_eq!(target.parts_per_million(), 999_500);
/// assert_eq!(target.is_met_by(Ratio::new(1_999, 2_000)), Some(true));
/// assert_eq!(target.is_met_by(Ratio::new(1_998, 2_000)), Some(false));
/// assert_eq!(target.is_met_by(Ratio::new(0, 0)), None);
///
/// // What may be down in thirty days.
/// let month = Duration::from_secs(30 * 86_400);
/// assert_eq!(target.complement().of(month), Duration::from_secs(21 * 60 + 36));
/// # Ok::<(), itsm_service_level::percentage::PercentageError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "availability target")]
#[doc(alias = "service level objective")]
pub struct Percentage(u32);

/// Why a text is not a percentage. Places are counted in characters from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PercentageError {
    /// More than the whole.
    #[error("percentage is more than the whole, expected at most 100")]
    AboveWhole,
    /// Nothing to read.
    #[error("percentage is blank, expected a number from 0 to 100 such as `99.95`")]
    Blank,
    /// No digit where there must be one: before the point, or behind it.
    #[error(
        "percentage has no digit at character {position}, expected one on both sides of the point"
    )]
    MissingDigit {
        /// Where it is missing.
        position: usize,
    },
    /// A character that a percentage cannot have: a comma, a sign, an exponent, a second point.
    #[error(
        "percentage has `{found}` at character {position}, expected digits with at most one `.`"
    )]
    NotANumber {
        /// The place.
        position: usize,
        /// The character.
        found: char,
    },
    /// Finer than a part per million.
    #[error("percentage has {got} decimals, expected at most {max}")]
    TooManyDecimals {
        /// The most that are accepted.
        max: usize,
        /// How many there were.
        got: usize,
    },
}

impl Percentage {
    /// Nothing of it: a target that is always met.
    pub const ZERO: Self = Self(0);

    /// All of it: a target that allows no downtime.
    pub const WHOLE: Self = Self(WHOLE);

    /// So many parts per million: 999,500 are 99.95 per cent.
    ///
    /// # Errors
    /// [`PercentageError::AboveWhole`] if it is more than a million.
    pub const fn from_parts_per_million(parts: u32) -> Result<Self, PercentageError> {
        if parts > WHOLE {
            return Err(PercentageError::AboveWhole);
        }
        Ok(Self(parts))
    }

    /// How many parts per million it is.
    pub const fn parts_per_million(self) -> u32 {
        self.0
    }

    /// What is missing to the whole: 0.05 per cent for 99.95.
    #[must_use]
    pub const fn complement(self) -> Self {
        Self(WHOLE.saturating_sub(self.0))
    }

    /// This share of a length of time, rounded down to the nanosecond.
    ///
    /// What may be down is `target.complement().of(agreed)`: rounded down, so never in favor of
    /// the provider.
    #[must_use]
    pub fn of(self, whole: Duration) -> Duration {
        const MILLION: u128 = 1_000_000;
        let parts = whole.as_nanos().saturating_mul(u128::from(self.0));
        from_nanos(parts / MILLION)
    }

    /// Whether a ratio reaches this target, exactly; `None` where nothing was counted.
    pub fn is_met_by(self, ratio: Ratio) -> Option<bool> {
        ratio.at_least(u64::from(self.0), u64::from(WHOLE))
    }

    /// Reads the number alone.
    fn read(text: &str) -> Result<Self, PercentageError> {
        if text.is_empty() {
            return Err(PercentageError::Blank);
        }
        let (mut value, mut digits, mut decimals) = (0_u32, 0_usize, None);
        let mut length = 0_usize;
        for (position, found) in text.chars().enumerate() {
            length = position.saturating_add(1);
            match (found.to_digit(10), found, decimals) {
                (Some(digit), ..) => {
                    digits = digits.saturating_add(1);
                    decimals = decimals.map(|n: usize| n.saturating_add(1));
                    value = value.saturating_mul(10).saturating_add(digit);
                }
                (None, '.', None) if digits > 0 => decimals = Some(0),
                (None, '.', None) => return Err(PercentageError::MissingDigit { position }),
                _ => return Err(PercentageError::NotANumber { position, found }),
            }
        }
        match decimals {
            Some(0) => return Err(PercentageError::MissingDigit { position: length }),
            Some(got) if got > DECIMALS => {
                let max = DECIMALS;
                return Err(PercentageError::TooManyDecimals { max, got });
            }
            _ => {}
        }
        for _ in decimals.unwrap_or(0)..DECIMALS {
            value = value.saturating_mul(10);
        }
        Self::from_parts_per_million(value)
    }

    /// Writes the number alone.
    fn write(self, f: &mut impl fmt::Write) -> fmt::Result {
        let (whole, mut rest) = (self.0 / 10_000, self.0 % 10_000);
        write!(f, "{whole}")?;
        if rest > 0 {
            f.write_char('.')?;
        }
        while rest > 0 {
            write!(f, "{}", rest / 1_000)?;
            rest = (rest % 1_000).saturating_mul(10);
        }
        Ok(())
    }
}

/// The length of so many nanoseconds; the longest length if that does not fit.
pub(crate) fn from_nanos(nanos: u128) -> Duration {
    const NANOS: u128 = 1_000_000_000;
    let fraction = u32::try_from(nanos % NANOS).unwrap_or(0);
    u64::try_from(nanos / NANOS).map_or(Duration::MAX, |it| Duration::new(it, fraction))
}

impl fmt::Display for Percentage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)?;
        f.write_str(" %")
    }
}

impl FromStr for Percentage {
    type Err = PercentageError;

    fn from_str(text: &str) -> Result<Self, PercentageError> {
        let number = text.strip_suffix('%');
        Self::read(number.map_or(text, |it| it.strip_suffix(' ').unwrap_or(it)))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Percentage {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Number(Percentage);

        impl fmt::Display for Number {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.write(f)
            }
        }

        serializer.collect_str(&Number(*self))
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Percentage {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expecting =
            "a percentage as a text such as \"99.95\", because a number may not be exact";
        itsm_core::wire::text(deserializer, expecting, Self::read)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Percentage {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Percentage".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": r"^0*(100(\.0{1,4})?|[0-9]{1,2}(\.[0-9]{1,4})?)$"
        })
    }
}
