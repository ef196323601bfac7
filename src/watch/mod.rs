//! Live registrations against the plan and the roster: who should be at home today, and is registered from where.
//!
//! In: plan, roster, caps, what the PBX tells of its registrations, the day. Out: a [`board::Board`]. Reads no clock and no socket.
//! May import: `domain`, `diag`, `policy`, `plan`, `probe`, `roster`. Start with [`board`](mod@board).

pub mod board;
