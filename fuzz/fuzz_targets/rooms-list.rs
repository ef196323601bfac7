#![no_main]
deskshift_fuzz::target!("rooms/list");
