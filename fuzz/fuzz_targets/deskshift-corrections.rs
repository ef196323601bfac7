#![no_main]
deskshift_fuzz::format!("deskshift/corrections");
