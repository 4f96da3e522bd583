//! When tasks can begin and have to begin, and which chain of them decides the end.

use crate::task_plan::PlanTask;
use alloc::vec;
use alloc::vec::Vec;

/// The times of a task, in seconds from the beginning of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Time {
    pub(crate) takes: u64,
    pub(crate) earliest: u64,
    pub(crate) latest: u64,
}

impl Time {
    const fn earliest_end(self) -> u64 {
        self.earliest.saturating_add(self.takes)
    }
}

/// The times of all tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Times {
    pub(crate) of_tasks: Vec<Time>,
    pub(crate) takes: u64,
    /// The places of a chain without time to spare.
    pub(crate) path: Vec<usize>,
}

impl Times {
    pub(crate) fn of(tasks: &[PlanTask], before: &[Vec<usize>], order: &[usize]) -> Self {
        let mut times = vec![Time::default(); tasks.len()];
        for place in order {
            let all = before.get(*place).into_iter().flatten();
            let ends = all
                .filter_map(|it| times.get(*it))
                .map(|it| it.earliest_end());
            let earliest = ends.max().unwrap_or(0);
            let takes = tasks.get(*place).map_or(0, |it| it.takes.0);
            if let Some(time) = times.get_mut(*place) {
                (time.earliest, time.takes) = (earliest, takes);
            }
        }
        let takes = times.iter().map(|it| it.earliest_end()).max().unwrap_or(0);
        for time in &mut times {
            time.latest = takes.saturating_sub(time.takes);
        }
        for place in order.iter().rev() {
            let latest = times.get(*place).map_or(0, |it| it.latest);
            for it in before.get(*place).into_iter().flatten() {
                if let Some(time) = times.get_mut(*it) {
                    time.latest = time.latest.min(latest.saturating_sub(time.takes));
                }
            }
        }
        let path = path(&times, before, takes);
        Self {
            of_tasks: times,
            takes,
            path,
        }
    }
}

/// From the end backwards: whoever ends when the next one has to begin.
fn path(times: &[Time], before: &[Vec<usize>], takes: u64) -> Vec<usize> {
    let ends = |place: usize, at: u64| {
        let time = times.get(place).copied().unwrap_or_default();
        time.earliest_end() == at && time.earliest == time.latest
    };
    let mut path = Vec::new();
    let mut at = (0..times.len()).find(|it| ends(*it, takes));
    while let Some(place) = at {
        path.push(place);
        let begins = times.get(place).map_or(0, |it| it.earliest);
        let mut all = before.get(place).into_iter().flatten();
        at = all.find(|it| ends(**it, begins)).copied();
    }
    path.reverse();
    path
}
