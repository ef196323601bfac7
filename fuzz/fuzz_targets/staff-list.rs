#![no_main]
deskshift_fuzz::target!("staff/list");
