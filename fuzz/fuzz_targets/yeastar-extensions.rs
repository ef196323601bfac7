#![no_main]
deskshift_fuzz::format!("yeastar/extensions");
