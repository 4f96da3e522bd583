//! What each fault is for. Tests see that these are all there are, and that there is no other.

pub(crate) const FAULTS: &[(&str, &str)] = &[
    (
        "calendar.combined.circle",
        "No combination of calendars is a part of itself, by whatever chain of others.",
    ),
    (
        "calendar.combined.kind",
        "A combination is one of a union, an intersection and a difference.",
    ),
    (
        "calendar.combined.part_twice",
        "A combination has each of its parts once.",
    ),
    (
        "calendar.combined.parts",
        "A combination has at least two parts.",
    ),
    (
        "calendar.combined.size",
        "A combination, with the parts of its parts, stays so small that it can be laid out.",
    ),
    (
        "calendar.combined.unknown",
        "The parts of a combination are calendars of its book.",
    ),
    (
        "calendar.date.order",
        "A range of dates ends on or after its first day.",
    ),
    ("calendar.date.range", "A date lies in the years 1 to 9999."),
    (
        "calendar.day.twice",
        "A one-off day stands in a calendar once.",
    ),
    ("calendar.empty", "A calendar opens at some time."),
    (
        "calendar.holiday_set.unknown",
        "A calendar names holiday sets that were given.",
    ),
    (
        "calendar.interval",
        "What returns every so many weeks says from when they count, and returns.",
    ),
    (
        "calendar.month_day",
        "A day of the year is one that some year has.",
    ),
    (
        "calendar.name.missing",
        "A combination has a name by which it is found.",
    ),
    (
        "calendar.name.twice",
        "No two calendars, holiday sets or combinations of a book have the same name.",
    ),
    (
        "calendar.number",
        "The number of a week, a month or a day of the month is one that there is.",
    ),
    (
        "calendar.weekday",
        "Days of the week are weekdays, at least one.",
    ),
    (
        "calendar.window.form",
        "A window of opening is two times of day.",
    ),
    (
        "calendar.window.order",
        "A window ends after it starts; a shift over midnight says so.",
    ),
    (
        "calendar.window.range",
        "A window starts within its day and ends within the next.",
    ),
    (
        "calendar.zone.unknown",
        "A time zone is one of the bundled data.",
    ),
    (
        "clock_escalation.clock.unknown",
        "A rule of escalation by the clock speaks of a clock that the policy has.",
    ),
    (
        "clock_escalation.id.text",
        "The id of a rule of escalation by the clock is a code.",
    ),
    (
        "clock_escalation.id.twice",
        "No two rules of escalation by the clock have the same id.",
    ),
    (
        "clock_escalation.threshold.unknown",
        "A rule of escalation by the clock speaks of a threshold that its clock has.",
    ),
    (
        "condition.attribute.unknown",
        "A condition asks for attributes that exist under the policy.",
    ),
    (
        "condition.in.empty",
        "A list of alternatives has at least one.",
    ),
    (
        "condition.literal.kind",
        "A value is of the kind that the attribute takes: a number, a text, yes or no.",
    ),
    (
        "condition.literal.outside",
        "A value is one that the attribute can take; any other would never match.",
    ),
    (
        "condition.literal.text",
        "A text that stands for an id or an instant can be read as one.",
    ),
    (
        "condition.operator.unfit",
        "An operator suits its attribute: nothing is `above` a category.",
    ),
    (
        "condition.too_deep",
        "Conditions are nested at most 32 deep, so that no input runs out of stack.",
    ),
    (
        "icalendar.date",
        "A date in iCalendar text is one that there is.",
    ),
    (
        "icalendar.event",
        "An event in iCalendar text has a beginning, once, and an end after it.",
    ),
    (
        "icalendar.line",
        "A line of iCalendar text is a name and a value.",
    ),
    (
        "icalendar.nesting",
        "iCalendar text is a calendar, and what begins in it ends in it.",
    ),
    (
        "incident.doubt.missing",
        "Where another fact says that there was one, it is told: a group, a reopening, a resolution, a proposal.",
    ),
    (
        "incident.doubt.moment",
        "A record that was made here has its moments after the registration, and in order.",
    ),
    (
        "incident.doubt.policy",
        "A record that lived under one policy alone is stamped with it.",
    ),
    (
        "incident.doubt.priority",
        "The priority is what the matrix gives, or was overridden where the policy allows it.",
    ),
    (
        "incident.doubt.task",
        "No task is open after the end, unless the policy leaves it.",
    ),
    (
        "incident.doubt.word",
        "A record speaks in words of its policy.",
    ),
    (
        "incident.snapshot.ahead",
        "Nothing in a record is later than its last event.",
    ),
    (
        "incident.snapshot.cost",
        "Costs are in one currency, come to their amounts, and can be added up.",
    ),
    (
        "incident.snapshot.counter",
        "Counters are not below what the record shows, and go with each other.",
    ),
    (
        "incident.snapshot.early",
        "Nothing was recorded here before the registration.",
    ),
    (
        "incident.snapshot.holds",
        "Waits come one after the other, and no reopening lies within one.",
    ),
    (
        "incident.snapshot.itself",
        "A record is not its own parent, duplicate or solution.",
    ),
    (
        "incident.snapshot.major",
        "The status of a major incident goes with the state.",
    ),
    (
        "incident.snapshot.model",
        "A model has steps, with time to do them, and they are done in order where it says so.",
    ),
    (
        "incident.snapshot.order",
        "What comes after something else is not before it.",
    ),
    (
        "incident.snapshot.quiet",
        "Where only time has acted, time has left something, and nobody did anything later.",
    ),
    (
        "incident.snapshot.redaction",
        "A text that was taken out was there, and is gone.",
    ),
    (
        "incident.snapshot.reminder",
        "Reminders have a last one if there was one, and else a next one.",
    ),
    (
        "incident.snapshot.revision",
        "The revision is at least the number of events that the record shows.",
    ),
    (
        "incident.snapshot.schema",
        "A snapshot is of a form that this version knows.",
    ),
    (
        "incident.snapshot.state",
        "A survey, a review, reminders and waits go with the state.",
    ),
    ("incident.snapshot.survey", "A score stands on its scale."),
    (
        "incident.snapshot.swarm",
        "Where several work on it, one person is accountable.",
    ),
    (
        "incident.snapshot.task",
        "Tasks end as their incident does, and have a reason if they were withdrawn.",
    ),
    (
        "incident.snapshot.twice",
        "Tasks, steps and workarounds are told apart.",
    ),
    (
        "incident.snapshot.vendor",
        "A record is with one supplier at a time.",
    ),
    (
        "incident.snapshot.workaround",
        "A workaround was offered or used, and used before it is known how that went.",
    ),
    (
        "matrix.cell.missing",
        "Every pair of impact and urgency has a priority.",
    ),
    (
        "matrix.impact.unknown",
        "The rows of the matrix are impacts of the scale.",
    ),
    (
        "matrix.priority.unknown",
        "The cells of the matrix are priorities of the scale.",
    ),
    (
        "matrix.urgency.unknown",
        "The columns of the matrix are urgencies of the scale.",
    ),
    (
        "policy.assignment.no_group",
        "A rule of assignment has a group to give an incident to.",
    ),
    (
        "policy.attribute.bounds",
        "The smallest value of a number is not above its largest.",
    ),
    (
        "policy.attribute.no_choice",
        "A choice has something to choose.",
    ),
    (
        "policy.code.text",
        "Reasons, resolution codes, roles and names of attributes are codes.",
    ),
    (
        "policy.command.unknown",
        "A rule is about a command that exists.",
    ),
    (
        "policy.command.without_people",
        "Nobody's role, approval or fact is asked of what time or a parent carries out.",
    ),
    (
        "policy.demand.unknown_fact",
        "A demand on the record names a fact that records have.",
    ),
    (
        "policy.demand.unknown_field",
        "A demand on a command names a field that the command may carry.",
    ),
    (
        "policy.hold.resolve_without_reminder",
        "What is resolved after so many reminders has reminders, at an interval.",
    ),
    (
        "policy.hold.time_out_zero",
        "A wait that ends by time lasts at least a second.",
    ),
    ("policy.id.text", "The id of a policy is a code."),
    (
        "policy.label.text",
        "Categories and sub-statuses are labels.",
    ),
    (
        "policy.model.no_step",
        "A model of incidents has at least one step.",
    ),
    (
        "policy.model.step_twice",
        "No two steps of a model have the same id.",
    ),
    (
        "policy.registration.unknown_field",
        "A demand on registration names a field that a registration may carry.",
    ),
    (
        "policy.roles.empty",
        "Where a role is asked for, somebody can have it.",
    ),
    (
        "policy.state.unknown",
        "A rule about a state is about one that exists.",
    ),
    (
        "policy.time.zero",
        "An interval or a time to do something lasts at least a second.",
    ),
    ("policy.version.zero", "Versions of a policy count from 1."),
    (
        "rule_table.rule.id",
        "The id of a rule in a table is a code.",
    ),
    (
        "rule_table.rule.twice",
        "No two rules of a table have the same id.",
    ),
    ("scale.empty", "A scale has at least one level."),
    ("scale.level.text", "A level is a label."),
    ("scale.level.twice", "A level stands on its scale once."),
    ("scale.too_long", "A scale has at most 100 levels."),
    (
        "service_level.agreement.circle",
        "No agreement supports itself, by whatever chain of others.",
    ),
    (
        "service_level.agreement.order",
        "An agreement ends after it begins.",
    ),
    (
        "service_level.agreement.twice",
        "No two agreements have the same name, and a rule chooses each once.",
    ),
    (
        "service_level.agreement.unknown",
        "Whoever names an agreement names one of the policy.",
    ),
    (
        "service_level.attribute.no_instant",
        "Where an instant is asked for, the attribute is one.",
    ),
    (
        "service_level.attribute.set",
        "Time is told apart by attributes that have one value.",
    ),
    (
        "service_level.breach",
        "Not a fault: the reason of the deadline at which a clock is late.",
    ),
    (
        "service_level.calendar",
        "The calendar of a clock has an answer: it has a zone, and open time within the range.",
    ),
    (
        "service_level.calendar.unknown",
        "Whoever names a calendar names one of the policy.",
    ),
    (
        "service_level.clock.twice",
        "No two clocks of a policy have the same id.",
    ),
    (
        "service_level.clock.unknown",
        "A goal is about a clock of its agreement.",
    ),
    ("service_level.code.text", "Ids and names are codes."),
    (
        "service_level.exception.range",
        "An exception leaves something that counts, and ends after it begins.",
    ),
    (
        "service_level.history.backwards",
        "A history is told from its beginning on; a corrected one is folded anew.",
    ),
    (
        "service_level.id.twice",
        "No two entries of a list have the same id.",
    ),
    (
        "service_level.pause.moment",
        "Only an amount of open time can be paused; a moment cannot.",
    ),
    (
        "service_level.policy.other",
        "Clocks are moved under the policy that they were begun under, or folded anew.",
    ),
    ("service_level.reason.text", "A reason is a note."),
    (
        "service_level.reset.never",
        "A reset names something that brings it about.",
    ),
    (
        "service_level.resume.without_pause",
        "Who says when a clock goes on says when it stands still.",
    ),
    (
        "service_level.target.missing",
        "A clock promises something.",
    ),
    (
        "service_level.target.zero",
        "A target leaves time to meet it.",
    ),
    (
        "service_level.threshold",
        "Not a fault: the reason of the deadline at which a threshold is reached.",
    ),
    (
        "service_level.threshold.range",
        "A threshold lies at 1 to 1000 per cent, or at least a second from the target.",
    ),
    (
        "service_level.threshold.twice",
        "No two thresholds of a clock have the same id.",
    ),
];
