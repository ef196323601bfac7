#![no_main]
deskshift_fuzz::format!("vodia/accounts");
