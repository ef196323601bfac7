#![no_main]
deskshift_fuzz::format!("wazo/users");
