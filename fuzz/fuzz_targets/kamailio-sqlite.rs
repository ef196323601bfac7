#![no_main]
deskshift_fuzz::format!("kamailio/sqlite");
