#![no_main]
deskshift_fuzz::format!("innovaphone/xml");
