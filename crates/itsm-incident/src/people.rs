//! Those who are kept informed, and those who suffer.
//!
//! A watcher is told what happens and has no part in it. An affected user cannot work as usual:
//! known by id, or only as a number, as when a branch office is cut off.

use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::{Incident, Moments};
use crate::profile::DetectionSource;
use crate::refuse::No;
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use itsm_core::id::PersonId;
use itsm_core::time::{Instant, Seconds};
use itsm_core::{plain_enum, wire_struct};

wire_struct! {
    /// Keep a person informed.
    #[doc(alias = "subscribe")]
    #[doc(alias = "observer")]
    pub struct AddWatcher {
        /// Whom.
        person: PersonId,
    }
}
wire_struct! {
    /// Keep a person informed no longer.
    pub struct RemoveWatcher {
        /// Whom.
        person: PersonId,
    }
}
wire_struct! {
    /// Note that a person is affected.
    pub struct AffectUser {
        /// Who.
        person: PersonId,
    }
}
wire_struct! {
    /// Note that a person is not affected after all.
    pub struct ClearUser {
        /// Who.
        person: PersonId,
    }
}
wire_struct! {
    /// Say how many are affected of whom nothing but their number is known.
    pub struct CountAffected {
        /// How many, besides those known by id.
        unnamed: u32,
    }
}
wire_struct! {
    /// A person is kept informed.
    pub struct WatcherAdded {
        /// Who.
        person: PersonId,
    }
}
wire_struct! {
    /// A person is kept informed no longer.
    pub struct WatcherRemoved {
        /// Who.
        person: PersonId,
    }
}
wire_struct! {
    /// A person was found affected.
    pub struct UserAffected {
        /// Who.
        person: PersonId,
    }
}
wire_struct! {
    /// A person was found not affected.
    pub struct UserCleared {
        /// Who.
        person: PersonId,
    }
}
wire_struct! {
    /// It became known how many are affected besides those known by id.
    pub struct AffectedCounted {
        /// How many.
        unnamed: u32,
    }
}

/// Those who are affected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AffectedUsers {
    /// Those known by id.
    pub users: BTreeSet<PersonId>,
    /// How many there are besides.
    pub unnamed: u32,
}

impl AffectedUsers {
    /// How many there are.
    pub fn number(&self) -> u64 {
        u64::try_from(self.users.len())
            .unwrap_or(u64::MAX)
            .saturating_add(u64::from(self.unnamed))
    }
}

plain_enum! {
    /// One of the seven [`Moments`] of an incident, for questions that need to say which.
    pub enum Moment {
        /// The disturbance began.
        Occurred = "occurred",
        /// It was first noticed.
        Detected = "detected",
        /// The record was made.
        Registered = "registered",
        /// A person took notice of the record.
        Acknowledged = "acknowledged",
        /// The service worked again.
        Restored = "restored",
        /// The record was resolved.
        Resolved = "resolved",
        /// The record was closed.
        Closed = "closed",
    }
}

impl Moments {
    /// One of them, if it is known.
    pub fn at(&self, moment: Moment) -> Option<Instant> {
        match moment {
            Moment::Occurred => self.occurred.map(|it| it.0),
            Moment::Detected => self.detected.map(|it| it.0),
            Moment::Registered => Some(self.registered.0),
            Moment::Acknowledged => self.acknowledged.map(|it| it.0),
            Moment::Restored => self.restored.map(|it| it.0),
            Moment::Resolved => self.resolved.map(|it| it.0),
            Moment::Closed => self.closed.map(|it| it.0),
        }
    }
}

/// Time lost by users: so many of them, for so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct UserTime {
    /// How many users.
    pub users: u64,
    /// For how long, between the two moments that were asked for.
    pub length: Seconds,
}

impl UserTime {
    /// The user-minutes: users times length, in whole minutes, rounded down once at the end.
    pub fn minutes(self) -> u128 {
        u128::from(self.users).saturating_mul(u128::from(self.length.0)) / 60
    }
}

impl Incident {
    /// Those who are kept informed, in the order of their ids.
    pub fn watchers(&self) -> impl Iterator<Item = PersonId> {
        self.members(|it| &it.watchers)
    }

    /// Those who are affected: the ones that were noted, and the one that the profile names as
    /// affected. Where it names nobody and a user noticed the disturbance, that is the reporter.
    pub fn affected_users(&self) -> AffectedUsers {
        let mut affected = self
            .annex()
            .map_or_else(AffectedUsers::default, |it| it.affected.clone());
        let profile = &self.profile;
        let reporter = profile
            .reporter
            .filter(|_| profile.detection == DetectionSource::User);
        affected.users.extend(profile.affected.or(reporter));
        affected
    }

    /// The time that users have lost between two moments. `None` while a moment is not known, the
    /// second lies before the first, or nobody is known to be affected: what is not known is not
    /// zero.
    ///
    /// Which moments are subtracted is said by whoever asks: from the occurrence to the restoration
    /// for what the business lost, from the registration to the resolution for what the desk saw.
    #[doc(alias = "user minutes")]
    pub fn user_time(&self, start: Moment, end: Moment) -> Option<UserTime> {
        let moments = self.moments();
        let (start, end) = (moments.at(start)?, moments.at(end)?);
        let users = self.affected_users().number();
        (start <= end && users > 0).then(|| UserTime {
            users,
            length: Seconds::between(start, end),
        })
    }

    pub(crate) fn add_watcher(
        &self,
        it: &AddWatcher,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        if self.watchers().any(|person| person == it.person) {
            return no(Law::NothingToChange).err();
        }
        Ok(WatcherAdded::new(it.person).into())
    }

    pub(crate) fn remove_watcher(
        &self,
        it: &RemoveWatcher,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        if self.watchers().any(|person| person == it.person) {
            return Ok(WatcherRemoved::new(it.person).into());
        }
        not_among(it.person, no)
    }

    pub(crate) fn affect_user(
        &self,
        it: &AffectUser,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        if self.noted_users().any(|person| person == it.person) {
            return no(Law::NothingToChange).err();
        }
        Ok(UserAffected::new(it.person).into())
    }

    pub(crate) fn clear_user(
        &self,
        it: &ClearUser,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        if self.noted_users().any(|person| person == it.person) {
            return Ok(UserCleared::new(it.person).into());
        }
        not_among(it.person, no)
    }

    pub(crate) fn count_affected(
        &self,
        it: &CountAffected,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        let present = self.annex().map_or(0, |annex| annex.affected.unnamed);
        if present == it.unnamed {
            return no(Law::NothingToChange).err();
        }
        Ok(AffectedCounted::new(it.unnamed).into())
    }

    pub(crate) fn noted_users(&self) -> impl Iterator<Item = PersonId> {
        self.members(|it| &it.affected.users)
    }
}

fn not_among<T>(person: PersonId, no: impl FnOnce(Law) -> No) -> Result<T, IncidentError> {
    no(Law::PersonNotAmong)
        .param("person", person.to_string().as_str())
        .err()
}
