#![no_main]
deskshift_fuzz::target!("deskshift/corrections");
