//! Candidates: trends, each from the incident at which it begins to the last with which it goes on.

use super::cases::Log;
use itsm::core::id::IncidentId;
use itsm::core::time::Instant;
use itsm::problem::cluster::Vocabulary;
use itsm::problem::trend::{TrendDetector, TrendError, TrendEvidence, TrendPhase};
use itsm::problem::trend_key::TrendKey;
use itsm::problem::trend_policy::TrendPolicy;
use std::collections::{BTreeSet, HashMap};

/// Incidents that may have one problem in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// What they have in common, as the log calls it.
    pub key: String,
    /// The rule that was met.
    pub rule: String,
    /// Where its first window begins.
    pub since: Instant,
    /// Where its last window ends.
    pub until: Instant,
    /// The cases, by their places in the log.
    pub cases: BTreeSet<usize>,
    /// Why, where it was at its height.
    pub evidence: TrendEvidence,
}

/// The candidates in a log, those of the most cases first.
///
/// # Errors
/// None for a log in the order of time.
pub fn candidates(log: &Log, policy: &TrendPolicy) -> Result<Vec<Candidate>, TrendError> {
    // Words are weighed by all texts of the log; a desk that lives learns from its past year.
    let texts = log.cases.iter().map(|it| it.said.text.as_str());
    let vocabulary = Vocabulary::learn(texts, policy.cluster_words());
    let Some(first) = log.cases.first() else {
        return Ok(Vec::new());
    };
    let mut detector = TrendDetector::new(policy, first.at);
    let places: HashMap<IncidentId, usize> = (0..log.cases.len())
        .map(|place| (IncidentId::from_key(place as u64), place))
        .collect();
    let mut found: Vec<Candidate> = Vec::new();
    let mut open: HashMap<(TrendKey, String), usize> = HashMap::new();
    for (n, case) in (0..).zip(&log.cases) {
        let keys = TrendKey::of(&case.said, Some(&vocabulary));
        for trend in detector.observe(case.at, IncidentId::from_key(n), &keys)? {
            let cases = trend
                .incidents
                .iter()
                .filter_map(|it| places.get(it).copied());
            let rule = trend.rule.to_string();
            let key = match &trend.key {
                TrendKey::Fact(fact) => log.fact(fact),
                cluster @ TrendKey::Cluster(_) => cluster.to_string(),
            };
            let begun = open.get(&(trend.key.clone(), rule.clone())).copied();
            match begun.and_then(|it| found.get_mut(it)) {
                Some(it) if trend.phase == TrendPhase::Continues => {
                    it.cases.extend(cases);
                    it.until = trend.until;
                    if trend.evidence.incidents() >= it.evidence.incidents() {
                        it.evidence = trend.evidence;
                    }
                }
                _ => {
                    open.insert((trend.key, rule.clone()), found.len());
                    found.push(Candidate {
                        key,
                        rule,
                        since: trend.since,
                        until: trend.until,
                        cases: cases.collect(),
                        evidence: trend.evidence,
                    });
                }
            }
        }
    }
    found.sort_by(|a, b| {
        let order = b
            .cases
            .len()
            .cmp(&a.cases.len())
            .then(a.since.cmp(&b.since));
        order.then_with(|| (&a.key, &a.rule).cmp(&(&b.key, &b.rule)))
    });
    Ok(found)
}
