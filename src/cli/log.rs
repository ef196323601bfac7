//! The log for those who look for a fault in the program itself: off unless asked for, on stderr, never with a secret or a message body.

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
        .with_writer(std::io::stderr)
        .with_ansi(color)
        .with_timer(tracing_subscriber::fmt::time::uptime())
        .try_init();
    debug_assert!(started.is_ok(), "one log for a process");
}
