//! Transition tables: which command is allowed in which state, and where it can lead.
//!
//! A table is code, so that the compiler sees it; policies may narrow it and never widen it. The
//! same table answers at run time, is printed as a Mermaid diagram, and is walked by the tests.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

/// A closed set of plain names that a table can be built over.
pub trait Names: Copy + Eq + core::fmt::Debug + 'static {
    /// Every value, in order.
    const ALL: &'static [Self];

    /// The name.
    fn name(self) -> &'static str;

    /// The place in [`ALL`](Self::ALL).
    fn place(self) -> usize;
}

/// For each command and state, the set of states it can lead to; the empty set is "forbidden".
///
/// At most sixteen states; built by [`transition_table!`](crate::transition_table).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransitionTable<S: 'static, C: 'static, const STATES: usize, const COMMANDS: usize> {
    targets: [[u16; STATES]; COMMANDS],
    names: core::marker::PhantomData<(S, C)>,
}

impl<S: Names, C: Names, const STATES: usize, const COMMANDS: usize>
    TransitionTable<S, C, STATES, COMMANDS>
{
    #[doc(hidden)]
    pub const fn trusted(targets: [[u16; STATES]; COMMANDS]) -> Self {
        Self {
            targets,
            names: core::marker::PhantomData,
        }
    }

    #[inline]
    fn cell(&self, from: S, command: C) -> u16 {
        self.targets
            .get(command.place())
            .and_then(|row| row.get(from.place()))
            .copied()
            .unwrap_or(0)
    }

    /// Whether the command is allowed in the state.
    #[inline]
    pub fn allows(&self, from: S, command: C) -> bool {
        self.cell(from, command) != 0
    }

    /// Whether the command can lead from one state to the other.
    #[inline]
    pub fn leads(&self, from: S, command: C, to: S) -> bool {
        u32::try_from(to.place())
            .ok()
            .and_then(|place| 1_u16.checked_shl(place))
            .is_some_and(|bit| self.cell(from, command) & bit != 0)
    }

    /// The states the command can lead to; none if it is forbidden.
    pub fn targets(&self, from: S, command: C) -> Vec<S> {
        S::ALL
            .iter()
            .copied()
            .filter(|to| self.leads(from, command, *to))
            .collect()
    }

    /// The commands that are allowed in a state, in the order of their definition.
    pub fn commands(&self, from: S) -> Vec<C> {
        C::ALL
            .iter()
            .copied()
            .filter(|command| self.allows(from, *command))
            .collect()
    }

    /// The table as a Mermaid state diagram; commands that stay where they are, are left out.
    pub fn to_mermaid(&self, initial: &[S]) -> String {
        let mut text = String::from("stateDiagram-v2\n");
        for state in initial {
            let _ = writeln!(text, "    [*] --> {}", state.name());
        }
        for from in S::ALL.iter().copied() {
            for to in S::ALL.iter().copied().filter(|to| *to != from) {
                let labels: Vec<&str> = C::ALL
                    .iter()
                    .copied()
                    .filter(|command| self.leads(from, *command, to))
                    .map(Names::name)
                    .collect();
                if !labels.is_empty() {
                    let _ = writeln!(
                        text,
                        "    {} --> {} : {}",
                        from.name(),
                        to.name(),
                        labels.join(", ")
                    );
                }
            }
        }
        for state in S::ALL.iter().copied() {
            let leaves = C::ALL.iter().any(|command| {
                S::ALL
                    .iter()
                    .any(|to| *to != state && self.leads(state, *command, *to))
            });
            if !leaves {
                let _ = writeln!(text, "    {} --> [*]", state.name());
            }
        }
        text
    }
}

/// Writes a [`TransitionTable`] the way it is read:
///
/// ```
/// use itsm_core::{plain_enum, transition_table};
///
/// plain_enum! {
///     /// A lamp.
///     pub enum Lamp { /** Dark. */ Off = "off", /** Bright. */ On = "on", }
/// }
/// plain_enum! {
///     /// What to do with it.
///     pub enum Switch { /** Press it. */ Press = "press", /** Look at it. */ Look = "look", }
/// }
/// transition_table! {
///     /// What a lamp can do.
///     pub static LAMP: Lamp[2], Switch[2] {
///         Press: Off => On;
///         Press: On => Off;
///         Look: Off | On => stay;
///     }
/// }
/// assert!(LAMP.leads(Lamp::Off, Switch::Press, Lamp::On));
/// ```
#[macro_export]
macro_rules! transition_table {
    (
        $(#[$doc:meta])* $vis:vis static $name:ident: $state:ident[$states:literal], $command:ident[$commands:literal] {
            $( $on:ident: $($from:ident)|+ => $($to:ident)|+; )+
        }
    ) => {
        $(#[$doc])*
        $vis static $name: $crate::transition::TransitionTable<$state, $command, $states, $commands> = {
            // A wrong count or an impossible place fails to compile here, never at run time.
            #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "evaluated by the compiler")]
            const TARGETS: [[u16; $states]; $commands] = {
                assert!($state::ALL.len() == $states && $command::ALL.len() == $commands && $states <= 16);
                let mut targets = [[0_u16; $states]; $commands];
                $(
                    let from = [$( $state::$from as usize ),+];
                    let to = $crate::transition_table!(@to $state, $($to)|+);
                    let mut i = 0;
                    while i < from.len() {
                        let stay = 1_u16 << from[i];
                        targets[$command::$on as usize][from[i]] |= if to == 0 { stay } else { to };
                        i += 1;
                    }
                )+
                targets
            };
            $crate::transition::TransitionTable::trusted(TARGETS)
        };
    };
    (@to $state:ident, stay) => { 0_u16 };
    (@to $state:ident, $($to:ident)|+) => { 0_u16 $( | (1_u16 << ($state::$to as usize)) )+ };
}
