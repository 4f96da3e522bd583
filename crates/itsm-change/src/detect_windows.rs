//! Conflicts with maintenance windows and freezes.

use crate::conflict::{Conflict, ConflictKind, MissingFact};
use crate::conflict_policy::Counting;
use crate::detect::{Found, Related};
use crate::estate::Estate;
use crate::planned::PlannedChange;
use crate::span::{Span, instant, nanos};
use crate::windows::{LaidSchedule, LaidWindows, WindowKind};
use alloc::vec::Vec;
use itsm_core::id::CiId;

/// How a kind is called that is about the item itself, one that it is a part of, or a part of it.
const MAINTENANCE: [ConflictKind; 3] = [
    ConflictKind::OutsideMaintenance,
    ConflictKind::ParentOutsideMaintenance,
    ConflictKind::ChildOutsideMaintenance,
];
const FREEZE: [ConflictKind; 3] = [
    ConflictKind::Freeze,
    ConflictKind::ParentFreeze,
    ConflictKind::ChildFreeze,
];

/// The item itself, what it is a part of, and its parts, each with its place in the kinds.
pub(crate) fn family(ci: CiId, related: &[Related]) -> Vec<(usize, CiId)> {
    let mut family = Vec::from([(0, ci)]);
    for (place, kind) in [(1, ConflictKind::ParentItem), (2, ConflictKind::ChildItem)] {
        let items = related.iter().filter(|(it, _)| *it == kind);
        family.extend(items.flat_map(|(_, items)| items).map(|it| (place, *it)));
    }
    family
}

/// The schedules of one kind that hold for an item: those that do, and those of which it is not
/// known.
pub(crate) fn holding<'a>(
    kind: WindowKind,
    windows: &'a LaidWindows<'a>,
    planned: &PlannedChange,
    ci: CiId,
    estate: &impl Estate,
) -> (Vec<&'a LaidSchedule<'a>>, Vec<&'a LaidSchedule<'a>>) {
    let (mut yes, mut unknown) = (Vec::new(), Vec::new());
    for it in windows.laid.iter().filter(|it| it.schedule.kind == kind) {
        match it.holds(planned, ci, estate) {
            Some(true) => yes.push(it),
            Some(false) => {}
            None => unknown.push(it),
        }
    }
    (yes, unknown)
}

/// The open windows of a schedule that overlap with this one, whole where they lie in what the
/// schedule was laid out for; those that touch count where they are asked for.
pub(crate) fn open_spans(laid: &LaidSchedule<'_>, span: Span) -> Option<Vec<Span>> {
    let from = instant(span.start).max(laid.open.from());
    let periods = laid.open.periods_after(from).ok()?;
    let spans = periods
        .map(|it| Span {
            start: nanos(it.start),
            end: nanos(it.end),
        })
        .take_while(|it| it.start < span.end);
    Some(spans.collect())
}

/// Whether a window lies within these, taken together.
pub(crate) fn covered(span: Span, mut spans: Vec<Span>) -> bool {
    spans.sort_unstable();
    let mut reached = span.start;
    for it in spans {
        if it.start > reached {
            return false;
        }
        reached = reached.max(it.end);
        if reached >= span.end {
            return true;
        }
    }
    false
}

impl Found<'_> {
    /// The windows that hold for an item, and for what it is a part of, and for its parts.
    pub(crate) fn windows(
        &mut self,
        planned: &PlannedChange,
        span: Span,
        ci: CiId,
        related: &[Related],
        windows: &LaidWindows<'_>,
        estate: &impl Estate,
    ) {
        if windows.laid.is_empty() && self.policy.draft().without_maintenance == Counting::Passes {
            return;
        }
        let range = &windows.range;
        if !windows.laid.is_empty()
            && (nanos(range.start) > span.start || nanos(range.end) < span.end)
        {
            self.not_known(MissingFact::Calendar, Some(ci));
            return;
        }
        let mut frozen = Vec::new();
        for (place, item) in family(ci, related) {
            let related = (item != ci).then_some(item);
            let about = |mut it: Conflict| {
                it.ci = Some(ci);
                it.related = related;
                it
            };
            let kind = MAINTENANCE.get(place).copied();
            if let Some(kind) = kind {
                match within(planned, span, item, windows, estate, self) {
                    Some(true) => {}
                    Some(false) => {
                        let severity = self.policy.severity(kind);
                        let effect = self.policy.effect(kind, severity);
                        self.push(about(Conflict::new(kind, severity, effect)));
                    }
                    None => self.not_known(MissingFact::Applicability, Some(item)),
                }
            }
            let kind = FREEZE.get(place).copied();
            let (yes, unknown) = holding(WindowKind::Freeze, windows, planned, item, estate);
            for freeze in &yes {
                let spans = open_spans(freeze, span).unwrap_or_default();
                let (Some(first), Some(kind)) = (spans.first(), kind) else {
                    continue;
                };
                // What freezes the item itself is told once, not again of its relatives.
                if place > 0 && frozen.contains(&&freeze.schedule.id) {
                    continue;
                }
                if place == 0 {
                    frozen.push(&freeze.schedule.id);
                }
                let severity = freeze.severity(planned);
                let passed = freeze.lets_pass(planned);
                let mut conflict = self.conflict(kind, span.common(*first));
                conflict.severity = severity;
                conflict.effect = self.policy.effect(kind, severity);
                conflict.schedule = Some(freeze.schedule.id.clone());
                if passed {
                    conflict.effect = crate::conflict::ConflictEffect::Warns;
                    conflict.passed.clone_from(&planned.draft().freeze_override);
                }
                self.push(about(conflict));
            }
            let open =
                |it: &&LaidSchedule<'_>| open_spans(it, span).is_none_or(|it| !it.is_empty());
            if unknown.iter().any(open) {
                self.not_known(MissingFact::Applicability, Some(item));
            }
        }
    }
}

/// Whether a window lies within the maintenance windows of an item; `None` if that depends on
/// something that is not known.
fn within(
    planned: &PlannedChange,
    span: Span,
    item: CiId,
    windows: &LaidWindows<'_>,
    estate: &impl Estate,
    found: &Found<'_>,
) -> Option<bool> {
    let kind = WindowKind::Maintenance;
    let (yes, unknown) = holding(kind, windows, planned, item, estate);
    let spans = |all: &[&LaidSchedule<'_>]| -> Vec<Span> {
        let each = all.iter().filter_map(|it| open_spans(it, span));
        each.flatten().collect()
    };
    let known = spans(&yes);
    if !yes.is_empty() && covered(span, known.clone()) {
        return Some(true);
    }
    if yes.is_empty() && unknown.is_empty() {
        return Some(found.policy.draft().without_maintenance == Counting::Passes);
    }
    if unknown.is_empty() {
        return Some(false);
    }
    let mut all = known;
    all.extend(spans(&unknown));
    // Even if all of them held, it would not lie within them; and one at least does hold.
    if !yes.is_empty() && !covered(span, all) {
        return Some(false);
    }
    None
}
