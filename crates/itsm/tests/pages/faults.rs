//! The rules that find fault with drafts, each with what it is for.

/// What each fault is for. A test sees that these are all there are, and that there is no other.
pub(crate) const FAULTS: &[(&str, &str)] = &[
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
        "policy.action.unknown",
        "An action that bears another bears one of the policy's.",
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
        "policy.begin.missing",
        "For every family that has classes of items, it is said where a life begins.",
    ),
    (
        "policy.begin.status",
        "A life begins in a stage, and with a status, that the family has, and not at the end.",
    ),
    (
        "policy.class.fact_unknown",
        "What a class demands or recommends is an attribute that it has, or a fact of every item.",
    ),
    (
        "policy.class.family_missing",
        "A class of items is physical or logical, of itself or by its ancestors.",
    ),
    (
        "policy.class.loop",
        "No class is a kind of itself, by whatever chain of parents.",
    ),
    ("policy.class.naming", "A rule for names is a pattern."),
    (
        "policy.class.unknown",
        "Whoever names a class names one of the policy.",
    ),
    (
        "policy.code.text",
        "Reasons, resolution codes, roles, classes, types and names of attributes are codes.",
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
        "policy.identification.by_nothing",
        "An entry names something that tells items apart.",
    ),
    (
        "policy.identification.containment",
        "A parent contains its items by a type of relationship that does contain.",
    ),
    (
        "policy.identification.datum_unknown",
        "Identification and precedence speak of what a class, or a kind of it, has.",
    ),
    (
        "policy.identification.entry_twice",
        "No two entries of a rule of identification have the same id.",
    ),
    (
        "policy.identification.name_alone",
        "Nothing is told by its name alone, but within its parent.",
    ),
    (
        "policy.identification.no_entry",
        "A rule of identification has at least one entry.",
    ),
    (
        "policy.identification.too_few",
        "One record is no duplicate: at least two are too many.",
    ),
    (
        "policy.label.text",
        "Categories, statuses and sub-statuses are labels.",
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
        "policy.move.impossible",
        "A rule about a move is about one that the lifecycle has.",
    ),
    (
        "policy.operational_status.priority_twice",
        "No two operational statuses have the same priority: neither would win.",
    ),
    (
        "policy.precedence.no_number",
        "Only numbers are larger and smaller.",
    ),
    (
        "policy.precedence.nothing_said",
        "Whose word counts is said by an order or by a dynamic rule.",
    ),
    (
        "policy.precedence.source_twice",
        "A source has one place in an order.",
    ),
    (
        "policy.registration.unknown_field",
        "A demand on registration names a field that a registration may carry.",
    ),
    (
        "policy.relationship_type.unknown",
        "Whoever names a type of relationships names one of the policy.",
    ),
    (
        "policy.retirement.no_stage",
        "A definition of when a record may go names a stage in which it may.",
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
