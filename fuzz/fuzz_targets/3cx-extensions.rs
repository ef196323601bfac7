#![no_main]
deskshift_fuzz::format!("3cx/extensions");
