#![no_main]
deskshift_fuzz::target!("kamailio/dbtext");
