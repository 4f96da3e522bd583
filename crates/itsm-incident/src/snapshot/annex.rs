//! What cannot have come about in the annex: log, costs, suppliers, models and the rest.

use crate::annex::Annex;
use crate::cost::CostTotals;
use crate::duty::Duty;
use crate::model::ModelUse;
use crate::redaction::RedactedText;
use crate::reminder::Reminders;
use crate::review::Review;
use crate::snapshot::check::Check;
use crate::state::{IncidentStage, IncidentState};
use crate::survey::SurveyAnswer;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use itsm_core::free_text::REDACTED;
use itsm_core::time::{Instant, Seconds};

impl Check<'_> {
    pub(super) fn annex(&mut self) {
        let it = self.it;
        let Some(annex) = &it.annex else { return };
        for (position, entry) in annex.log.iter().enumerate() {
            self.told(&format!("annex.log[{position}].at"), entry.at);
        }
        self.costs(annex);
        self.refusals(annex);
        if let Some(survey) = &annex.survey {
            self.survey(survey);
        }
        self.vendors(annex);
        if !annex.swarm.is_empty() && it.owner.is_none() {
            let message = "expected the one person who is accountable while several work on it";
            self.add("owner", "incident.snapshot.swarm", message);
        }
        self.workarounds(annex);
        if let Some(model) = &annex.model {
            self.model(model);
        }
        for (rule, since) in &annex.escalated {
            self.lived(&format!("annex.escalated.{rule}"), *since);
        }
        for (position, (duty, since)) in annex.overdue.iter().enumerate() {
            let path = format!("annex.overdue[{position}]");
            match duty {
                // It is owed since the resolution, which another tool may have brought.
                Duty::Review {} => self.told(&path, *since),
                _ => self.lived(&path, *since),
            }
        }
        for (audience, at) in &annex.informed {
            self.lived(&format!("annex.informed.{audience}"), *at);
        }
        if let Some(reminders) = &annex.reminders {
            self.reminders(reminders);
        }
        if let Some(review) = &annex.review {
            self.review(review);
        }
        self.redactions(annex);
        self.quiet(annex);
    }

    /// One currency, amounts that are what their costs come to, and a sum that can be told.
    fn costs(&mut self, annex: &Annex) {
        let rule = "incident.snapshot.cost";
        let Some(first) = annex.costs.first() else {
            return;
        };
        let mut so_far = Some(CostTotals::nothing(first.amount.currency));
        for (position, entry) in annex.costs.iter().enumerate() {
            let path = |of: &str| format!("annex.costs[{position}].{of}");
            self.told(&path("at"), entry.at);
            let currency = entry.amount.currency;
            if currency != first.amount.currency {
                let message = format!(
                    "expected one currency, `{}`, got `{currency}`",
                    first.amount.currency
                );
                self.add(&path("amount"), rule, message);
                continue;
            }
            if entry.cost.amount(currency) != Ok(entry.amount) {
                let message = format!(
                    "expected what the cost comes to, got `{}`",
                    entry.amount.minor
                );
                self.add(&path("amount"), rule, message);
                continue;
            }
            so_far = match so_far.map(|it| it.plus(&entry.cost, entry.amount)) {
                Some(Err(error)) => {
                    self.add(
                        &path("amount"),
                        rule,
                        format!("the sum of the costs: {error}"),
                    );
                    None
                }
                it => it.and_then(Result::ok),
            };
        }
    }

    fn refusals(&mut self, annex: &Annex) {
        let (it, rule) = (self.it, "incident.snapshot.counter");
        let mut before: Option<(String, Instant)> = None;
        for (position, refusal) in annex.refusals.iter().enumerate() {
            let path = format!("annex.refusals[{position}].at");
            self.lived(&path, refusal.at);
            if let Some((path_before, at)) = &before {
                self.ordered((path_before, *at), &path, refusal.at);
            }
            before = Some((path, refusal.at));
        }
        let Some((path, at)) = before else { return };
        match &it.last_reopening {
            Some(reopening) => self.ordered((&path, at), "last_reopening.at", reopening.at),
            None => self.add(
                "last_reopening",
                rule,
                "expected one, since a solution was refused",
            ),
        }
        let refusals = u32::try_from(annex.refusals.len()).unwrap_or(u32::MAX);
        if it.counters.reopens < refusals {
            let message = format!(
                "expected at least {refusals}, as often as a solution was refused, got {}",
                it.counters.reopens
            );
            self.add("counters.reopens", rule, message);
        }
    }

    fn survey(&mut self, survey: &SurveyAnswer) {
        match &self.it.state {
            IncidentState::Closed(it) => {
                self.ordered(("state.closed.at", it.at.0), "annex.survey.at", survey.at);
            }
            _ => self.add(
                "annex.survey",
                "incident.snapshot.state",
                "only a closed incident has an answer to the survey",
            ),
        }
        self.lived("annex.survey.at", survey.at);
        if survey.score == 0 || survey.score > survey.of {
            let message = format!("expected 1 to {}, got {}", survey.of, survey.score);
            self.add("annex.survey.score", "incident.snapshot.survey", message);
        }
    }

    /// It is with one supplier at a time, so that all cases but the last are over.
    fn vendors(&mut self, annex: &Annex) {
        let open = annex.vendors.len().saturating_sub(1);
        for (position, case) in annex.vendors.iter().enumerate() {
            let path = |of: &str| format!("annex.vendors[{position}].{of}");
            self.told(&path("handed_over_at"), case.handed_over_at);
            self.told(&path("returned_at"), case.returned_at);
            if position < open && case.returned_at.is_none() {
                let message = "it is with one supplier at a time: expected when it came back";
                self.add(&path("returned_at"), "incident.snapshot.vendor", message);
            }
        }
    }

    fn workarounds(&mut self, annex: &Annex) {
        let mut known = BTreeSet::new();
        for (position, it) in annex.workarounds.iter().enumerate() {
            let path = |of: &str| format!("annex.workarounds[{position}]{of}");
            self.told(&path(".offered_at"), it.offered_at);
            self.told(&path(".used_at"), it.used_at);
            if !known.insert(it.known_error) {
                let message = "the known error stands in the list already";
                self.add(&path(".known_error"), "incident.snapshot.twice", message);
            }
            if it.used_at.is_none() && (it.offered_at.is_none() || it.worked.is_some()) {
                let message =
                    "expected when it was offered or used, and used if it is known how that went";
                self.add(&path(""), "incident.snapshot.workaround", message);
            }
        }
    }

    fn model(&mut self, model: &ModelUse) {
        self.lived("annex.model.applied_at", model.applied_at);
        if model.steps.is_empty() {
            let message = "a model has at least one step";
            self.add("annex.model.steps", "incident.snapshot.model", message);
        }
        let mut ids = BTreeSet::new();
        let mut open = false;
        let mut before = (String::from("annex.model.applied_at"), model.applied_at);
        for (position, it) in model.steps.iter().enumerate() {
            let path = |of: &str| format!("annex.model.steps[{position}].{of}");
            if !ids.insert(&it.step.id) {
                let message = format!("`{}` is the id of an earlier step already", it.step.id);
                self.add(&path("step.id"), "incident.snapshot.twice", message);
            }
            if it.step.within == Some(Seconds(0)) {
                let message = "at least a second is expected, got 0";
                self.add(&path("step.within"), "incident.snapshot.model", message);
            }
            let Some(at) = it.done_at else {
                open = true;
                continue;
            };
            self.told(&path("done_at"), at);
            self.ordered((&before.0, before.1), &path("done_at"), at);
            if model.in_order {
                before = (path("done_at"), at);
                if open {
                    let message = "steps are done in order, and one before it is open";
                    self.add(&path("done_at"), "incident.snapshot.model", message);
                }
            }
        }
    }

    /// Reminders belong to the present wait: their number, the last one and the next.
    fn reminders(&mut self, reminders: &Reminders) {
        self.lived("annex.reminders.last_at", reminders.last_at);
        let IncidentState::OnHold(hold) = &self.it.state else {
            let message = "only an incident on hold has reminders";
            return self.add("annex.reminders", "incident.snapshot.state", message);
        };
        let told = match (reminders.count, reminders.last_at) {
            (0, None) => reminders.next_at.is_some(),
            (0, Some(_)) | (_, None) => false,
            (_, Some(_)) => true,
        };
        if !told {
            let message = format!(
                "expected the last reminder if there was one, and else the next, got {} of them",
                reminders.count
            );
            self.add("annex.reminders", "incident.snapshot.reminder", message);
        }
        let since = ("state.on_hold.since", hold.since);
        if let Some(last_at) = reminders.last_at {
            self.ordered(since, "annex.reminders.last_at", last_at);
        }
        let last = reminders
            .last_at
            .map_or(since, |it| ("annex.reminders.last_at", it));
        if let Some(next_at) = reminders.next_at.filter(|next| *next <= last.1) {
            let message = format!("expected after `{}` `{}`, got `{next_at}`", last.0, last.1);
            self.add(
                "annex.reminders.next_at",
                "incident.snapshot.order",
                message,
            );
        }
    }

    fn review(&mut self, review: &Review) {
        self.lived("annex.review.at", review.at);
        match self.it.end() {
            Some((path, at)) if self.it.state.stage() != IncidentStage::Canceled => {
                self.ordered((path, at), "annex.review.at", review.at);
            }
            _ => self.add(
                "annex.review",
                "incident.snapshot.state",
                "only a resolved or closed incident has a review",
            ),
        }
    }

    fn redactions(&mut self, annex: &Annex) {
        let mut before: Option<(String, Instant)> = None;
        for (position, redaction) in annex.redactions.iter().enumerate() {
            let path = format!("annex.redactions[{position}].at");
            self.lived(&path, redaction.at);
            if let Some((path_before, at)) = &before {
                self.ordered((path_before, *at), &path, redaction.at);
            }
            before = Some((path, redaction.at));
            let taken = match &redaction.text {
                RedactedText::LogEntry { entry } => {
                    let place = entry.checked_sub(1).and_then(|it| usize::try_from(it).ok());
                    let entry = place.and_then(|place| annex.log.get(place));
                    entry.is_some_and(|it| it.entry.as_str() == REDACTED)
                }
                RedactedText::SurveyComment => {
                    let comment = annex.survey.as_ref().and_then(|it| it.comment.as_ref());
                    comment.is_some_and(|it| it.as_str() == REDACTED)
                }
                RedactedText::Description => self.it.profile.description.is_some(),
                RedactedText::All | RedactedText::Attribute { .. } | RedactedText::Title => true,
            };
            if !taken {
                let message = "the text that was taken out is not there, or stands there still";
                self.add(
                    &format!("annex.redactions[{position}].text"),
                    "incident.snapshot.redaction",
                    message,
                );
            }
        }
    }

    /// Time alone has acted since: then it has left something, and nobody did anything later.
    fn quiet(&mut self, annex: &Annex) {
        let Some(since) = annex.quiet_since else {
            return;
        };
        self.lived("annex.quiet_since", since);
        let reminded = annex.reminders.is_some_and(|it| it.count > 0);
        if annex.escalated.is_empty() && annex.overdue.is_empty() && !reminded {
            let message = "expected an escalation by time, a duty that is late or a reminder";
            self.add("annex.quiet_since", "incident.snapshot.quiet", message);
        }
        if let Some(done) = self.it.last_done() {
            self.ordered(done, "annex.quiet_since", since);
        }
    }
}
