#![no_main]
deskshift_fuzz::format!("fusionpbx/devices");
