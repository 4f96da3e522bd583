//! Values that a record answered, kept after the record has gone on.

use alloc::string::ToString;
use itsm_core::attribute::{Domain, Value};
use itsm_core::draft::Literal;
use itsm_core::time::Instant;

/// The value as a literal; sets are not kept.
pub(crate) fn owned(value: Value<'_>) -> Option<Literal> {
    Some(match value {
        Value::Boolean(it) => Literal::Boolean(it),
        Value::Id(it) => Literal::Text(it.to_string()),
        Value::Instant(it) => Literal::Text(it.to_rfc3339()),
        Value::Integer(it) => Literal::Integer(it),
        Value::Text(it) => Literal::Text(it.into()),
        _ => return None,
    })
}

/// Whether values of this domain can be kept.
pub(crate) const fn is_kept(domain: &Domain) -> bool {
    !matches!(domain, Domain::IdSet | Domain::TextSet)
}

pub(crate) const fn instant(value: Value<'_>) -> Option<Instant> {
    match value {
        Value::Instant(at) => Some(at),
        _ => None,
    }
}
