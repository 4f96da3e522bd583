//! Ids: a UUID newtype for each kind of record, given by the host and never made here.
//!
//! A host whose records have integer keys needs no table of UUIDs:
//!
//! ```
//! use itsm_core::id::{IncidentId, ProblemId};
//!
//! let row = IncidentId::from_key(4711);
//! assert_eq!(row.key(), Some(4711));
//! // Row 4711 of another table is another id.
//! assert_ne!(row.as_uuid(), ProblemId::from_key(4711).as_uuid());
//! ```

use uuid::Uuid;

/// UUID version 8 (RFC 9562): the tag in the first 48 bits, the key in the 2 + 62 lowest custom bits.
#[doc(hidden)]
pub const fn from_key(tag: [u8; 6], key: u64) -> Uuid {
    let key = key as u128;
    let high = (key >> 62) << 64;
    let low = key & LOW_62;
    Uuid::from_u128(frame(tag) | high | low)
}

#[doc(hidden)]
pub const fn key(tag: [u8; 6], uuid: Uuid) -> Option<u64> {
    let frame = frame(tag);
    let rest = uuid.as_u128() ^ frame;
    if rest & !(LOW_62 | HIGH_2) != 0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "two and sixty-two bits")]
    Some((((rest & HIGH_2) >> 2) | (rest & LOW_62)) as u64)
}

const LOW_62: u128 = (1 << 62) - 1;
const HIGH_2: u128 = 0b11 << 64;

/// The tag, the version and the variant, with every bit of the key at zero.
const fn frame(tag: [u8; 6]) -> u128 {
    let [t0, t1, t2, t3, t4, t5] = tag;
    let tag = u64::from_be_bytes([0, 0, t0, t1, t2, t3, t4, t5]);
    ((tag as u128) << 80) | (0x8 << 76) | (0b10 << 62)
}

crate::typed_id! {
    /// An agreement about service levels: SLA, OLA or underpinning contract.
    pub struct AgreementId, b"agreem";
}
crate::typed_id! {
    /// A change record.
    #[doc(alias = "RFC")]
    pub struct ChangeId, b"change";
}
crate::typed_id! {
    /// A configuration item: a component that must be managed to deliver a service.
    pub struct CiId, b"ciitem";
}
crate::typed_id! {
    /// A group of people to whom work can be assigned: a support team, a service desk, a supplier's desk.
    #[doc(alias = "team")]
    #[doc(alias = "queue")]
    pub struct GroupId, b"groups";
}
crate::typed_id! {
    /// An incident record.
    #[doc(alias = "ticket")]
    pub struct IncidentId, b"incdnt";
}
crate::typed_id! {
    /// A known error: a problem, or a part of one, that has been analysed and not resolved.
    pub struct KnownErrorId, b"knownr";
}
crate::typed_id! {
    /// A person. Events never hold more of a person than this id.
    #[doc(alias = "user")]
    pub struct PersonId, b"person";
}
crate::typed_id! {
    /// A problem record.
    pub struct ProblemId, b"problm";
}
crate::typed_id! {
    /// A service that the organization delivers.
    pub struct ServiceId, b"servic";
}
crate::typed_id! {
    /// A supplier: an organization outside that delivers part of a service.
    #[doc(alias = "vendor")]
    #[doc(alias = "third party")]
    pub struct SupplierId, b"supplr";
}
crate::typed_id! {
    /// A task inside a record.
    pub struct TaskId, b"tasksx";
}
crate::typed_id! {
    /// One customer organization among several that share a service desk.
    #[doc(alias = "domain")]
    #[doc(alias = "entity")]
    pub struct TenantId, b"tenant";
}
