//! What the benches share: how two ways of doing the same are measured, a made-up service desk to
//! measure them on, a made-up estate, and the twin of an incident.

pub mod desk;
pub mod dice;
pub mod estate;
pub mod measure;
pub mod twin;
