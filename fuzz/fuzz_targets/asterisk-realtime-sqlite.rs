#![no_main]
deskshift_fuzz::target!("asterisk/realtime-sqlite");
