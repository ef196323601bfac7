#![no_main]
deskshift_fuzz::target!("wazo/users");
