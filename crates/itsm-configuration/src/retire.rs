//! What the end of one item means for the records of others.

use crate::ci::RecordedCiEvent;
use crate::command::{CiCommand, Unrelate};
use crate::event::CiEvent;
use crate::retirement::OnDependants;
use alloc::vec::Vec;
use itsm_core::id::CiId;

/// The commands that take the relationships of others to a retired item back: where the policy
/// detaches an item, its own relationships go with its event, and these stand in the records of
/// those that depended on it. In the order of their ids; none for any other event.
///
/// Groups stay as they are: how many of those that are left are needed, somebody has to say.
///
/// ```
/// # use itsm_configuration::{Ci, authority::Authority, command::{CiCommand, Retire}, draft::DraftConfigurationPolicy, policy::ConfigurationPolicy};
/// # use itsm_configuration::{profile::CiProfile, relationship::Relationship, retire, retirement::{Dependant, OnDependants}};
/// # use itsm_core::{actor::Actor, context::Context, id::{ChangeId, CiId, PersonId}, text::{Code, Label, Title}};
/// let mut draft = DraftConfigurationPolicy::default();
/// draft.classes.get_mut("item").unwrap().retirement.as_mut().unwrap().dependants = OnDependants::Detach;
/// let policy = ConfigurationPolicy::try_from(draft)?;
/// # let ana = Actor::person(PersonId::from_key(1));
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
/// # let change = Authority::from(ChangeId::from_key(1));
/// # let profile = CiProfile::new(Code::new("server")?, Title::new("srv-porto-07")?);
/// # let (mut server, _) = Ci::register(CiId::from_key(1), profile, change.clone(), &cx)?;
/// let shop = CiId::from_key(2);
/// let runs_on = Relationship::new(Code::new("runs_on")?, shop, server.id());
/// let evidence = vec![Dependant::new(shop, Title::new("Web shop")?, true).relationship(runs_on)];
/// let events = server.execute(Retire::new(Label::new("Retired")?, evidence, change), &cx)?;
///
/// let [(ci, CiCommand::Unrelate(it))] = &retire::sync(&events[0])[..] else { unreachable!() };
/// assert_eq!((*ci, it.target), (shop, server.id()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "cascade")]
pub fn sync(recorded: &RecordedCiEvent) -> Vec<(CiId, CiCommand)> {
    let (dependants, rule, authority) = match &recorded.event {
        CiEvent::Retired(it) => (&it.dependants, it.on_dependants, &it.authority),
        CiEvent::Archived(it) => (&it.dependants, it.on_dependants, &it.authority),
        _ => return Vec::new(),
    };
    if rule != OnDependants::Detach {
        return Vec::new();
    }
    let theirs = dependants
        .iter()
        .filter_map(|it| it.relationship.as_ref())
        .filter(|it| it.target == recorded.record && it.source != recorded.record);
    let mut commands: Vec<_> = theirs
        .map(|it| {
            let unrelate = Unrelate {
                qualifier: it.qualifier.clone(),
                ..Unrelate::new(it.kind.clone(), it.target, authority.clone())
            };
            (it, (it.source, CiCommand::from(unrelate)))
        })
        .collect();
    commands.sort_by_key(|(relationship, _)| *relationship);
    commands.dedup_by_key(|(relationship, _)| *relationship);
    commands.into_iter().map(|(_, command)| command).collect()
}
