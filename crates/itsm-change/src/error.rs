//! Errors: the rules that can refuse a command, each with a stable id.

use itsm_core::rules;

rules! {
    /// Why a change refused. Each variant is a rule; all carry the same
    /// [`Refusal`](itsm_core::refusal::Refusal).
    pub enum ChangeError {
        /// Taking over a record from another tool needs facts that fit together: nothing may have
        /// happened after the instant as of which it is taken over, and nothing ends before it began.
        AdoptionInconsistent = "change.adopt.inconsistent",
            "{field} at {at} is after {limit}",
            "ISO/IEC 20000-1 8.5.1 (changes are recorded)";
        /// A change is taken over in a state that its model passes.
        AdoptionOffRoad = "change.adopt.off_road",
            "a change of model {model} is never {stage}",
            "ITIL 4 change enablement (change models)";
        /// Silence counts when the time of those who are asked is over, and not before.
        ApprovalNotLapsed = "change.approval.not_lapsed",
            "the time of those who are asked is not over",
            "FitSM-1 PR12.4 (changes are approved consistently)";
        /// A custom attribute takes the values that the policy says.
        AttributeNotAdmitted = "change.attribute.not_admitted",
            "attribute {attribute} takes {expected}, got {got}",
            "FitSM-1 PR12.1 (changes are recorded and classified)";
        /// Custom attributes are those of the policy.
        AttributeUnknown = "change.attribute.unknown",
            "the policy has no attribute {attribute}",
            "FitSM-1 PR12.1 (changes are recorded and classified)";
        /// What lies beyond a point of no return is not taken back: the back-out plan says what is
        /// done in its place.
        BackOutTooLate = "change.back_out.too_late",
            "it has passed {point}, from which there is no way back",
            "FitSM-1 PR13.5 (unsuccessful releases are reversed or remedied)";
        /// What was made is in the records of its items before the change is closed.
        CloseModificationsPending = "change.close.modifications_pending",
            "modifications are not in the records of their items yet: {numbers}",
            "ISO/IEC 20000-1 8.2.6 (configuration information is updated after changes)";
        /// A change is closed when nothing is left to do.
        CloseTasksOpen = "change.close.tasks_open",
            "tasks are still open: {tasks}",
            "FitSM-1 PR12.5 (changes are closed consistently)";
        /// An emergency, an unauthorized or a major change, and one that was not successful, is
        /// reviewed before it is closed; others, if their model says so.
        CloseUnreviewed = "change.close.review_missing",
            "it was not reviewed",
            "FitSM-1 PR12.5 (post-implementation review)";
        /// A change is closed with what came of it.
        CloseWithoutOutcome = "change.close.no_outcome",
            "nobody has said what came of it",
            "FitSM-1 PR12.5 (changes are closed consistently)";
        /// Somebody is appointed before the first answer of a panel, and not after it.
        ConveneAnswered = "change.convene.answered",
            "some of {panel} have answered already",
            "FitSM-1 PR12.4 (changes are approved consistently)";
        /// Those who are appointed can approve: enough of them, and none who asks for the change or
        /// makes it.
        ConveneUnfit = "change.convene.unfit",
            "these cannot make up {panel}: {fault}",
            "FitSM-1 PR12.4 (the level of approval follows defined criteria)";
        /// People are appointed to the panels of the approval rule whose members are named.
        ConveneUnknown = "change.convene.unknown",
            "the approval rule has no panel {panel} to which people are appointed",
            "FitSM-1 PR12.4 (the level of approval follows defined criteria)";
        /// While a change is made, and after that, its documents are completed and no longer altered.
        DocumentFixed = "change.document.fixed",
            "what was written before it was made stays as it is",
            "ISO/IEC 20000-1 7.5 (control of documented information)";
        /// That a duty is late is noted when it is, and once.
        DutyNotOverdue = "change.duty.not_overdue",
            "nothing is late that was not noted already",
            "ITIL 4 change enablement (timely realization)";
        /// Only an emergency has a reason why it cannot wait.
        EmergencyOfOtherType = "change.emergency.other_type",
            "a {kind} change needs no reason why it cannot wait",
            "FitSM-1 PR12.1 (emergency changes by defined criteria)";
        /// That somebody was late makes no emergency.
        EmergencyOnlyLate = "change.emergency.only_late",
            "that it is late is no criterion for an emergency",
            "ITIL 4 change enablement (emergency changes)";
        /// An emergency meets a criterion of the policy.
        EmergencyUnfounded = "change.emergency.unfounded",
            "an emergency is one of {expected}, got {got}",
            "FitSM-1 PR12.1 (emergency changes by defined criteria)";
        /// A change goes on when the facts are there that its model demands.
        FactsMissing = "change.facts.missing",
            "its model demands more before it is {stage}",
            "FitSM-1 PR12.3 (benefits, risks, impact, effort and feasibility are assessed)";
        /// A change does not end before it began.
        FinishBeforeStart = "change.finish.before_start",
            "it would end at {end}, before it began at {start}",
            "FitSM-1 PR12.6 (the schedule of changes)";
        /// A change that rests is given up or goes on, and nothing else.
        Held = "change.hold.held",
            "it rests: release it, or give it up",
            "ITIL 4 change enablement (change lifecycle)";
        /// Each state takes some commands and no others, whatever a policy says.
        LifecycleForbidden = "change.lifecycle.forbidden",
            "the lifecycle does not take this command in this state",
            "ITIL 4 change enablement (change lifecycle)";
        /// A link is made once.
        LinkAlready = "change.link.already",
            "it is linked already",
            "ISO/IEC 20000-1 8.5.1 (changes are recorded)";
        /// No change is made because of itself.
        LinkItself = "change.link.itself",
            "that is the change itself",
            "ISO/IEC 20000-1 8.5.1 (changes are recorded)";
        /// What is taken back is a link that is there.
        LinkNone = "change.link.none",
            "there is no such link",
            "ISO/IEC 20000-1 8.5.1 (changes are recorded)";
        /// A model is for changes of one type.
        ModelOfOtherType = "change.model.other_type",
            "model {model} is for {got} changes, expected one for {expected} changes",
            "FitSM-1 PR12.2 (steps per type of change)";
        /// A model is one of the policy's.
        ModelUnknown = "change.model.unknown",
            "the policy has no model {model}",
            "ITIL 4 change enablement (change models)";
        /// A modification is applied when the change was made and is in effect: never before, never
        /// after it failed, and once.
        ModificationNotDue = "change.modification.not_due",
            "no modification {number} is to be applied",
            "ISO/IEC 20000-1 8.2.6 (configuration information is updated after changes)";
        /// What is taken back is a modification that waits.
        ModificationNotPending = "change.modification.not_pending",
            "no modification {number} waits to be applied",
            "ISO/IEC 20000-1 8.2.6 (configuration information is updated after changes)";
        /// What a change alters in the records of items is said before it is made, if it is one that
        /// is authorized before it is made.
        ModificationTooLate = "change.modification.too_late",
            "what it alters was to be said before it was made",
            "FitSM-1 PR11.4 (items are controlled, and changes to them tracked)";
        /// Levels of risk are those of the policy.
        RiskLevelUnknown = "change.risk.level_unknown",
            "the policy knows the levels {expected}, got {got}",
            "FitSM-1 PR12.3 (changes are assessed consistently)";
        /// Risk is found by the rules, the questions or the table of the policy.
        RiskNoEngine = "change.risk.no_engine",
            "the policy has no rule, no question and no table of risk",
            "FitSM-1 PR12.3 (changes are assessed consistently)";
        /// A questionnaire says nothing before all of it is answered: the rest might say more.
        RiskOpenQuestions = "change.risk.open_questions",
            "questions are open: {questions}",
            "FitSM-1 PR12.3 (changes are assessed consistently)";
        /// Nothing has happened later than now.
        MomentAhead = "change.time.ahead",
            "{field} at {at} lies after {now}",
            "ISO/IEC 20000-1 8.5.1 (changes are recorded)";
        /// What goes on is a change that rests.
        NotHeld = "change.hold.not_held",
            "it does not rest",
            "ITIL 4 change enablement (change lifecycle)";
        /// A command that changes nothing is refused, so that history tells of changes.
        NothingToChange = "change.nothing_to_change",
            "it is so already",
            "ISO/IEC 20000-1 7.5 (control of documented information)";
        /// A change that was taken back was not successful.
        OutcomeContradiction = "change.outcome.contradiction",
            "it was taken back, and is said to be {outcome}",
            "FitSM-1 PR13.6 (success and failure are evaluated)";
        /// What is passed is a point of the back-out plan, and once.
        PointUnknown = "change.point.unknown",
            "no point {point} lies ahead",
            "FitSM-1 PR13.5 (unsuccessful releases are reversed or remedied)";
        /// A policy is adopted once.
        PolicyAlreadyAdopted = "change.policy.already_adopted",
            "it is under policy {policy} already",
            "ISO/IEC 20000-1 7.5 (control of documented information)";
        /// A policy may forbid in a state what the lifecycle takes.
        PolicyForbids = "change.policy.forbids",
            "the policy forbids this command in this state",
            "ISO/IEC 20000-1 8.5.1.1 (change management policy)";
        /// A policy is adopted if it knows the words of the record.
        PolicyIncompatible = "change.policy.incompatible",
            "policy {policy} does not know {field} {got}",
            "ISO/IEC 20000-1 7.5 (control of documented information)";
        /// Rules never change under a record silently.
        PolicyNotAdopted = "change.policy.not_adopted",
            "it is under policy {stamped} and was asked under {policy}",
            "ISO/IEC 20000-1 7.5 (control of documented information)";
        /// What is taken out is a text that is there.
        RedactionNothing = "change.redact.nothing",
            "there is nothing to take out of its {text}",
            "ISO/IEC 27001 A.5.34 (privacy and protection of personal data)";
        /// A full review says what is learned.
        ReviewShallow = "change.review.shallow",
            "its model asks for a full review: at least one lesson is expected",
            "FitSM-1 PR12.5 (post-implementation review)";
        /// Some commands are for some roles.
        RoleMissing = "change.role.missing",
            "one of the roles {roles} is asked for",
            "ISO/IEC 20000-1 5.3 (roles and authorities)";
        /// What a change touches stays as it is once it is on its way, unless its model opens it.
        ScopeLocked = "change.scope.locked",
            "its scope is not edited in this state",
            "ITIL 4 change enablement (change control)";
        /// A task has an id of its own.
        TaskAlready = "change.task.already",
            "it has a task {task} already",
            "FitSM-1 PR12.2 (steps per type of change)";
        /// A task that rests is not begun.
        TaskHeld = "change.task.held",
            "task {task} rests",
            "ITIL 4 change enablement (change realization)";
        /// What is begun, completed or withdrawn is a task that is open.
        TaskNotOpen = "change.task.not_open",
            "it has no open task {task}",
            "ITIL 4 change enablement (change realization)";
        /// What is completed is a task that somebody has begun.
        TaskNotStarted = "change.task.not_started",
            "nobody has begun with task {task}",
            "ITIL 4 change enablement (change realization)";
        /// The making of a change is begun while it is being made, and not before it may be.
        TaskTooEarly = "change.task.too_early",
            "task {task} makes the change, and that is not being made",
            "ISO/IEC 20000-1 8.5.1.3 (approved changes are made)";
        /// A task waits for tasks that are there.
        TaskUnknown = "change.task.unknown",
            "it has no task {task} that could come first",
            "ITIL 4 change enablement (change realization)";
        /// A task waits until those that come first have ended.
        TaskWaits = "change.task.waits",
            "it waits for {tasks}",
            "ITIL 4 change enablement (change realization)";
        /// A standard change is made of a template that is authorized and not withdrawn.
        TemplateInactive = "change.template.inactive",
            "the policy has no active template {template}",
            "ITIL 4 change enablement (standard changes)";
        /// What its template locks stays as it was authorized. A change that has to differ is no
        /// standard change.
        TemplateLocked = "change.template.locked",
            "its template locks its {field}",
            "ITIL 4 change enablement (standard changes)";
        /// A standard change is made of a template: that is what is authorized.
        TemplateMissing = "change.template.missing",
            "a standard change is made of a template",
            "ITIL 4 change enablement (standard changes)";
        /// A change of a template has the model of the template.
        TemplateOfOtherModel = "change.template.other_model",
            "template {template} is one of model {model}",
            "ITIL 4 change enablement (change models)";
        /// Only standard changes are made of templates.
        TemplateOfOtherType = "change.template.other_type",
            "a {kind} change is made of no template",
            "ITIL 4 change enablement (standard changes)";
        /// A standard change touches no more items than its template was authorized for.
        TemplateTooMany = "change.template.too_many",
            "its template is for at most {most} items, got {got}",
            "ITIL 4 change enablement (standard changes)";
        /// Time does not run backwards.
        TimeBackwards = "change.time.backwards",
            "{now} is before the last event at {last}",
            "ISO/IEC 20000-1 7.5 (control of documented information)";
        /// Somebody answers when somebody was asked.
        VoteNotAsked = "change.vote.not_asked",
            "nobody was asked whether it may be made",
            "FitSM-1 PR12.4 (changes are approved consistently)";
        /// Whoever asks for a change or makes it does not authorize it.
        VoteOnOwn = "change.vote.own",
            "{person} asks for it or makes it, and does not authorize it",
            "ISO/IEC 27001 A.5.3 (segregation of duties)";
        /// An answer is one to what was seen: if that was edited in between, it is to be seen again.
        VoteContentChanged = "change.vote.content_changed",
            "what was seen ({got}) is not what stands there now ({expected})",
            "FitSM-1 PR12.4 (changes are approved consistently)";
        /// Whoever answers for somebody else does so by a delegation that holds then.
        VoteNoDelegation = "change.vote.no_delegation",
            "no delegation leads from {member} to {person}",
            "FitSM-1 PR12.4 (the level of approval follows defined criteria)";
        /// Where members are appointed for each change, nobody answers before that.
        VoteNotConvened = "change.vote.not_convened",
            "nobody is appointed yet to the panels that are asked",
            "FitSM-1 PR12.4 (the level of approval follows defined criteria)";
        /// The panels of a stage are asked when those before it have approved.
        VotePanelNotAsked = "change.vote.panel_not_asked",
            "{panel} is not asked yet",
            "FitSM-1 PR12.4 (the level of approval follows defined criteria)";
        /// The panels are those of the approval rule.
        VotePanelUnknown = "change.vote.panel_unknown",
            "the approval rule has no panel {panel}",
            "FitSM-1 PR12.4 (the level of approval follows defined criteria)";
        /// Those answer who sit in a panel.
        VoteWithoutSeat = "change.vote.no_seat",
            "{person} does not sit in {panel}",
            "FitSM-1 PR12.4 (the level of approval follows defined criteria)";
        /// Those answer who are asked: people in the roles of the approval rule.
        VoteWithoutRole = "change.vote.no_role",
            "people in one of the roles {roles} are asked",
            "FitSM-1 PR12.4 (the level of approval follows defined criteria)";
        /// A planned time ends after it begins.
        WindowBackwards = "change.window.backwards",
            "{start} is not before {end}",
            "FitSM-1 PR12.6 (the schedule of changes)";
    }
}
