#![no_main]
deskshift_fuzz::format!("cisco/bat-insert");
