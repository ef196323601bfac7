#![no_main]
deskshift_fuzz::format!("asterisk/realtime-sqlite");
