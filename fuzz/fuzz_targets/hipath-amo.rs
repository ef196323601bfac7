#![no_main]
deskshift_fuzz::format!("hipath/amo");
