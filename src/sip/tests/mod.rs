//! Tests that concern several files of this room.

mod ipv6;
mod mutation;
mod round_trip;
mod torture;
