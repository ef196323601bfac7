//! `deskshift validate` while somebody who overhears everything answers, too: 50,000 forged responses a second over the same loopback.

use std::collections::VecDeque;
use std::net::{SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

#[path = "../support/forged.rs"]
mod forgery;

use crate::support::finish;
use crate::validate::Case;

const PER_SECOND: u32 = 50_000;

/// Whom to answer, and with what in mind.
#[derive(Default)]
struct Overheard {
    client: Option<SocketAddr>,
    requests: VecDeque<Vec<u8>>,
}

/// Stands between `validate` and the lab's UDP port, overhears, and forges.
struct Eavesdropper {
    port: u16,
    ended: Arc<AtomicBool>,
    /// Forged responses that left, and how long that took in milliseconds.
    forged: Arc<AtomicU64>,
    took_ms: Arc<AtomicU64>,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl Eavesdropper {
    fn start(pbx: u16, forges: bool) -> Self {
        let front = UdpSocket::bind("127.0.0.1:0").unwrap();
        let port = front.local_addr().unwrap().port();
        let back = UdpSocket::bind("127.0.0.1:0").unwrap();
        back.connect(("127.0.0.1", pbx)).unwrap();
        for socket in [&front, &back] {
            socket.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        }
        let ended = Arc::new(AtomicBool::new(false));
        let overheard: Arc<Mutex<Overheard>> = Arc::default();
        let (forged, took_ms): (Arc<AtomicU64>, Arc<AtomicU64>) = Default::default();
        let mut threads = Vec::new();
        let (socket, towards, heard, end) =
            (front.try_clone().unwrap(), back.try_clone().unwrap(), overheard.clone(), ended.clone());
        threads.push(std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while !end.load(Ordering::Relaxed) {
                let Ok((length, client)) = socket.recv_from(&mut buffer) else { continue };
                let mut heard = heard.lock().unwrap();
                heard.client = Some(client);
                heard.requests.push_back(buffer[..length].to_vec());
                // The latest are those in flight.
                if heard.requests.len() > 8 {
                    heard.requests.pop_front();
                }
                drop(heard);
                let _ = towards.send(&buffer[..length]);
            }
        }));
        let (socket, heard, end) = (front.try_clone().unwrap(), overheard.clone(), ended.clone());
        threads.push(std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while !end.load(Ordering::Relaxed) {
                let Ok(length) = back.recv(&mut buffer) else { continue };
                let client = heard.lock().unwrap().client;
                if let Some(client) = client {
                    let _ = socket.send_to(&buffer[..length], client);
                }
            }
        }));
        if forges {
            let (end, count, took) = (ended.clone(), forged.clone(), took_ms.clone());
            threads.push(std::thread::spawn(move || forge(&front, &overheard, &end, &count, &took)));
        }
        Self { port, ended, forged, took_ms, threads }
    }
}

impl Drop for Eavesdropper {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        self.threads.drain(..).for_each(|thread| drop(thread.join()));
    }
}

/// From the PBX's address with one thing wrong, and from other addresses with nothing wrong.
fn forge(front: &UdpSocket, overheard: &Mutex<Overheard>, end: &AtomicBool, count: &AtomicU64, took_ms: &AtomicU64) {
    let elsewhere = UdpSocket::bind("127.0.0.1:0").unwrap();
    let other_host = UdpSocket::bind("127.0.0.2:0").unwrap();
    let mut begin = None;
    let mut choice = 0_u64;
    while !end.load(Ordering::Relaxed) {
        let (client, requests) = {
            let heard = overheard.lock().unwrap();
            (heard.client, heard.requests.clone())
        };
        let (Some(client), Some(_)) = (client, requests.front()) else {
            std::thread::sleep(Duration::from_millis(1));
            continue;
        };
        let begin = *begin.get_or_insert_with(Instant::now);
        let due = (begin.elapsed().as_secs_f64() * f64::from(PER_SECOND)) as u64;
        // Where the machine was busy with others, what was missed is not sent all at once.
        let sent = count.load(Ordering::Relaxed);
        for _ in sent..due.min(sent + 500) {
            choice = choice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let draw = choice >> 16;
            let request = &requests[draw as usize % requests.len()];
            let _ = match draw % 8 {
                0 => elsewhere.send_to(&forgery::sound(request, draw / 8), client),
                1 => other_host.send_to(&forgery::sound(request, draw / 8), client),
                _ => front.send_to(&forgery::response(request, draw / 8), client),
            };
            count.fetch_add(1, Ordering::Relaxed);
        }
        took_ms.store(begin.elapsed().as_millis() as u64, Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// What a report says, without times and without how often the network had to be asked.
fn told(report: &Value) -> Value {
    let mut verdicts = report["verdicts"].clone();
    for verdict in verdicts.as_array_mut().unwrap() {
        verdict.as_object_mut().unwrap().remove("took_ms");
        // When an answer came, by whoever's clock.
        let lines = verdict["evidence"].as_array_mut().unwrap();
        lines.retain(|line| !line.as_str().is_some_and(|text| text.starts_with("Date: ")));
        for line in lines {
            if let Some((before, seconds)) = line.as_str().and_then(|text| text.split_once(";expires=")) {
                *line = format!("{before} {}", seconds.trim_start_matches(|c: char| c.is_ascii_digit())).into();
            }
        }
    }
    // Both runs have ports of their own between themselves and the PBX, which the words name.
    let notes: Vec<&Value> = report["notes"].as_array().unwrap().iter().map(|note| &note["code"]).collect();
    serde_json::json!({ "counts": report["counts"], "verdicts": verdicts, "stopped": report["stopped"], "notes": notes, "hits": report["ban_hits"] })
}

fn run(case: &Case, forges: bool) -> (Value, u64, u64) {
    let between = Eavesdropper::start(case.lab.udp, forges);
    case.edit(&format!("udp: 127.0.0.1:{}", case.lab.udp), &format!("udp: 127.0.0.1:{}", between.port));
    let arguments = ["--lang", "en", "--json", "validate", "--rate", "200", "--again"];
    let done = finish(crate::support::command(case.path(), &arguments), Duration::from_secs(200));
    case.edit(&format!("udp: 127.0.0.1:{}", between.port), &format!("udp: 127.0.0.1:{}", case.lab.udp));
    assert!(done.code <= 1, "{}", done.all());
    (done.json(), between.forged.load(Ordering::Relaxed), between.took_ms.load(Ordering::Relaxed))
}

#[test]
fn fifty_thousand_forged_responses_a_second_change_nothing() {
    let case = Case::new(&[]);
    // Over UDP, slowly enough to be flooded for seconds; the budget bears both runs.
    case.edit("transport: tls", "transport: udp");
    case.edit("transport: tcp", "transport: udp");
    case.edit("rate_per_s: 50\n  ban_budget: 60", "rate_per_s: 200\n  ban_budget: 300");
    let (quiet, none, _) = run(&case, false);
    assert_eq!(none, 0);
    let (loud, forged, took_ms) = run(&case, true);
    let rate = forged * 1000 / took_ms.max(1);
    println!("{forged} forged responses in {took_ms} ms, {rate} a second");
    assert!(forged > 2_000, "{forged} in {took_ms} ms");
    let (quiet, loud) = (told(&quiet), told(&loud));
    let verdicts = |told: &Value| told["verdicts"].as_array().unwrap().clone();
    for (before, after) in verdicts(&quiet).iter().zip(&verdicts(&loud)) {
        assert_eq!(before, after);
    }
    assert_eq!(quiet, loud);
    assert!(quiet["counts"]["ready"].as_u64().unwrap() > 500, "{}", quiet["counts"]);
}
