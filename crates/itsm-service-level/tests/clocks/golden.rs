//! Worked examples with known answers.

use crate::desk::{Story, Ticket, always, at, done, is};
use core::time::Duration;
use itsm_service_level::draft::DraftClock;
use itsm_service_level::target::DraftTarget;

#[test]
fn night_and_weekend_count_on_the_wall_and_not_at_the_desk() {
    let clock = DraftClock::new("resolution", DraftTarget::hours(8), always(), done());
    let mut story = Story::of([clock.calendar("early")]);
    story.when("2014-12-12T21:00:00Z", &Ticket::new()); // a Friday
    let clock = story.clocks.latest("resolution").unwrap();
    let reading = story.keeper.read(clock, at("2014-12-15T09:30:00Z"));
    let reading = reading.unwrap().unwrap();
    assert_eq!(reading.elapsed, Duration::from_secs(90 * 60));
    assert_eq!(
        reading.elapsed_actual,
        Duration::from_secs(60 * 3_600 + 1_800)
    );
    assert_eq!(reading.used.rate(), Some(0.1875));
}

#[test]
fn raised_priority_counts_from_the_beginning_if_it_is_agreed() {
    let clocks = |retroactive: bool| {
        ["P3", "P1"].map(|priority| {
            let hours = if priority == "P1" { 4 } else { 24 };
            let target = DraftTarget::hours(hours);
            let clock = DraftClock::new(
                priority.to_lowercase(),
                target,
                is("priority", priority),
                done(),
            );
            if retroactive {
                clock.counts_from("registered")
            } else {
                clock
            }
        })
    };
    for (retroactive, due) in [(true, "13:00"), (false, "16:00")] {
        let mut story = Story::of(clocks(retroactive));
        let ticket = Ticket::new().registered(at("2026-03-02T09:00:00Z"));
        story.when("2026-03-02T09:00:00Z", &ticket);
        story.when("2026-03-02T12:00:00Z", &ticket.priority("P1"));
        let clock = story.clocks.latest("p1").unwrap();
        assert_eq!(clock.due(), Some(at(&format!("2026-03-02T{due}:00Z"))));
        assert!(story.clocks.latest("p3").unwrap().ended_at().is_some());
    }
}
