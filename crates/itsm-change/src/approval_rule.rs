//! Approval rules: who authorizes the changes of a model, as a policy says it.

use crate::authorization::{ApprovalStage, Authorization, DraftAuthorization, Silence};
use crate::change::Change;
use crate::content::Content;
use crate::kind::Magnitude;
use crate::panel::{Abstention, DraftPanel, Member, Panel, Rejection, Seats};
use crate::questionnaire::unknown;
use crate::quorum::Quorum;
use crate::risk::RiskPolicy;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::fault::Faults;
use itsm_core::free_text::FreeText;
use itsm_core::id::PersonId;
use itsm_core::level::Risk;
use itsm_core::text::Code;
use itsm_core::time::Seconds;
use itsm_core::wire_struct;

wire_struct! {
    /// Who authorizes the changes of a model: stages of panels, one after the other. A board is one
    /// panel among others, and a stage may as well be a single colleague.
    ///
    /// Source: FitSM-1 PR12.4 (the level of approval follows defined criteria); ITIL 4 change
    /// enablement (change authority).
    #[doc(alias = "CAB")]
    #[doc(alias = "ECAB")]
    pub struct ApprovalRule {
        /// The stages, in order. Without any, a change is authorized as soon as that is asked for.
        stages: Vec<AskedStage>,
    } optional {
        /// What an approval is about: an edit of it asks again. Absent: [`Content::USUAL`].
        content: BTreeSet<Content>,
    }
}

wire_struct! {
    /// Panels that are asked together. All of them have to approve.
    pub struct AskedStage {
        /// The panels.
        panels: Vec<AskedPanel>,
    } optional {
        /// How long they have, from when the stage is asked.
        within: Seconds,
        /// What it comes to when that has passed; without it, rejected.
        silence: Silence,
    }
}

wire_struct! {
    /// Some people who are asked.
    pub struct AskedPanel {
        /// What it is called by, once in a rule.
        id: Code,
        /// Who sits in it.
        who: Who,
        /// How many have to approve.
        quorum: Quorum,
        /// Whether those who ask for a change or make it are barred from authorizing it.
        #[doc(alias = "segregation of duties")]
        separate: bool,
    } optional {
        /// What a rejection does. Absent: it rejects.
        rejection: Rejection,
        /// What an abstention does. Absent: who abstains still counts as one of those who are asked.
        abstention: Abstention,
        /// Asked only of changes of these magnitudes. Absent: of all.
        magnitudes: BTreeSet<Magnitude>,
        /// Asked only of changes of these levels of risk, and of those whose risk is not known. Absent:
        /// of all.
        risks: Vec<Risk>,
    }
}

/// Who sits in a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Who {
    /// Whoever holds one of the roles, and comes first.
    Roles {
        /// The roles.
        roles: BTreeSet<Role>,
    },
    /// People whom the policy names.
    Members {
        /// Those.
        members: Vec<Member>,
    },
    /// People who are [appointed](crate::convene::Convene) for each change, such as those whom the
    /// services that it touches belong to. Until they are, the panel is vacant and open.
    Appointed {},
    /// Nobody: its quorum decides by itself.
    Nobody {},
}

// Roles, ids and weights: nothing that anybody wrote.
impl FreeText for Who {}

impl ApprovalRule {
    /// A rule of one panel: so many of those who hold one of the roles, none of whom asks for the
    /// change or makes it.
    ///
    /// ```
    /// use itsm_change::approval::ApprovalRule;
    /// use itsm_core::actor::Role;
    /// use itsm_core::text::Code;
    ///
    /// let two_of_the_board = ApprovalRule::of_roles(Code::new("board")?, [Role::CHANGE_AUTHORITY], 2);
    /// assert!(two_of_the_board.asks_people());
    /// assert!(!ApprovalRule::new(vec![]).asks_people());
    /// # Ok::<(), itsm_core::text::TextError>(())
    /// ```
    pub fn of_roles(id: Code, roles: impl IntoIterator<Item = Role>, at_least: u32) -> Self {
        let who = Who::Roles {
            roles: roles.into_iter().collect(),
        };
        let quorum = Quorum::AtLeast { count: at_least };
        let panel = AskedPanel::new(id, who, quorum, true);
        Self::new(vec![AskedStage::new(vec![panel])])
    }

    /// Whether somebody has to answer.
    pub fn asks_people(&self) -> bool {
        let automatic = |it: &AskedPanel| matches!(it.quorum, Quorum::Automatic { .. });
        self.panels().any(|it| !automatic(it))
    }

    /// All panels, in the order of the stages.
    pub fn panels(&self) -> impl Iterator<Item = &AskedPanel> {
        self.stages.iter().flat_map(|it| &it.panels)
    }

    /// A panel by its name.
    pub fn panel(&self, id: &Code) -> Option<&AskedPanel> {
        self.panels().find(|it| it.id == *id)
    }

    /// The authorization of one change: with those who were appointed for it, and without those who
    /// ask for it or make it. A panel that these could not make up is vacant, and a stage of which
    /// nobody is asked is none.
    pub(crate) fn authorization(
        &self,
        of: &Change,
        appointed: &BTreeMap<Code, Vec<Member>>,
        barred: &BTreeSet<PersonId>,
    ) -> Option<Authorization> {
        fn asked<'a>(stage: &'a AskedStage, of: &Change) -> impl Iterator<Item = &'a AskedPanel> {
            stage.panels.iter().filter(|it| it.is_asked_of(of))
        }
        let panel = |it: &AskedPanel| {
            let members = appointed.get(&it.id).map(Vec::as_slice);
            let full = Panel::try_from(it.draft(members, barred));
            full.or_else(|_| Panel::try_from(it.vacant(barred))).ok()
        };
        let stage = |it: &AskedStage| ApprovalStage {
            within: it.within,
            silence: it.silence,
            ..ApprovalStage::new(asked(it, of).filter_map(panel).collect::<Vec<_>>())
        };
        let stages = self.stages.iter().map(stage);
        let stages: Vec<ApprovalStage> = stages.filter(|it| !it.panels.is_empty()).collect();
        DraftAuthorization::new(stages).try_into().ok()
    }

    /// Everything that is wrong with it, whatever the change.
    pub(crate) fn check(&self, path: &str, risk: &RiskPolicy, faults: &mut Faults) {
        let mut stages = Vec::new();
        let mut whole = true;
        for (i, stage) in self.stages.iter().enumerate() {
            let mut panels = Vec::new();
            for (j, panel) in stage.panels.iter().enumerate() {
                let path = format!("{path}.stages[{i}].panels[{j}]");
                panel.check_cases(&path, risk, faults);
                if panel.check(&path, faults) {
                    let found = Panel::try_from(panel.draft(None, &BTreeSet::new()));
                    panels.extend(faults.nest(&path, found));
                }
            }
            whole &= panels.len() == stage.panels.len();
            stages.push(ApprovalStage {
                within: stage.within,
                silence: stage.silence,
                ..ApprovalStage::new(panels)
            });
        }
        if whole {
            let found = Authorization::try_from(DraftAuthorization::new(stages));
            faults.nest(path, found);
        }
    }
}

impl AskedPanel {
    /// Whether it is asked of a change as it stands.
    pub(crate) fn is_asked_of(&self, change: &Change) -> bool {
        let magnitudes = self.magnitudes.as_ref();
        let (risks, risk) = (self.risks.as_ref(), change.risk_level());
        magnitudes.is_none_or(|it| it.contains(&change.magnitude()))
            && risks.zip(risk).is_none_or(|(risks, it)| risks.contains(it))
    }

    fn check_cases(&self, path: &str, risk: &RiskPolicy, faults: &mut Faults) {
        let none = "expected at least one, or nobody would ever be asked";
        if self.magnitudes.as_ref().is_some_and(BTreeSet::is_empty) {
            let path = format!("{path}.magnitudes");
            faults.add(path, "policy.approval.no_case", none);
        }
        if self.risks.as_ref().is_some_and(Vec::is_empty) {
            faults.add(format!("{path}.risks"), "policy.approval.no_case", none);
        }
        for level in self.risks.iter().flatten() {
            if !risk.scale().contains(level) {
                let path = format!("{path}.risks.{level}");
                let message = unknown(level, risk.scale());
                faults.add(path, "policy.risk.level_unknown", message);
            }
        }
    }

    /// Whether its members are named, by the policy or for a change.
    pub(crate) const fn is_named(&self) -> bool {
        matches!(self.who, Who::Members { .. } | Who::Appointed {})
    }

    pub(crate) const fn roles(&self) -> Option<&BTreeSet<Role>> {
        match &self.who {
            Who::Roles { roles } => Some(roles),
            _ => None,
        }
    }

    fn barred(&self, barred: &BTreeSet<PersonId>) -> BTreeSet<PersonId> {
        if self.separate {
            barred.clone()
        } else {
            BTreeSet::new()
        }
    }

    /// The panel with those who were appointed, or else with those whom the policy names.
    pub(crate) fn draft(
        &self,
        appointed: Option<&[Member]>,
        barred: &BTreeSet<PersonId>,
    ) -> DraftPanel {
        let (seats, members) = match (&self.who, appointed) {
            (Who::Roles { .. }, _) => (Seats::Open, Vec::new()),
            (Who::Members { .. } | Who::Appointed {}, Some(members)) => {
                (Seats::Named, members.to_vec())
            }
            (Who::Members { members }, None) => (Seats::Named, members.clone()),
            (Who::Appointed {}, None) => (Seats::Vacant, Vec::new()),
            (Who::Nobody {}, _) => (Seats::Named, Vec::new()),
        };
        DraftPanel::new(
            self.id.clone(),
            self.quorum,
            self.rejection.unwrap_or(Rejection::Veto),
            self.abstention.unwrap_or(Abstention::Counts),
            members,
            self.barred(barred),
        )
        .seats(seats)
    }

    fn vacant(&self, barred: &BTreeSet<PersonId>) -> DraftPanel {
        DraftPanel {
            members: Vec::new(),
            ..self.draft(None, barred)
        }
        .seats(Seats::Vacant)
    }

    /// Whether who sits in it and its quorum are of the same kind, so that it can be looked into.
    fn check(&self, path: &str, faults: &mut Faults) -> bool {
        if matches!(&self.who, Who::Roles { roles } if roles.is_empty()) {
            faults.add(
                format!("{path}.who.roles"),
                "policy.roles.empty",
                "at least one role is expected, or nobody could do it",
            );
        }
        let automatic = matches!(self.quorum, Quorum::Automatic { .. });
        if automatic != matches!(self.who, Who::Nobody {}) {
            faults.add(
                format!("{path}.who"),
                "policy.approval.nobody",
                "a quorum that decides by itself asks nobody, and no other does",
            );
        }
        if matches!(self.quorum, Quorum::Automatic { approve: false }) {
            faults.add(
                format!("{path}.quorum"),
                "policy.approval.never",
                "it rejects by itself: no change would ever be authorized",
            );
        }
        automatic == matches!(self.who, Who::Nobody {})
    }
}
