#![no_main]
deskshift_fuzz::format!("starface/teamsip");
