//! One case: a schedule, a question, and the answer that its source gives.

use serde_json::{Map, Value};

/// One case.
#[derive(Debug, Clone)]
pub struct Case {
    /// The name under which a difference is reported.
    pub id: String,
    /// Whose conventions it follows, such as `zendesk/biz`.
    pub repo: String,
    /// The question.
    pub op: String,
    /// The schedule, as it stands in the file.
    pub schedule: Value,
    /// The answer of its source.
    pub expected: Value,
    /// All fields, for what a question needs besides.
    pub fields: Map<String, Value>,
}

impl Case {
    /// Reads a case; what its file says of several cases at once is handed in.
    pub(super) fn read(
        path: &str,
        value: &Value,
        schedule: Option<&Value>,
        repo: Option<&str>,
    ) -> Result<Self, String> {
        let fields = value
            .as_object()
            .ok_or_else(|| format!("{path}: expected an object, got `{value}`"))?;
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        let missing = |name: &str| format!("{path}: expected `{name}`, got none");
        let source = value.pointer("/source/repo").and_then(Value::as_str);
        Ok(Self {
            id: text("id").unwrap_or(path).to_owned(),
            repo: source.or(repo).unwrap_or_default().to_owned(),
            op: text("op").ok_or_else(|| missing("op"))?.to_owned(),
            schedule: fields
                .get("schedule")
                .or(schedule)
                .ok_or_else(|| missing("schedule"))?
                .clone(),
            expected: fields
                .get("expected")
                .ok_or_else(|| missing("expected"))?
                .clone(),
            fields: fields.clone(),
        })
    }
}
