#![no_main]
deskshift_fuzz::format!("ip-dect/handsets");
