//! The words of the made-up service desk.

pub(super) const HEADER: [&str; 36] = [
    "number",
    "incident_state",
    "active",
    "reassignment_count",
    "reopen_count",
    "sys_mod_count",
    "made_sla",
    "caller_id",
    "opened_by",
    "opened_at",
    "sys_created_by",
    "sys_created_at",
    "sys_updated_by",
    "sys_updated_at",
    "contact_type",
    "location",
    "category",
    "subcategory",
    "u_symptom",
    "cmdb_ci",
    "impact",
    "urgency",
    "priority",
    "assignment_group",
    "assigned_to",
    "knowledge",
    "u_priority_confirmation",
    "notify",
    "problem_id",
    "rfc",
    "vendor",
    "caused_by",
    "closed_code",
    "resolved_by",
    "resolved_at",
    "closed_at",
];

pub(super) const IMPACT: [&str; 3] = ["1 - High", "2 - Medium", "3 - Low"];
pub(super) const PRIORITY: [&str; 4] = ["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"];
pub(super) const CONTACT: [&str; 4] = ["Phone", "Self service", "Email", "Chat"];
pub(super) const PLACES: [&str; 5] = [
    "Harbor Office",
    "Mill Lane",
    "North Depot",
    "Remote",
    "Old Brewery",
];
pub(super) const GROUPS: [&str; 6] = [
    "Service Desk",
    "Network Crew",
    "Workplace",
    "Mail and Calendar",
    "Ledger Support",
    "Storage",
];
/// What breaks: category, subcategory, symptom and the group that knows about it.
pub(super) const TROUBLES: [(&str, &str, &str, usize); 7] = [
    ("Network", "Wireless", "Drops every few minutes", 1),
    ("Network", "Remote access", "Cannot connect", 1),
    ("Workplace", "Printer", "Prints blank pages", 2),
    ("Workplace", "Laptop", "Does not start", 2),
    ("Mail, calendar", "Shared mailbox", "Cannot send", 3),
    ("Ledger", "Month end", "Posting takes hours", 4),
    ("Storage", "Project share", "No space left", 5),
];
/// The hours in which each priority should be resolved.
pub(super) const TARGET_HOURS: [i64; 4] = [4, 12, 48, 120];
