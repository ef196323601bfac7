#![no_main]
deskshift_fuzz::target!("freeswitch/directory");
