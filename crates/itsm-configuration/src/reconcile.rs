//! Identification and reconciliation: from what a source has seen to a plan.
//!
//! Identification finds out of which record an observed item is; reconciliation, whose word the record
//! takes. Both are pure: the plan is the dry run.

use crate::estate::Estate;
use crate::identification::IdentificationPolicy;
use crate::identify::{Decision, Found, Identification};
use crate::identify_error::{IdentificationError, Law, text};
use crate::matching::{Index, Rules};
use crate::outcome::{Outcome, PlannedItem};
use crate::overlay::Overlay;
use crate::payload::Payload;
use crate::plan::{Plan, Task};
use crate::policy::ConfigurationPolicy;
use crate::reports::{ADOPTED, CHANGE, Reports, UNAUTHORIZED};
use crate::writing::Writing;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::context::Context;

type Cx<'a> = Context<'a, ConfigurationPolicy>;

/// An estate, made ready to recognize what sources have seen: the records are found by their
/// identifying values, and none is looked at for each item.
///
/// It borrows the estate, and so never speaks of another one than it was made of.
#[derive(Debug, Clone)]
#[doc(alias = "identification engine")]
pub struct Reconciler<'a> {
    estate: &'a Estate,
    rules: &'a IdentificationPolicy,
    cx: Cx<'a>,
    index: Index,
}

impl<'a> Reconciler<'a> {
    /// Of an estate, under rules that were made for the policy of the context.
    ///
    /// # Errors
    /// The rules were made for another policy.
    pub fn new(
        estate: &'a Estate,
        rules: &'a IdentificationPolicy,
        cx: &Cx<'a>,
    ) -> Result<Self, IdentificationError> {
        let (under, policy) = (&rules.under, cx.policy.of());
        if under != policy {
            let params = [text("under", under), text("policy", policy)];
            return Err(Law::OtherPolicy.of(params));
        }
        let all = Rules {
            rules,
            policy: cx.policy,
        };
        Ok(Self {
            estate,
            rules,
            cx: *cx,
            index: Index::new(estate, all),
        })
    }

    /// What would become of a payload. Changes nothing: neither the estate nor the reports.
    ///
    /// The order of the items of the payload never shows. Where two of them contradict each other,
    /// the first by its key counts.
    ///
    /// # Errors
    /// What makes the whole payload unreadable: two items of one key, a source that is none, an
    /// observation that lies ahead. What is wrong with single items, the plan tells.
    pub fn plan(&self, payload: &Payload, reports: &Reports) -> Result<Plan, IdentificationError> {
        let source = &payload.source;
        if [CHANGE, UNAUTHORIZED, ADOPTED].contains(&source.as_str()) {
            return Err(Law::SourceReserved.of([text("source", source)]));
        }
        if payload.observed_at > self.cx.now {
            let at = ("at", payload.observed_at.into());
            return Err(Law::Ahead.of([at, ("now", self.cx.now.into())]));
        }
        let rules = Rules {
            rules: self.rules,
            policy: self.cx.policy,
        };
        let mut known = Identification::new(self.estate, rules, &self.index, payload)?;
        let mut items = Vec::new();
        let cx = self.cx.occurred(payload.observed_at);
        let mut writing = Writing {
            rules,
            index: &self.index,
            payload,
            reports,
            keys: &known.keys,
            overlay: Overlay::new(self.estate, cx),
            taken: BTreeMap::new(),
            wanted: BTreeMap::new(),
            tasks: Vec::new(),
            told: Vec::new(),
        };
        for key in &known.order {
            if let Some(found) = known.found.remove(key) {
                items.push(item(&mut writing, found));
            }
        }
        items.sort_by(|a, b| a.key.cmp(&b.key));
        let relations = writing.relate(&items);
        let mut tasks = writing.tasks;
        tasks.sort_by(|a, b| a.item().cmp(b.item()));
        Ok(Plan {
            source: source.clone(),
            observed_at: payload.observed_at,
            items,
            relations,
            steps: writing.overlay.steps,
            tasks,
            told: writing.told,
            predicted: writing.overlay.touched,
        })
    }
}

fn item(writing: &mut Writing<'_, '_>, mut found: Found<'_>) -> PlannedItem {
    let decision = core::mem::replace(&mut found.decision, Decision::Insert);
    let (mut kept, mut marked) = (None, BTreeSet::new());
    let (outcome, data) = match decision {
        Decision::Settled(outcome) => (writing.settled(outcome), BTreeMap::new()),
        Decision::Insert => writing.insert(&found),
        Decision::Match { ci, entry, mark } => {
            let (outcome, data) = writing.update(&found, ci, entry);
            if matches!(outcome, Outcome::Matched { .. }) {
                kept = Some(ci);
                marked = writing.mark(ci, &mark);
            }
            (outcome, data)
        }
    };
    if !found.several.is_empty() {
        writing.tasks.push(Task::Deduplicate {
            item: found.item.key.clone(),
            cis: found.several,
            kept,
            marked,
        });
    }
    PlannedItem {
        key: found.item.key.clone(),
        tried: found.tried,
        outcome,
        data,
        depth: found.depth,
    }
}
