#![no_main]
deskshift_fuzz::target!("3cx/extensions");
