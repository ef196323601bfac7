#![no_main]
deskshift_fuzz::target!("innovaphone/xml");
