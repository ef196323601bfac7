//! What a FreeSWITCH's event socket says, registrations and all. Whatever it is, nothing but questions is sent.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = deskshift_fuzz::event_socket::hold(bytes);
});
