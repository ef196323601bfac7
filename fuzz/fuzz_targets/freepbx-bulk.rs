#![no_main]
deskshift_fuzz::format!("freepbx/bulk");
