//! How trouble spreads when it is followed no further than so many steps.

use crate::propagate::{Felt, Workspace};
use crate::snapshot::Snapshot;
use core::mem;

impl Workspace {
    /// Finds who is degraded no more than so many steps away, given who is down; both are then in
    /// the list. Whether more would have been reached.
    ///
    /// An item may be degraded long before it goes down, so that whoever suffers at all is found
    /// anew, each at its own distance; those that are down come along step by step.
    pub(crate) fn spread_degraded(
        &mut self,
        snapshot: &Snapshot,
        degraded: &[u32],
        away: impl FnOnce(&mut Self),
        steps: u32,
    ) -> bool {
        let down = self.list.get(..self.len()).unwrap_or_default().to_vec();
        let mut ends = mem::take(&mut self.steps);
        ends.push(down.len());
        self.begin(0, 0);
        away(self);
        let at = |step: usize| ends.get(step).copied().unwrap_or(down.len());
        let mut cut_off = false;
        let mut begin = 0;
        for step in 0..=steps as usize {
            let worse = down.get(at(step)..at(step.saturating_add(1)));
            if step == 0 {
                for item in worse.unwrap_or_default().iter().chain(degraded) {
                    self.push(*item);
                }
            }
            let end = self.len();
            for item in worse.unwrap_or_default() {
                self.shake(snapshot, *item);
                self.hits(snapshot, *item, Felt::Down);
            }
            for at in begin..end {
                let Some(&item) = self.list.get(at) else {
                    break;
                };
                self.push_all(snapshot.hard.row(item));
                self.hits(snapshot, item, Felt::Degraded);
            }
            self.shake_gates();
            if step == steps as usize {
                cut_off = self.take_back(end);
            }
            begin = end;
        }
        let suffering = self.list.get(..self.len()).unwrap_or_default().to_vec();
        self.relist(&down, &suffering);
        cut_off
    }

    /// Makes the list anew, and the marks with it: who is down, then whoever else suffers.
    fn relist(&mut self, down: &[u32], suffering: &[u32]) {
        self.begin(0, 0);
        self.push_all(down);
        self.degrade();
        self.push_all(suffering);
    }
}
