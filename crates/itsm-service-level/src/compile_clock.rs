//! The part of the check that is about clocks.

use crate::compile::Check;
use crate::definition::{Cancel, ClockDefinition, Reset};
use crate::draft::{DraftCancel, DraftClock, DraftReset, DraftThreshold};
use crate::target::{DraftTarget, Measure, Target};
use crate::threshold::{Threshold, ThresholdAt};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;
use itsm_calendar::Calendar;
use itsm_core::attribute::{Attribute, Domains};
use itsm_core::fault::Faults;
use itsm_core::rule_table::RuleTable;
use itsm_core::text::Code;

impl<D: ?Sized> Check<'_, D> {
    pub(crate) fn clocks<A: Attribute>(
        &mut self,
        path: &str,
        drafts: &[DraftClock],
        agreement: Option<&Code>,
    ) -> Vec<ClockDefinition<A>>
    where
        D: Domains<A>,
    {
        let drafts = drafts.iter().enumerate();
        drafts
            .filter_map(|(i, draft)| self.clock(&format!("{path}[{i}]"), draft, agreement))
            .collect()
    }

    fn clock<A: Attribute>(
        &mut self,
        path: &str,
        draft: &DraftClock,
        agreement: Option<&Code>,
    ) -> Option<ClockDefinition<A>>
    where
        D: Domains<A>,
    {
        let id = self.code(&format!("{path}.id"), &draft.id);
        if let Some(first) = self.clocks.get(&draft.id) {
            let message = format!("`{}` is the id of `{first}` already", draft.id);
            self.faults
                .add(format!("{path}.id"), "service_level.clock.twice", message);
        } else {
            self.clocks.insert(draft.id.clone(), path.into());
        }
        let measures = self.code(&format!("{path}.measures"), &draft.measures);
        let calendar = self.calendar(path, draft.calendar.as_deref());
        let target = draft.target.as_ref();
        let target = target.and_then(|it| self.target(&format!("{path}.target"), it));
        let mut inner = Faults::new();
        core::mem::swap(&mut inner, &mut self.faults);
        let targets = RuleTable::compile_with(draft.targets.clone(), self.domains, |target| {
            let mut check = Check {
                domains: self.domains,
                calendars: self.calendars,
                clocks: BTreeMap::new(),
                faults: Faults::new(),
            };
            let target = check.target("", &target);
            check.faults.or(target)
        });
        core::mem::swap(&mut inner, &mut self.faults);
        let targets = self.faults.nest(&format!("{path}.targets"), targets);
        if draft.target.is_none() && targets.as_ref().is_some_and(|it| it.rules().is_empty()) {
            self.faults.add(
                format!("{path}.target"),
                "service_level.target.missing",
                "expected a target, or rules that choose one",
            );
        }
        let start = self.condition(path, "start", &draft.start);
        let stop = self.condition(path, "stop", &draft.stop);
        let pause = self.optional(path, "pause", draft.pause.as_ref());
        let resume = self.optional(path, "resume", draft.resume.as_ref());
        if draft.pause.is_none() && draft.resume.is_some() {
            self.faults.add(
                format!("{path}.resume"),
                "service_level.resume.without_pause",
                "expected `pause` beside `resume`: what never stands still never goes on",
            );
        }
        let moments = |it: &DraftTarget| !matches!(it, DraftTarget::OpenTime { .. });
        let rules = &draft.targets.rules;
        let is_moment =
            draft.target.iter().any(moments) || rules.iter().any(|it| moments(&it.then));
        if draft.pause.is_some() && is_moment {
            self.faults.add(
                format!("{path}.pause"),
                "service_level.pause.moment",
                "a target that is a moment cannot be paused, only an amount of open time",
            );
        }
        let cancel = match &draft.cancel {
            DraftCancel::StartNoLongerTrue => Some(Cancel::StartNoLongerTrue),
            DraftCancel::Never => Some(Cancel::Never),
            DraftCancel::When(when) => self.condition(path, "cancel.when", when).map(Cancel::When),
        };
        let reset = draft.reset.as_ref();
        let reset = reset.map(|it| self.reset(&format!("{path}.reset"), it));
        let from = draft.counts_from.as_deref();
        let counts_from = from.and_then(|it| self.moment(&format!("{path}.counts_from"), it));
        let thresholds = self.thresholds(&format!("{path}.thresholds"), &draft.thresholds);
        let breakdown = self.kept(&format!("{path}.breakdown"), &draft.breakdown);
        Some(ClockDefinition {
            id: id?,
            measures: Measure::from(measures?),
            agreement: agreement.cloned(),
            calendar: calendar?,
            target,
            targets: targets?,
            start: start?,
            stop: stop?,
            pause,
            resume,
            cancel: cancel?,
            reset,
            counts_from,
            earlier_pauses: draft.earlier_pauses,
            on_reopen: draft.on_reopen,
            due_at_close: draft.due_at_close,
            pause_rule: draft.pause_rule,
            thresholds,
            breakdown,
        })
    }

    pub(crate) fn calendar(&mut self, path: &str, name: Option<&str>) -> Option<Calendar> {
        let Some(name) = name else {
            return Some(Calendar::always());
        };
        let calendar = self.calendars.calendar(name).cloned();
        if calendar.is_none() {
            self.faults.add(
                format!("{path}.calendar"),
                "service_level.calendar.unknown",
                format!("`{name}` is not the name of a calendar of the policy"),
            );
        }
        calendar
    }

    fn target<A: Attribute>(&mut self, path: &str, draft: &DraftTarget) -> Option<Target<A>>
    where
        D: Domains<A>,
    {
        let at = |key: &str| {
            if path.is_empty() {
                key.into()
            } else {
                format!("{path}.{key}")
            }
        };
        Some(match draft {
            DraftTarget::OpenTime { seconds } if seconds.0 == 0 => {
                self.faults.add(
                    at("seconds"),
                    "service_level.target.zero",
                    "expected at least a second, got 0",
                );
                return None;
            }
            DraftTarget::BusinessDays { days: 0, .. } => {
                self.faults.add(
                    at("days"),
                    "service_level.target.zero",
                    "expected at least one business day, got 0",
                );
                return None;
            }
            DraftTarget::OpenTime { seconds } => Target::OpenTime { seconds: *seconds },
            DraftTarget::BusinessDays { days, end } => Target::BusinessDays {
                days: *days,
                end: *end,
            },
            DraftTarget::ByTime {
                business_days,
                by,
                cut_off,
            } => Target::ByTime {
                business_days: *business_days,
                by: *by,
                cut_off: *cut_off,
            },
            DraftTarget::EndOfBusinessDay { business_days } => Target::EndOfBusinessDay {
                business_days: *business_days,
            },
            DraftTarget::DueDate { attribute } => Target::DueDate {
                attribute: self.moment(&at("attribute"), attribute)?,
            },
        })
    }

    fn reset<A: Attribute>(&mut self, path: &str, draft: &DraftReset) -> Reset<A>
    where
        D: Domains<A>,
    {
        if draft.when.is_none() && draft.on_change_of.is_empty() {
            self.faults.add(
                path,
                "service_level.reset.never",
                "expected `when` or `on_change_of`, got neither",
            );
        }
        let when = self.optional(path, "when", draft.when.as_ref());
        let on_change_of = self.kept(&format!("{path}.on_change_of"), &draft.on_change_of);
        Reset {
            when,
            on_change_of,
            old: draft.old,
        }
    }

    fn thresholds(&mut self, path: &str, drafts: &[DraftThreshold]) -> Vec<Threshold> {
        let mut list: Vec<Threshold> = Vec::new();
        for (i, draft) in drafts.iter().enumerate() {
            let path = format!("{path}[{i}]");
            let id = self.code(&format!("{path}.id"), &draft.id);
            let wrong = match draft.at {
                ThresholdAt::Percent(n) if n == 0 || n > 1_000 => {
                    Some(format!("expected 1 to 1000 of a hundred, got {n}"))
                }
                ThresholdAt::BeforeDue(it) | ThresholdAt::AfterDue(it) if it.0 == 0 => {
                    Some("expected at least a second, got 0".into())
                }
                _ => None,
            };
            if let Some(message) = wrong {
                self.faults.add(
                    format!("{path}.at"),
                    "service_level.threshold.range",
                    message,
                );
            }
            let Some(id) = id else { continue };
            if list.iter().any(|it| it.id == id) {
                self.faults.add(
                    format!("{path}.id"),
                    "service_level.threshold.twice",
                    format!("`{id}` is the id of another threshold of this clock"),
                );
            }
            list.push(Threshold { id, at: draft.at });
        }
        list
    }
}
