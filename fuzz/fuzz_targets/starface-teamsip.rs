#![no_main]
deskshift_fuzz::target!("starface/teamsip");
