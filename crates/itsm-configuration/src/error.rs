//! Errors: the rules that can refuse a command, each with a stable id.

use itsm_core::rules;

rules! {
    /// Why a configuration item refused. Each variant is a rule; all carry the same
    /// [`Refusal`](itsm_core::refusal::Refusal).
    pub enum CiError {
        /// Two actions are under way on an item at once only if the policy says that they bear each
        /// other.
        ActionIncompatible = "configuration.action.incompatible",
            "{action} does not bear {running}, which is under way",
            "ITIL 4 service configuration management";
        /// An action that is over was under way.
        ActionNotRunning = "configuration.action.not_running",
            "action {action} is not under way",
            "ITIL 4 service configuration management";
        /// An action on an item is one of the policy's.
        ActionUnknown = "configuration.action.unknown",
            "the policy has no action {action}",
            "ITIL 4 service configuration management";
        /// Taking over a record from another tool needs facts that fit together: nothing may have
        /// happened after the instant as of which it is taken over.
        AdoptionInconsistent = "configuration.adopt.inconsistent",
            "{field} at {at} is after {limit}",
            "ISO/IEC 20000-1 8.2.6 (accuracy of configuration information)";
        /// A record taken over brings the relationships of which it is the source, and no others.
        AdoptionForeign = "configuration.adopt.foreign_relationship",
            "a relationship begins at {source}, which is another item",
            "ISO/IEC 20000-1 8.2.6 (relationships)";
        /// A record that went is history: nothing is asked of it any more.
        ArchivedAlready = "configuration.archive.already",
            "its record went at {at}",
            "FitSM-1 PR11.2 (configuration information)";
        /// A record goes only if a definition of its class says when.
        ArchiveUndefined = "configuration.archive.undefined",
            "nothing says when a record of class {class} may go",
            "FitSM-1 PR11.2 (configuration information)";
        /// A record goes in the stages that its class names.
        ArchiveStage = "configuration.archive.stage",
            "a record of class {class} goes in one of the stages {stages}",
            "FitSM-1 PR11.2 (configuration information)";
        /// A record goes after the time that its class sets.
        ArchiveTooEarly = "configuration.archive.too_early",
            "its record may go at {due}",
            "FitSM-1 PR11.2 (configuration information)";
        /// A record with relationships goes only under a policy that says what becomes of them.
        ArchiveStillRelated = "configuration.archive.still_related",
            "it is still related, or has a group",
            "ISO/IEC 20000-1 8.2.6 (relationships)";
        /// An item is attested by its owner, or by somebody in the role that answers for its class.
        AttestNotOwner = "configuration.attest.not_owner",
            "it is confirmed by its owner, or in the role {role}",
            "ITIL 4 service configuration management (ownership)";
        /// An attribute takes only the values that its definition admits.
        AttributeNotAdmitted = "configuration.attribute.not_admitted",
            "attribute {attribute} takes {expected}, got {got}",
            "ISO/IEC 20000-1 8.2.6 (configuration information)";
        /// What a class demands is not cleared.
        AttributeMandatory = "configuration.attribute.mandatory",
            "class {class} demands attribute {attribute}",
            "ITIL 4 service configuration management (CI models)";
        /// An item has the attributes of its class and of the ancestors of that.
        AttributeUnknown = "configuration.attribute.unknown",
            "class {class} has no attribute {attribute}",
            "ITIL 4 service configuration management (CI models)";
        /// Where its class demands it, an item is modified under a change and not otherwise.
        ChangeRequired = "configuration.authority.change_required",
            "an item of class {class} is modified under a change in this stage, got {authority}",
            "ISO/IEC 20000-1 8.2.6 (changes to configuration items are traceable)";
        /// An abstract class sums up others: no item is of it.
        ClassAbstract = "configuration.class.abstract",
            "no item is of class {class}, which only sums up others",
            "ISO/IEC 20000-1 8.2.6 (types of configuration items)";
        /// What its class demands, an item has when it is registered.
        ClassDemands = "configuration.class.demands",
            "class {class} demands {facts}",
            "ITIL 4 service configuration management (CI models)";
        /// An item is of a class of the policy.
        ClassUnknown = "configuration.class.unknown",
            "the policy has no class {class}",
            "ISO/IEC 20000-1 8.2.6 (types of configuration items)";
        /// How much an item matters is a level of the policy's scale.
        CriticalityUnknown = "configuration.criticality.unknown",
            "{got} is not on the scale of criticality, expected one of: {expected}",
            "ITIL 4 service configuration management";
        /// An item is no duplicate of itself.
        DuplicateOfItself = "configuration.duplicate.of_itself",
            "an item is no duplicate of itself",
            "ITIL 4 service configuration management";
        /// Only what is marked as a duplicate is cleared.
        DuplicateNot = "configuration.duplicate.not_marked",
            "it is not marked as a duplicate",
            "ITIL 4 service configuration management";
        /// That a duty is late is noted once, when it is.
        DutyNotOverdue = "configuration.duty.not_overdue",
            "no such duty is late, or it was noted already",
            "FitSM-1 PR11.5 (verification)";
        /// An item does not stand in for itself.
        GroupOfItself = "configuration.group.of_itself",
            "the item itself is a member of group {group}",
            "ITIL 4 service configuration management";
        /// A group that is taken back is there.
        GroupNotThere = "configuration.group.not_there",
            "there is no group {group}",
            "ITIL 4 service configuration management";
        /// The lifecycle says which command is allowed in which stage.
        LifecycleForbidden = "configuration.lifecycle.forbidden",
            "the lifecycle does not allow it",
            "ITIL 4 service configuration management, ISO/IEC 20000-1 8.2.6 (status)";
        /// A policy may forbid what the lifecycle allows.
        PolicyForbids = "configuration.lifecycle.policy_forbids",
            "the policy does not allow it",
            "ITIL 4 service configuration management";
        /// An item ends its life by being retired, so that somebody asks who still depends on it.
        MoveToEnd = "configuration.move.to_end",
            "an item is retired, not moved to the end of its life",
            "ISO/IEC 20000-1 8.2.6 (status)";
        /// Items of a class move as the policy allows.
        MoveNotAllowed = "configuration.move.not_allowed",
            "an item of class {class} does not move from {from} to {to}",
            "ISO/IEC 20000-1 8.2.6 (status)";
        /// Where a class has a rule for names, its items keep to it.
        NameNotAdmitted = "configuration.name.not_admitted",
            "the name {name} does not fit {pattern}",
            "ITIL 4 service configuration management (CI models)";
        /// A command changes something.
        NothingToChange = "configuration.nothing_to_change",
            "the record says that already",
            "ISO/IEC 20000-1 8.2.6 (configuration information)";
        /// A record changes policy once.
        PolicyAlreadyAdopted = "configuration.policy.already_adopted",
            "it is under {policy} already",
            "ISO/IEC 20000-1 8.2.6";
        /// A record comes under a policy only if that policy knows what the record says.
        PolicyIncompatible = "configuration.policy.incompatible",
            "{field} {got} is unknown to {policy}",
            "ISO/IEC 20000-1 8.2.6";
        /// Rules never change under a record silently: a record is kept under the policy it was
        /// registered under until it adopts another.
        PolicyNotAdopted = "configuration.policy.not_adopted",
            "it is under {stamped}, not under {policy}",
            "ISO/IEC 20000-1 8.2.6";
        /// A relationship is recorded once: there is no second one with the same two ends, the same
        /// type and the same qualifier.
        RelateAlready = "configuration.relate.already",
            "it is related to {target} by {relationship} already",
            "ISO/IEC 20000-1 8.2.6 (relationships)";
        /// An item is contained by one other at a time.
        RelateContained = "configuration.relate.contained",
            "the target is contained by {containers} already",
            "ITIL 4 service configuration management (relationships)";
        /// Under a policy that rejects what it does not permit, two items are related as their
        /// classes may be.
        RelateNotPermitted = "configuration.relate.not_permitted",
            "no rule permits {source} {relationship} {target}",
            "ITIL 4 service configuration management (relationships)";
        /// Nothing new is related to what is retired.
        RelateTargetRetired = "configuration.relate.target_retired",
            "the target is at the end of its life",
            "ISO/IEC 20000-1 8.2.6 (relationships)";
        /// An item is related to others.
        RelateToItself = "configuration.relate.to_itself",
            "an item is not related to itself",
            "ISO/IEC 20000-1 8.2.6 (relationships)";
        /// A relationship is of a type of the policy.
        RelateTypeUnknown = "configuration.relate.unknown_type",
            "the policy has no type of relationships {relationship}",
            "ISO/IEC 20000-1 8.2.6 (relationships)";
        /// Under a policy that says so, an item is not retired, nor its record taken away, while
        /// others depend on it.
        RetireDependants = "configuration.retire.dependants",
            "still depending on it: {dependants}",
            "ISO/IEC 20000-1 8.2.6 (relationships and dependencies)";
        /// A command that a policy reserves to certain roles needs one of them.
        RoleMissing = "configuration.role.missing",
            "it takes one of the roles {roles}",
            "FitSM-1 PR11 (roles and responsibilities)";
        /// Only a status that was asked for is withdrawn.
        StatusNotRequested = "configuration.status.not_requested",
            "{requester} asks for no status",
            "ITIL 4 service configuration management";
        /// In each stage, an item has a status that its family or its class has for it.
        StatusUnknown = "configuration.status.unknown",
            "an item of class {class} is not {standing}",
            "ISO/IEC 20000-1 8.2.6 (status)";
        /// An operational status is one of the policy's.
        StatusNotOperational = "configuration.status.unknown_operational",
            "the policy has no operational status {status}",
            "ITIL 4 service configuration management";
        /// A moment in the life of a record does not lie ahead.
        MomentAhead = "configuration.time.ahead",
            "{field} at {at} is after {now}",
            "ISO/IEC 20000-1 8.2.6 (accuracy of configuration information)";
        /// A record's history runs forward: nothing is recorded before what is recorded already.
        /// What happened earlier says so in `occurred`.
        TimeBackwards = "configuration.time.backwards",
            "now is {now}, the last event was recorded at {last}",
            "ISO/IEC 20000-1 8.2.6 (accuracy of configuration information)";
        /// A relationship that is taken back is there.
        UnrelateNotThere = "configuration.unrelate.not_there",
            "there is no such relationship",
            "ISO/IEC 20000-1 8.2.6 (relationships)";
    }
}
