#![no_main]
deskshift_fuzz::format!("freeswitch/directory");
