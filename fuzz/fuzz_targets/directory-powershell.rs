#![no_main]
deskshift_fuzz::format!("directory/powershell");
