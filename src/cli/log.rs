//! The log for those who look for a fault in the program itself: off unless asked for, on stderr, never with a secret or a message body.

use std::io::Write;

use tracing_subscriber::EnvFilter;

/// Filter in the form of `tracing`'s directives: `debug`, `deskshift::net=trace`.
pub const VARIABLE: &str = "DESKSHIFT_LOG";

/// Starts the log. `verbose` counts `-v`; the variable, where set, decides instead.
pub fn start(verbose: u8, color: bool) {
    let told = std::env::var(VARIABLE).ok().filter(|filter| !filter.is_empty());
    let level = match verbose {
        0 => None,
        1 => Some("info"),
        2 => Some("debug"),
        _ => Some("trace"),
    };
    let Some(filter) = told.or_else(|| level.map(|level| format!("deskshift={level}"))) else { return };
    // A directive that is none is left out, and tracing-subscriber says so on stderr.
    let filter = EnvFilter::new(filter);
    let started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(|| Quiet)
        .with_ansi(color)
        .with_timer(tracing_subscriber::fmt::time::uptime())
        .try_init();
    debug_assert!(started.is_ok(), "one log for a process");
}

/// stderr, as far as somebody reads it. The log must not end the program where nobody does (`2>&1 | head`): tracing-subscriber tells a failed
/// writing on stderr, and panics because that fails, too.
struct Quiet;

impl Write for Quiet {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let _ = std::io::stderr().write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
