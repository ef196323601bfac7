#![no_main]
deskshift_fuzz::format!("asterisk/database-show");
