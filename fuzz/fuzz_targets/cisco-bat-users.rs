#![no_main]
deskshift_fuzz::target!("cisco/bat-users");
