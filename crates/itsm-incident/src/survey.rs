//! The satisfaction survey: one question after closing, answered once.

use crate::command::IncidentCommandKind as Kind;
use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use crate::state::IncidentState;
use itsm_core::actor::Agent;
use itsm_core::context::Context;
use itsm_core::text::Note;
use itsm_core::time::{Instant, Seconds};
use itsm_core::wire_struct;

/// How the desk asks for satisfaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SurveyRules {
    /// The best score; the worst is 1. Zero: the desk does not ask.
    pub scale: u8,
    /// How long after closing an answer is taken.
    pub window: Seconds,
}

impl Default for SurveyRules {
    /// One to five, within thirty days.
    fn default() -> Self {
        Self {
            scale: 5,
            window: Seconds::days(30),
        }
    }
}

wire_struct! {
    /// Say how satisfied one is with the handling of a closed incident.
    #[doc(alias = "rating")]
    #[doc(alias = "feedback")]
    pub struct AnswerSurvey {
        /// From 1, the worst, to the best of the policy's scale.
        score: u8,
    } optional {
        /// What was good, what was not.
        comment: Note,
    }
}
wire_struct! {
    /// The survey was answered.
    pub struct SurveyAnswered {
        /// From 1, the worst.
        score: u8,
        /// The best there was to give, by the policy of the day.
        of: u8,
    } optional {
        /// What was good, what was not.
        comment: Note,
    }
}
wire_struct! {
    /// The answer to the survey.
    pub struct SurveyAnswer {
        /// From 1, the worst.
        score: u8,
        /// The best there was to give.
        of: u8,
        /// Who answered.
        by: Agent,
        /// When.
        at: Instant,
    } optional {
        /// What was good, what was not.
        comment: Note,
    }
}

impl Incident {
    /// The answer to the satisfaction survey, if there is one.
    pub fn survey(&self) -> Option<&SurveyAnswer> {
        self.annex()?.survey.as_ref()
    }

    /// Until when, that instant included, the survey can be answered.
    pub fn survey_until(&self, policy: &IncidentPolicy) -> Option<Instant> {
        match &self.state {
            IncidentState::Closed(closure) if policy.survey.scale > 0 => {
                policy.survey.window.after(closure.at.0)
            }
            _ => None,
        }
    }

    pub(crate) fn gate_of_survey(
        &self,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<(), IncidentError> {
        let no = |law| self.no(law, Kind::AnswerSurvey, cx.policy);
        if cx.policy.survey.scale == 0 {
            return no(Law::SurveyDisabled).err();
        }
        if let Some(answer) = self.survey() {
            return no(Law::SurveyAlready).param("at", answer.at).err();
        }
        match self.survey_until(cx.policy) {
            Some(until) if cx.now > until => {
                no(Law::SurveyWindowElapsed).param("until", until).err()
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn answer_survey(
        &self,
        it: &AnswerSurvey,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<IncidentEvent, IncidentError> {
        let best = cx.policy.survey.scale;
        if it.score == 0 || it.score > best {
            return self
                .no(Law::SurveyOffScale, Kind::AnswerSurvey, cx.policy)
                .param("got", u64::from(it.score))
                .param("best", u64::from(best))
                .err();
        }
        Ok(SurveyAnswered {
            score: it.score,
            of: best,
            comment: it.comment.clone(),
        }
        .into())
    }
}
