//! Children that end with the test, ports nobody else has, folders that vanish.

use std::net::{TcpListener, UdpSocket};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A port free for UDP and TCP on loopback, given out once by this process.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Below the range from which the kernel takes ports for outgoing sockets.
    let start = 10_000 + u16::try_from(std::process::id() % 200).expect("small") * 100;
    for _ in 0..5000 {
        let port = 10_000 + (start - 10_000 + NEXT.fetch_add(1, Ordering::Relaxed)) % 20_000;
        if UdpSocket::bind(("127.0.0.1", port)).is_ok() && TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no free port");
}

/// A program that dies with us: by signal when dropped, by the kernel should this process be killed.
pub struct Server {
    child: Child,
}

impl Server {
    pub fn start(command: &str, args: &[String], output: std::fs::File) -> Self {
        let errors = output.try_clone().expect("a second handle");
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "--", command])
            .args(args)
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .expect("setpriv starts");
        Self { child }
    }

    /// None while it runs.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("child can be asked")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.ended().is_none() {
            let _ = Command::new("kill").arg(self.child.id().to_string()).status();
            let until = Instant::now() + Duration::from_secs(5);
            while self.ended().is_none() && Instant::now() < until {
                sleep(Duration::from_millis(20));
            }
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until `ready` gives something, at most `limit`.
pub fn wait_for<T>(what: &str, limit: Duration, mut ready: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + limit;
    loop {
        if let Some(value) = ready() {
            return value;
        }
        assert!(Instant::now() < until, "{what}: not within {limit:?}");
        sleep(Duration::from_millis(50));
    }
}
