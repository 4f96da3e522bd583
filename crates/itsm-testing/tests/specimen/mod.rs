// The lamp before the law suite: what a practice writes to register its record.

use crate::lamp::{
    Break, Command, Dim, Inspect, Kind, LIFECYCLE, Lamp, LampError, LampId, Light, Mend, Policy,
    Stage, TimeOut, electrician, flaw, tenant,
};
use itsm_core::actor::{Actor, Role};
use itsm_core::aggregate::{History, execute};
use itsm_core::context::Context;
use itsm_core::text::Note;
use itsm_core::time::Seconds;
use itsm_testing::specimen::{Origin, Specimen};
use itsm_testing::wire::{Form, Wire};
use itsm_testing::{generate, json_wire};
use proptest::prelude::*;

/// A lamp, sound or with a flaw built in.
pub struct Bulb<const FLAW: usize>;

impl<const FLAW: usize> Specimen for Bulb<FLAW> {
    type Record = Lamp<FLAW>;

    const LIFECYCLE_RULE: &'static str = "lamp.lifecycle.forbidden";
    const CLOCK_RULE: &'static str = "lamp.clock.backwards";

    fn stages() -> Vec<Stage> {
        Stage::ALL.to_vec()
    }

    fn kinds() -> Vec<Kind> {
        Kind::ALL.to_vec()
    }

    fn table_leads(from: Stage, kind: Kind, to: Stage) -> bool {
        LIFECYCLE.leads(from, kind, to)
    }

    fn policies() -> Vec<Policy> {
        vec![
            Policy::new(1, Seconds::minutes(3)),
            Policy::new(2, Seconds::days(2)),
        ]
    }

    fn actors() -> Vec<Actor> {
        vec![tenant(), electrician()]
    }

    fn origins(policy: &Policy) -> BoxedStrategy<Origin<Lamp<FLAW>>> {
        let policy = policy.clone();
        (generate::ids(LampId::from_key), generate::instants())
            .prop_map(move |(id, at)| {
                let (record, event) = Lamp::install(id, &Context::new(at, &electrician(), &policy));
                Origin::born(record, event)
            })
            .boxed()
    }

    fn commands(kind: Kind) -> BoxedStrategy<Command> {
        match kind {
            Kind::Light => Just(Light {}.into()).boxed(),
            Kind::Dim => Just(Dim {}.into()).boxed(),
            Kind::TimeOut => Just(TimeOut {}.into()).boxed(),
            Kind::Break => proptest::option::of(generate::notes())
                .prop_map(|remark| Break { remark }.into())
                .boxed(),
            Kind::Mend => Just(Mend {}.into()).boxed(),
            Kind::Inspect => Just(Inspect {}.into()).boxed(),
        }
    }

    fn witness_for(lamp: &Lamp<FLAW>, kind: Kind, cx: &Context<'_, Policy>) -> Option<Command> {
        if !LIFECYCLE.allows(lamp.stage, kind) || cx.now < lamp.last_at {
            return None;
        }
        let waited = |length: Seconds, since| length.after(since).is_some_and(|due| cx.now >= due);
        match kind {
            Kind::Light => Some(Light {}.into()),
            Kind::Dim => Some(Dim {}.into()),
            Kind::TimeOut => waited(cx.policy.burns_for, lamp.lit_at).then(|| TimeOut {}.into()),
            Kind::Break => Note::new("it hums")
                .ok()
                .map(|it| Break { remark: Some(it) }.into()),
            Kind::Mend if FLAW == flaw::STAYS_BROKEN => None,
            Kind::Mend => cx.actor.has(&Role::SPECIALIST).then(|| Mend {}.into()),
            Kind::Inspect => {
                waited(cx.policy.inspected_every, lamp.inspected_at).then(|| Inspect {}.into())
            }
        }
    }

    fn wire() -> Wire<Lamp<FLAW>> {
        let forgetful = Form::new(
            |command| match command {
                Command::Break(_) => r#"{"type":"break","remark":null}"#.into(),
                other => serde_json::to_string(other).unwrap(),
            },
            |text| serde_json::from_str(text).map_err(|error| error.to_string()),
        );
        let careless = Form::new(
            |command| serde_json::to_string(command).unwrap(),
            |text| {
                let text = text.replace(",\"no_such_field\":0", "");
                serde_json::from_str(&text).map_err(|error| error.to_string())
            },
        );
        match FLAW {
            flaw::WRITES_TOO_LITTLE => Wire::new(forgetful, json_form(), json_form()),
            flaw::READS_ANYTHING => Wire::new(careless, json_form(), json_form()),
            _ => json_wire!(),
        }
    }

    fn execute(
        lamp: &mut Lamp<FLAW>,
        command: &Command,
        cx: &Context<'_, Policy>,
    ) -> Result<History<Lamp<FLAW>>, LampError> {
        if FLAW == flaw::CHANGES_WHEN_REFUSED {
            lamp.asked += 1;
        }
        let mut outcome = execute(lamp, command, cx);
        if let Ok(events) = &mut outcome {
            if FLAW == flaw::RECORDS_SOMETHING_ELSE && events.len() == 1 {
                events[0].by = tenant().agent().clone();
            }
        }
        outcome
    }
}

fn json_form<T: serde::Serialize + serde::de::DeserializeOwned>() -> Form<T> {
    Form::new(
        |value| serde_json::to_string(value).unwrap(),
        |text| serde_json::from_str(text).map_err(|error| error.to_string()),
    )
}
