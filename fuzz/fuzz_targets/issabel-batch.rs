#![no_main]
deskshift_fuzz::target!("issabel/batch");
