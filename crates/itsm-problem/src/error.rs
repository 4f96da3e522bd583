//! Errors: the rules that can refuse a command, each with a stable id.

use itsm_core::rules;

rules! {
    /// Why a problem refused. Each variant is a rule; all carry the same
    /// [`Refusal`](itsm_core::refusal::Refusal).
    pub enum ProblemError {
        /// An analysis is kept under the method by which it was made.
        AnalysisOtherMethod = "problem.analysis.other_method",
            "the analysis was made by {got}, not by {method}",
            "ITIL 4 problem management (problem analysis)";
        /// Taking over a record from another tool needs facts that fit together: nothing may have
        /// happened after the instant as of which it is taken over.
        AdoptionInconsistent = "problem.adopt.inconsistent",
            "{field} at {at} is after {limit}",
            "ISO/IEC 20000-1 8.6.3 (problems are recorded)";
        /// What is revised or rejected is a cause that was stated and not rejected.
        CauseNotStanding = "problem.cause.not_standing",
            "no cause {number} stands",
            "ITIL 4 problem management (several causes)";
        /// A change is linked once.
        ChangeAlready = "problem.change.already_linked",
            "change {change} is linked already",
            "ISO/IEC 20000-1 8.6.3 (changes that resolve problems)";
        /// What is unlinked, or said to have ended, is a change that is linked.
        ChangeNotLinked = "problem.change.not_linked",
            "change {change} is not linked",
            "ISO/IEC 20000-1 8.6.3 (changes that resolve problems)";
        /// What is cleared is an item that has to do with the problem.
        CiNotAffected = "problem.ci.not_affected",
            "item {ci} has nothing to do with it",
            "ISO/IEC 20000-1 8.2.6 (configuration information supports other processes)";
        /// Under a policy that says so, a problem is not closed while its tasks are open.
        CloseTasksOpen = "problem.close.tasks_open",
            "tasks are still open: {tasks}",
            "FitSM-1 PR10.4 (the status of problems)";
        /// A major problem is reviewed before it is closed, if the policy says so.
        CloseUnreviewed = "problem.close.review_missing",
            "it is a major problem and was not reviewed",
            "ITIL 4 problem management (problem review)";
        /// A fix is found to work before its problem is closed.
        CloseUnverified = "problem.close.unverified",
            "nothing shows yet that the fix works",
            "ITIL 4 problem management (the resolution is verified)";
        /// To communicate is to tell incidents: one is linked.
        CommunicateToNobody = "problem.communicate.no_incidents",
            "no incident is linked",
            "ISO/IEC 20000-1 8.6.3 (information on problems is made available)";
        /// What a duplicate had is taken over once.
        DuplicateAlready = "problem.duplicate.already",
            "problem {problem} was taken over already",
            "FitSM-1 PR10.2 (problems are recorded and classified)";
        /// No problem is a duplicate of itself, however long the way around.
        DuplicateCircle = "problem.duplicate.circle",
            "it would become a duplicate of itself by way of {original}",
            "FitSM-1 PR10.2 (problems are recorded and classified)";
        /// The original of a duplicate is still worked on, or watched.
        DuplicateOfEnded = "problem.duplicate.original_ended",
            "the original is {original_state}",
            "FitSM-1 PR10.2 (problems are recorded and classified)";
        /// A duplicate and its original concern the same customer organization.
        DuplicateOfOtherTenant = "problem.duplicate.other_tenant",
            "the original concerns another customer organization",
            "FitSM-1 PR10.2 (problems are recorded and classified)";
        /// That a duty is late is noted when it is, and once.
        DutyNotOverdue = "problem.duty.not_overdue",
            "nothing is late that was not noted already",
            "ITIL 4 problem management (no problem is forgotten)";
        /// An incident is linked once.
        IncidentAlready = "problem.incident.already_linked",
            "incident {incident} is linked already",
            "ITIL 4 problem management (incidents and problems, many to many)";
        /// What is unlinked is an incident that is linked.
        IncidentNotLinked = "problem.incident.not_linked",
            "incident {incident} is not linked",
            "ITIL 4 problem management (incidents and problems, many to many)";
        /// A known error is declared once.
        KnownErrorAlready = "problem.known_error.already",
            "known error {known_error} was declared already",
            "ISO/IEC 20000-1 8.6.3 (known errors are recorded)";
        /// What is revised, reviewed or deactivated is a known error of this problem that still is
        /// one.
        KnownErrorNotActive = "problem.known_error.not_active",
            "it has no active known error {known_error}",
            "ISO/IEC 20000-1 8.6.3 (known errors are recorded)";
        /// A known error is a problem of which enough is known; how much, the policy says.
        KnownErrorNotReady = "problem.known_error.not_ready",
            "a known error is declared of a problem that is {gate}",
            "ITIL 4 problem management (a known error has been analyzed and not resolved)";
        /// Levels are those of the policy.
        LevelUnknown = "problem.level.unknown",
            "{field} takes one of {expected}, got {got}",
            "ISO/IEC 20000-1 8.6.3 (problems are prioritized)";
        /// Each state takes some commands and no others, whatever a policy says.
        LifecycleForbidden = "problem.lifecycle.forbidden",
            "the lifecycle does not take this command in this state",
            "ITIL 4 problem management (identification, control, error control)";
        /// A problem is flagged as major once.
        MajorAlready = "problem.major.already",
            "it is a major problem already",
            "ITIL 4 problem management (problem review)";
        /// What is cleared is the flag of a major problem.
        MajorNot = "problem.major.not_flagged",
            "it is no major problem",
            "ITIL 4 problem management (problem review)";
        /// A model is one of the policy's.
        ModelUnknown = "problem.model.unknown",
            "the policy has no model {model}",
            "ITIL 4 problem management (problem models)";
        /// Nothing has happened later than now.
        MomentAhead = "problem.time.ahead",
            "{field} at {at} lies after {now}",
            "ISO/IEC 20000-1 8.6.3 (problems are recorded)";
        /// A problem that an incident came of after its fix is not done by watching it.
        MonitoringDisturbed = "problem.monitoring.disturbed",
            "an incident was linked after the fix",
            "ITIL 4 problem management (the resolution is verified)";
        /// A problem is watched until its time is up.
        MonitoringNotDue = "problem.monitoring.not_due",
            "it is watched until {due}",
            "ITIL 4 problem management (the resolution is verified)";
        /// A fix that was found to work is not watched any longer.
        MonitoringOver = "problem.monitoring.over",
            "its fix was found to work already",
            "ITIL 4 problem management (the resolution is verified)";
        /// Watching is for problems that were found before anybody suffered. For others incidents
        /// are compared.
        MonitoringReactive = "problem.monitoring.reactive",
            "it is no proactive problem: compare its incidents",
            "ITIL 4 problem management (the resolution is verified)";
        /// A command that changes nothing is refused, so that history tells of changes.
        NothingToChange = "problem.nothing_to_change",
            "it is so already",
            "ISO/IEC 20000-1 8.6.3 (records of problems)";
        /// A problem that rests is parked once.
        ParkAlready = "problem.park.already",
            "it rests already",
            "FitSM-1 PR10.3 (known errors and workarounds are maintained)";
        /// A problem is left unsolved only if something keeps the damage small: an active known
        /// error with a mitigation or a workaround.
        ParkUnmitigated = "problem.park.no_mitigation",
            "no known error with a mitigation or a workaround keeps the damage small",
            "FitSM-1 PR10.3; ISO/IEC 20000-1 8.6.3 (the impact is reduced until it is resolved)";
        /// What goes on is a problem that rests.
        ParkNot = "problem.park.not_parked",
            "it does not rest",
            "FitSM-1 PR10.3 (known errors and workarounds are maintained)";
        /// A problem rests until a time to come.
        ParkUntilPast = "problem.park.until_past",
            "{until} is not after {now}",
            "FitSM-1 PR10.3 (known errors and workarounds are maintained)";
        /// A policy is adopted once.
        PolicyAlreadyAdopted = "problem.policy.already_adopted",
            "it is under policy {policy} already",
            "ISO/IEC 20000-1 7.5 (control of documented information)";
        /// A policy may forbid in a state what the lifecycle takes.
        PolicyForbids = "problem.policy.forbids",
            "the policy forbids this command in this state",
            "ISO/IEC 20000-1 8.6.3 (problems are managed by a procedure)";
        /// A policy is adopted if it knows the words of the record.
        PolicyIncompatible = "problem.policy.incompatible",
            "policy {policy} does not know {field} {got}",
            "ISO/IEC 20000-1 7.5 (control of documented information)";
        /// Rules never change under a record silently.
        PolicyNotAdopted = "problem.policy.not_adopted",
            "it is under policy {stamped} and was asked under {policy}",
            "ISO/IEC 20000-1 7.5 (control of documented information)";
        /// What is taken out is a text that is there.
        RedactionNothing = "problem.redact.nothing",
            "there is nothing to take out of its {text}",
            "ISO/IEC 27001 A.5.34 (privacy and protection of personal data)";
        /// While a change that is to fix it goes on, a problem is not fixed.
        ResolveFixPending = "problem.resolve.fix_pending",
            "changes that are to fix it have not ended: {changes}",
            "ISO/IEC 20000-1 8.6.3 (changes that resolve problems)";
        /// What alters a service goes through a change, if the policy says so: one that is linked
        /// and was completed. A change that was canceled has fixed nothing.
        ResolveWithoutChange = "problem.resolve.change_required",
            "the fix alters a service, and no linked change was completed",
            "ISO/IEC 20000-1 8.6.3 (changes that resolve problems go through change management)";
        /// Costs are weighed in one currency.
        RiskCurrency = "problem.risk.currency",
            "costs are weighed in {expected}, got {got}",
            "ITIL 4 problem management (prioritization by risk)";
        /// To live with a problem is decided by a person in a role that may.
        RiskWithoutAuthority = "problem.risk.no_authority",
            "a risk is accepted by a person in one of the roles {roles}",
            "ISO/IEC 20000-1 6.1 (risks are accepted by those with the authority)";
        /// Some commands are for some roles.
        RoleMissing = "problem.role.missing",
            "one of the roles {roles} is asked for",
            "ISO/IEC 20000-1 5.3 (roles and authorities)";
        /// A step is done once, and is one of the model's.
        StepNotOpen = "problem.step.not_open",
            "no step {step} of its model is to be done",
            "ITIL 4 problem management (problem models)";
        /// Whoever leaves the cause where it is writes down what that costs.
        StrategyWithoutDebt = "problem.strategy.debt_missing",
            "{strategy} leaves the cause where it is: the debt is to be written down",
            "ITIL 4 problem management (error control, technical debt)";
        /// A task has an id of its own.
        TaskAlready = "problem.task.already",
            "it has a task {task} already",
            "ITIL 4 problem management (problem control)";
        /// What is begun, completed or withdrawn is a task that is open.
        TaskNotOpen = "problem.task.not_open",
            "it has no open task {task}",
            "ITIL 4 problem management (problem control)";
        /// A closed problem gets no new tasks, unless the policy says otherwise.
        TaskOfClosed = "problem.task.problem_closed",
            "it is closed and gets no new tasks",
            "ITIL 4 problem management (problem control)";
        /// Time does not run backwards.
        TimeBackwards = "problem.time.backwards",
            "{now} is before the last event at {last}",
            "ISO/IEC 20000-1 7.5 (control of documented information)";
        /// The windows that are compared lie on both sides of the fix, and in the past.
        VerifyMisplaced = "problem.verify.window_misplaced",
            "the window {window} lies between {from} and {until}",
            "ITIL 4 problem management (the resolution is verified)";
        /// Only a fix can be found to work: a risk that was accepted is not verified.
        VerifyNothing = "problem.verify.no_fix",
            "no fix was applied that could be verified",
            "ITIL 4 problem management (the resolution is verified)";
        /// The windows that are compared are as long as the policy says, at least.
        VerifyShort = "problem.verify.window_short",
            "the windows are {length} long, expected at least {window}",
            "ITIL 4 problem management (the resolution is verified)";
        /// A fix can be verified when a whole window has passed since.
        VerifyTooEarly = "problem.verify.too_early",
            "there is something to compare at {due}",
            "ITIL 4 problem management (the resolution is verified)";
        /// Windows of the same length are compared: rates, and not numbers.
        VerifyUnequal = "problem.verify.windows_unequal",
            "the windows are {before} and {after} long, expected two of the same length",
            "ITIL 4 problem management (the resolution is verified)";
        /// What is revised, withdrawn, counted or communicated is a workaround that may be used.
        WorkaroundNotActive = "problem.workaround.not_active",
            "it has no active workaround {number}",
            "ITIL 4 problem management (workarounds)";
    }
}
