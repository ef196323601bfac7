//! Tests that concern several files of this room.

mod mutation;
mod round_trip;
mod torture;
