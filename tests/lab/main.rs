//! Against the real programs: Asterisk 22, Kamailio, Linphone, baresip, Twinkle, PJSIP, JsSIP, SIP.js, Chromium, fail2ban and OpenLDAP, on loopback.
//!
//! `tests/lab/install` installs them. What is missing is said aloud as `SKIPPED: …`, and is a failure with `DESKSHIFT_REQUIRE_REAL=1`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests use files, sockets and the clock")]
#![allow(clippy::unwrap_used, reason = "a test may fail by panic")]

mod accessible;
mod ami;
mod ari;
mod asterisk;
mod calls;
mod causes;
mod certificates;
mod clients;
mod clients_tell;
mod contact_acl;
mod counterparts;
mod digest;
mod directory;
mod embedded;
mod enrol;
mod grammar;
mod guards;
mod holidays;
#[path = "../support/hostile.rs"]
mod hostile;
mod kamailio;
mod kamailio_truth;
mod left_behind;
mod like_asterisk;
mod named;
mod objects;
mod outbound;
mod outputs;
mod phone;
mod powershell;
mod process;
mod profiles;
mod programs;
mod redirect;
mod rings;
mod rotation;
mod samples;
mod several_lines;
mod shared_challenge;
mod told_otherwise;
#[path = "../../examples/generator/traunstein/mod.rs"]
#[allow(dead_code, reason = "the tests need only parts of the generator")]
mod traunstein;
mod truth;
mod user_agent;
mod validate;
mod watch;
mod wizard;
