//! A scripted PBX that speaks real SIP text, a network that loses, delays and forges, and a virtual clock.

mod levels;
mod outbound;
mod pace;
mod pbx;
mod redirects;
mod servers;
mod shared;
mod stories;
mod world;
