//! Money: whole minor units of one currency, and arithmetic that is exact or refused.
//!
//! There is no fraction anywhere: an amount is so many cents, pence or yen. Two currencies are
//! never added, because only the host knows a rate, and the day it is from.

use crate::time::Seconds;
use core::fmt;

/// Why text is not a currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{got}` is not a currency code, expected three capital letters such as `EUR`")]
pub struct CurrencyError {
    got: alloc::string::String,
}

/// A currency, by its code of ISO 4217: three capital letters. On the wire: a text, such as `EUR`.
///
/// The form is checked, not whether a country issues it today: codes come and go, old records stay.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Checks a code and takes it in.
    ///
    /// # Errors
    /// [`CurrencyError`] if it is not three capital letters.
    pub fn new(code: impl AsRef<str>) -> Result<Self, CurrencyError> {
        let code = code.as_ref();
        match *code.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(CurrencyError {
                got: code.chars().take(80).collect(),
            }),
        }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        // Three capital letters are always text.
        core::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl core::str::FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(code: &str) -> Result<Self, CurrencyError> {
        Self::new(code)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::wire::text(deserializer, "a Currency", |text| Self::new(text))
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Currency {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Currency".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[A-Z]{3}$" })
    }
}

/// Why two amounts could not be put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// They are of two currencies.
    #[error("amount is in {got}, expected {expected}")]
    Mixed {
        /// The currency of the first.
        expected: Currency,
        /// The currency of the other.
        got: Currency,
    },
    /// The result is larger than any amount can be.
    #[error("amount is out of range, expected at most {max} minor units", max = i64::MAX)]
    OutOfRange,
}

/// An amount: so many minor units of a currency. Below zero is a credit.
///
/// ```
/// use itsm_core::money::{Currency, Money, MoneyError};
///
/// let (euro, pound) = (Currency::new("EUR")?, Currency::new("GBP")?);
/// let repair = Money::new(12_050, euro); // 120.50 €
/// assert_eq!(repair.plus(Money::new(950, euro)), Ok(Money::new(13_000, euro)));
/// let mixed = MoneyError::Mixed { expected: euro, got: pound };
/// assert_eq!(repair.plus(Money::new(1, pound)), Err(mixed));
/// # Ok::<(), itsm_core::money::CurrencyError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Money {
    /// How many minor units: cents, pence, yen.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

impl Money {
    /// So many minor units of a currency.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The sum of two amounts of one currency.
    ///
    /// # Errors
    /// Two currencies, or a sum that no amount can hold.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed {
                expected: self.currency,
                got: other.currency,
            });
        }
        match self.minor.checked_add(other.minor) {
            Some(minor) => Ok(Self { minor, ..self }),
            None => Err(MoneyError::OutOfRange),
        }
    }

    /// So many of this amount.
    ///
    /// # Errors
    /// A product that no amount can hold.
    pub fn times(self, count: u32) -> Result<Self, MoneyError> {
        match self.minor.checked_mul(i64::from(count)) {
            Some(minor) => Ok(Self { minor, ..self }),
            None => Err(MoneyError::OutOfRange),
        }
    }

    /// What a length of time costs at this amount an hour, rounded to the nearest minor unit; a
    /// half is rounded away from zero.
    ///
    /// It is rounded once, here, and never again: sums are sums of rounded amounts, so that the
    /// lines of a bill add up to its total.
    ///
    /// ```
    /// use itsm_core::money::{Currency, Money};
    /// use itsm_core::time::Seconds;
    ///
    /// let an_hour = Money::new(4_999, Currency::new("EUR")?);
    /// assert_eq!(an_hour.per_hour(Seconds::minutes(30))?.minor, 2_500); // 2,499.5
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A product that no amount can hold.
    pub fn per_hour(self, length: Seconds) -> Result<Self, MoneyError> {
        const HOUR: i128 = 3_600;
        let exact = i128::from(self.minor)
            .checked_mul(i128::from(length.0))
            .ok_or(MoneyError::OutOfRange)?;
        let half = if exact < 0 { -HOUR / 2 } else { HOUR / 2 };
        let rounded = exact
            .checked_add(half)
            .and_then(|it| it.checked_div(HOUR))
            .ok_or(MoneyError::OutOfRange)?;
        match i64::try_from(rounded) {
            Ok(minor) => Ok(Self { minor, ..self }),
            Err(_) => Err(MoneyError::OutOfRange),
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} (minor units)", self.minor, self.currency)
    }
}
