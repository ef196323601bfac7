#![no_main]
deskshift_fuzz::target!("freepbx/bulk");
