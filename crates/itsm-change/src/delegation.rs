//! Delegation: who answers for whom while somebody is away, and by whose leave.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::free_text::FreeText;
use itsm_core::id::PersonId;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// Somebody lets somebody else answer for a while.
    #[doc(alias = "substitute")]
    pub struct Delegation {
        /// Who is away.
        from: PersonId,
        /// Who answers instead.
        to: PersonId,
        /// From when on.
        since: Instant,
        /// Until when; at this very instant no longer.
        until: Instant,
    }
}

/// All delegations that are known. At no instant do they lead in a circle.
///
/// Who answers for somebody may have passed it on: a delegation of a delegation holds while both do.
/// An answer keeps the [way](Self::way) that led to whoever gave it.
///
/// ```
/// use itsm_change::delegation::{Delegation, Delegations};
/// use itsm_core::id::PersonId;
/// use itsm_core::time::Instant;
///
/// let [ana, ben, cleo] = [1, 2, 3].map(PersonId::from_key);
/// let day = |it: u32| format!("2026-03-{it:02}T00:00:00Z").parse::<Instant>();
/// let all = Delegations::try_from(vec![
///     Delegation::new(ana, ben, day(2)?, day(9)?),
///     Delegation::new(ben, cleo, day(4)?, day(6)?),
/// ])?;
/// assert_eq!(all.way(ana, cleo, day(5)?), Some(vec![ana, ben, cleo]));
/// assert_eq!(all.way(ana, cleo, day(7)?), None);
///
/// let circle = vec![
///     Delegation::new(ana, ben, day(2)?, day(9)?),
///     Delegation::new(ben, ana, day(8)?, day(12)?),
/// ];
/// let faults = Delegations::try_from(circle).unwrap_err();
/// assert_eq!(faults.iter().next().unwrap().rule, "approval.delegation.circle");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "Vec<Delegation>", into = "Vec<Delegation>")
)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(with = "Vec<Delegation>")
)]
pub struct Delegations {
    all: Vec<Delegation>,
}

impl From<Delegations> for Vec<Delegation> {
    fn from(it: Delegations) -> Self {
        it.all
    }
}

impl TryFrom<Vec<Delegation>> for Delegations {
    type Error = Faults;

    /// # Errors
    /// All [`Faults`] at once, each with its path.
    fn try_from(all: Vec<Delegation>) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        for (place, it) in all.iter().enumerate() {
            if it.from == it.to {
                let message = format!("`{}` cannot stand in for the same person", it.to);
                let path = format!("[{place}].to");
                faults.add(path, "approval.delegation.to_oneself", message);
            }
            if it.until <= it.since {
                let message = format!("expected an end after {}, got {}", it.since, it.until);
                let path = format!("[{place}].until");
                faults.add(path, "approval.delegation.order", message);
            }
        }
        let found = Self { all };
        if faults.is_empty() {
            // A circle that holds at any time holds at the beginning of its last delegation.
            for (place, it) in found.all.iter().enumerate() {
                if found.way(it.to, it.from, it.since).is_some() {
                    let message = format!(
                        "at {} it leads from `{}` back to `{}`",
                        it.since, it.to, it.from
                    );
                    let path = format!("[{place}]");
                    faults.add(path, "approval.delegation.circle", message);
                }
            }
        }
        faults.or(Some(found))
    }
}

// Ids and instants: nothing that anybody wrote.
impl FreeText for Delegations {}

impl Delegations {
    /// All of them, in the order in which they were given.
    pub fn all(&self) -> &[Delegation] {
        &self.all
    }

    /// How an answer for one person comes to be given by another at an instant: the persons on the
    /// shortest way, both ends included; of several as short, the one of the smallest ids. Nothing
    /// if there is none. Somebody answers for oneself by a way of one.
    pub fn way(&self, from: PersonId, to: PersonId, at: Instant) -> Option<Vec<PersonId>> {
        let mut ways: BTreeMap<PersonId, Vec<PersonId>> = BTreeMap::from([(from, vec![from])]);
        let mut newest = vec![from];
        while !ways.contains_key(&to) && !newest.is_empty() {
            let mut next: BTreeMap<PersonId, Vec<PersonId>> = BTreeMap::new();
            for person in newest {
                for it in self
                    .all
                    .iter()
                    .filter(|it| it.from == person && holds(it, at))
                {
                    let way = ways.get(&person).filter(|_| !ways.contains_key(&it.to));
                    if let Some(way) = way {
                        let way = way.iter().copied().chain([it.to]).collect();
                        let known = next.entry(it.to).or_insert_with(|| Vec::clone(&way));
                        if way < *known {
                            *known = way;
                        }
                    }
                }
            }
            newest = next.keys().copied().collect();
            ways.extend(next);
        }
        ways.remove(&to)
    }
}

fn holds(it: &Delegation, at: Instant) -> bool {
    it.since <= at && at < it.until
}
