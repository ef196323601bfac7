#![no_main]
deskshift_fuzz::target!("ip-dect/handsets");
