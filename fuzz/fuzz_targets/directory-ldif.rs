#![no_main]
deskshift_fuzz::target!("directory/ldif");
