#![no_main]
deskshift_fuzz::format!("devices/list");
