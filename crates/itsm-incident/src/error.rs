//! Errors: the rules that can refuse a command, each with a stable id.

use itsm_core::rules;

rules! {
    /// Why an incident refused. Each variant is a rule; all carry the same
    /// [`Refusal`](itsm_core::refusal::Refusal).
    pub enum IncidentError {
        /// A custom attribute takes only the values that its definition in the policy admits.
        AttributeNotAdmitted = "incident.attribute.not_admitted",
            "attribute {attribute} takes {expected}, got {got}",
            "ISO/IEC 20000-1 8.6.1 (recorded and classified)";
        /// A custom attribute has to be defined by the policy before it can be set.
        AttributeUnknown = "incident.attribute.unknown",
            "the policy defines no attribute {attribute}",
            "ISO/IEC 20000-1 8.6.1 (recorded and classified)";
        /// A record is acknowledged once; the first time counts.
        AlreadyAcknowledged = "incident.acknowledge.already",
            "it was acknowledged at {acknowledged_at}",
            "ITIL 4 incident management";
        /// Taking over a record from another tool needs facts that fit together: nothing may have
        /// happened after the instant as of which it is taken over, a resolution not after the
        /// closure, a wait not begun after its end, a proposal not after its acceptance.
        AdoptionInconsistent = "incident.adopt.inconsistent",
            "{field} at {at} is after {limit}",
            "ISO/IEC 20000-1 8.6.1 (records kept up to date)";
        /// A record taken over as a major incident is open while it is worked on, and resolved or
        /// closed when the major incident is.
        AdoptionMajorMisplaced = "incident.adopt.major_misplaced",
            "major-incident status {status} does not go with the state {state}",
            "FitSM-1 PR9.6 (major incidents)";
        /// Where the policy asks for a second person's approval, the command needs one.
        ApprovalMissing = "incident.approval.missing",
            "the policy asks for the approval of somebody in one of the roles {roles}",
            "FitSM-1 PR9.1 (consistent handling)";
        /// Nobody approves what they do themselves.
        ApprovalBySamePerson = "incident.approval.same_person",
            "whoever acts cannot be the one who approves",
            "separation of duties";
        /// A command that a policy reserves to certain roles needs one of them.
        RoleMissing = "incident.role.missing",
            "it takes one of the roles {roles}",
            "FitSM-1 PR9.3 (consistent escalation), ISO/IEC 20000-1 8.6.1 (responsibilities)";
        /// A category, and its subcategory, come from the scheme of the policy.
        CategoryUnknown = "incident.category.unknown",
            "category {category} is not in the scheme",
            "FitSM-1 PR9.1 (classification)";
        /// A parent ends with the last of its children only where the policy says so.
        ChildrenNotFollowed = "incident.children.not_followed",
            "the policy lets it stand when its children have ended",
            "ITIL 4 incident management";
        /// Under a policy that says so, a parent is not closed before its children have ended, and it
        /// never follows children of which one is open.
        ChildrenOpen = "incident.children.open",
            "its children {children} are open",
            "FitSM-1 PR9.5 (consistent closure)";
        /// A configuration item is noted as affected once.
        CiNotAffected = "incident.ci.not_affected",
            "configuration item {ci} is not among those affected",
            "ITIL 4 service configuration management";
        /// Closing by time is for incidents whose policy has a time for it.
        AutoCloseDisabled = "incident.close.automatic_disabled",
            "the policy closes nothing by time",
            "ITIL 4 incident management";
        /// Closing by time waits for its time.
        AutoCloseNotDue = "incident.close.automatic_not_due",
            "it is due at {due}",
            "ITIL 4 incident management";
        /// A resolved major incident is closed by hand, by whoever is responsible for major incidents.
        MajorClosedByHand = "incident.close.major_by_hand",
            "a major incident is never closed by time",
            "ISO/IEC 20000-1 8.6.1 (major incidents)";
        /// An incident is billed in one currency: nothing here knows a rate of exchange.
        CostCurrencyMixed = "incident.cost.currency_mixed",
            "its costs are in {expected}, got {got}",
            "ITIL 4 service financial management";
        /// Costs and the time spent stay within what can be counted exactly.
        CostOutOfRange = "incident.cost.out_of_range",
            "the costs would be too large to be counted exactly",
            "ITIL 4 service financial management";
        /// A correction corrects something, and something that the record has.
        CorrectionNotApplicable = "incident.correct.not_applicable",
            "{field} cannot be corrected on this record",
            "ISO/IEC 20000-1 7.5.3 (control of documented information)";
        /// That a duty is late is noted once, when it is: a message, a step, or a review that is owed.
        DutyNotOverdue = "incident.duty.not_overdue",
            "no such duty is late, or it was noted already",
            "FitSM-1 PR9.4 (keeping users informed), ISO/IEC 20000-1 8.6.1";
        /// Escalation by age or inactivity waits for its time, and happens once for each occasion.
        EscalationNotDue = "incident.escalation.not_due",
            "no such escalation is due",
            "FitSM-1 PR9.3 (escalation)";
        /// An escalation leads to another group than the present one.
        EscalationToSameGroup = "incident.escalation.same_group",
            "group {group} has it already",
            "FitSM-1 PR9.3 (functional escalation)";
        /// A fact that the policy demands has to be there.
        FactMissing = "incident.fact.missing",
            "the policy demands more for it",
            "FitSM-1 PR9.1, PR9.5 (consistent registration and closure)";
        /// A closed incident stays closed. What comes back is a new incident that follows it up,
        /// and only a closed one is followed up.
        FollowUpNotClosed = "incident.follow_up.not_closed",
            "only a closed incident is followed up by a new one",
            "ITIL 4 incident management";
        /// A wait ends in the future.
        HoldEndNotAhead = "incident.hold.end_not_ahead",
            "the wait would end at {until}, which is not after {now}",
            "ITIL 4 incident management";
        /// A wait ends by time only if it has an end.
        HoldHasNoEnd = "incident.hold.no_end",
            "the wait has no end of its own",
            "ITIL 4 incident management";
        /// A wait that ends by time lasts until then.
        HoldNotDue = "incident.hold.not_due",
            "the wait ends at {due}",
            "ITIL 4 incident management";
        /// A reason for waiting is one of the well-known ones or one of the policy's own.
        HoldReasonUnknown = "incident.hold.unknown_reason",
            "{reason} is not a reason for waiting under this policy",
            "ITIL 4 incident management";
        /// The lifecycle says which command is allowed in which state.
        LifecycleForbidden = "incident.lifecycle.forbidden",
            "the lifecycle does not allow it",
            "ITIL 4 incident management, ISO/IEC 20000-1 8.6.1";
        /// A policy may forbid what the lifecycle allows.
        PolicyForbids = "incident.lifecycle.policy_forbids",
            "the policy does not allow it",
            "ITIL 4 incident management";
        /// An incident is not linked to itself.
        LinkToItself = "incident.link.to_itself",
            "an incident does not link to itself",
            "ITIL 4 incident management";
        /// A link that is taken back has to be there.
        LinkNotThere = "incident.link.not_there",
            "there is no such link",
            "ITIL 4 incident management";
        /// Only what is not yet a candidate or a major incident can be proposed or declared.
        MajorAlready = "incident.major.already",
            "its major-incident status is {status}",
            "FitSM-1 PR9.6 (major incidents)";
        /// Only a candidate is accepted or rejected.
        MajorNotProposed = "incident.major.not_proposed",
            "its major-incident status is {status}, not `proposed`",
            "FitSM-1 PR9.6 (major incidents)";
        /// Only a candidate or a major incident is demoted.
        MajorNotInForce = "incident.major.not_in_force",
            "its major-incident status is {status}, neither `proposed` nor `accepted`",
            "FitSM-1 PR9.6 (major incidents)";
        /// A major incident is not resolved because somebody was silent.
        MajorResolvedByHand = "incident.resolve.major_by_hand",
            "a major incident is never resolved by time",
            "ISO/IEC 20000-1 8.6.1 (major incidents)";
        /// Major incidents are decided on by those responsible for them.
        MajorRoleMissing = "incident.major.role_missing",
            "it takes one of the roles {roles}",
            "ISO/IEC 20000-1 8.6.1 (a responsible person for each major incident)";
        /// An end user does not resolve, reopen, close or cancel a major incident.
        MajorNotForRequester = "incident.major.not_for_requester",
            "a requester does not do that to a major incident",
            "ISO/IEC 20000-1 8.6.1 (major incidents)";
        /// Under a policy that promotes into a new parent, a candidate is not accepted in place.
        MajorPromotedIntoParent = "incident.major.promoted_into_parent",
            "the policy promotes a candidate into a new parent incident",
            "FitSM-1 PR9.6 (major incidents)";
        /// A record is taken over by the one it was merged into once.
        MergeAlready = "incident.merge.already",
            "{incident} was merged into it already",
            "ITIL 4 incident management";
        /// An incident is not merged into itself, nor into one of its own duplicates.
        MergeCircle = "incident.merge.circle",
            "{target} is the incident itself or one of its duplicates",
            "ITIL 4 incident management";
        /// Records of two customer organizations are not merged: each would see the other's.
        MergeOtherTenant = "incident.merge.other_tenant",
            "the target belongs to another customer organization",
            "ISO/IEC 20000-1 8.7.3 (information security)";
        /// A duplicate is merged into a record that is still handled.
        MergeTargetEnded = "incident.merge.target_ended",
            "the target is {target_state}, nobody handles it any more",
            "ITIL 4 incident management";
        /// The steps of a model that are done in order are done in order.
        ModelStepOutOfOrder = "incident.model.step_out_of_order",
            "step {step} comes later, the next one is {next}",
            "ITIL 4 incident management (incident models)";
        /// A step that is completed belongs to the model in use, and is not done yet.
        ModelStepNotOpen = "incident.model.step_not_open",
            "there is no such open step",
            "ITIL 4 incident management (incident models)";
        /// A model by which an incident is handled is one of the policy's.
        ModelUnknown = "incident.model.unknown",
            "the policy has no model {model}",
            "ITIL 4 incident management (incident models)";
        /// A command changes something.
        NothingToChange = "incident.nothing_to_change",
            "the record says that already",
            "ISO/IEC 20000-1 8.6.1 (records updated with actions taken)";
        /// An incident has one parent at the most.
        ParentAlready = "incident.parent.already",
            "it has the parent {parent}",
            "ITIL 4 incident management";
        /// Parents and children never form a circle.
        ParentCircle = "incident.parent.circle",
            "{parent} is the incident itself or one of its descendants",
            "ITIL 4 incident management";
        /// Only a child follows, and only its own parent.
        ParentNone = "incident.parent.none",
            "it has no such parent",
            "ITIL 4 incident management";
        /// A child, or a parent, follows a step that leads it somewhere.
        ParentStepNotApplicable = "incident.parent.step_not_applicable",
            "the step leads nowhere from here",
            "ITIL 4 incident management";
        /// A person who is taken off a list has to be on it.
        PersonNotAmong = "incident.person.not_among",
            "person {person} is not among them",
            "ISO/IEC 20000-1 8.6.1 (records updated with actions taken)";
        /// A record changes policy once.
        PolicyAlreadyAdopted = "incident.policy.already_adopted",
            "it is under {policy} already",
            "ISO/IEC 20000-1 8.6.1";
        /// A record comes under a policy only if that policy knows what the record says.
        PolicyIncompatible = "incident.policy.incompatible",
            "{field} {got} is unknown to {policy}",
            "ISO/IEC 20000-1 8.6.1";
        /// Rules never change under a record silently: a record is handled under the policy it was
        /// registered under until it adopts another.
        PolicyNotAdopted = "incident.policy.not_adopted",
            "it is under {stamped}, not under {policy}",
            "ISO/IEC 20000-1 8.6.1";
        /// Impact, urgency and priority are levels of the policy's scales.
        LevelUnknown = "incident.priority.unknown_level",
            "{got} is not on the {scale} scale, expected one of: {expected}",
            "ISO/IEC 20000-1 8.6.1 (prioritized by impact and urgency)";
        /// Under a policy without overrides, priority comes from the matrix alone.
        OverrideForbidden = "incident.priority.override_forbidden",
            "the policy derives priority from impact and urgency alone",
            "ISO/IEC 20000-1 8.6.1 (prioritized by impact and urgency)";
        /// What is to be taken out of a record has to be there, and not taken out already.
        RedactionNothing = "incident.redaction.nothing",
            "there is no {text} to take out",
            "ISO/IEC 20000-1 8.6.1 (records)";
        /// Of the custom attributes only a text is free text; other values are set anew.
        RedactionNoText = "incident.redaction.no_text",
            "attribute {attribute} is no text under the policy",
            "ISO/IEC 20000-1 8.6.1 (records)";
        /// Reminders belong to a wait whose reason has them, and give way to the end that the policy sets.
        ReminderNone = "incident.remind.none",
            "nothing of the kind is planned for the present wait",
            "ITIL 4 incident management";
        /// The next reminder lies in the future.
        ReminderNotAhead = "incident.remind.not_ahead",
            "the next reminder would be at {next}, which is not after {now}",
            "ITIL 4 incident management";
        /// A reminder waits for its time.
        ReminderNotDue = "incident.remind.not_due",
            "it is due at {due}",
            "ITIL 4 incident management";
        /// A resolution that has stood for long enough stands.
        ReopenWindowElapsed = "incident.reopen.window_elapsed",
            "the time to reopen it was over at {until}",
            "ITIL 4 incident management, FitSM-1 PR9.5 (consistent closure)";
        /// A resolution code is one of the well-known ones or one of the policy's own.
        ResolutionCodeUnknown = "incident.resolve.unknown_code",
            "{code} is not a resolution code under this policy",
            "FitSM-1 PR9.5 (consistent closure)";
        /// A review is recorded once; after a reopening there is another one.
        ReviewAlready = "incident.review.already",
            "it was reviewed at {at}",
            "ISO/IEC 20000-1 8.6.1 (major incidents are reviewed)";
        /// Under a policy that says so, a major incident is not closed before its review.
        ReviewRequired = "incident.review.required",
            "the policy closes no major incident before it is reviewed",
            "ISO/IEC 20000-1 8.6.1 (major incidents are reviewed), FitSM-1 PR9.6";
        /// Only what is still handled can be split.
        SplitNotOpen = "incident.split.not_open",
            "only an open incident is split",
            "ITIL 4 incident management";
        /// The survey is answered once.
        SurveyAlready = "incident.survey.already",
            "it was answered at {at}",
            "ISO/IEC 20000-1 8.3.2 (customer satisfaction)";
        /// Satisfaction is asked for only where the policy has a scale for it.
        SurveyDisabled = "incident.survey.disabled",
            "the policy asks for no satisfaction",
            "ISO/IEC 20000-1 8.3.2 (customer satisfaction)";
        /// A score lies on the scale of the policy.
        SurveyOffScale = "incident.survey.off_scale",
            "a score is from 1 to {best}, got {got}",
            "ISO/IEC 20000-1 8.3.2 (customer satisfaction)";
        /// The survey is answered while the handling is fresh.
        SurveyWindowElapsed = "incident.survey.window_elapsed",
            "the time to answer was over at {until}",
            "ISO/IEC 20000-1 8.3.2 (customer satisfaction)";
        /// Several may work on it together only if one person is accountable.
        SwarmWithoutOwner = "incident.swarm.without_owner",
            "it has no owner, who stays accountable",
            "ITIL 4 incident management (swarming)";
        /// A moment in an incident's life does not lie ahead.
        MomentAhead = "incident.time.ahead",
            "{field} at {at} is after {now}",
            "ISO/IEC 20000-1 8.6.1 (records)";
        /// A record's history runs forward: nothing is recorded before what is recorded already.
        /// What happened earlier says so in `occurred`.
        TimeBackwards = "incident.time.backwards",
            "now is {now}, the last event was recorded at {last}",
            "ISO/IEC 20000-1 8.6.1 (records)";
        /// A sub-status is one of those that the policy has for the present state.
        SubStatusUnknown = "incident.sub_status.unknown",
            "{sub_status} is not a sub-status of this state",
            "ITIL 4 incident management";
        /// A task is added once.
        TaskAlready = "incident.task.already",
            "task {task} is there already",
            "ITIL 4 incident management";
        /// Under a policy that says so, an incident does not end before its tasks.
        TaskStillOpen = "incident.task.still_open",
            "a task is open, and the policy wants it done first",
            "FitSM-1 PR9.5 (consistent closure)";
        /// An incident is with one supplier at a time.
        VendorAlready = "incident.vendor.already",
            "supplier {supplier} has it",
            "ISO/IEC 20000-1 8.3.4 (supplier management)";
        /// Only what is with a supplier comes back from one.
        VendorNone = "incident.vendor.none",
            "no supplier has it",
            "ISO/IEC 20000-1 8.3.4 (supplier management)";
        /// A task that is given to somebody or ended has to be there, and open.
        TaskNotOpen = "incident.task.not_open",
            "there is no such open task",
            "ITIL 4 incident management";
    }
}
