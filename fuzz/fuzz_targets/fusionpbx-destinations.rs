#![no_main]
deskshift_fuzz::target!("fusionpbx/destinations");
