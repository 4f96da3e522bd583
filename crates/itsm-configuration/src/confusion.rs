//! Confusion: what would make a record one that is taken for another.

use crate::ci::Ci;
use crate::datum::Datum;
use crate::matching::Key;
use crate::outcome::Verdict;
use crate::payload::ObservedItem;
use crate::precedence::Ruling;
use crate::writing::{Data, Writing};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::text::Code;

impl Writing<'_, '_> {
    /// Leaves out what would make the record one that is taken for another.
    pub(crate) fn unconfused(
        &mut self,
        item: &ObservedItem,
        record: &Ci,
        mut taken: Vec<(Datum, Ruling)>,
        data: &mut Data,
    ) -> Vec<(Datum, Ruling)> {
        let parents = self.overlay.containers(record.id());
        let before = self.rules.keys_of(record, &parents);
        loop {
            let written: BTreeSet<&Datum> = taken.iter().map(|(it, _)| it).collect();
            let value = |datum: &Datum| match data.get(datum) {
                Some(it) if written.contains(datum) => Some(it.told.clone()),
                _ => datum.of(record),
            };
            let after = self.rules.keys(record.class(), &parents, value);
            let Some(key) = self.confused(Some(&item.key), record.id(), &before, &after) else {
                self.taken
                    .extend(after.into_iter().map(|it| (it, record.id())));
                return taken;
            };
            let key = key.clone();
            self.want(record.id(), &before, &after);
            let rule = self
                .rules
                .rules
                .rule(record.class(), self.rules.policy.classes());
            let by = rule.and_then(|(_, entries)| entries.get(key.entry()));
            let count = taken.len();
            let (keep, leave): (Vec<_>, Vec<_>) = taken
                .into_iter()
                .partition(|(datum, _)| !by.is_some_and(|it| it.by.contains(datum)));
            taken = keep;
            for (datum, _) in &leave {
                if let Some(it) = data.get_mut(datum) {
                    it.verdict = Verdict::WouldConfuse;
                }
            }
            if taken.len() == count {
                return taken;
            }
        }
    }

    /// An identifying value that a record would get although another has it, or an item of the
    /// payload that is not this one; or that it would lose although such an item asks for it.
    pub(crate) fn confused<'k>(
        &self,
        own: Option<&Code>,
        ci: CiId,
        before: &'k [Key],
        after: &'k [Key],
    ) -> Option<&'k Key> {
        let foreign = |key: &Key| self.keys.get(key).is_some_and(|it| Some(*it) != own);
        let mut gained = after.iter().filter(|it| !before.contains(it));
        let mut lost = before.iter().filter(|it| !after.contains(it));
        let wanted = |key: &Key| self.wanted.get(key).is_some_and(|it| *it != ci);
        gained
            .find(|it| foreign(it) || self.is_had(it, ci))
            .or_else(|| lost.find(|it| foreign(it) || wanted(it)))
    }

    /// Whether another record has identifying values, as things stand in the plan.
    fn is_had(&self, key: &Key, but: CiId) -> bool {
        let has = |it: &CiId| {
            let item = self.overlay.item(*it).filter(|it| !it.stage().is_retired());
            *it != but && item.is_some_and(|it| self.present(it).contains(key))
        };
        self.index.find(key).iter().any(has) || self.taken.get(key).is_some_and(has)
    }

    fn present(&self, item: &Ci) -> Vec<Key> {
        let parents = self.overlay.containers(item.id());
        self.rules.keys_of(item, &parents)
    }

    /// Notes what a record would have got.
    pub(crate) fn want(&mut self, ci: CiId, before: &[Key], after: &[Key]) {
        for key in after.iter().filter(|it| !before.contains(it)) {
            self.wanted.entry(key.clone()).or_insert(ci);
        }
    }

    /// Whether another record did not get identifying values because this one has them.
    pub(crate) fn is_wanted(&self, ci: CiId) -> bool {
        let present = self.overlay.item(ci).map(|it| self.present(it));
        let mut keys = present.iter().flatten();
        keys.any(|key| self.wanted.get(key).is_some_and(|it| *it != ci))
    }
}
