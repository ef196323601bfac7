#![no_main]
deskshift_fuzz::target!("devices/list");
