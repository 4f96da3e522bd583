//! Custom attributes, and the vocabulary in which conditions speak of an incident.

use itsm_core::text::{Code, Label};
use itsm_core::wire_struct;

pub use itsm_core::custom::{AttributeDefinition, AttributeValue};

wire_struct! {
    /// Set the sub-status within the present state, or none.
    pub struct SetSubStatus {} optional {
        /// One of the policy's sub-statuses of the present state.
        sub_status: Label,
    }
}
wire_struct! {
    /// Set a custom attribute of the policy, or clear it.
    pub struct SetAttribute {
        /// Which.
        name: Code,
    } optional {
        /// To what; absent clears it.
        value: AttributeValue,
    }
}
wire_struct! {
    /// The sub-status was set or cleared.
    pub struct SubStatusSet {} optional {
        /// The sub-status.
        sub_status: Label,
    }
}
wire_struct! {
    /// A custom attribute was set or cleared.
    pub struct AttributeSet {
        /// Which.
        name: Code,
    } optional {
        /// To what; absent: cleared.
        value: AttributeValue,
    }
}
