#![no_main]
deskshift_fuzz::format!("staff/list");
