#![no_main]
deskshift_fuzz::target!("yeastar/phones");
