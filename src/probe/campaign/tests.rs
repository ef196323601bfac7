//! A scripted PBX that speaks real SIP text, a network that loses, delays and forges, and a virtual clock.

mod levels;
mod pace;
mod pbx;
mod stories;
mod world;
