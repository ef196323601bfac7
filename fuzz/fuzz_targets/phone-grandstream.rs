#![no_main]
deskshift_fuzz::format!("phone/grandstream");
