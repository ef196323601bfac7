#![no_main]
deskshift_fuzz::target!("asterisk/database-show");
