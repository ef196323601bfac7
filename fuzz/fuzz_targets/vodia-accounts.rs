#![no_main]
deskshift_fuzz::target!("vodia/accounts");
