//! Where a calendar without a zone of its own takes it from.

use itsm_calendar::Zone;
use itsm_core::plain_enum;

plain_enum! {
    /// A place from which a floating calendar can take its zone.
    pub enum ZoneSource {
        /// The zone that the caller of the library names, before all others.
        Explicit = "explicit",
        /// The zone of the agreement or of the definition.
        Agreement = "agreement",
        /// Where the configuration item stands.
        Ci = "ci",
        /// The place that the record names.
        Record = "record",
        /// Where the requester is.
        Requester = "requester",
        /// The zone of the whole desk.
        Desk = "desk",
    }
}

/// What a host knows of the zones around one record.
///
/// ```
/// use itsm_calendar::Zone;
/// use itsm_service_level::zone::{ZoneFacts, ZoneSource};
///
/// let (porto, delhi) = (Zone::new("Europe/Lisbon")?, Zone::new("Asia/Kolkata")?);
/// let facts = ZoneFacts { requester: Some(delhi), desk: Some(porto), ..ZoneFacts::default() };
/// let (source, zone) = facts.first(ZoneSource::ALL).expect("two are known");
/// assert_eq!((source, zone.name()), (ZoneSource::Requester, "Asia/Kolkata"));
/// # Ok::<(), itsm_calendar::CalendarError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "`ZoneSource` says it of each")]
pub struct ZoneFacts {
    pub explicit: Option<Zone>,
    pub agreement: Option<Zone>,
    pub ci: Option<Zone>,
    pub record: Option<Zone>,
    pub requester: Option<Zone>,
    pub desk: Option<Zone>,
}

impl ZoneFacts {
    /// What is known from one source.
    pub const fn get(&self, source: ZoneSource) -> Option<&Zone> {
        match source {
            ZoneSource::Explicit => self.explicit.as_ref(),
            ZoneSource::Agreement => self.agreement.as_ref(),
            ZoneSource::Ci => self.ci.as_ref(),
            ZoneSource::Record => self.record.as_ref(),
            ZoneSource::Requester => self.requester.as_ref(),
            ZoneSource::Desk => self.desk.as_ref(),
        }
    }

    /// The first source of a list that knows a zone, and the zone.
    pub fn first(&self, order: &[ZoneSource]) -> Option<(ZoneSource, &Zone)> {
        order
            .iter()
            .find_map(|source| self.get(*source).map(|zone| (*source, zone)))
    }
}
