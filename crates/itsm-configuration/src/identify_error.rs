//! Errors of identification: why an observed item is in error.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::refusal::Param;
use itsm_core::refuse::No;
use itsm_core::rules;

rules! {
    /// Why an observed item is in error, or a whole payload. Each variant is a rule; all carry the
    /// same [`Refusal`](itsm_core::refusal::Refusal).
    pub enum IdentificationError {
        /// Several records are one thing: too many, or the rules do not say to keep the oldest.
        Ambiguous = "configuration.identify.ambiguous",
            "{count} records match {entry}, expected fewer than {limit}",
            "ITIL 4 service configuration management (verification)";
        /// An observed item is taken for one of a class that items can be of.
        Class = "configuration.identify.class",
            "no item is of class {class}",
            "ISO/IEC 20000-1 8.2.6 (types of configuration items)";
        /// Under rules that say so, a source tells what each entry asks for.
        Incomplete = "configuration.identify.incomplete",
            "{entry} tells items apart by {missing}, which was not told",
            "ISO/IEC 20000-1 8.2.6 (unique identification)";
        /// A new item gets an id that no other has.
        IdTaken = "configuration.identify.id_taken",
            "the id {ci} for a new item is that of another",
            "ISO/IEC 20000-1 8.2.6 (unique identification)";
        /// A payload calls each of its items by another key.
        KeyTwice = "configuration.identify.key_twice",
            "two items of the payload have the key {key}",
            "ISO/IEC 20000-1 8.2.6 (unique identification)";
        /// What is identified within something is not part of itself.
        Loop = "configuration.identify.loop",
            "it is part of itself: {items}",
            "ITIL 4 service configuration management (relationships)";
        /// A new item has a name.
        NameMissing = "configuration.identify.name_missing",
            "a new item needs a name",
            "ISO/IEC 20000-1 8.2.6 (configuration information)";
        /// What was seen was seen before now.
        Ahead = "configuration.identify.observed_ahead",
            "observed at {at}, which is after {now}",
            "ISO/IEC 20000-1 8.2.6 (accuracy of configuration information)";
        /// Rules are used under the policy that they were made for.
        OtherPolicy = "configuration.identify.other_policy",
            "the rules were made for {under}, not for {policy}",
            "ISO/IEC 20000-1 8.2.6";
        /// An item of a dependent class comes with what contains it.
        ParentMissing = "configuration.identify.parent_missing",
            "an item of class {class} is identified within its parent, and none was told",
            "ITIL 4 service configuration management (relationships)";
        /// An item is identified within its parent only if that one is.
        ParentUnresolved = "configuration.identify.parent_unresolved",
            "its parent {parent} is not there, or could not be identified",
            "ITIL 4 service configuration management (relationships)";
        /// What the record of a new item, or of its parent, refuses.
        Refused = "configuration.identify.refused",
            "it cannot come into the estate by {rule}: {message}",
            "ISO/IEC 20000-1 8.2.6 (configuration information)";
        /// What an entry demands besides, a source tells.
        RequiredMissing = "configuration.identify.required_missing",
            "{entry} demands {missing}, which was not told",
            "ISO/IEC 20000-1 8.2.6 (configuration information)";
        /// A tool does not speak with the voice of people.
        SourceReserved = "configuration.identify.source_reserved",
            "no source is called {source}: that is the word of people",
            "ISO/IEC 20000-1 8.2.6 (changes to configuration items are traceable)";
    }
}

impl Law {
    /// An error of an item of a payload, or of a whole one.
    pub(crate) fn of<const N: usize>(
        self,
        params: [(&'static str, Param); N],
    ) -> IdentificationError {
        let no = No::new(self, "identify", "observed", []);
        params
            .into_iter()
            .fold(no, |no, (name, value)| no.param(name, value))
            .error()
    }
}

/// A parameter that is a text.
pub(crate) fn text(name: &'static str, value: &impl ToString) -> (&'static str, Param) {
    (name, value.to_string().as_str().into())
}

/// A parameter that is a list of texts.
pub(crate) fn list<T: ToString>(
    name: &'static str,
    values: impl IntoIterator<Item = T>,
) -> (&'static str, Param) {
    let values: Vec<String> = values.into_iter().map(|it| it.to_string()).collect();
    (name, values.into())
}
