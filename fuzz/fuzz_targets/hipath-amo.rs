#![no_main]
deskshift_fuzz::target!("hipath/amo");
