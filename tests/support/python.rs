//! Readers of another language.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// What a Python program prints, given these bytes.
pub fn python(test: &str, program: &str, input: &[u8]) -> Option<String> {
    let spawned = Command::new("python3").args(["-c", program]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = spawned else {
        assert!(
            std::env::var_os("DESKSHIFT_REQUIRE_REAL").is_none_or(|v| v != "1"),
            "{test} may not be skipped (DESKSHIFT_REQUIRE_REAL=1): there is no python3"
        );
        let _ = writeln!(std::io::stderr(), "SKIPPED: {test}: there is no python3");
        return None;
    };
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || pipe.write_all(&input));
    let out = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    assert!(out.status.success(), "the other reader failed");
    Some(String::from_utf8(out.stdout).unwrap())
}
