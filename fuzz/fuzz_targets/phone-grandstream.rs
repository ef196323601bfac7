#![no_main]
deskshift_fuzz::target!("phone/grandstream");
