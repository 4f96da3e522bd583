//! From records to the graph: what impact has to know of an estate, kept up event by event.

use crate::ci::Ci;
use crate::edit::{Edit, GraphError};
use crate::estate::Estate;
use crate::graph::DependencyGraph;
use crate::policy::ConfigurationPolicy;
use crate::redundancy::RedundancyGroup;
use crate::relationship::Relationship;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use itsm_core::id::CiId;

impl Estate {
    /// The dependency graph of the estate: the items that are kept, in service while they are
    /// operational, with their relationships and redundancy groups.
    ///
    /// A relationship of a type that the policy does not have carries nothing, and is left out; so
    /// is one to an item that is not there. Of a member of a group that is not there nothing is
    /// known.
    ///
    /// ```
    /// # use itsm_configuration::{Ci, authority::Authority, command::Relate, estate::Estate, policy::ConfigurationPolicy, profile::CiProfile};
    /// # use itsm_configuration::{impact::Workspace, scenario::{Scenario, Status}, snapshot::{Snapshot, View}};
    /// # use itsm_core::{actor::Actor, context::Context, id::{ChangeId, CiId, PersonId}, text::{Code, Title}};
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let policy = ConfigurationPolicy::default();
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
    /// # let change = Authority::from(ChangeId::from_key(1));
    /// # let item = |class, name| CiProfile::new(Code::new(class).unwrap(), Title::new(name).unwrap());
    /// # let (mut shop, born) = Ci::register(CiId::from_key(1), item("service", "Web shop"), change.clone(), &cx)?;
    /// # let (database, born_too) = Ci::register(CiId::from_key(2), item("database", "orders"), change.clone(), &cx)?;
    /// # let mut estate = Estate::new();
    /// # estate.evolve(&born)?;
    /// # estate.evolve(&born_too)?;
    /// let mut graph = estate.graph(&policy);
    /// let mut snapshot = Snapshot::of(&graph, View::whole());
    ///
    /// // Whatever happens to an item from now on goes to the estate, to its graph, to the snapshot.
    /// let facts = estate.target_facts(database.id(), &policy).unwrap();
    /// for event in shop.execute(Relate::new(Code::new("depends_on")?, database.id(), facts, change), &cx)? {
    ///     estate.evolve(&event)?;
    ///     let edit = graph.sync(&estate, event.record)?;
    ///     snapshot.follow(&graph, &edit);
    /// }
    /// let mut workspace = Workspace::new();
    /// let impact = snapshot.impact(&Scenario::failing([database.id()]), &mut workspace)?;
    /// assert_eq!(impact.status(shop.id()), Status::Down);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn graph(&self, policy: &ConfigurationPolicy) -> DependencyGraph {
        let types = policy.relationship_types();
        let mut graph = DependencyGraph::new(types.map(|(code, it)| (code.clone(), it.clone())));
        for item in self.items() {
            // Ids stand once in an estate, so that only a graph that is full can refuse.
            let _ = graph.put_item(item);
        }
        for item in self.items() {
            for relationship in item.relationships() {
                let _ = graph.relate(relationship.clone());
            }
            for group in item.groups() {
                let _ = graph.regroup(item.id(), group);
            }
        }
        graph
    }
}

impl DependencyGraph {
    /// Takes over what an estate says of an item now: whether it is there and in service, to whom
    /// it is related in either direction, and its groups. To be called for the item of each event
    /// that the estate has taken in.
    ///
    /// The cost is in proportion to the item's own relationships.
    ///
    /// # Errors
    /// [`GraphError::Full`].
    pub fn sync(&mut self, estate: &Estate, ci: CiId) -> Result<Edit, GraphError> {
        let Some(item) = estate.item(ci).filter(|it| it.is_kept()) else {
            if self.contains(ci) {
                return self.remove(ci);
            }
            return Ok(Edit::default());
        };
        let mut edit = self.put_item(item)?;
        let known: BTreeSet<Relationship> = self.relationships_of(ci).collect();
        let wanted: BTreeSet<Relationship> = estate
            .relationships_of(ci)
            .map(|seen| seen.relationship.clone())
            .filter(|it| self.type_of(&it.kind).is_some() && self.contains(it.other(ci)))
            .collect();
        for relationship in known.difference(&wanted) {
            edit = edit.and(self.unrelate(relationship)?);
        }
        for relationship in wanted.difference(&known) {
            edit = edit.and(self.relate(relationship.clone())?);
        }
        let gone: Vec<_> = self
            .groups_of(ci)
            .map(|it| it.name.clone())
            .filter(|name| item.groups().all(|it| it.name != *name))
            .collect();
        for name in gone {
            edit = edit.and(self.remove_group(ci, &name)?);
        }
        for group in item.groups() {
            if self.groups_of(ci).all(|it| it != group) {
                edit = edit.and(self.regroup(ci, group)?);
            }
        }
        Ok(edit)
    }

    fn put_item(&mut self, item: &Ci) -> Result<Edit, GraphError> {
        let (ci, in_service) = (item.id(), item.stage().is_operational());
        let mut edit = Edit::default();
        if !self.contains(ci) {
            edit = self.add(ci)?;
        }
        if self.is_in_service(ci) != in_service {
            edit = edit.and(self.set_in_service(ci, in_service)?);
        }
        Ok(edit)
    }

    fn regroup(&mut self, ci: CiId, group: &RedundancyGroup) -> Result<Edit, GraphError> {
        let at = self.find_ci(ci).ok_or(GraphError::UnknownCi { ci })?;
        self.put_group(ci, at, group.clone())
    }
}
