#![no_main]
deskshift_fuzz::format!("issabel/batch");
